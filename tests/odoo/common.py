"""What the tests inside Odoo stand on: an account that talks to a running simulator."""

import os
from datetime import datetime, timedelta
from unittest.mock import patch

import requests
from odoo.tests.common import TransactionCase, new_test_user

from . import warm_caches
from .orders import FRANCE, GERMANY

SIMULATOR = os.environ.get("AMAZON_SIMULATOR_URL")


def days_ago(days):
    """Return the moment as Odoo keeps it."""
    return datetime.utcnow().replace(microsecond=0) - timedelta(days=days)


class Simulator:
    """The control plane of the simulated Amazon, for one seller."""

    def __init__(self, region="eu", marketplaces=(FRANCE, GERMANY), quota_factor=None):
        """Open a shop of its own.

        :param quota_factor: how many times as fast as Amazon's its quotas refill; None: as fast as
            all tests' together, which need never wait
        """
        if not SIMULATOR:
            raise RuntimeError(
                "AMAZON_SIMULATOR_URL is not set: run these tests through `make test-odoo`."
            )
        self.seller = self._post(
            "/_control/sellers",
            {
                "region": region,
                "marketplaceIds": list(marketplaces),
                # A feed is done when it is asked for the first time.
                "feedSeconds": 0,
                **({"quotaFactor": quota_factor} if quota_factor else {}),
            },
        )

    def add(self, *orders):
        """Put orders, or later states of them, into the seller's shop."""
        self._post(f"/_control/sellers/{self.seller['sellerId']}/orders", list(orders))

    def generate(self, count, seed):
        """Put made-up orders of the last month into the shop; the same seed, the same orders."""
        self._post(
            f"/_control/sellers/{self.seller['sellerId']}/generate",
            {"count": count, "seed": seed, "days": 30},
        )

    def orders(self):
        """Return all orders of the shop, as Amazon has them."""
        return self._state()["orders"]

    def fail(self, operation, **fault):
        """Make the next calls of an operation fail; see simulator/README.md for the faults."""
        self.fail_all({"operation": operation, **fault})

    def fail_all(self, *faults):
        """Have these faults wait, and no others."""
        self._post(f"/_control/sellers/{self.seller['sellerId']}/faults", list(faults))

    def stop_failing(self):
        """Take back the faults that wait, of calls and of feeds."""
        self.fail_all()
        self._set_feeds(faults=[])

    def ship(self, order_ref, **wish):
        """Ship an order as a person does in Seller Central; see simulator/README.md."""
        self._push(order_ref, "ship", wish)

    def cancel(self, order_ref):
        """Have the buyer cancel an order."""
        self._push(order_ref, "cancel", {})

    def calls(self, operation=None):
        """Return the calls that the seller's programs made so far."""
        return [call for call in self._state()["calls"] if operation in (None, call["operation"])]

    def shipments(self):
        """Return the shipments as programs confirmed them, oldest first, edits too."""
        return self._state()["shipments"]

    def packages(self, order_ref):
        """Return the packages of an order, as Amazon has them."""
        (order,) = (each for each in self.orders() if each["orderId"] == order_ref)
        return order.get("packages", [])

    def feeds(self):
        """Return all feeds, oldest first: Amazon's fields, ``content``, ``report``, ``results``."""
        return self._state()["feeds"]

    def feed_delay(self, processing, queue=0):
        """Have feeds wait and be processed for so many seconds, those under way too.

        A large number keeps them IN_PROGRESS (IN_QUEUE); 0 finishes them at the next question.
        """
        self._set_feeds(processingSeconds=processing, queueSeconds=queue)

    def fail_feed(self, kind, **fault):
        """Have the next feed end badly; see simulator/README.md for the kinds."""
        self._set_feeds(faults=[{"kind": kind, **fault}])

    def refuse_tracking(self, *numbers, reason="The carrier does not know this tracking number."):
        """Refuse these tracking numbers from now on, and no others."""
        self._set_feeds(refusedTracking=dict.fromkeys(numbers, reason))

    def _push(self, order_ref, what, wish):
        seller = self.seller["sellerId"]
        self._post(f"/_control/orders/{order_ref}/{what}?sellerId={seller}", wish)

    def put_stock(self, sku, marketplace=None, **counts):
        """Have Amazon have so many units of a SKU; see simulator/README.md for the counts."""
        place = {"marketplaceId": marketplace} if marketplace else {}
        self._inventory("", {"sku": sku, **place, **counts})

    def lose(self, sku, quantity=1):
        """Have Amazon lose a parcel with so many units."""
        self._inventory("/lose", {"sku": sku, "quantity": quantity})

    def _inventory(self, path, wish):
        self._post(f"/_control/sellers/{self.seller['sellerId']}/inventory{path}", wish)

    def _set_feeds(self, **wish):
        self._post(f"/_control/sellers/{self.seller['sellerId']}/feeds", wish)

    def _state(self):
        answer = requests.get(
            f"{SIMULATOR}/_control/state",
            params={"sellerId": self.seller["sellerId"]},
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json()

    def _post(self, path, body):
        answer = requests.post(SIMULATOR + path, json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None


class AmazonCase(TransactionCase):
    """A company with one European account, two marketplaces and a product called MUG-BLUE.

    The connector commits page by page; in a test the commits only flush, and a rollback only
    forgets what is in the cache, since both would end the test's own transaction.
    """

    region = "eu"
    marketplaces = (FRANCE, GERMANY)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What the tests read is the source language; test_translations.py reads French.
        cls.env["res.lang"]._activate_lang("en_US")
        # No test's user gets a mail that asks for a password.
        words = {"lang": "en_US", "no_reset_password": True}
        cls.env = cls.env(context={**cls.env.context, **words})
        cls.startClassPatcher(patch.object(cls.env.cr, "commit", cls.env.flush_all))
        cls.startClassPatcher(patch.object(cls.env.cr, "rollback", cls.env.invalidate_all))
        cls.company = cls.env.company
        cls.company.partner_id.lang = "en_US"
        # Every test's account would have it made anew.
        warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.company.amazon_location_id._amazon_resupply_from(warehouse)
        # Each first order in euros would activate them anew, which empties Odoo's caches.
        cls.env.ref("base.EUR").active = True
        cls.mug = cls._product("MUG-BLUE")

    @classmethod
    def _request_handler(cls, session, request, /, **parts):
        """Give Odoo 19's guard against requests to the world one time limit, where it gets two."""
        limits = parts.get("timeout")
        if isinstance(limits, tuple):
            parts["timeout"] = max(limits)
        return super()._request_handler(session, request, **parts)

    def setUp(self):
        warm_caches.begin()
        registry = self.registry
        with patch.object(registry, "clear_all_caches", lambda: warm_caches.end(registry)):
            super().setUp()
        # A seller for each test: what one puts into its shop, no other sees.
        self.amazon = Simulator(self.region, self.marketplaces)
        self.account = self._account(self.amazon)

    @classmethod
    def _product(cls, reference, **values):
        storable = (
            {"is_storable": True}
            if "is_storable" in cls.env["product.product"]._fields
            else {"detailed_type": "product"}
        )
        return cls.env["product.product"].create(
            {
                "name": f"Product {reference}",
                "default_code": reference,
                "taxes_id": [(5,)],
                **storable,
                **values,
            }
        )

    @classmethod
    def _account(cls, amazon, **values):
        marketplaces = cls.env["amazon.marketplace"].search(
            [("marketplace_id", "in", amazon.seller["marketplaceIds"])]
        )
        return cls.env["amazon.account"].create(
            {
                "name": "Test shop",
                "region": amazon.seller["region"],
                "seller_id": amazon.seller["sellerId"],
                "lwa_client_id": amazon.seller["clientId"],
                "lwa_client_secret": amazon.seller["clientSecret"],
                "refresh_token": amazon.seller["refreshToken"],
                "test_server": SIMULATOR,
                "marketplace_ids": marketplaces.ids,
                "last_orders_sync": days_ago(6),
                **values,
            }
        )

    def sync(self, *orders):
        """Put orders of these days into the shop, synchronise it, and return the sales orders."""
        self.amazon.add(*orders)
        self.account.last_orders_sync = days_ago(6)
        self.account._sync_orders()
        return self.sales(*orders)

    def later(self, **time):
        """Let so much time pass (as timedelta takes it) for the count of Amazon's calls."""
        quotas = type(self.env["amazon.quota"])
        now = self.env["amazon.quota"]._now() + timedelta(**time)
        self.startPatcher(patch.object(quotas, "_now", lambda _model: now))

    def sales(self, *orders):
        """Return the sales orders of Amazon's orders, in the same order."""
        refs = [order["orderId"] for order in orders]
        found = self.env["sale.order"].search([("amazon_order_ref", "in", refs)])
        return found.sorted(lambda sale: refs.index(sale.amazon_order_ref))

    def tracked(self, pickings):
        """Give transfers a carrier and a tracking reference, without which none leaves."""
        carrier = self.env["delivery.carrier"].create(
            {"name": "Colissimo", "product_id": self.mug.id, "delivery_type": "fixed"}
        )
        pickings.sudo().write({"carrier_id": carrier.id, "carrier_tracking_ref": "6A12345678901"})
        return pickings

    def issues(self, order, state="open"):
        return self.env["amazon.issue"].search(
            [("order_ref", "=", order["orderId"]), ("state", "=", state)]
        )

    def assertTotal(self, sale, total):
        """Odoo's total and Amazon's are both this one."""
        currency = sale.currency_id
        self.assertEqual(currency.compare_amounts(sale.amount_total, total), 0, sale.amount_total)
        self.assertEqual(currency.compare_amounts(sale.amazon_total, total), 0, sale.amazon_total)

    def taxes_of(self, line):
        """Return a line's taxes; the field changed its name from 17.0 to 19.0."""
        return line["tax_ids" if "tax_ids" in line._fields else "tax_id"]


class WarehouseCase(AmazonCase):
    """An account, its Amazon location, and a clerk of the warehouse without rights of Amazon's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(cls.env, "clerk", groups="stock.group_stock_user")

    def setUp(self):
        super().setUp()
        self.location = self.account.location_id
