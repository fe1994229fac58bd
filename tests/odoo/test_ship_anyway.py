"""Validation asks before it ships what the buyer asked to cancel, and what Amazon cancelled."""

from odoo.tests import tagged

from .orders import an_item, an_order, changed, money
from .validation import ValidationCase

QUESTION = "amazon.ship.anyway"
BACKORDER = "stock.backorder.confirmation"


def unwanted(order, *indexes, reason="Bought by mistake"):
    """Return the order as Amazon tells it once the buyer has asked to cancel some items."""
    later = changed(order)
    for index in indexes or range(len(later["orderItems"])):
        later["orderItems"][index]["cancellation"] = {
            "cancellationRequest": {"requester": "BUYER", "cancelReason": reason}
        }
    return later


@tagged("post_install", "-at_install")
class TestShipAnyway(ValidationCase):
    def asked_to_cancel(self, *orders):
        """Return transfers of orders that their buyers ask to cancel, ready to leave."""
        pickings = self.waiting(*orders, tracking="6A123")
        self.sync(*(unwanted(order) for order in orders))
        pickings.env.invalidate_all()
        return pickings

    def assertAsks(self, action, model=QUESTION):
        self.assertIsInstance(action, dict)
        self.assertEqual(action["res_model"], model)

    def lines(self, action):
        return self.env[QUESTION].browse(action["res_id"]).line_ids

    def test_the_question_names_transfer_goods_and_the_buyers_reason(self):
        picking = self.asked_to_cancel(an_order())
        action = picking.button_validate()
        self.assertAsks(action)
        self.assertEqual(picking.state, "assigned")
        line = self.lines(action).with_user(self.clerk)
        self.assertEqual(line.picking_id, picking)
        self.assertEqual(line.doubt, "requested")
        self.assertEqual(line.order_ref, picking.amazon_order_ref)
        self.assertIn("1 × [MUG-BLUE]", line.goods)
        self.assertEqual(line.reason, "Bought by mistake")

    def test_ship_anyway_ships_and_leaves_a_note(self):
        picking = self.asked_to_cancel(an_order())
        self.assertIs(self.answer(picking.button_validate(), "action_ship"), True)
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.amazon_sync_state, "pending")
        notes = picking.sudo().message_ids.mapped("body")
        self.assertTrue(any("although the buyer asked to cancel" in note for note in notes))

    def test_the_next_validation_asks_again(self):
        picking = self.asked_to_cancel(an_order())
        self.assertAsks(picking.button_validate())
        self.assertAsks(picking.button_validate())

    def test_what_is_missing_is_said_before_anything_is_asked(self):
        picking = self.asked_to_cancel(an_order())
        picking.carrier_tracking_ref = False
        self.assertIn("no tracking reference", self.refused(picking))

    def test_several_transfers_get_one_question(self):
        orders = [an_order(), an_order(), an_order()]
        pickings = self.waiting(*orders, tracking="6A123")
        self.sync(*map(unwanted, orders[:2]))
        pickings.env.invalidate_all()
        action = pickings.button_validate()
        self.assertAsks(action)
        self.assertEqual(self.lines(action).picking_id, pickings[:2].sudo())
        self.assertTrue(self.lines(action).wizard_id.has_others)
        self.answer(action, "action_ship")
        self.assertEqual(set(pickings.mapped("state")), {"done"})

    def test_it_names_who_decides_and_a_transfer_of_no_amazon_order_has_nobody(self):
        picking = self.sync(an_order()).picking_ids
        decides = picking.sale_id._amazon_responsible()
        self.assertTrue(decides)
        places = ("picking_type_id", "location_id", "location_dest_id")
        bare = picking.create({name: picking[name].id for name in places})
        self.assertEqual(picking.amazon_responsible_id, decides)
        self.assertFalse(bare.amazon_responsible_id)

    def test_the_others_can_leave_without_them(self):
        orders = [an_order(), an_order()]
        pickings = self.waiting(*orders, tracking="6A123")
        self.sync(unwanted(orders[0]))
        pickings.env.invalidate_all()
        self.answer(pickings.button_validate(), "action_ship_others")
        self.assertEqual(pickings.mapped("state"), ["assigned", "done"])

    def test_a_batch_asks_and_is_done_without_what_stays(self):
        orders = [an_order(), an_order(), an_order()]
        pickings = self.waiting(*orders, tracking="6A123")
        self.sync(unwanted(orders[0]))
        pickings.env.invalidate_all()
        batch = self.batch(pickings)
        action = batch.action_done()
        self.assertAsks(action)
        self.assertEqual(pickings.batch_id, batch.sudo())
        self.answer(action, "action_ship_others")
        self.assertEqual(pickings.mapped("state"), ["assigned", "done", "done"])
        self.assertEqual(batch.sudo().picking_ids, pickings.sudo()[1:])
        self.assertEqual(batch.state, "done")

    def test_a_batch_ships_all_anyway(self):
        orders = [an_order(), an_order()]
        pickings = self.asked_to_cancel(*orders)
        batch = self.batch(pickings)
        self.answer(batch.action_done(), "action_ship")
        self.assertEqual(batch.state, "done")
        self.assertEqual(batch.sudo().picking_ids, pickings.sudo())

    def test_the_question_about_the_backorder_follows(self):
        picking = self.asked_to_cancel(an_order(an_item(quantity=3)))
        picking.move_ids.quantity = 1
        action = self.answer(picking.button_validate(), "action_ship")
        self.assertAsks(action, BACKORDER)
        self.assertIs(self.answer(action, "process"), True)
        self.assertEqual(picking.state, "done")
        rest = self.ready(picking.backorder_ids.sudo(), tracking="6A124")
        self.assertAsks(rest.button_validate())

    def test_no_backorder_is_an_answer_too(self):
        picking = self.asked_to_cancel(an_order(an_item(quantity=3)))
        picking.move_ids.quantity = 1
        action = self.answer(picking.button_validate(), "action_ship")
        self.assertIs(self.answer(action, "process_cancel_backorder"), True)
        self.assertEqual(picking.state, "done")
        self.assertFalse(picking.backorder_ids)

    def test_it_is_asked_after_the_question_of_the_backorder_too(self):
        order = an_order(an_item(quantity=3))
        picking = self.waiting(order, tracking="6A123")
        picking.move_ids.quantity = 1
        action = picking.button_validate()
        self.assertAsks(action, BACKORDER)
        self.sync(unwanted(order))
        picking.env.invalidate_all()
        action = self.answer(action, "process")
        self.assertAsks(action)
        self.assertIs(self.answer(action, "action_ship"), True)
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.backorder_ids.move_ids.product_uom_qty, 2)

    def test_only_a_transfer_with_the_unwanted_goods_is_asked_about(self):
        self._product("PLATE")
        order = an_order(an_item(total="12.00"), an_item("PLATE", total="8.00"), total="20.00")
        picking = self.waiting(order, tracking="6A123")
        self.sync(unwanted(order, 1))
        picking.env.invalidate_all()
        action = picking.button_validate()
        self.assertAsks(action)
        self.assertNotIn("MUG", self.lines(action).goods)
        plate = picking.move_ids.filtered(lambda move: move.product_id.default_code == "PLATE")
        plate.quantity = 0
        self.answer(picking.button_validate(), "process")
        self.assertEqual(picking.state, "done")

    def test_what_amazon_counts_as_shipped_is_not_asked_about(self):
        order = an_order()
        picking = self.waiting(order, tracking="6A123")
        self.sync(changed(unwanted(order), "SHIPPED"))
        picking.env.invalidate_all()
        picking.button_validate()
        self.assertEqual(picking.state, "done")


