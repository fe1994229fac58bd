"""The demo's shop in Odoo: its company, goods and accounts, and what came into it."""

import base64
import json
import urllib.request
from datetime import datetime
from pathlib import Path

from tools.demo.people import add_people, end_tours
from tools.inside_odoo import stocked_good

PICTURES = Path(__file__).with_name("pictures")
# Notices that Odoo sends home, of no use here.
HOME_CALLS = ("mail.ir_cron_module_update_notification",)
# Of a euro, on some day of 2026.
RATES = {
    "AUD": 1.77,
    "CAD": 1.62,
    "GBP": 0.87,
    "JPY": 180.4,
    "PLN": 4.25,
    "SEK": 11.02,
    "SGD": 1.51,
    "USD": 1.16,
}
STATES = {
    "draft": "quotation",
    "sent": "quotation",
    "sale": "sales order",
    "done": "sales order",
    "cancel": "cancelled",
}


class Shop:
    """The shop of the first company of one database.

    Setting it up twice changes nothing that is right already.
    """

    def __init__(self, env):
        self._company = env["res.company"].browse(1)
        self.env = env(context={**env.context, "allowed_company_ids": self._company.ids})

    def set_up_company(self):
        """Give the company its chart of accounts and people, the fallback product its tax."""
        if self._company.chart_template != "fr":
            self.env["account.chart.template"].try_loading("fr", self._company, install_demo=False)
        for name in HOME_CALLS:
            if action := self.env.ref(name, raise_if_not_found=False):
                action.active = False
        if "iap_enrich_auto_done" in self._company._fields:  # else asked of Odoo S.A. at a login
            self._company.iap_enrich_auto_done = True
        end_tours(self.env.ref("base.user_admin"))
        add_people(self.env)
        self._enter_rates()
        fallback = self.env.ref("amazon_connector.product_fallback")
        fallback.taxes_id = self._company.account_sale_tax_id

    def _enter_rates(self):
        """Let Odoo convert what buyers pay elsewhere: without a rate it counts one to one."""
        currencies = self.env["res.currency"].with_context(active_test=False)
        strange = currencies.search([("name", "in", list(RATES)), ("rate_ids", "=", False)])
        self.env["res.currency.rate"].create(
            [
                {"currency_id": one.id, "rate": RATES[one.name], "name": "2026-01-01"}
                for one in strange
            ]
        )

    def stock_catalogue(self, catalogue):
        """Create the catalogue's goods that are missing, with some of each in stock.

        :param catalogue: list of dict: reference, name, price and cost of a piece in euro without
            tax, and the quantities `in_warehouse` and `at_amazon`
        """
        products = self.env["product.product"]
        for entry in catalogue:
            if products.search_count([("default_code", "=", entry["reference"])]):
                continue
            product = products.create(
                {
                    "name": entry["name"],
                    "default_code": entry["reference"],
                    "list_price": entry["price"],
                    "standard_price": entry["cost"],
                    "image_1920": _picture(entry["reference"]),
                    "taxes_id": [(6, 0, self._company.account_sale_tax_id.ids)],
                    **stocked_good(products),
                }
            )
            self._put(product, self._warehouse().lot_stock_id, entry["in_warehouse"])
            self._put(product, self._company.amazon_location_id, entry["at_amazon"])

    def _put(self, product, location, quantity):
        if quantity:
            quants = self.env["stock.quant"].with_context(inventory_mode=True)
            quants.create(
                {
                    "product_id": product.id,
                    "location_id": location.id,
                    "inventory_quantity": quantity,
                }
            ).action_apply_inventory()

    def _warehouse(self):
        return self.env["stock.warehouse"].search([("company_id", "=", self._company.id)], limit=1)

    def connect(self, seller, server):
        """Return the account of a seller's region, connected to the simulated Amazon.

        :param seller: dict as the simulator tells it, with `since`, the moment before the oldest
            of its orders, and `currencies`
        """
        accounts = self.env["amazon.account"]
        values = {
            "seller_id": seller["sellerId"],
            "lwa_client_id": seller["clientId"],
            "lwa_client_secret": seller["clientSecret"],
            "refresh_token": seller["refreshToken"],
            "test_server": server,
            "marketplace_ids": [(6, 0, self._marketplaces(seller["marketplaceIds"]).ids)],
        }
        account = accounts.search(
            [("region", "=", seller["region"]), ("company_id", "=", self._company.id)], limit=1
        )
        if account:
            account.write(values)
        else:
            speaking = accounts.with_context(lang=self._company.partner_id.lang)
            labels = dict(accounts._fields["region"]._description_selection(speaking.env))
            name = f"{self._company.name}, {labels[seller['region']]}"
            values |= {"name": name, "region": seller["region"]}
            account = accounts.create({**values, "company_id": self._company.id})
        self._set_back(account, datetime.fromisoformat(seller["since"]))
        self._add_pricelists(account, seller["currencies"])
        bookkeeper = self.env["res.users"].search([("login", "=", "camille")])
        account.responsible_user_ids |= self.env.ref("base.user_admin") | bookkeeper
        return account

    def _marketplaces(self, amazon_ids):
        return self.env["amazon.marketplace"].search([("marketplace_id", "in", amazon_ids)])

    def _set_back(self, account, since):
        """Put the watermark before the oldest of the orders, unless it lies there already."""
        if not account.last_orders_sync or account.last_orders_sync > since:
            account.last_orders_sync = since

    def _add_pricelists(self, account, codes):
        known = set(account.pricelist_ids.mapped("currency_id.name"))
        currencies = self.env["res.currency"].with_context(active_test=False)
        for currency in currencies.search([("name", "in", sorted(set(codes) - known))]):
            currency.active = True
            account.pricelist_ids += self.env["product.pricelist"].create(
                {
                    "name": f"Amazon {currency.name}",
                    "currency_id": currency.id,
                    "company_id": self._company.id,
                }
            )

    def connect_the_others(self, connected, server):
        """Connect accounts of regions without orders this time to sellers without orders."""
        others = self.env["amazon.account"].search([("id", "not in", [a.id for a in connected])])
        for account in others.filtered("test_server"):
            wanted = {
                "region": account.region,
                "marketplaceIds": account.marketplace_ids.mapped("marketplace_id"),
            }
            request = urllib.request.Request(
                f"{server}/_control/sellers",
                json.dumps(wanted).encode(),
                {"Content-Type": "application/json"},
            )
            with urllib.request.urlopen(request, timeout=30) as response:
                seller = json.load(response)
            since = account.last_orders_sync.isoformat()
            self.connect({**seller, "since": since, "currencies": []}, server)

    def know_application(self, seller, server):
        """Have the guided setup know the simulated Amazon, and an application of a seller's."""
        parameters = self.env["ir.config_parameter"]
        for name, value in (
            ("application_id", seller["applicationId"]),
            ("client_id", seller["clientId"]),
            ("client_secret", seller["clientSecret"]),
            ("test_server", server),
        ):
            parameters.set_param(f"amazon_connector.{name}", value)

    def add_offers(self, catalogue, accounts):
        """Offer the goods that Amazon knows under another SKU than their reference.

        The others' offers arise by themselves when they are sold for the first time.
        """
        offers = self.env["amazon.offer"]
        known = {(o.account_id.id, o.marketplace_id.id, o.sku) for o in offers.search([])}
        renamed = [entry for entry in catalogue if entry["sku"] != entry["reference"]]
        for entry in renamed:
            product = self.env["product.product"].search(
                [("default_code", "=", entry["reference"])], limit=1
            )
            offers.create(
                [
                    {
                        "account_id": account.id,
                        "marketplace_id": marketplace.id,
                        "sku": entry["sku"],
                        "title": entry["name"],
                        "product_id": product.id,
                    }
                    for account in accounts
                    for marketplace in account.marketplace_ids
                    if (account.id, marketplace.id, entry["sku"]) not in known
                ]
            )

    def orders(self):
        """Return what stands in Odoo of Amazon's orders, as dicts."""
        orders = self.env["sale.order"].search(
            [("amazon_order_ref", "!=", False)], order="date_order, id"
        )
        return [
            {
                "reference": order.amazon_order_ref,
                "channel": (order.amazon_channel or "?").upper(),
                "marketplace": order.amazon_marketplace_id.name or "?",
                "customer": order.partner_id.name or "",
                "currency": order.currency_id.name,
                "amazon_total": _amount(order.amazon_total, order.currency_id),
                "total": _amount(order.amount_total, order.currency_id),
                "state": STATES.get(order.state, order.state),
            }
            for order in orders
        ]

    def issues(self):
        """Return the open issues, as dicts."""
        issues = self.env["amazon.issue"].search([("state", "=", "open")], order="order_ref, id")
        return [{"reference": i.order_ref or "", "message": i.message or ""} for i in issues]


def _picture(reference):
    """Return the drawing of a product, as Odoo keeps it; False where there is none."""
    path = PICTURES / f"{reference}.svg"
    return base64.b64encode(path.read_bytes()) if path.exists() else False


def _amount(amount, currency):
    """Return the amount in figures, with as many decimals as the currency has."""
    return f"{amount:.{currency.decimal_places}f}"
