"""What a lowered quantity means to what leaves besides, and what is corrected again."""

from unittest.mock import patch

from .telling import CONFIRM
from .test_shipment_recount import RecountCase

A_PAGE = "odoo.addons.amazon_connector.models.amazon_account_shipments.PICKINGS_A_PAGE"


class TestOtherTransfers(RecountCase):
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

    def assertSynchronised(self, order, packages, pickings):
        """Hold that Amazon knows these units of each package, and the transfers say so."""
        self.assertEqual(self.known(order), packages)
        self.assertEqual(set(pickings.mapped("amazon_sync_state")), {"done"})

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
                self.assertSynchronised(order, [[1], [1]], picking | other)
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
        self.assertSynchronised(order, [[1], [1]], picking | other)

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
        self.assertSynchronised(order, [[1], [1]], picking | other)

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
        self.assertSynchronised(order, [[1], [2]], first | other)

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
                self.assertSynchronised(order, [[1], [1]], picking | other)

    def test_what_amazon_took_as_told_by_others_is_told_once_it_expects_more_again(self):
        order = self.mugs(3)
        sale = self.sync(order)
        first = self.ship(sale, {self.mug: 2})
        self.tell()
        other = self.ship(sale, {self.mug: 1})
        self.ship_elsewhere(order)
        self.account._retry_orders([order["orderId"]])
        self.assertEqual(other.amazon_sync_state, "done", "Amazon shows all of it as shipped")
        self.correct(first, 1)
        self.tell()
        self.assertEqual(self.known(order), [[1], [1]])
        self.account._retry_orders([order["orderId"]])
        self.tell()
        self.assertSynchronised(order, [[1], [1], [1]], first | other)

    def test_what_is_counted_anew_is_planned_before_what_is_new(self):
        order = self.mugs(2)
        picking = self.shipped(order)
        self.prepared(picking)
        self.correct(picking, 1)
        self.more(picking.sale_id, 1)
        other = self.ship(picking.sale_id, {self.mug: 1})
        with patch(A_PAGE, 1):
            self.tell()
        self.assertSynchronised(order, [[1], [1]], picking | other)

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
