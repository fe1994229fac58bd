"""Rule 7: an Amazon transfer is validated only with a carrier and a tracking reference."""

from odoo.tests import tagged
from odoo.tests.common import new_test_user

from .orders import an_item, an_order, changed
from .validation import ValidationCase, label_carrier


@tagged("post_install", "-at_install")
class TestCarrierAndTracking(ValidationCase):
    def test_a_transfer_with_both_leaves_and_waits_to_be_told(self):
        picking = self.waiting(tracking="6A123")
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.amazon_sync_state, "pending")

    def test_the_message_names_transfer_order_what_lacks_and_what_to_do(self):
        order = an_order()
        picking = self.waiting(order)
        message = self.refused(picking)
        self.assertIn(f"- {picking.name} (Amazon order {order['orderId']})", message)
        self.assertIn("no tracking reference", message)
        self.assertNotIn("no carrier", message)
        self.assertIn("« Additional Info »", message)

    def test_a_transfer_without_carrier_stays(self):
        message = self.refused(self.waiting(carrier=False, tracking="6A123"))
        self.assertIn("no carrier", message)
        self.assertNotIn("no tracking reference", message)

    def test_a_tracking_reference_of_spaces_is_none(self):
        self.assertIn("no tracking reference", self.refused(self.waiting(tracking="  ")))

    def test_several_validated_at_once_are_all_named_in_one_message(self):
        pickings = self.waiting(an_order(), an_order(), an_order())
        whole, untracked, bare = pickings
        whole.carrier_tracking_ref = "6A123"
        bare.carrier_id = False
        message = self.refused(pickings)
        self.assertNotIn(whole.name, message)
        self.assertRegex(message, rf"- {untracked.name} \(.*\): no tracking reference\n")
        self.assertRegex(message, rf"- {bare.name} \(.*\): no carrier, no tracking reference\n")
        self.assertEqual(set(pickings.mapped("state")), {"assigned"})

    def test_a_batch_is_refused_as_a_whole(self):
        pickings = self.waiting(an_order(), an_order())
        pickings[0].carrier_tracking_ref = "6A123"
        batch = self.batch(pickings)
        self.assertIn(pickings[1].name, self.refused(batch, "action_done"))
        pickings[1].carrier_tracking_ref = "6A124"
        batch.action_done()
        self.assertEqual(set(pickings.mapped("state")), {"done"})

    def test_code_that_skips_the_button_is_refused_too(self):
        picking = self.waiting()
        picking.move_ids.picked = True
        self.assertIn("no tracking reference", self.refused(picking, "_action_done"))

    def test_no_answer_about_the_backorder_gets_past(self):
        picking = self.waiting(an_order(an_item(quantity=3)), tracking="6A123")
        picking.move_ids.quantity = 1
        action = picking.button_validate()
        self.assertEqual(action["res_model"], "stock.backorder.confirmation")
        picking.carrier_tracking_ref = False
        for answer in ("process", "process_cancel_backorder"):
            with self.subTest(answer=answer):
                wizard = self.env[action["res_model"]].with_user(self.clerk)
                wizard = wizard.with_context(**action["context"]).create(
                    {"pick_ids": [(6, 0, picking.ids)]}
                )
                self.assertIn("no tracking reference", self.refused(wizard, answer))

    def test_a_backorder_needs_a_tracking_reference_of_its_own(self):
        picking = self.waiting(an_order(an_item(quantity=3)), tracking="6A123")
        picking.move_ids.quantity = 1
        self.answer(picking.button_validate(), "process")
        self.assertEqual(picking.state, "done")
        rest = self.ready(picking.backorder_ids.sudo())
        self.assertEqual(rest.move_ids.quantity, 2)
        self.assertIn("no tracking reference", self.refused(rest))

    def test_a_transfer_still_in_draft_is_refused_too(self):
        picking = self.waiting()
        picking.move_ids.sudo().write({"state": "draft"})
        self.assertEqual(picking.state, "draft")
        self.assertIn("no tracking reference", self.refused(picking))

    def test_an_empty_transfer_among_others_needs_nothing(self):
        full, empty = self.waiting(an_order(), an_order())
        full.carrier_tracking_ref = "6A123"
        empty.move_ids.quantity = 0
        (full | empty).with_context(skip_backorder=True).button_validate()
        self.assertEqual(full.state, "done")
        self.assertNotEqual(empty.state, "done")


