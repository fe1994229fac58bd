"""Orders drawn at random: each comes in with Amazon's total, or stands as an issue; never twice."""

import os

from odoo.tools import mute_logger

from .common import AmazonCase, Simulator
from .orders import EVERY_MARKETPLACE

# `make test-full` draws ten times as many.
ORDERS_A_REGION = 300 if os.environ.get("AMAZON_TEST_FULL") else 30
IMPORTED = {
    ("MERCHANT", "UNSHIPPED"),
    ("MERCHANT", "PARTIALLY_SHIPPED"),
    ("AMAZON", "SHIPPED"),
    ("AMAZON", "PARTIALLY_SHIPPED"),
}


class TestRandomOrders(AmazonCase):
    def setUp(self):
        super().setUp()
        # Drawn anew for each run, which says it.
        self.seed = int(os.environ["RANDOM_SEED"])

    def test_every_order_has_amazons_total_and_comes_once(self):
        rounding = ("round_per_line", "round_globally")[self.seed % 2]
        self.company.tax_calculation_rounding_method = rounding
        # A seed makes the same order references in every region: each gets one of its own.
        for number, (region, marketplaces) in enumerate(EVERY_MARKETPLACE.items()):
            with self.subTest(region=region, seed=self.seed, rounding=rounding):
                self.import_twice(region, marketplaces, self.seed + number)

    def import_twice(self, region, marketplaces, seed):
        amazon = Simulator(region, marketplaces)
        account = self._account(amazon, name=f"Random {region}")
        amazon.generate(ORDERS_A_REGION, seed)
        orders = amazon.orders()
        self.synchronise(account)
        self.assertOrders(account, orders)
        before = self.picture(account)
        self.synchronise(account)
        self.assertEqual(self.picture(account), before, "brought again: nothing changes")

    def synchronise(self, account):
        account.last_orders_sync = "2020-01-01 00:00:00"
        with mute_logger("odoo.models.unlink"):
            self.assertEqual(account._sync_orders(seconds=600), "done")
        self.env.invalidate_all()

    def assertOrders(self, account, orders):
        sales = {sale.amazon_order_ref: sale for sale in account.order_ids}
        self.assertEqual(len(sales), len(account.order_ids))
        wanted = {order["orderId"]: order for order in orders if self.belongs_in_odoo(order)}
        self.assertTrue(wanted)
        self.assertEqual(set(sales), set(wanted))
        for ref, order in wanted.items():
            told = order["proceeds"]["grandTotal"]
            with self.subTest(order=ref):
                self.assertEqual(sales[ref].currency_id.name, told["currencyCode"])
                self.assertTotal(sales[ref], float(told["amount"]))
                self.assertEqual(sales[ref].state, "sale")
        reasons = set(account.issue_ids.mapped("reason"))
        self.assertLessEqual(reasons, {"product", "stock", "tax", "vat"}, "no order was refused")

    def belongs_in_odoo(self, order):
        fulfillment = order["fulfillment"]
        kind = (fulfillment["fulfilledBy"], fulfillment["fulfillmentStatus"])
        return order["salesChannel"]["channelName"] == "AMAZON" and kind in IMPORTED

    def picture(self, account):
        """Return all that a second synchronisation must leave as it is."""
        sales = account.order_ids.sorted("id")
        moves = self.env["stock.move"].search([], order="id")
        return (
            sales.mapped(lambda sale: (sale.id, sale.amount_total, sale.state, sale.write_date)),
            sales.order_line.sorted("id").mapped(lambda line: (line.id, line.qty_delivered)),
            moves.mapped(lambda move: (move.id, move.state, move.product_uom_qty)),
            sorted(sales.partner_id.ids),
            account.issue_ids.sorted("id").mapped(lambda issue: (issue.id, issue.state)),
        )
