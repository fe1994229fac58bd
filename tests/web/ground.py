"""The ground that the tests play on: the demo's shop in a running Odoo, and its Amazon."""

import contextlib
import copy
import functools
import time

from tools import postgres
from tools.demo.parcels import LAG
from tools.demo.story import Story, make_company
from tools.fresh_odoo import fresh_instance, install_addon
from tools.odoo_server import any_free_port, running_odoo
from tools.simulated_shop import ControlledAmazon
from tools.simulator_process import running_simulator

PATTERN = "171-0058237-4418209"
"""An order of the demo, on Amazon.fr, of one thing that waits to be shipped by the shop."""

POLL = 0.2
"""Seconds between two looks at what is waited for."""

NOW = "(now() AT TIME ZONE 'UTC')"
"""In SQL, as Odoo keeps moments."""

PATIENCE = 30.0
"""Seconds within which Odoo must have done what is waited for."""

IN_THE_BACKGROUND = 90.0
"""Seconds within which Odoo's scheduled actions must have done it, on a busy machine."""


class Ground:
    """A shop in Odoo and its simulated Amazon.

    :param address: Odoo's, without a slash at the end
    :param amazon: the simulator's control interface
    :ivar checked: names of the screens that axe has looked at
    """

    def __init__(self, instance, address, amazon):
        self.series = instance.source.series
        self.database = instance.database
        self.address = address
        self.amazon = amazon
        self.checked = set()
        self._instance = instance
        # Amazon gives a reference once.
        self._began, self._bought = int(time.time()) % 10**7, 0

    def sql(self, query):
        """Return what a query gives, as psql prints it without decoration."""
        return postgres.run_sql(self._instance.server, self.database, query)

    def id_of(self, table, where):
        """Return the id of the first record for which the SQL condition holds."""
        found = self.sql(f"SELECT id FROM {table} WHERE {where} ORDER BY id LIMIT 1")
        assert found, f"no {table} where {where}"
        return int(found)

    @functools.cached_property
    def _models(self):
        return set(self.sql("SELECT model FROM ir_model").split())

    def is_model(self, name):
        """Return whether that is the name of a model, not of an action."""
        return name in self._models

    def until(self, query, wanted, patience=PATIENCE):
        """Wait until a query gives what is wanted: work that Odoo does behind the screen.

        :param patience: seconds within which it must be there
        """
        deadline = time.monotonic() + patience
        while (found := self.sql(query)) != wanted:
            assert time.monotonic() < deadline, f"{query} gives {found!r}, not {wanted!r}"
            time.sleep(POLL)

    def rest(self):
        """Wait until Odoo has done all that other tests left to do behind their screens."""
        triggers = f"SELECT count(*) FROM ir_cron_trigger WHERE call_at <= {NOW}"
        self.until(triggers, "0", IN_THE_BACKGROUND)
        # Whoever works for an account holds such a lock, a button's work too.
        locks = "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
        held = f"{locks} WHERE locktype = 'advisory' AND datname = current_database()"
        self.until(held, "0", IN_THE_BACKGROUND)

    @contextlib.contextmanager
    def resting(self, cron):
        """Keep one of the addon's scheduled actions from beginning, while in the block.

        :param cron: the name of its record in the addon's data
        """
        self.rest()
        its = f"SELECT res_id FROM ir_model_data WHERE model = 'ir.cron' AND name = '{cron}'"
        self.sql(f"UPDATE ir_cron SET active = false WHERE id = ({its})")
        try:
            yield
        finally:
            self.sql(f"UPDATE ir_cron SET active = true WHERE id = ({its})")

    def sell(self, count, seed):
        """Have buyers order so many made-up things, of which Amazon tells at the next call."""
        wish = {"count": count, "seed": seed}
        self.amazon.ask(f"sellers/{self._seller}/generate", wish)
        self.amazon.ask("clock", {"advanceSeconds": LAG})

    def answer_late(self, operation, seconds, times):
        """Have Amazon answer the next so many calls of an operation rightly, but late."""
        fault = {"operation": operation, "delaySeconds": seconds, "times": times}
        self.amazon.ask(f"sellers/{self._seller}/faults", [fault])

    def lose(self, manager, sku, quantity):
        """Have Amazon lose so many pieces of what Odoo and Amazon agreed upon until then."""
        seller = f"sellers/{self._seller}/inventory"
        self.amazon.ask(seller, {"sku": sku, "sellable": 2 * quantity})
        state = self.amazon.ask(f"state?sellerId={self._seller}")
        (row,) = [one for one in state["inventory"] if (one["pool"], one["sku"]) == ("EU", sku)]
        there = sum(row[name] for name in ("sellable", "reserved", "unsellable"))
        self.count(manager, sku, self.amazon_location, there)
        self.amazon.ask(f"{seller}/lose", {"sku": sku, "quantity": quantity})

    def buy(self, sku="SAVON-LAVANDE-100", cancels_because=None):
        """Have a buyer in France order a thing that the shop ships itself.

        Amazon tells of it at the next synchronisation.

        :param cancels_because: why the buyer asks to cancel it at once, as Amazon tells it
        :return: Amazon's reference of the order
        """
        state = self.amazon.ask(f"state?sellerId={self._seller}")
        order = copy.deepcopy(next(one for one in state["orders"] if one["orderId"] == PATTERN))
        self._bought += 1
        order["orderId"] = f"408-{self._began:07}-{self._bought:07}"
        order["createdTime"] = order["lastUpdatedTime"] = state["now"]
        (item,) = order["orderItems"]
        item["orderItemId"] = f"77{self._began:07}{self._bought:05}"
        item["product"]["sellerSku"] = sku
        if cancels_because:
            request = {"requester": "BUYER", "cancelReason": cancels_because}
            item["cancellation"] = {"cancellationRequest": request}
        self.amazon.ask(f"sellers/{self._seller}/orders", [order])
        self.amazon.ask("clock", {"advanceSeconds": LAG})
        return order["orderId"]

    def refuse(self, *numbers):
        """Have Amazon refuse these tracking numbers, and no others any more."""
        told = dict.fromkeys(numbers, "This number is not known to the carrier.")
        self.amazon.ask(f"sellers/{self._seller}/feeds", {"refusedTracking": told})

    def synchronise(self, manager):
        """Bring the orders that wait, as the manager's button does."""
        account = self.id_of("amazon_account", "region = 'eu'")
        manager.call("amazon.account", "action_sync_orders", [account])

    def waiting_transfer(self, manager, cancels_because=None):
        """Return the id of a transfer that a buyer waits for, and nobody has begun to ship.

        :param cancels_because: why the buyer does not want it any more, see ``buy``
        """
        shelf = int(self.sql("SELECT min(lot_stock_id) FROM stock_warehouse"))
        self.count(manager, "SAVON-LAVANDE-100", shelf, 100_000)
        reference = self.buy("SAVON-LAVANDE-100", cancels_because)
        self.synchronise(manager)
        order = f"SELECT id FROM sale_order WHERE amazon_order_ref = '{reference}'"
        self.until(f"SELECT state FROM stock_picking WHERE sale_id = ({order})", "assigned")
        return self.id_of("stock_picking", f"sale_id = ({order})")

    def count(self, manager, reference, location, quantity):
        """Have so many of a product lie in a location, whatever other tests did to it."""
        counted = {
            "product_id": self.id_of("product_product", f"default_code = '{reference}'"),
            "location_id": location,
            "inventory_quantity": quantity,
        }
        context = {"context": {"inventory_mode": True}}
        quants = manager.call("stock.quant", "create", [counted], **context)
        manager.call("stock.quant", "action_apply_inventory", quants, **context)

    @functools.cached_property
    def amazon_location(self):
        """The id of the location with the goods in Amazon's European warehouses."""
        return int(self.sql("SELECT location_id FROM amazon_account WHERE region = 'eu'"))

    @functools.cached_property
    def _seller(self):
        (seller,) = [one for one in self.amazon.ask("sellers") if one["region"] == "eu"]
        return seller["sellerId"]


@contextlib.contextmanager
def filled_ground(series):
    """Give the demo's shop, as its story begins, in a running Odoo of a series."""
    story = Story()
    with fresh_instance(series, "web") as instance:
        make_company(instance)
        installation = install_addon(instance)
        assert installation.ok, "the addon was installed with warnings"
        with running_simulator(instance.folder, *story.simulator_words()) as amazon:
            story.prepare_feeds(amazon)
            story.stock_amazon(amazon)
            mark = ["amazon_connector.web_tests", "filled"]
            answer = story.fill_odoo(instance, amazon, mark, program="tests.web.inside")
            assert not answer["failures"], answer["failures"]
            with running_odoo(instance, any_free_port(), "--log-level", "info") as (address, _odoo):
                yield Ground(instance, address, ControlledAmazon(amazon))
