"""What else changes between two synchronisations: items, addresses, dates, amounts told late."""

from odoo.tests.common import new_test_user

from .common import AmazonCase
from .orders import an_item, an_order, changed, money


class TestItemsCancelled(AmazonCase):
    """One by one, before and after goods left or an invoice was posted."""

    def setUp(self):
        super().setUp()
        self.item = an_item(quantity=3, total="30.00")
        self.order = an_order(self.item, total="30.00")
        self.sale = self.sync(self.order)

    def test_below_what_left_nothing_more_leaves_and_both_totals_are_shown(self):
        self.ship(1)
        self.sync(self.lowered(0))
        self.assertShown(waits=0, delivered=1, total=30.0)
        self.assertEqual(self.issues(self.order).mapped("reason"), ["total"])

    def test_down_to_what_left_the_order_and_its_backorder_follow(self):
        self.ship(1)
        self.sync(self.lowered(1))
        self.assertShown(waits=0, delivered=1, total=10.0)
        self.assertFalse(self.issues(self.order))

    def test_above_what_left_the_backorder_keeps_the_rest(self):
        self.ship(1)
        self.sync(self.lowered(2))
        self.assertShown(waits=1, delivered=1, total=20.0)

    def test_of_an_invoiced_order_they_stay_on_it_and_do_not_leave(self):
        self.mug.invoice_policy = "order"
        self.sale._create_invoices().action_post()
        self.sync(self.lowered(2))
        self.assertShown(waits=2, delivered=0, total=30.0)
        self.assertEqual(self.sale.order_line.amazon_qty_cancelled, 1)
        self.assertEqual(self.issues(self.order).mapped("reason"), ["total"])

    def test_all_steps_of_the_delivery_follow(self):
        warehouse = self.sale.warehouse_id
        warehouse.delivery_steps = "pick_pack_ship"
        self.mug.invoice_policy = "order"
        order = an_order(an_item(quantity=3, total="30.00"), total="30.00")
        self.sale, self.order, self.item = self.sync(order), order, order["orderItems"][0]
        self.sale._create_invoices().action_post()
        self.sync(self.lowered(1))
        waits = self.sale.picking_ids.move_ids.filtered(lambda move: move.state != "cancel")
        self.assertEqual(set(waits.mapped("product_uom_qty")), {1.0})

    def test_what_was_held_back_leaves_again_once_the_invoice_is_gone(self):
        self.mug.invoice_policy = "order"
        invoice = self.sale._create_invoices()
        invoice.action_post()
        self.sync(self.lowered(1))
        invoice.button_draft()
        invoice.button_cancel()
        self.sync(self.lowered(2, minutes=20))
        self.assertShown(waits=2, delivered=0, total=20.0)
        self.assertEqual(self.sale.order_line.amazon_qty_cancelled, 0)

    def lowered(self, quantity, minutes=30):
        total = f"{quantity * 10}.00"
        item = an_item(quantity=quantity, total=total, orderItemId=self.item["orderItemId"])
        grand_total = {"grandTotal": money(total)}
        return changed(self.order, minutes=minutes, orderItems=[item], proceeds=grand_total)

    def ship(self, quantity):
        moves = self.sale.picking_ids.move_ids
        moves.quantity = quantity
        moves.picked = True
        self.tracked(self.sale.picking_ids)._action_done()

    def assertShown(self, waits, delivered, total):
        moves = self.sale.picking_ids.move_ids
        waiting = moves.filtered(lambda move: move.state not in ("done", "cancel"))
        self.assertEqual(sum(waiting.mapped("product_uom_qty")), waits)
        self.assertEqual(sum(self.sale.order_line.mapped("qty_delivered")), delivered)
        self.assertEqual(self.sale.amount_total, total)