@tagged("post_install", "-at_install")
class TestPackages(ValidationCase):
    """Each package may have its own tracking reference, instead of the transfer's."""

    def packed(self):
        """Return a transfer of two mugs, each in a package of its own, and the packages."""
        picking = self.waiting(an_order(an_item(quantity=2)))
        packages = self.env["stock.picking"]
        line = picking.move_ids.move_line_ids.sudo()
        line.quantity = 1
        other = line.copy({"quantity": 1})
        model = self.env[line.result_package_id._name]
        packages = model.create([{"name": "BOX-1"}, {"name": "BOX-2"}])
        line.result_package_id, other.result_package_id = packages
        picking.env.invalidate_all()
        return picking, packages

    def test_a_transfer_needs_none_when_each_package_has_one(self):
        picking, packages = self.packed()
        packages[0].amazon_tracking_ref = "6A1"
        packages[1].amazon_tracking_ref = "6A2"
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_the_message_names_the_package_that_lacks_one(self):
        picking, packages = self.packed()
        packages[0].amazon_tracking_ref = "6A1"
        message = self.refused(picking)
        self.assertIn("no tracking reference for the package BOX-2", message)
        self.assertNotIn("BOX-1", message)

    def test_without_any_the_transfers_is_asked_for(self):
        message = self.refused(self.packed()[0])
        self.assertIn("no tracking reference", message)
        self.assertNotIn("BOX", message)

    def test_what_lies_in_no_package_needs_one_too(self):
        picking, packages = self.packed()
        packages[0].amazon_tracking_ref = "6A1"
        loose = picking.move_line_ids.filtered(lambda one: one.result_package_id == packages[1])
        loose.result_package_id = False
        self.assertIn("for what lies in no package", self.refused(picking))


@tagged("post_install", "-at_install")
class TestLabels(ValidationCase):
    """Carriers that print labels bring the tracking reference once the goods are done."""

    def labelled(self, label="LABEL-1"):
        """Return a transfer whose carrier gives this reference with the label."""
        picking = self.waiting()
        picking.carrier_id = label_carrier(self, label)
        picking.picking_type_id.sudo().print_label = True
        return picking

    def test_such_a_transfer_leaves_without_a_reference_and_gets_one(self):
        picking = self.labelled()
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.carrier_tracking_ref, "LABEL-1")
        self.assertEqual(picking.amazon_sync_state, "pending")

    def test_it_is_marked_and_stays_done_when_no_reference_came(self):
        picking = self.labelled(label=False)
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.amazon_sync_state, "error")

    def test_where_no_label_is_printed_it_needs_one(self):
        picking = self.labelled()
        picking.picking_type_id.sudo().print_label = False
        self.assertIn("no tracking reference", self.refused(picking))

    def test_a_carrier_that_only_knows_its_price_brings_none(self):
        self.assertEqual(self.carrier.integration_level, "rate_and_ship")
        picking = self.labelled()
        picking.carrier_id = self.carrier
        self.assertIn("no tracking reference", self.refused(picking))


@tagged("post_install", "-at_install")
class TestTransparency(ValidationCase):
    def test_goods_leave_only_with_a_code_for_each_unit(self):
        picking = self.waiting(an_order(an_item(quantity=2)), tracking="6A123")
        picking.move_ids.sudo().sale_line_id.amazon_transparency = True
        message = self.refused(picking)
        self.assertIn("[MUG-BLUE]", message)
        self.assertIn("0 Transparency codes for 2 units", message)
        self.assertIn("« Scan the codes »", message)
        self.assertNotIn("« Additional Info »", message)
        picking.move_ids.amazon_transparency_codes = "1234567A\n1234567B"
        picking.button_validate()
        self.assertEqual(picking.state, "done")


