"""How many queries a page of orders takes: no more on a full database, a handful when known."""

from .common import AmazonCase, Simulator
from .orders import an_item, an_order

SKUS = [f"SKU-{number}" for number in range(8)]


class TestQueryBudget(AmazonCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for sku in SKUS:
            cls._product(sku)

    def a_shop_with(self, count):
        """Return an account whose shop holds so many orders, each of a buyer of its own."""
        amazon = Simulator(self.region, self.marketplaces)
        amazon.add(*(an_order(an_item(SKUS[number % 8])) for number in range(count)))
        return self._account(amazon)

    def queries(self, account):
        """Synchronise all of a shop; return how many queries that took."""
        account.last_orders_sync = "2020-01-01 00:00:00"
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(account._sync_orders(seconds=600), "done")
        return self.env.cr.sql_log_count - before

    def test_a_page_takes_no_more_queries_on_a_full_database_than_on_an_empty_one(self):
        self.queries(self.a_shop_with(8))  # what the first order of all makes for all others
        empty = self.queries(self.a_shop_with(40))
        self.queries(self.a_shop_with(40))
        full = self.queries(self.a_shop_with(40))
        self.assertLessEqual(full, empty * 1.02)

    def test_unchanged_orders_take_the_same_few_queries_however_many_they_are(self):
        taken = []
        for count in (2, 10, 40):  # the first fills the caches of what never changes
            account = self.a_shop_with(count)
            self.queries(account)
            taken.append(self.queries(account))
        _first, few, many = taken
        self.assertEqual(few, many)
        self.assertLess(many, 100)

    def test_what_a_new_order_takes_is_odoos_own_confirmation_for_the_most_part(self):
        account = self.a_shop_with(20)
        confirming = self.queries_of_confirming(20)
        self.assertLess(self.queries(account), 2 * confirming)

    def queries_of_confirming(self, count):
        """Create and confirm plain orders at once; return how many queries that took."""
        partner = self.env["res.partner"].create({"name": "Somebody"})
        values = [
            {
                "partner_id": partner.id,
                "order_line": [(0, 0, {"product_id": self.mug.id, "price_unit": 12.0})],
            }
            for _order in range(count)
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["sale.order"].create(values).action_confirm()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