@tagged("post_install", "-at_install")
class TestCancelledInPart(ValidationCase):
    """Amazon cancelled units that a clerk had laid out already."""

    def test_more_than_the_buyer_still_gets_is_asked_about(self):
        order = an_order(an_item(quantity=3, total="30.00"), total="30.00")
        picking = self.waiting(order, tracking="6A123")
        picking.move_ids.write({"quantity": 3, "picked": True})
        item = an_item(quantity=2, total="20.00", orderItemId=order["orderItems"][0]["orderItemId"])
        self.sync(changed(order, orderItems=[item], proceeds={"grandTotal": money("20.00")}))
        picking.env.invalidate_all()
        picking.move_ids.write({"quantity": 3, "picked": True})
        action = picking.button_validate()
        self.assertEqual(action["res_model"], QUESTION)
        line = self.env[QUESTION].browse(action["res_id"]).line_ids
        self.assertEqual(line.doubt, "too_many")
        self.assertIn("3 × [MUG-BLUE]", line.goods)
        picking.move_ids.quantity = 2
        picking.button_validate()
        self.assertEqual(picking.state, "done")


@tagged("post_install", "-at_install")
class TestCodeThatSkipsTheButton(ValidationCase):
    """Nobody can be asked there, and the goods may be gone: it is written down and told."""

    def skip(self, picking, quantity=1):
        """Have code validate a transfer, past the button and its questions."""
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking._action_done()
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.amazon_sync_state, "pending")

    def assertWritten(self, picking, summary):
        """The transfer says so, and who looks after the order is told, once."""
        sale = picking.sudo().sale_id
        notes = picking.sudo().message_ids.mapped("body")
        self.assertEqual(len([note for note in notes if summary in note]), 1)
        activity = sale.activity_ids.filtered(lambda one: one.summary == summary)
        self.assertEqual(activity.user_id, sale._amazon_responsible())
        self.assertIn(picking.name, activity.note)
        self.assertIn(sale.amazon_order_ref, activity.note)

    def test_what_the_buyer_asked_to_cancel(self):
        order = an_order()
        picking = self.waiting(order, tracking="6A123")
        self.sync(unwanted(order))
        picking.env.invalidate_all()
        self.skip(picking)
        self.assertWritten(picking, "Shipped although the buyer asked to cancel.")

    def test_more_than_the_buyer_still_gets(self):
        picking = self.waiting(an_order(), tracking="6A123")
        self.skip(picking, quantity=2)
        self.assertWritten(picking, "Shipped although it is more than the buyer still gets.")

    def test_who_was_asked_and_said_yes_gets_a_note_only(self):
        picking = self.waiting(an_order(), tracking="6A123")
        picking.move_ids.quantity = 2
        self.answer(picking.button_validate(), "action_ship")
        notes = picking.sudo().message_ids.mapped("body")
        self.assertTrue(any("more than the buyer still gets" in note for note in notes))
        self.assertFalse(picking.sudo().sale_id.activity_ids)

    def test_what_leaves_as_it_should_is_worth_no_word(self):
        picking = self.waiting(an_order(), tracking="6A123")
        self.skip(picking)
        self.assertFalse(picking.sudo().sale_id.activity_ids)
        notes = picking.sudo().message_ids.mapped("body")
        self.assertFalse(any("Shipped although" in note for note in notes))


