"""Stock that differs from Amazon's by more than the account's limit."""

from lxml import etree
from odoo.tests.common import new_test_user

from .test_stock_figures import StockFiguresCase


class TestDrift(StockFiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env, "responsible", groups="amazon_connector.group_amazon_user"
        )

    def setUp(self):
        super().setUp()
        self.account.responsible_user_ids = self.user
        self.amazon.put_stock("MUG-BLUE", sellable=100)
        self.put_here(self.mug, 100)

    def activities(self):
        return self.account.activity_ids.filtered(lambda one: one.amazon_reason == "drift")

    def test_over_the_limit_gives_one_activity_as_long_as_it_lasts(self):
        self.compare()
        self.assertFalse(self.activities())
        self.amazon.lose("MUG-BLUE", 10)
        self.compare()
        self.compare()
        self.assertEqual(self.activities().user_id, self.user)
        self.assertIn("MUG-BLUE (+10)", self.activities().note)
        self.put_here(self.mug, -10)
        self.compare()
        self.assertFalse(self.activities())

    def test_its_activity_tells_quantities_in_the_users_format(self):
        figures = self.env["amazon.stock.figure"]
        lines = figures.union(*(
            figures.new({"sku": sku, "odoo_quantity": quantity})
            for sku, quantity in (("MANY", 1234567.5), ("OWED", -3))
        ))  # fmt: skip
        _summary, note = self.account._drift_words(lines)
        self.assertIn("MANY (+1,234,567.5), OWED (-3)", note)

    def test_lists_and_cards_name_what_is_over_the_limit(self):
        figures = self.env["amazon.stock.figure"]
        action = self.env.ref("amazon_connector.action_amazon_stock_figure")
        rows, cards = (
            etree.fromstring(figures.get_view(view_type=kind)["arch"])
            for kind in action.view_mode.split(",")[:2]
        )
        sign = rows.find("button[@invisible='not is_drift']")
        self.assertEqual(sign.get("title"), "Over the limit")
        self.assertIn("Over the limit", "".join(cards.find(".//templates").itertext()))

    def test_another_sku_is_named_by_the_same_activity(self):
        plate = self._product("PLATE")
        self.amazon.put_stock("PLATE", sellable=50)
        self.put_here(plate, 50)
        self.amazon.lose("MUG-BLUE", 10)
        self.compare()
        self.amazon.lose("PLATE", 20)
        self.compare()
        self.assertEqual(len(self.activities()), 1)
        for words in ("MUG-BLUE (+10)", "PLATE (+20)"):
            self.assertIn(words, self.activities().note)

    def test_who_is_done_with_one_sku_is_told_of_another_only(self):
        self._product("PLATE")
        self.amazon.lose("MUG-BLUE", 10)
        self.compare()
        self.activities().action_done()
        self.compare()
        self.assertFalse(self.activities())
        self.amazon.put_stock("PLATE", sellable=20)
        self.compare()
        self.assertIn("PLATE (-20)", self.activities().note)

    def test_within_the_limit_gives_none(self):
        self.account.write({"drift_units": 5, "drift_percent": 0})
        self.amazon.lose("MUG-BLUE", 5)
        self.compare()
        self.assertFalse(self.activities())
        self.account.write({"drift_units": 0, "drift_percent": 10})
        self.assertFalse(self.activities())

    def test_a_limit_that_is_lowered_holds_at_once(self):
        self.amazon.lose("MUG-BLUE", 5)
        self.compare()
        self.account.write({"drift_units": 1, "drift_percent": 1})
        self.assertTrue(self.activities())

    def test_ends_when_the_stock_is_no_longer_compared(self):
        self.amazon.lose("MUG-BLUE", 50)
        self.compare()
        self.account.compares_stock = False
        self.assertFalse(self.activities())
        self.assertFalse(self.account.stock_difference_count)

    def test_stays_when_an_issue_is_solved(self):
        self.amazon.lose("MUG-BLUE", 50)
        self.compare()
        self.account._amazon_forget_solved_reasons()
        self.assertTrue(self.activities())
