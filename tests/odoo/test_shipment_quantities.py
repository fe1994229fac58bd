"""Never more than Amazon still expects: splits, merged lines, goods that came back, too much."""

from .orders import an_item, an_order, changed
from .shipping import ShippingCase


class TestShipmentQuantities(ShippingCase):
    def sold(self, quantity=3):
        """Return (Amazon's order of so many mugs, its sales order)."""
        order = an_order(an_item(quantity=quantity, total="12.00"))
        return order, self.sync(order)

    def more(self, sale, quantity):
        """Have more of the mug leave than Amazon ordered: raise the line by hand."""
        line = sale.order_line.filtered("amazon_is_goods")[:1]
        line.write({"product_uom_qty": quantity, "price_unit": line.price_unit})

    def done(self, *pickings):
        """Tell Amazon of transfers, as if it took all."""
        self.prepared(*pickings)._confirmed()

    def in_package(self, order, reference="1", number="SC1", quantity=1):
        """Return a package that Amazon shows of an order's first item."""
        item = order["orderItems"][0]
        return {
            "packageReferenceId": reference,
            "packageStatus": {"status": "SHIPPED"},
            "trackingNumber": number,
            "packageItems": [{"orderItemId": item["orderItemId"], "quantity": quantity}],
        }

    def elsewhere(self, order, quantity, **package):
        """Amazon counts units that were told in Seller Central."""
        [item] = order["orderItems"]
        later = changed(
            order,
            "PARTIALLY_SHIPPED",
            minutes=20,
            packages=[self.in_package(order, quantity=quantity, **package)],
        )
        later["orderItems"][0]["fulfillment"] = {
            "quantityFulfilled": quantity,
            "quantityUnfulfilled": item["quantityOrdered"] - quantity,
        }
        return later

    def test_each_backorder_is_a_shipment_of_its_own_quantities(self):
        _order, sale = self.sold(3)
        first = self.prepared(self.ship(sale, {self.mug: 1}))
        second = self.prepared(self.ship(sale, {self.mug: 2}))
        self.assertEqual(self.units(first), {"MUG-BLUE": 1})
        self.assertEqual(self.units(second), {"MUG-BLUE": 2})
        self.assertNotEqual(first.reference, second.reference)

    def test_two_transfers_of_one_order_prepared_at_once_share_what_amazon_expects(self):
        _order, sale = self.sold(3)
        pickings = [self.ship(sale, {self.mug: 1}), self.ship(sale, {self.mug: 2})]
        shipments = self.prepared(*pickings)
        self.assertEqual(sorted(shipments.item_ids.mapped("quantity")), [1, 2])

    def test_preparing_again_changes_nothing(self):
        _order, sale = self.sold(2)
        picking = self.ship(sale)
        before = self.prepared(picking)
        items = before.item_ids
        self.assertEqual(self.prepared(picking), before)
        self.assertEqual(before.item_ids, items)

    def test_what_left_beyond_what_amazon_expects_is_a_problem_and_not_told(self):
        _order, sale = self.sold(2)
        self.more(sale, 3)
        picking = self.ship(sale)
        self.assertEqual(self.units(self.prepared(picking)), {"MUG-BLUE": 2})
        [problem] = picking.amazon_shipment_ids.filtered(lambda one: one.state == "error")
        self.assertFalse(problem.item_ids)
        self.assertEqual(problem.tracking_ref, picking.carrier_tracking_ref)
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertIn("1 × [MUG-BLUE] Product MUG-BLUE", picking.amazon_sync_message)
        self.assertIn("it expected 2 more", picking.amazon_sync_message)

    def test_what_leaves_after_all_was_told_is_a_problem_too(self):
        order, sale = self.sold(2)
        self.done(self.ship(sale))
        self.sync(changed(order, "SHIPPED", minutes=10))
        self.more(sale, 3)
        picking = self.ship(sale)
        self.assertFalse(self.prepared(picking))
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertIn("it expected 0 more", picking.amazon_sync_message)

    def test_the_problem_is_solved_once_the_goods_are_back(self):
        _order, sale = self.sold(2)
        self.more(sale, 3)
        picking = self.ship(sale)
        self.done(picking)
        picking._amazon_retry()
        self.assertFalse(self.prepared(picking))
        self.assertEqual(picking.amazon_sync_state, "error")
        self.take_back(picking, {self.mug: 1})
        picking._amazon_retry()
        self.assertFalse(self.prepared(picking))
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(len(picking.amazon_shipment_ids), 1)

    def test_the_problem_stays_when_amazon_shows_the_order_as_shipped(self):
        order, sale = self.sold(2)
        self.more(sale, 3)
        picking = self.ship(sale)
        self.done(picking)
        self.sync(changed(order, "SHIPPED", minutes=10))
        self.assertEqual(picking.amazon_sync_state, "error")
        picking._amazon_retry()
        self.prepared(picking)
        self.assertEqual(picking.amazon_sync_state, "done")

    def test_it_is_one_too_when_amazon_shows_the_order_as_shipped_before_the_run(self):
        order, sale = self.sold(2)
        self.done(self.ship(sale))
        self.more(sale, 3)
        picking = self.ship(sale)
        self.sync(changed(order, "SHIPPED", minutes=10))
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.assertFalse(self.prepared(picking))
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertIn("beyond what Amazon expects", picking.amazon_sync_message)

    def test_of_what_others_shipped_of_one_item_no_other_item_is_a_part(self):
        self._product("OTHER")
        order = an_order(an_item(), an_item(sku="OTHER"), total="24.00")
        sale = self.sync(order)
        self.done(self.ship(sale, {self.mug: 1}))
        self.more(sale, 2)  # a second mug, beside the other item that somebody ships elsewhere
        self.sync(changed(order, "SHIPPED", minutes=10))
        picking = self.ship(sale)
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.assertFalse(self.prepared(picking))
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertIn("1 × [MUG-BLUE] Product MUG-BLUE", picking.amazon_sync_message)
        self.assertNotIn("OTHER", picking.amazon_sync_message)

    def test_what_others_shipped_leaves_here_once_without_a_word(self):
        order, sale = self.sold(2)
        self.sync(changed(order, "SHIPPED", minutes=10))
        first = self.ship(sale)
        self.assertEqual(first.amazon_sync_state, "done")
        self.more(sale, 3)
        second = self.ship(sale)
        self.assertFalse(self.prepared(first, second))
        self.assertEqual(second.amazon_sync_state, "error")

    def test_what_came_back_of_a_transfer_is_not_what_others_told_before(self):
        order, sale = self.sold(1)
        self.sync(changed(order, "SHIPPED", minutes=10))
        covered = self.ship(sale)
        self.more(sale, 2)
        picking = self.ship(sale)
        self.take_back(picking, {self.mug: 1})
        self.assertFalse(sale._amazon_known_by_others(besides=picking))
        self.take_back(covered, {self.mug: 1})
        self.assertEqual(sum(sale._amazon_known_by_others(besides=picking).values()), 1)

    def test_what_was_shipped_before_the_order_came_is_not_expected(self):
        order = an_order(an_item(quantity=3, total="12.00"), status="PARTIALLY_SHIPPED")
        order["orderItems"][0]["fulfillment"] = {"quantityFulfilled": 1, "quantityUnfulfilled": 2}
        sale = self.sync(order)
        [expected] = sale._amazon_expected().values()
        self.assertEqual(expected, 2)
        self.assertEqual(self.units(self.prepared(self.ship(sale))), {"MUG-BLUE": 2})

    def test_what_was_told_in_seller_central_counts_beside_what_is_told_from_here(self):
        order, sale = self.sold(3)
        self.sync(self.elsewhere(order, 1))
        self.assertEqual(list(sale._amazon_expected().values()), [2])
        self.done(self.ship(sale, {self.mug: 1}))
        self.assertEqual(list(sale._amazon_expected().values()), [1])
        picking = self.ship(sale, {self.mug: 2})
        self.assertEqual(self.units(self.prepared(picking)), {"MUG-BLUE": 1})
        self.assertEqual(picking.amazon_sync_state, "error")

    def test_a_parcel_that_somebody_told_in_seller_central_before_us_is_not_told_again(self):
        order, sale = self.sold(2)
        picking = self.ship(sale, {self.mug: 1}, tracking="6A 123")
        self.sync(self.elsewhere(order, 1, number="6a123"))
        self.assertFalse(self.prepared(picking))
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(self.units(picking.amazon_shipment_ids), {"MUG-BLUE": 1})
        self.assertEqual(list(sale._amazon_expected().values()), [1])
        self.assertEqual(self.units(self.prepared(self.ship(sale))), {"MUG-BLUE": 1})

    def test_it_is_not_beyond_what_amazon_expects_where_all_of_its_item_left(self):
        order = an_order(an_item(), an_item(sku="OTHER"), total="24.00")
        sale = self.sync(order)
        picking = self.ship(sale, {self.mug: 1}, tracking="6A123")
        package = self.in_package(order, number="6A123")
        later = changed(order, "PARTIALLY_SHIPPED", minutes=20, packages=[package])
        later["orderItems"][0]["fulfillment"] = {"quantityFulfilled": 1, "quantityUnfulfilled": 0}
        self.sync(later)
        self.assertFalse(self.prepared(picking))
        self.assertEqual(picking.amazon_sync_state, "done")

    def test_a_number_entered_late_is_looked_for_in_seller_central_too(self):
        order, sale = self.sold(2)
        picking = self.ship(sale, {self.mug: 1})
        picking.carrier_tracking_ref = False
        self.prepared(picking)
        self.assertEqual(picking.amazon_sync_state, "error")
        self.sync(self.elsewhere(order, 1, number="6A123"))
        picking.carrier_tracking_ref = "6A123"
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(len(picking.amazon_shipment_ids), 1)

    def test_one_package_of_seller_central_stands_for_one_parcel_only(self):
        order, sale = self.sold(3)
        first = self.ship(sale, {self.mug: 1}, tracking="6A123")
        second = self.ship(sale, {self.mug: 1}, tracking="6A123")
        self.sync(self.elsewhere(order, 1, number="6A123"))
        self.assertEqual(self.prepared(first, second).picking_id, second)

    def test_what_amazon_shows_of_our_own_package_is_counted_once(self):
        order, sale = self.sold(3)
        picking = self.ship(sale, {self.mug: 1})
        self.done(picking)
        shown = picking.amazon_shipment_ids.reference
        self.sync(self.elsewhere(order, 1, reference=shown, number="6A12345678901"))
        self.assertEqual(list(sale._amazon_expected().values()), [2])

    def test_what_amazon_cancelled_is_no_longer_expected(self):
        order, sale = self.sold(3)
        fewer = changed(order)
        fewer["orderItems"][0].update(quantityOrdered=2)
        fewer["orderItems"][0]["fulfillment"] = {"quantityFulfilled": 0, "quantityUnfulfilled": 2}
        self.sync(fewer)
        self.assertEqual(list(sale._amazon_expected().values()), [2])

    def test_merged_lines_still_find_both_items(self):
        order = an_order(an_item(), an_item(), total="24.00")
        sale = self.sync(order)
        first, second = sale.order_line.filtered("amazon_is_goods")
        second.write({"product_uom_qty": 0, "price_unit": second.price_unit})
        first.write({"product_uom_qty": 2, "price_unit": first.price_unit})
        [shipment] = self.prepared(self.ship(sale))
        told = {item.item_ref: item.quantity for item in shipment.item_ids}
        self.assertEqual(told, {item["orderItemId"]: 1 for item in order["orderItems"]})

    def test_a_line_that_was_lowered_by_hand_still_is_expected_whole(self):
        _order, sale = self.sold(3)
        self.more(sale, 2)
        self.assertEqual(self.units(self.prepared(self.ship(sale))), {"MUG-BLUE": 2})
        self.assertEqual(list(sale._amazon_expected().values()), [1])

    def test_a_return_is_never_told(self):
        _order, sale = self.sold(2)
        picking = self.ship(sale)
        self.done(picking)
        back = self.take_back(picking)
        self.assertFalse(back._amazon_is_told())
        self.assertFalse(back.amazon_sync_state)
        self.assertFalse(self.prepared(back))

    def test_what_is_sent_again_after_a_return_is_not_told_a_second_time(self):
        _order, sale = self.sold(2)
        first = self.ship(sale)
        self.done(first)
        back = self.take_back(first)
        again = self.take_back(back)
        self.assertTrue(again._amazon_is_told())
        self.assertFalse(self.prepared(again))
        self.assertEqual(again.amazon_sync_state, "done")
        self.assertFalse(again.amazon_shipment_ids)

    def test_one_mug_too_many_is_told_of_whichever_of_two_items_of_mugs_leaves_last(self):
        # What is too much of the second item goes for the first, which then lacks a mug, and
        # nothing of it came back.
        sale = self.sync(an_order(an_item(quantity=3), an_item(quantity=2)))
        second = sale.order_line.filtered("amazon_is_goods").sorted("id")[-1:]
        second.write({"product_uom_qty": 3, "price_unit": second.price_unit})
        self.done(self.left(sale, 1, 2))
        self.done(self.left(sale, 1, 1))
        late = self.left(sale, 1)
        self.assertFalse(self.prepared(late))
        self.assertEqual(late.amazon_sync_state, "error")
        self.assertIn("it expected 0 more", late.amazon_sync_message)

    def left(self, sale, *units):
        """Ship so many units of the waiting transfer's moves, in the order of their lines."""
        picking = self.transfer(sale)
        for move, quantity in zip(picking.move_ids.sorted("sale_line_id"), units):
            move.write({"quantity": quantity, "picked": bool(quantity)})
        return self.leave(picking)

    def test_what_is_sent_again_is_told_when_amazon_had_refused_the_first(self):
        _order, sale = self.sold(2)
        first = self.ship(sale)
        self.prepared(first)._refused("No", "No")
        again = self.take_back(self.take_back(first), tracking="6A2")
        self.assertEqual(self.units(self.prepared(again)), {"MUG-BLUE": 2})

    def test_a_refused_correction_leaves_amazon_with_the_package_as_it_was(self):
        order, sale = self.sold(2)
        picking = self.ship(sale)
        self.done(picking)
        picking.carrier_tracking_ref = "6A-RIGHT"
        self.prepared(picking)._refused("No", "No")
        self.assertEqual(list(sale._amazon_expected().values()), [0])
        self.sync(changed(order, "SHIPPED", minutes=10))
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertFalse(sale._amazon_shipped_by_others())
        self.assertFalse(sale.order_line.filtered("amazon_qty_ahead"))

    def test_a_refused_shipment_is_expected_still(self):
        _order, sale = self.sold(2)
        picking = self.ship(sale)
        shipment = self.prepared(picking)
        self.assertEqual(list(sale._amazon_expected().values()), [0])
        shipment._refused("No", "No")
        self.assertEqual(list(sale._amazon_expected().values()), [2])

    def test_an_order_brought_before_items_were_kept_is_read_from_its_lines(self):
        _order, sale = self.sold(3)
        sale.amazon_items = False
        self.assertEqual(list(sale._amazon_expected().values()), [3])
        [shipment] = self.prepared(self.ship(sale))
        self.assertEqual(shipment.item_ids.quantity, 3)

    def test_a_page_of_transfers_is_prepared_with_few_queries(self):
        few, many = (self.queries_of_preparing(count) for count in (2, 12))
        # A number from the sequence, the shipment's place in its transfer.
        self.assertLess((many - few) / 10, 6)

    def queries_of_preparing(self, count):
        sales = self.sync(*(an_order() for _each in range(count)))
        pickings = self.env["stock.picking"].union(*(self.ship(sale) for sale in sales))
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.prepared(*pickings)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