class TestSomebodyElseShipped(AmazonCase):
    def setUp(self):
        super().setUp()
        self.order = an_order(an_item(quantity=3, total="30.00"), total="30.00")
        self.sale = self.sync(self.order)
        self.picking = self.sale.picking_ids

    def told(self, left, minutes=30):
        status = "SHIPPED" if left == 3 else "PARTIALLY_SHIPPED"
        later = changed(self.order, status, minutes=minutes)
        later["orderItems"][0]["fulfillment"] = {
            "quantityFulfilled": left,
            "quantityUnfulfilled": 3 - left,
        }
        return later

    def test_its_transfer_says_what_amazon_counts_and_the_clerk_is_asked_each_time_it_grows(self):
        self.sync(self.told(1))
        self.assertEqual(self.picking.amazon_shipped_ahead, f"1 × {self.mug.display_name}")
        self.assertEqual(len(self.picking.activity_ids), 1)
        self.sync(self.told(1, minutes=25))
        self.assertEqual(len(self.picking.activity_ids), 1)
        self.sync(self.told(2, minutes=20))
        self.assertEqual(len(self.picking.activity_ids), 2)

    def test_they_left_elsewhere_says_the_clerk_and_the_transfer_holds_the_rest(self):
        self.sync(self.told(1))
        clerk = new_test_user(self.env, "clerk", groups="stock.group_stock_user")
        self.picking.with_user(clerk).action_amazon_left_elsewhere()
        self.assertEqual(self.picking.move_ids.product_uom_qty, 2)
        self.assertEqual(self.sale.order_line.qty_delivered, 1)
        self.assertFalse(self.picking.amazon_shipped_ahead)

    def test_they_all_left_elsewhere_and_nothing_waits_any_more(self):
        self.sync(self.told(3))
        self.picking.action_amazon_left_elsewhere()
        self.assertEqual(self.picking.state, "cancel")
        self.assertEqual(self.sale.order_line.qty_delivered, 3)

    def test_they_left_from_here_and_the_clerk_validates_just_them(self):
        self.sync(self.told(1))
        self.picking.move_ids.quantity = 1
        self.picking.move_ids.picked = True
        self.tracked(self.picking)._action_done()
        backorder = self.sale.picking_ids - self.picking
        self.assertEqual(backorder.move_ids.product_uom_qty, 2)
        self.assertFalse(backorder.amazon_shipped_ahead)


class TestCancelled(AmazonCase):
    def test_all_steps_of_the_delivery_are_cancelled(self):
        order = an_order()
        self.account.warehouse_id.delivery_steps = "pick_pack_ship"
        sale = self.sync(order)
        self.sync(changed(order, "CANCELLED"))
        self.assertEqual(set(sale.picking_ids.mapped("state")), {"cancel"})
        self.assertEqual(sale.state, "cancel")

    def test_goods_that_wait_for_the_carrier_have_not_left(self):
        order = an_order()
        self.account.warehouse_id.delivery_steps = "pick_ship"
        sale = self.sync(order)
        first = sale.picking_ids.filtered(lambda one: one.location_dest_id.usage == "internal")
        self.validate(first)
        self.sync(changed(order, "CANCELLED"))
        self.assertEqual(sale.state, "cancel")
        self.assertEqual(set((sale.picking_ids - first).mapped("state")) - {"cancel"}, set())

    def test_goods_that_came_back_have_not_left(self):
        order = an_order()
        sale = self.sync(order)
        picking = sale.picking_ids
        self.validate(picking)
        self.validate(self.send_back(picking))
        self.sync(changed(order, "CANCELLED"))
        self.assertEqual(sale.state, "cancel")

    def test_a_return_on_its_way_is_awaited_still(self):
        order = an_order()
        sale = self.sync(order)
        self.validate(sale.picking_ids)
        coming = self.send_back(sale.picking_ids)
        self.sync(changed(order, "CANCELLED"))
        self.assertTrue(sale.amazon_cancelled_late)
        self.assertNotEqual(coming.state, "cancel")

    def test_nothing_more_leaves_for_an_order_cancelled_too_late_whatever_is_written_on_it(self):
        self.mug.invoice_policy = "order"
        order = an_order(an_item(quantity=2, total="20.00"), total="20.00")
        sale = self.sync(order)
        sale._create_invoices().action_post()
        self.sync(changed(order, "CANCELLED"))
        sale.order_line.product_uom_qty = 3
        self.assertEqual(set(sale.picking_ids.mapped("state")), {"cancel"})

    def test_why_it_was_cancelled_stands_on_order_and_transfer(self):
        order = an_order()
        sale = self.sync(order)
        later = changed(order, "CANCELLED")
        later["orderItems"][0]["cancellation"] = {
            "cancellationExecution": {"cancelledBy": "BUYER", "cancelReason": "Too late"}
        }
        self.sync(later)
        self.assertEqual(sale.amazon_cancel_reason, "Too late")
        self.assertEqual(sale.picking_ids.amazon_cancel_reason, "Too late")

    def validate(self, picking):
        picking.move_ids.quantity = 1
        picking.move_ids.picked = True
        self.tracked(picking)._action_done()

    def send_back(self, picking):
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_ids=picking.ids, active_model="stock.picking"
        )
        returning = wizard.create({"picking_id": picking.id})
        returning.product_return_moves.quantity = 1
        create = getattr(returning, "_create_returns", None) or returning._create_return
        made = create()
        return self.env["stock.picking"].browse(made[0]) if isinstance(made, tuple) else made


