"""The clerk's ways to ship, from the button to Amazon: what it believes is what has left."""

from collections import Counter

from odoo.tests import tagged

from .orders import an_item, an_order, changed
from .telling import TellingCase
from .validation import ValidationCase


class WaysCase(ValidationCase, TellingCase):
    def laid_out(self, *orders, tracking="6A"):
        """Return the orders' transfers, each with a carrier and a tracking number of its own."""
        pickings = self.waiting(*orders)
        for number, picking in enumerate(pickings, 1):
            picking.carrier_tracking_ref = f"{tracking}{number}"
        return pickings

    def rest(self, picking, tracking):
        """Return the backorder of a transfer, ready to leave."""
        return self.ready(picking.sudo().backorder_ids, tracking=tracking)

    def assertToldWhatLeft(self, *orders, any_told=True):
        """Tell Amazon; then it believes in the units that have left, and in no other.

        :param any_told: whether something has left
        """
        self.tell()
        for sale, order in zip(self.sales(*orders), orders):
            left = Counter()
            for line in sale.order_line.filtered("amazon_is_goods"):
                moves = line.move_ids.filtered(
                    lambda move: (
                        move.state == "done"
                        and move.location_dest_id.usage == "customer"
                        and not move.origin_returned_move_id
                    )
                )
                left[line.amazon_item_ref] += sum(moves.mapped("quantity"))
            believed = Counter()
            for _number, units in self.packages(order):
                believed.update(units)
            self.assertEqual(+believed, +left)
            done = sale.picking_ids.filtered(lambda one: one._amazon_is_told() and one.date_done)
            self.assertEqual(set(done.mapped("amazon_sync_state")), {"done"} if any_told else set())


