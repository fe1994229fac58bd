"""Quantities that a person corrects on a transfer that has left: Amazon hears of them too."""

from odoo.tests.common import new_test_user

from .orders import an_item, an_order
from .telling import CONFIRM, TellingCase


class RecountCase(TellingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plate = cls._product("PLATE")
        # Who unlocks a transfer; on 17.0 Odoo reads the entries of its valuation then.
        groups = "stock.group_stock_manager,account.group_account_readonly"
        cls.keeper = new_test_user(cls.env, "keeper", groups, company_id=cls.company.id)

    def told(self, *orders):
        """Ship orders, tell Amazon, and return the transfers."""
        pickings = self.shipped(*orders)
        self.tell()
        self.assertEqual(set(pickings.mapped("amazon_sync_state")), {"done"})
        return pickings

    def correct(self, picking, quantity, product=None):
        """Have somebody who knows nothing of Amazon write a quantity on a done transfer."""
        moves = picking.move_ids.filtered(lambda one: one.product_id == (product or self.mug))
        moves.with_user(self.keeper).quantity = quantity
        self.env.invalidate_all()

    def known(self, order):
        """Return the units of each package that Amazon knows of an order, in its items' order."""
        items = [item["orderItemId"] for item in order["orderItems"]]
        return [[units.get(one, 0) for one in items] for _number, units in self.packages(order)]

    def mugs_and_plates(self):
        items = (an_item(quantity=3), an_item("PLATE", quantity=2))
        return an_order(*items, total="24.00")

    def refuse_the_next(self):
        """Have Amazon refuse what it is told next."""
        words = "Unable to find package to update, errorMetric=PackageToUpdateNotFound"
        error = {"code": "InvalidInput", "message": words}
        self.amazon.fail(CONFIRM, status=400, body={"errors": [error]}, times=1)


class TestRecount(RecountCase):
    def test_fewer_and_then_more_again_are_told_as_the_same_package(self):
        order = self.mugs_and_plates()
        picking = self.told(order)
        reference = picking.amazon_shipment_ids.reference
        for mugs in (1, 2, 3):
            self.correct(picking, mugs)
            self.tell()
            with self.subTest(mugs=mugs):
                self.assertEqual(self.known(order), [[mugs, 2]])
                self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(picking.amazon_shipment_ids.reference, reference)

    def test_an_item_of_which_none_left_is_taken_out_of_its_package(self):
        order = self.mugs_and_plates()
        picking = self.told(order)
        self.correct(picking, 0, self.plate)
        self.tell()
        self.assertEqual(self.known(order), [[3, 0]])
        self.assertEqual(picking.amazon_sync_state, "done")

    def test_what_did_not_change_is_not_told_again(self):
        order = self.mugs_and_plates()
        picking = self.told(order)
        asked = self.amazon.calls(CONFIRM)
        self.correct(picking, 3)
        self.correct(picking, 2)
        self.correct(picking, 3)
        self.tell()
        self.assertEqual(self.amazon.calls(CONFIRM), asked)
        self.assertEqual(picking.amazon_sync_state, "done")

    def test_more_than_amazon_expects_is_a_problem_and_not_told(self):
        order = self.mugs(2)
        picking = self.told(order)
        self.correct(picking, 3)
        self.tell()
        self.assertEqual(self.known(order), [[2]])
        self.assertIn("beyond what Amazon expects", picking.amazon_sync_message)
        self.correct(picking, 2)
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(len(picking.amazon_shipment_ids), 1)

    def test_what_amazon_may_still_know_is_not_told_of_another_transfer(self):
        order = self.mugs(3)
        sale = self.sync(order)
        first = self.ship(sale, {self.mug: 2})
        self.tell()
        self.correct(first, 1)
        self.assertEqual(list(sale._amazon_expected().values()), [1])
        first._amazon_prepare_shipments()
        self.assertEqual(list(sale._amazon_expected().values()), [1])
        self.tell()
        self.assertEqual(list(sale._amazon_expected().values()), [2])

    def test_nothing_left_after_all_comes_to_a_person_and_amazon_is_told_nothing(self):
        order = self.mugs(2)
        picking = self.told(order)
        self.correct(picking, 0)
        self.tell()
        self.assertEqual(self.known(order), [[2]])
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertIn("2 × [MUG-BLUE] Product MUG-BLUE", picking.amazon_sync_message)
        # That Amazon shows the package still is no news.
        self.account._retry_orders([order["orderId"]])
        self.assertEqual(picking.amazon_sync_state, "error")
        picking._amazon_retry()
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(self.known(order), [[2]])

    def test_it_is_told_after_all_once_the_quantity_is_back(self):
        order = self.mugs(2)
        picking = self.told(order)
        for mugs, state in ((0, "error"), (2, "done")):
            self.correct(picking, mugs)
            self.tell()
            self.assertEqual(picking.amazon_sync_state, state)
        self.assertEqual(self.known(order), [[2]])

    def test_a_closed_order_comes_to_a_person(self):
        order = self.mugs_and_plates()
        picking = self.told(order)
        self.refuse_the_next()
        self.correct(picking, 1)
        self.tell()
        self.assertEqual(self.known(order), [[3, 2]])
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertIn("Seller Central", picking.amazon_sync_message)
        self.assertIn("corrected after Amazon was told", picking.amazon_sync_message)
        # Amazon believes in three still.
        self.assertEqual(sum(picking.sale_id._amazon_told().values()), 5)

    def test_corrected_before_it_was_told_it_is_told_as_it_is(self):
        order = self.mugs(3)
        picking = self.shipped(order)
        self.prepared(picking)
        self.correct(picking, 2)
        self.tell()
        self.assertEqual(self.known(order), [[2]])
        self.assertEqual(picking.amazon_sync_state, "done")

    def test_nothing_is_told_of_what_is_taken_off_before(self):
        order = self.mugs(3)
        picking = self.shipped(order)
        self.prepared(picking)
        self.correct(picking, 0)
        self.tell()
        self.assertEqual(self.known(order), [])
        self.assertFalse(picking.amazon_shipment_ids)
        self.assertEqual(picking.amazon_sync_state, "done")

    def test_of_a_shipped_order_it_is_told_too(self):
        order = self.mugs(2)
        picking = self.told(order)
        self.account._retry_orders([order["orderId"]])
        self.assertEqual(picking.sale_id.amazon_status, "SHIPPED")
        self.correct(picking, 1)
        self.tell()
        self.assertEqual(self.known(order), [[1]])
        self.assertEqual(picking.amazon_sync_state, "done")

    def test_corrected_while_amazon_is_at_it_it_is_told_once_amazon_has_answered(self):
        _order = self.mugs(2)
        picking = self.shipped(_order)
        shipment = self.prepared(picking)
        shipment._processing()
        self.correct(picking, 1)
        self.assertFalse(self.prepared(picking))
        shipment._confirmed()
        self.assertEqual(self.units(self.prepared(picking)), {"MUG-BLUE": 1})


class TestRetryWhileARunTells(TellingCase):
    def test_what_was_refused_and_is_beyond_the_order_by_now_holds_nothing_to_be_told(self):
        order = an_order(an_item(quantity=2), an_item("PLATE"), total="24.00")
        self._product("PLATE")
        picking = self.ship(self.sync(order), {self.mug: 2})
        [shipment] = self.prepared(picking)
        shipment._refused("No")
        self.ship_elsewhere(order, items=[{**order["orderItems"][0], "quantity": 2}])
        self.account._retry_orders([order["orderId"]])
        picking._amazon_retry()
        picking._amazon_prepare_shipments()
        self.assertIn("beyond what Amazon expects", shipment.message)
        self.assertFalse(shipment.item_ids)

    def test_what_is_tried_again_after_the_run_has_planned_is_planned_before_it_is_told(self):
        order = self.mugs(2)
        picking = self.shipped(order)
        [shipment] = self.prepared(picking)
        shipment._refused("No")
        # Meanwhile somebody ships one in Seller Central.
        self.ship_elsewhere(order, items=[{**order["orderItems"][0], "quantity": 1}])
        prepare = type(self.account)._prepare_shipments

        def then_retry(account, deadline):
            outcome = prepare(account, deadline)
            picking._amazon_retry()
            return outcome

        self.patch(type(self.account), "_prepare_shipments", then_retry)
        self.tell()
        self.assertEqual(self.packages(order)[1:], [])
        self.assertEqual(shipment.state, "pending")
