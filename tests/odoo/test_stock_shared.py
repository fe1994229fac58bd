"""One product that Amazon keeps in several pools or under several SKUs: whose is the difference?"""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from .orders import CURRENCIES, FRANCE, UNITED_KINGDOM, an_item, an_order
from .test_stock_figures import StockFiguresCase


class TestShared(StockFiguresCase):
    """Europe's goods and Britain's in one location of Odoo's: 10 and 6, and both agree at first."""

    def setUp(self):
        super().setUp()
        self.amazon.put_stock("MUG-BLUE", sellable=10)
        self.amazon.put_stock("MUG-BLUE", UNITED_KINGDOM, sellable=6)
        self.put_here(self.mug, 16)
        self.compare()
        self.assertDiffers(0, 0)

    def assertDiffers(self, europe, britain):
        found = [self.figure(stock_pool=pool).difference for pool in ("EU", "GB")]
        self.assertEqual(found, [europe, britain])

    def sell(self, quantity, marketplace):
        order = an_order(
            an_item(quantity=quantity, currency=CURRENCIES[marketplace]),
            fulfilled_by="AMAZON",
            status="SHIPPED",
            marketplace=marketplace,
        )
        self.sync(order)

    def test_a_loss_stands_where_amazon_lost_it_whatever_others_sold(self):
        self.amazon.lose("MUG-BLUE", 2)
        self.sell(5, UNITED_KINGDOM)
        self.compare()
        self.assertDiffers(2, 0)
        self.sell(3, FRANCE)
        self.compare()
        self.assertDiffers(2, 0)

    def test_a_loss_in_britain_stands_there_and_on_the_next_day_too(self):
        self.amazon.put_stock("MUG-BLUE", UNITED_KINGDOM, sellable=4)
        self.compare()
        self.assertDiffers(0, 2)
        tomorrow = fields.Date.today() + timedelta(days=1)
        with patch.object(fields.Date, "context_today", staticmethod(lambda *_args: tomorrow)):
            self.amazon.lose("MUG-BLUE", 3)
            self.compare()
        self.assertDiffers(3, 2)

    def test_goods_that_came_stand_where_they_came_to(self):
        self.amazon.put_stock("MUG-BLUE", UNITED_KINGDOM, sellable=26)
        self.put_here(self.mug, 23)
        self.compare()
        self.assertDiffers(0, 3)

    def test_what_amazon_has_more_stands_where_it_was_found(self):
        self.amazon.put_stock("MUG-BLUE", sellable=11)
        self.compare()
        self.assertDiffers(-1, 0)

    def test_what_one_has_more_and_another_less_is_none_of_odoos(self):
        self.amazon.lose("MUG-BLUE", 2)
        self.amazon.put_stock("MUG-BLUE", UNITED_KINGDOM, sellable=8)
        self.compare()
        self.assertDiffers(0, 0)
        self.amazon.lose("MUG-BLUE", 1)
        self.compare()
        self.assertDiffers(1, 0)

    def test_no_line_lacks_more_than_it_has(self):
        self.put_here(self.mug, -14)
        self.compare()
        self.assertDiffers(-10, -4)

    def test_a_count_that_somebody_applied_is_no_difference_any_more(self):
        self.amazon.put_stock("MUG-BLUE", UNITED_KINGDOM, sellable=4)
        self.compare()
        self.put_here(self.mug, -2)
        self.compare()
        self.assertDiffers(0, 0)

    def test_what_orders_took_is_looked_up_once_and_only_where_something_differs(self):
        figures = type(self.env["amazon.stock.figure"])
        self._product("PLATE")
        for place in (FRANCE, UNITED_KINGDOM):
            self.amazon.put_stock("PLATE", place, sellable=3)
        self.compare()
        with patch.object(figures, "_taken", autospec=True, side_effect=figures._taken) as taken:
            self.env["amazon.stock.figure"]._compare(self.location)
            looked_up = [call.args[0].mapped("sku") for call in taken.call_args_list]
            self.assertEqual(looked_up, [["PLATE", "PLATE"]])
            self.put_here(self.mug, 1)
            self.env.invalidate_all()
            self.env["amazon.stock.figure"]._compare(self.location)
            self.assertEqual(len(taken.call_args_list[1:]), 1)
            self.assertEqual(set(taken.call_args.args[0].mapped("sku")), {"PLATE", "MUG-BLUE"})