@tagged("post_install", "-at_install")
class TestWays(WaysCase):
    def test_from_the_form_in_one_go(self):
        order = self.mugs(2)
        self.laid_out(order).button_validate()
        self.assertToldWhatLeft(order)
        self.assertEqual(self.packages(order), [("6A1", self.all_of(order))])

    def test_a_part_and_then_its_backorder_are_two_packages(self):
        order = self.mugs(3)
        picking = self.laid_out(order)
        picking.move_ids.quantity = 1
        self.answer(picking.button_validate(), "process")
        self.assertToldWhatLeft(order)
        self.rest(picking, "6A9").button_validate()
        self.assertToldWhatLeft(order)
        item = order["orderItems"][0]["orderItemId"]
        self.assertEqual(self.packages(order), [("6A1", {item: 1}), ("6A9", {item: 2})])

    def test_a_part_without_backorder_is_told_alone(self):
        order = self.mugs(3)
        picking = self.laid_out(order)
        picking.move_ids.quantity = 1
        self.answer(picking.button_validate(), "process_cancel_backorder")
        self.assertToldWhatLeft(order)
        self.assertEqual(list(picking.sudo().sale_id._amazon_expected().values()), [2])

    def test_a_part_and_its_backorder_told_by_one_run(self):
        order = self.mugs(3)
        picking = self.laid_out(order)
        picking.move_ids.quantity = 1
        self.answer(picking.button_validate(), "process")
        self.rest(picking, "6A9").button_validate()
        self.assertToldWhatLeft(order)
        self.assertEqual(len(self.packages(order)), 2)

    def test_several_from_the_list_some_of_them_in_part(self):
        orders = [self.mugs(1), self.mugs(3), self.mugs(2)]
        pickings = self.laid_out(*orders)
        pickings[1].move_ids.quantity = 2
        self.answer(pickings.button_validate(), "process")
        self.assertEqual(set(pickings.mapped("state")), {"done"})
        self.assertToldWhatLeft(*orders)

    def test_a_batch_some_of_it_in_part(self):
        orders = [self.mugs(1), self.mugs(3)]
        pickings = self.laid_out(*orders)
        pickings[1].move_ids.quantity = 2
        self.answer(self.batch(pickings).action_done(), "process")
        self.assertEqual(set(pickings.mapped("state")), {"done"})
        self.assertToldWhatLeft(*orders)

    def test_several_from_the_list_without_backorder(self):
        orders = [self.mugs(1), self.mugs(3), self.mugs(2)]
        pickings = self.laid_out(*orders)
        pickings[1].move_ids.quantity = 2
        self.answer(pickings.button_validate(), "process_cancel_backorder")
        self.assertLeftWithoutBackorder(pickings, orders)

    def test_a_batch_without_backorder(self):
        orders = [self.mugs(1), self.mugs(3), self.mugs(2)]
        pickings = self.laid_out(*orders)
        pickings[1].move_ids.quantity = 2
        self.answer(self.batch(pickings).action_done(), "process_cancel_backorder")
        self.assertLeftWithoutBackorder(pickings, orders)

    def assertLeftWithoutBackorder(self, pickings, orders):
        """One of three mugs of the second order stays for good; Amazon heard of all others."""
        self.assertEqual(set(pickings.mapped("state")), {"done"})
        self.assertFalse(pickings.backorder_ids)
        self.assertToldWhatLeft(*orders)
        told = [sum(sum(units.values()) for _number, units in self.packages(o)) for o in orders]
        self.assertEqual(told, [1, 2, 2])

    def test_picked_and_packed_first_only_what_is_shipped_is_told(self):
        warehouses = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)])
        warehouses[:1].delivery_steps = "pick_pack_ship"
        order = self.mugs(3)
        sale = self.sync(order)
        for _step in ("pick", "pack"):
            step = sale.picking_ids.filtered(lambda one: one.state == "assigned")
            self.ready(step, carrier=False).button_validate()
            self.assertToldWhatLeft(order, any_told=False)
        step = sale.picking_ids.filtered(lambda one: one.state == "assigned")
        step = self.ready(step, tracking="6A1")
        step.move_ids.quantity = 1
        self.answer(step.button_validate(), "process")
        self.assertToldWhatLeft(order)
        self.rest(step, "6A2").button_validate()
        self.assertToldWhatLeft(order)
        item = order["orderItems"][0]["orderItemId"]
        self.assertEqual(self.packages(order), [("6A1", {item: 1}), ("6A2", {item: 2})])

    def test_what_a_supplier_ships_in_two_parcels(self):
        self.dropship(self.mug)
        order = self.mugs(3)
        picking = self.ordered_from_supplier(self.sync(order))
        picking = self.ready(picking, tracking="6A1")
        picking.move_ids.quantity = 1
        # Odoo reads the purchase and its taxes here, which a warehouse clerk may not.
        picking.sudo().with_context(skip_backorder=True).button_validate()
        self.assertToldWhatLeft(order)
        self.rest(picking, "6A2").sudo().button_validate()
        self.assertToldWhatLeft(order)
        item = order["orderItems"][0]["orderItemId"]
        self.assertEqual(self.packages(order), [("6A1", {item: 1}), ("6A2", {item: 2})])

    def test_two_packages_each_under_its_own_number(self):
        order = self.mugs(3)
        picking = self.waiting(order)
        line = picking.move_ids.move_line_ids.sudo()
        line.quantity = 1
        other = line.copy({"quantity": 2})
        boxes = self.env[line.result_package_id._name].create(
            [
                {"name": "BOX-1", "amazon_tracking_ref": "6A1"},
                {"name": "BOX-2", "amazon_tracking_ref": "6A2"},
            ]
        )
        line.result_package_id, other.result_package_id = boxes
        picking.env.invalidate_all()
        picking.button_validate()
        self.assertToldWhatLeft(order)
        item = order["orderItems"][0]["orderItemId"]
        self.assertEqual(sorted(self.packages(order)), [("6A1", {item: 1}), ("6A2", {item: 2})])

    def test_what_comes_back_and_leaves_again_is_told_once(self):
        order = self.mugs(2)
        picking = self.laid_out(order)
        picking.button_validate()
        self.assertToldWhatLeft(order)
        back = self.take_back(picking.sudo())
        self.assertFalse(back.amazon_sync_state)
        self.take_back(back)
        self.assertToldWhatLeft(order)
        self.assertEqual(self.packages(order), [("6A1", self.all_of(order))])

    def test_what_the_buyer_gave_up_leaves_when_a_person_says_so(self):
        order = self.mugs(1)
        picking = self.laid_out(order)
        asked = changed(order)
        request = {"requester": "BUYER", "cancelReason": "Bought by mistake"}
        asked["orderItems"][0]["cancellation"] = {"cancellationRequest": request}
        self.sync(asked)
        picking.env.invalidate_all()
        self.answer(picking.button_validate(), "action_ship")
        self.assertToldWhatLeft(order)

    def test_two_orders_of_several_items_in_parts(self):
        self._product("PLATE")
        orders = [
            an_order(an_item(quantity=2), an_item("PLATE", quantity=2), total="24.00")
            for _number in range(2)
        ]
        pickings = self.laid_out(*orders)
        for picking, code in zip(pickings, ("MUG-BLUE", "PLATE")):
            for move in picking.move_ids:
                move.quantity = 2 if move.product_id.default_code == code else 1
        self.answer(pickings.button_validate(), "process")
        self.assertToldWhatLeft(*orders)
        for number, picking in enumerate(pickings):
            self.rest(picking, f"6B{number}").button_validate()
        self.assertToldWhatLeft(*orders)
        for order in orders:
            self.assertEqual(len(self.packages(order)), 2)

    def test_more_than_was_ordered_is_asked_about_and_the_rest_is_told(self):
        order = self.mugs(1)
        picking = self.laid_out(order)
        picking.move_ids.quantity = 2
        action = picking.button_validate()
        self.assertEqual(action["res_model"], "amazon.ship.anyway")
        self.answer(action, "action_ship")
        self.tell()
        self.assertEqual(self.packages(order), [("6A1", self.all_of(order))])
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertTrue(picking.amazon_sync_message)


@tagged("post_install", "-at_install")
class TestWaysByFeed(TestWays):
    """The same outcome where Amazon is told in a feed."""

    by_feed = True
    one_in = 4
