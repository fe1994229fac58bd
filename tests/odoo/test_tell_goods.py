"""What left in packages, kits, dozens …: Amazon believes the same, by calls and by feed."""

from .orders import an_item, an_order
from .telling import CONFIRM, TellingCase
from .test_kits import KitsCase

NUMBER = "6A12345678901"


class Goods:
    """The cases; each holds whichever way Amazon is told."""

    def assertBelieves(self, order, packages, state="done"):
        """Tell Amazon; then it believes in these packages, and the transfers say so."""
        self.tell()
        self.assertEqual(sorted(self.packages(order)), packages)
        told = self.sales(order).picking_ids.filtered(
            lambda one: one.state == "done" and one._amazon_is_told()
        )
        self.assertEqual(set(told.mapped("amazon_sync_state")), {state})

    def test_each_package_has_its_own_number(self):
        order = self.mugs(3)
        [item] = self.all_of(order)
        picking = self.transfer(self.sync(order))
        picking.move_line_ids.unlink()
        self.pack(picking, {self.mug: 1}, "6A-ONE")
        self.pack(picking, {self.mug: 2}, "6A-TWO")
        self.leave(picking)
        self.assertBelieves(order, [("6A-ONE", {item: 1}), ("6A-TWO", {item: 2})])

    def test_kits_are_amazons_items_as_soon_as_each_is_whole(self):
        order = an_order(an_item("KIT", quantity=3))
        [item] = self.all_of(order)
        sale = self.sync(order)
        self.ship(sale, {self.mug: 3, self.plate: 2}, tracking="6A1")
        self.assertBelieves(order, [("6A1", {item: 1})])
        self.ship(sale, {self.mug: 0, self.plate: 1}, tracking="6A2")
        self.assertBelieves(order, [("6A1", {item: 1})])
        self.ship(sale, tracking="6A3")
        self.assertBelieves(order, [("6A1", {item: 1}), ("6A3", {item: 2})])

    def test_a_kit_in_two_packages_is_in_the_one_that_completes_it(self):
        order = an_order(an_item("KIT"))
        picking = self.transfer(self.sync(order))
        picking.move_line_ids.unlink()
        self.pack(picking, {self.mug: 2}, "6A-MUGS")
        self.pack(picking, {self.plate: 1}, "6A-PLATE")
        self.leave(picking)
        self.assertBelieves(order, [("6A-PLATE", self.all_of(order))])

    def test_dozens_are_told_in_units(self):
        order = self.mugs(24)
        sale = self.sync(order)
        picking = self.transfer(sale)
        picking.move_line_ids.unlink()
        picking.move_ids.write({"product_uom": self.env.ref("uom.product_uom_dozen").id})
        picking.move_ids.write({"product_uom_qty": 2})
        [item] = self.all_of(order)
        self.ship(sale, {self.mug: 1}, tracking="6A1")
        self.ship(sale, tracking="6A2")
        self.assertBelieves(order, [("6A1", {item: 12}), ("6A2", {item: 12})])

    def test_merged_lines_are_both_items(self):
        order = an_order(an_item(), an_item(), total="24.00")
        sale = self.sync(order)
        first, second = sale.order_line.filtered("amazon_is_goods")
        second.write({"product_uom_qty": 0, "price_unit": second.price_unit})
        first.write({"product_uom_qty": 2, "price_unit": first.price_unit})
        self.ship(sale)
        self.assertBelieves(order, [(NUMBER, self.all_of(order))])

    def test_an_item_on_two_lines_is_one(self):
        order = an_order(an_item(quantity=3, total="10.00"), total="10.00")
        sale = self.sync(order)
        self.assertEqual(len(sale.order_line), 2)  # 3 for 10.00: a cent more for one
        self.ship(sale)
        self.assertBelieves(order, [(NUMBER, self.all_of(order))])

    def test_what_is_too_much_is_a_persons_and_not_amazons(self):
        order = self.mugs(2)
        sale = self.sync(order)
        line = sale.order_line.filtered("amazon_is_goods")
        line.write({"product_uom_qty": 3, "price_unit": line.price_unit})
        picking = self.ship(sale)
        self.assertBelieves(order, [(NUMBER, self.all_of(order))], state="error")
        self.assertIn("it expected 2 more", picking.amazon_sync_message)

    def test_what_comes_back_changes_nothing_and_neither_does_sending_it_again(self):
        order = self.mugs(2)
        picking = self.shipped(order)
        believed = [(NUMBER, self.all_of(order))]
        self.assertBelieves(order, believed)
        calls = len(self.amazon.calls())
        back = self.take_back(picking)
        self.assertBelieves(order, believed)
        self.assertFalse(back.amazon_sync_state)
        self.take_back(back, tracking="6A9")
        self.assertBelieves(order, believed)
        self.assertEqual(len(self.amazon.calls()), calls)


class TestGoodsByCalls(Goods, KitsCase, TellingCase):
    pass


class TestGoodsByFeed(Goods, KitsCase, TellingCase):
    by_feed = True
    one_in = 3


class TestTheChoiceItself(TellingCase):
    """Nobody chooses for the account here."""

    def choose(self, by_feed):
        """Leave the choice as it is."""

    def test_where_few_calls_are_left_a_handful_goes_in_one_feed(self):
        orders = [self.mugs(number) for number in range(1, 6)]
        pickings = self.shipped(*orders)
        quotas, holder = self.env["amazon.quota"], self.account._quota_holder()
        quotas._granted(holder, CONFIRM, 0.005)
        for _call in range(10):
            quotas._take(holder, CONFIRM)
        self.assertFalse(self.account._is_feed_quicker(1))
        self.tell()
        self.assertFalse(self.amazon.calls(CONFIRM))
        [feed] = self.account.feed_ids
        self.assertEqual((feed.state, feed.shipment_count), ("done", 5))
        self.assertEqual(set(pickings.mapped("amazon_sync_state")), {"done"})
        for order in orders:
            self.assertEqual(self.packages(order), [(NUMBER, self.all_of(order))])

    def test_where_many_are_left_a_handful_goes_by_calls(self):
        orders = [self.mugs(number) for number in range(1, 6)]
        pickings = self.shipped(*orders)
        self.tell()
        self.assertEqual(len(self.amazon.calls(CONFIRM)), 5)
        self.assertFalse(self.account.feed_ids)
        self.assertEqual(set(pickings.mapped("amazon_sync_state")), {"done"})
