"""Quantities that a person corrects on a transfer that has left: Amazon hears of them too."""

from unittest.mock import patch

from odoo.tests.common import new_test_user

from .orders import an_item, an_order
from .telling import CONFIRM, TellingCase

A_PAGE = "odoo.addons.amazon_connector.models.amazon_account_shipments.PICKINGS_A_PAGE"


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


class TestOtherTransfers(RecountCase):
    """What a lowered quantity means to what leaves besides, and what is corrected again."""

    def shipped_by_us(self, order):
        """Ship an order, tell Amazon, and bring its news that all of it is shipped."""
        picking = self.told(order)
        self.account._retry_orders([order["orderId"]])
        self.assertEqual(picking.sale_id.amazon_status, "SHIPPED")
        return picking

    def more(self, sale, units):
        """Have a second transfer of so many units, and return it."""
        [line] = sale.order_line.filtered("amazon_is_goods")
        ordered = line.product_uom_qty + units
        line.write({"product_uom_qty": ordered, "price_unit": line.price_unit})
        return self.transfer(sale)

    def test_set_back_before_amazons_next_news_it_is_told(self):
        order = self.mugs(2)
        picking = self.shipped_by_us(order)
        for mugs in (1, 2):
            self.correct(picking, mugs)
            self.tell()
            self.assertEqual(self.known(order), [[mugs]])
        self.assertEqual(picking.amazon_sync_state, "done")

    def test_what_lacked_is_told_of_another_transfer_before_amazons_next_news(self):
        order = self.mugs(2)
        picking = self.shipped_by_us(order)
        self.correct(picking, 1)
        self.tell()
        other = self.more(picking.sale_id, 1)
        self.assertFalse(other.amazon_sync_state)
        self.ship(picking.sale_id, {self.mug: 1})
        self.tell()
        self.assertEqual(self.known(order), [[1], [1]])
        self.assertEqual(other.amazon_sync_state, "done")

    def test_what_lacked_is_told_of_another_transfer_that_left_before_amazon_took_the_fewer(self):
        for bring in (self.told, self.shipped_by_us):
            with self.subTest(bring=bring.__name__):
                order = self.mugs(2)
                picking = bring(order)
                other = self.more(picking.sale_id, 1)
                self.correct(picking, 1)
                self.ship(picking.sale_id, {self.mug: 1})
                self.tell()
                self.tell()
                self.assertEqual(self.known(order), [[1], [1]])
                self.assertEqual(set((picking | other).mapped("amazon_sync_state")), {"done"})
                self.assertFalse(other._amazon_failure_activities())

    def test_what_seemed_to_leave_once_more_after_it_came_back_is_told_once_amazon_expects_it(self):
        order = self.mugs(3)
        picking = self.told(order)
        self.take_back(picking, {self.mug: 1})
        self.more(picking.sale_id, 1)
        other = self.ship(picking.sale_id, {self.mug: 1})
        self.tell()
        self.assertFalse(other.amazon_shipment_ids, "it seemed to leave for what came back")
        self.correct(picking, 1)
        self.tell()
        self.tell()
        self.assertEqual(self.known(order), [[1], [1]])
        self.assertEqual(set((picking | other).mapped("amazon_sync_state")), {"done"})

    def test_what_left_beyond_the_order_and_a_person_has_seen_is_told_once_amazon_expects_it(self):
        order = self.mugs(2)
        picking = self.shipped_by_us(order)
        self.more(picking.sale_id, 1)
        other = self.ship(picking.sale_id, {self.mug: 1})
        self.tell()
        other._amazon_retry()
        self.tell()
        self.assertEqual(other.amazon_sync_state, "done", "a person has seen to it")
        self.correct(picking, 1)
        self.tell()
        self.tell()
        self.assertEqual(self.known(order), [[1], [1]])
        self.assertEqual(set((picking | other).mapped("amazon_sync_state")), {"done"})

    def test_what_lacked_is_told_in_the_package_of_which_a_part_was_told(self):
        order = self.mugs(3)
        sale = self.sync(order)
        first = self.ship(sale, {self.mug: 2})
        self.tell()
        self.more(sale, 1)
        other = self.ship(sale, {self.mug: 2})
        self.tell()
        self.assertEqual(self.known(order), [[2], [1]])
        self.correct(first, 1)
        self.tell()
        self.tell()
        self.assertEqual(self.known(order), [[1], [2]])
        self.assertEqual(set((first | other).mapped("amazon_sync_state")), {"done"})

    def test_what_lacked_is_told_of_another_transfer_though_amazon_is_at_the_first(self):
        for end, words in (("_confirmed", ()), ("_leave_feed", (False,)), ("_refused", ("No",))):
            with self.subTest(end=end):
                order = self.mugs(2)
                picking = self.shipped(order)
                shipment = self.prepared(picking)
                shipment._processing()
                self.correct(picking, 1)
                other = self.more(picking.sale_id, 1)
                self.ship(picking.sale_id, {self.mug: 1})
                other._amazon_prepare_shipments()
                self.assertEqual(other.amazon_sync_state, "error", "it is not what came back")
                self.account._tell_shipment_failures()
                self.assertFalse(other._amazon_failure_activities())
                getattr(shipment, end)(*words)
                self.tell()
                self.tell()
                self.assertEqual(self.known(order), [[1], [1]])
                self.assertEqual(set((picking | other).mapped("amazon_sync_state")), {"done"})

    def test_what_is_counted_anew_is_planned_before_what_is_new(self):
        order = self.mugs(2)
        picking = self.shipped(order)
        self.prepared(picking)
        self.correct(picking, 1)
        self.more(picking.sale_id, 1)
        other = self.ship(picking.sale_id, {self.mug: 1})
        with patch(A_PAGE, 1):
            self.tell()
        self.assertEqual(self.known(order), [[1], [1]])
        self.assertEqual(set((picking | other).mapped("amazon_sync_state")), {"done"})

    def test_who_is_responsible_is_told_of_what_lacked_once_amazon_refuses_the_fewer(self):
        picking = self.told(self.mugs(2))
        other = self.more(picking.sale_id, 1)
        self.correct(picking, 1)
        self.ship(picking.sale_id, {self.mug: 1})
        (picking | other)._amazon_prepare_shipments()
        for refused in (False, True):
            if refused:
                picking.amazon_shipment_ids._refused("No")
            self.account._tell_shipment_failures()
            self.assertEqual(other.amazon_sync_state, "error")
            self.assertEqual(bool(other._amazon_failure_activities()), refused)

    def test_set_back_after_amazon_refused_the_fewer_nothing_is_beyond(self):
        order = self.mugs(3)
        picking = self.told(order)
        self.refuse_the_next()
        for mugs, state in ((2, "error"), (3, "done")):
            self.correct(picking, mugs)
            self.tell()
            self.assertEqual(picking.amazon_sync_state, state)
        self.assertEqual(self.known(order), [[3]])
        self.assertEqual(len(picking.amazon_shipment_ids), 1)

    def test_set_back_while_amazon_is_at_the_fewer_nothing_is_beyond(self):
        picking = self.told(self.mugs(3))
        self.correct(picking, 2)
        shipment = self.prepared(picking)
        shipment._processing()
        self.correct(picking, 3)
        # Such as when another parcel of the transfer is tried again.
        picking.amazon_sync_state = "pending"
        picking._amazon_prepare_shipments()
        self.assertEqual(picking.amazon_shipment_ids, shipment)
        shipment._confirmed()
        self.assertEqual(self.units(self.prepared(picking)), {"MUG-BLUE": 3})

    def test_what_left_beyond_a_shipped_order_is_judged_anew_once_corrected(self):
        order = self.mugs(2)
        picking = self.shipped_by_us(order)
        other = self.more(picking.sale_id, 3)
        self.ship(picking.sale_id)
        for mugs in (3, 2):
            self.correct(other, mugs)
            self.tell()
            self.assertEqual(other.amazon_sync_state, "error")
            self.assertIn(f"{mugs} × [MUG-BLUE]", other.amazon_sync_message)
        other._amazon_retry()
        self.tell()
        self.assertEqual(other.amazon_sync_state, "done", "a person has seen to it")

    def test_a_package_of_which_nothing_is_left_is_not_told_again_beside_another(self):
        order = self.mugs(3)
        sale = self.sync(order)
        first = self.ship(sale, {self.mug: 2})
        self.tell()
        self.more(sale, 1)
        other = self.ship(sale, {self.mug: 2})
        self.tell()
        # Amazon is at the one that it expected when it takes the fewer of the first.
        known = other.amazon_shipment_ids.filtered("item_ids")
        known._again()._processing()
        self.correct(first, 1)
        self.tell()
        self.tell()
        known._confirmed()
        self.tell()
        self.assertEqual(self.known(order), [[1], [1], [1]])
        # One parcel, of which Amazon was told in two packages.
        self.correct(other, 1)
        self.tell()
        self.assertIn("holds none of it any more", other.amazon_sync_message)
        for corrected_too in (False, True):
            with self.subTest(corrected_too=corrected_too):
                asked = self.amazon.calls(CONFIRM)
                other._amazon_retry()
                if corrected_too:
                    self.correct(other, 1)
                self.tell()
                self.assertEqual(other.amazon_sync_state, "done")
                self.assertEqual(self.amazon.calls(CONFIRM), asked)
                other.amazon_shipment_ids.sorted("id")[-1]._take_away()


class TestRetryWhileARunTells(TellingCase):
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