class TestAddressAndDates(AmazonCase):
    def test_a_new_address_of_a_transfer_that_waits_asks_nobody(self):
        sale = self.sync(order := an_order())
        self.sync(self.moved(order))
        self.assertEqual(sale.picking_ids.partner_id.street, "1 place Royale")
        self.assertEqual(sale.picking_ids.partner_id.name, "Dominique Petit")
        self.assertFalse(sale.picking_ids.activity_ids)

    def test_a_new_address_of_a_transfer_in_hand_asks_its_clerk_for_new_papers(self):
        sale = self.sync(order := an_order())
        sale.picking_ids.carrier_tracking_ref = "6A123"
        self.sync(self.moved(order))
        self.assertEqual(sale.picking_ids.partner_id.street, "1 place Royale")
        self.assertEqual(len(sale.picking_ids.activity_ids), 1)

    def test_a_new_address_comes_even_when_the_amounts_are_left_out(self):
        sale = self.sync(order := an_order())
        later = self.moved(order)
        later.pop("proceeds")
        later["orderItems"][0].pop("proceeds")
        self.sync(later)
        self.assertEqual(sale.partner_shipping_id.street, "1 place Royale")
        self.assertTotal(sale, 12.0)

    def test_an_address_told_without_its_street_takes_none_away(self):
        order = an_order()
        sale = self.sync(order)
        before = sale.partner_shipping_id
        contacts = sale.partner_id.child_ids
        later = changed(order)
        later["recipient"]["deliveryAddress"] = {
            "city": "Nantes",
            "postalCode": "44000",
            "countryCode": "FR",
        }
        self.sync(later)
        self.assertEqual(sale.partner_shipping_id, before)
        self.assertEqual(sale.picking_ids.partner_id, before)
        self.assertEqual(sale.partner_id.child_ids, contacts, "nor does it make a contact")

    def test_an_address_does_not_change_where_the_goods_went(self):
        sale = self.sync(order := an_order())
        picking = sale.picking_ids
        picking.move_ids.quantity = 1
        picking.move_ids.picked = True
        self.tracked(picking)._action_done()
        self.sync(self.moved(order))
        self.assertEqual(picking.partner_id.street, "12 rue des Lilas")

    def moved(self, order):
        later = changed(order)
        address = later["recipient"]["deliveryAddress"]
        address.update(addressLine1="1 place Royale", name="Dominique Petit")
        return later


class TestAmounts(AmazonCase):
    def test_an_order_with_nothing_to_pay_is_delivered_all_the_same(self):
        sale = self.sync(an_order(an_item(total="0.00"), total="0.00"))
        self.assertTotal(sale, 0.0)
        self.assertEqual(sale.picking_ids.move_ids.product_uom_qty, 1)

    def test_an_order_without_amounts_is_an_issue_until_they_come(self):
        item, other = an_item(total="12.00"), an_item(total="8.00")
        silent = [
            {key: value for key, value in one.items() if key != "proceeds"} for one in (item, other)
        ]
        order = an_order(*silent, proceeds=None)
        self.assertFalse(self.sync(order))
        self.assertEqual(self.issues(order).reason, "amounts")
        later = changed(order, orderItems=[item, other], proceeds={"grandTotal": money("20.00")})
        self.assertTotal(self.sync(later), 20.0)
        self.assertFalse(self.issues(order))

    def test_an_order_without_status_changes_nothing(self):
        sale = self.sync(order := an_order())
        later = changed(order)
        later["fulfillment"].pop("fulfilledBy")
        self.sync(later)
        self.assertEqual((sale.state, sale.amazon_status), ("sale", "UNSHIPPED"))