@tagged("post_install", "-at_install")
class TestCancelledOnAmazon(ValidationCase):
    """Odoo's transfers are cancelled with Amazon's order; a person may have made new ones."""

    def setUp(self):
        super().setUp()
        order = an_order()
        sale = self.sync(order)
        self.sync(changed(order, "CANCELLED"))
        self.assertEqual(sale.state, "cancel")
        sale.action_draft()
        sale.action_confirm()
        self.sale = sale
        self.picking = self.ready(self.transfer(sale), tracking="6A123")

    def test_validation_asks_and_says_that_amazon_cancelled(self):
        action = self.picking.button_validate()
        self.assertEqual(action["res_model"], QUESTION)
        line = self.env[QUESTION].browse(action["res_id"]).line_ids
        self.assertEqual(line.doubt, "cancelled")
        self.assertEqual(self.picking.state, "assigned")

    def test_what_has_left_can_be_recorded_and_who_looks_after_the_order_is_told(self):
        self.answer(self.picking.button_validate(), "action_ship")
        self.assertEqual(self.picking.state, "done")
        self.assertTrue(self.sale.amazon_cancelled_late)
        self.assertIn("Cancelled on Amazon too late", self.sale.activity_ids.mapped("summary"))
        issue = self.env["amazon.issue"].search([("order_ref", "=", self.sale.amazon_order_ref)])
        self.assertEqual((issue.reason, issue.state), ("cancelled_late", "open"))

    def test_amazon_is_told_nothing(self):
        self.answer(self.picking.button_validate(), "action_ship")
        self.assertFalse(self.picking.amazon_sync_state)

    def test_it_needs_neither_carrier_nor_tracking(self):
        self.picking.write({"carrier_id": False, "carrier_tracking_ref": False})
        self.answer(self.picking.button_validate(), "action_ship")
        self.assertEqual(self.picking.state, "done")

    def test_code_that_skips_the_button_is_refused(self):
        self.picking.move_ids.picked = True
        message = self.refused(self.picking, "_action_done")
        self.assertIn(f"{self.picking.name} ({self.sale.amazon_order_ref})", message)