@tagged("post_install", "-at_install")
class TestWhatIsNotChecked(ValidationCase):
    """Transfers that Amazon is not told of, and those that it knows of, need nothing."""

    def test_an_order_that_amazon_shows_as_shipped(self):
        order = an_order()
        picking = self.waiting(order, carrier=False)
        self.sync(changed(order, "SHIPPED"))
        picking.env.invalidate_all()
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.amazon_sync_state, "done")

    def test_goods_that_amazon_counts_as_shipped_already(self):
        order = an_order(an_item(quantity=3))
        picking = self.waiting(order, carrier=False)
        later = changed(order, "PARTIALLY_SHIPPED")
        later["orderItems"][0]["fulfillment"] = {"quantityFulfilled": 1, "quantityUnfulfilled": 2}
        self.sync(later)
        picking.env.invalidate_all()
        picking.move_ids.quantity = 2
        self.assertIn("no carrier", self.refused(picking))
        picking.move_ids.quantity = 1
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(picking.state, "done")

    def test_a_buyers_return(self):
        picking = self.waiting(tracking="6A123")
        picking.button_validate()
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_ids=picking.ids, active_model="stock.picking"
        )
        wizard = wizard.create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 1
        before = picking.sale_id.sudo().picking_ids
        if hasattr(wizard, "action_create_returns"):  # 19.0
            wizard.action_create_returns()
        else:
            wizard.create_returns()
        back = self.ready(picking.sale_id.sudo().picking_ids - before, carrier=False)
        self.assertTrue(back)
        back.button_validate()
        self.assertEqual(back.state, "done")
        self.assertFalse(back.amazon_sync_state)

    def test_a_sale_that_is_not_amazons(self):
        customer = self.env["res.partner"].create({"name": "Ordinary"})
        sale = self.env["sale.order"].create(
            {"partner_id": customer.id, "order_line": [(0, 0, {"product_id": self.mug.id})]}
        )
        sale.action_confirm()
        picking = self.ready(sale.picking_ids, carrier=False)
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertFalse(picking.amazon_sync_state)

    def test_what_is_picked_and_packed_before_it_leaves(self):
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        warehouse.delivery_steps = "pick_pack_ship"
        self.env["stock.quant"]._update_available_quantity(self.mug, warehouse.lot_stock_id, 5)
        sale = self.sync(an_order())
        for usage in ("internal", "internal", "customer"):
            step = sale.picking_ids.filtered(lambda one: one.state == "assigned")
            self.assertEqual(step.location_dest_id.usage, usage)
            step = self.ready(step, carrier=False)
            if usage == "customer":
                self.assertIn("no carrier, no tracking reference", self.refused(step))
                step.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": "6A123"})
            step.button_validate()
            self.assertEqual(step.state, "done")
            self.assertEqual(step.amazon_sync_state, usage == "customer" and "pending")


@tagged("post_install", "-at_install")
class TestDropshipping(ValidationCase):
    def test_what_a_supplier_ships_to_the_buyer_is_checked(self):
        self.dropship(self.mug)
        picking = self.ordered_from_supplier(self.sync(an_order()))
        self.assertEqual(picking.picking_type_id.code, "dropship")
        # Odoo reads the purchase and its taxes here, which a warehouse clerk may not.
        buyer = new_test_user(
            self.env, "buyer", groups="stock.group_stock_user,purchase.group_purchase_user"
        )
        picking = self.ready(picking, carrier=False).with_user(buyer)
        self.assertIn("no carrier, no tracking reference", self.refused(picking))
        picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": "6A123"})
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.amazon_sync_state, "pending")
