"""A pool of goods that several locations or records of one seller share: compared once."""

from .orders import GERMANY, UNITED_KINGDOM, an_item, an_order
from .test_stock_adjustment import AdjustmentCase
from .test_stock_figures import StockFiguresCase


class TestPools(StockFiguresCase, AdjustmentCase):
    """Amazon has 100 in the European Union."""

    def setUp(self):
        super().setUp()
        self.amazon.put_stock("MUG-BLUE", sellable=100)
        self.germany = self.account.marketplace_ids.filtered(lambda one: one.code == "DE")

    def split_by_location(self):
        """Have what Germany sells lie in a location of its own."""
        other = self.location.copy({"name": "Amazon Germany"})
        self.account.marketplace_setting_ids = [
            (0, 0, {"marketplace_id": self.germany.id, "location_id": other.id})
        ]
        return other

    def split_by_record(self, **values):
        """Have a second record of the seller for Germany."""
        self.account.marketplace_ids -= self.germany
        return self._account(
            self.amazon, name="Germany", marketplace_ids=self.germany.ids, **values
        )

    def assertFigures(self, *figures):
        self.assertEqual(self.figures(), figures)

    def test_two_locations_of_one_pool_are_compared_together(self):
        other = self.split_by_location()
        self.put_here(self.mug, 60)
        self.put_here(self.mug, 40, other)
        self.compare()
        self.assertFigures(100, 100, 0, "same")
        self.put_here(self.mug, 7, other)
        self.compare()
        self.assertFigures(100, 107, 7, "more")

    def test_so_are_those_of_two_records_whichever_of_them_is_asked(self):
        other = self.location.copy({"name": "Amazon Germany"})
        second = self.split_by_record(location_id=other.id)
        self.put_here(self.mug, 60)
        self.put_here(self.mug, 40, other)
        for account in (self.account, second, self.account):
            self.compare(account)
            self.assertFigures(100, 100, 0, "same")

    def test_two_records_that_share_a_location_count_a_pool_once(self):
        second = self.split_by_record()
        self.put_here(self.mug, 100)
        for account in (self.account, second):
            self.compare(account)
            self.assertFigures(100, 100, 0, "same")

    def test_another_company_of_the_seller_is_compared_by_itself(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.put_here(self.mug, 100)
        second = self.split_by_record(company_id=elsewhere.id)
        self.compare()
        self.compare(second)
        self.assertEqual(self.figure(account_id=self.account.id).state, "same")
        self.assertEqual(self.figure(account_id=second.id).difference, -100)

    def test_the_marketplace_that_tells_most_is_right(self):
        other = self.split_by_location()
        figures = self.env["amazon.stock.figure"]
        self.compare()
        told = {name: self.figure()[name] for name in ("sellable", "title")}
        self.figure().sellable = 90
        figures._write_day(self.account, other, "EU", {"MUG-BLUE": told})
        figures._compare(self.location)
        self.assertFigures(100, 0, -100, "less")

    def test_an_offer_shows_the_line_of_its_pool(self):
        other = self.split_by_location()
        self.put_here(self.mug, 98, other)
        self.compare()
        offers = [self.an_offer("MUG-BLUE", place) for place in self.account.marketplace_ids]
        shown = {offer.marketplace_id.code: offer.fba_difference for offer in offers}
        self.assertEqual(shown, {"FR": -2, "DE": -2, "UK": 0})

    def test_goods_that_amazon_tells_of_nowhere_are_told_once_too(self):
        other = self.split_by_location()
        plate = self._product("PLATE")
        self.an_offer("PLATE").product_id = plate
        for place in (self.location, other):
            self.put_here(plate, 3, place)
        self.compare()
        self.assertEqual(self.figures("PLATE"), (0, 6, 6, "more"))

    def test_none_of_them_is_adjusted_to_what_amazon_has_in_all(self):
        other = self.split_by_location()
        self.put_here(self.mug, 60)
        self.put_here(self.mug, 47, other)
        self.assertRefused(self.prepare("MUG-BLUE"), "Count by hand which of them is wrong")
        self.assertFalse(any(self.quants(self.mug).mapped("inventory_quantity_set")))

    def test_what_germany_sold_is_no_difference_of_europes_line(self):
        other = self.split_by_location()
        self.amazon.put_stock("MUG-BLUE", UNITED_KINGDOM, sellable=200)
        self.put_here(self.mug, 260)
        self.put_here(self.mug, 40, other)
        self.compare()
        item = an_item(quantity=5, total="60.00")
        order = an_order(
            item, total="60.00", fulfilled_by="AMAZON", status="SHIPPED", marketplace=GERMANY
        )
        self.sync(order)
        # An offer that was archived has taken what it took.
        self.env["amazon.offer"].search([("sku", "=", "MUG-BLUE")]).active = False
        self.amazon.put_stock("MUG-BLUE", UNITED_KINGDOM, sellable=198)
        self.compare()
        self.assertEqual(self.figure(stock_pool="EU").difference, 0)
        self.assertEqual(self.figure(stock_pool="GB").difference, 2)


class TestKitParts(StockFiguresCase, AdjustmentCase):
    """A mug is sold alone and in packs of two: Amazon has 20 mugs and 10 packs."""

    def setUp(self):
        super().setUp()
        self.pack = self.a_kit("PACK", {self.mug: 2})
        self.amazon.put_stock("MUG-BLUE", sellable=20)
        self.amazon.put_stock("PACK", sellable=10)
        self.put_here(self.mug, 40)

    def a_kit(self, reference, parts):
        kit = self._product(reference)
        lines = [{"product_id": one.id, "product_qty": need} for one, need in parts.items()]
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [(0, 0, line) for line in lines],
            }
        )
        return kit

    def test_what_is_in_packs_is_not_too_much_of_the_mug(self):
        self.compare()
        self.assertEqual(self.figures("MUG-BLUE"), (20, 20, 0, "same"))
        self.assertEqual(self.figures("PACK"), (10, 10, 0, "same"))

    def test_what_lacks_of_the_mug_stands_on_its_own_line(self):
        self.put_here(self.mug, -3)
        self.compare()
        self.assertEqual(self.figures("MUG-BLUE"), (20, 17, -3, "less"))
        self.assertEqual(self.figure("PACK").state, "same")

    def test_an_adjustment_leaves_what_is_in_packs(self):
        self.put_here(self.mug, 5)
        self.prepare("MUG-BLUE")
        self.assertEqual(self.quants(self.mug).inventory_quantity, 40)

    def test_a_part_without_a_line_of_its_own_makes_the_kit_differ(self):
        plate = self._product("PLATE")
        self.a_kit("SET", {self.mug: 1, plate: 2})
        self.amazon.put_stock("SET", sellable=4)
        self.put_here(self.mug, 4)
        self.put_here(plate, 6)
        self.compare()
        self.assertEqual(self.figures("MUG-BLUE"), (20, 20, 0, "same"))
        self.assertEqual(self.figures("SET"), (4, 3, -1, "less"))

    def test_a_part_that_is_sold_by_the_merchant_only_is_not_told_as_none(self):
        plate = self._product("PLATE")
        self.a_kit("SET", {self.mug: 1, plate: 2})
        self.an_offer("PLATE").product_id = plate
        self.amazon.put_stock("SET", sellable=4)
        self.put_here(self.mug, 4)
        self.put_here(plate, 8)
        self.compare()
        lines = self.env["amazon.stock.figure"].search([("is_current", "=", True)])
        self.assertEqual(set(lines.mapped("sku")), {"MUG-BLUE", "PACK", "SET"})
        self.assertEqual(set(lines.mapped("state")), {"same"})
