"""Rule 4, what comes after: a cancellation that came too late is an issue until it is settled."""

from .common import AmazonCase
from .orders import an_item, an_order, changed
from .shipping import ShippingCase


class TestCancelledLate(AmazonCase):
    def cancelled_late(self, **values):
        """Return the sales order of three mugs that Amazon cancelled after it had shipped them."""
        item = an_item(quantity=3, total="36.00")
        self.order = an_order(
            item, total="36.00", **{"status": "SHIPPED", "fulfilled_by": "AMAZON", **values}
        )
        sale = self.sync(self.order)
        if sale.amazon_channel == "fbm":
            sale.picking_ids.move_ids.quantity = 3
            sale.picking_ids.move_ids.picked = True
            self.tracked(sale.picking_ids)._action_done()
        self.sync(changed(self.order, "CANCELLED"))
        return sale

    def take_back(self, sale, quantity):
        action = sale.action_amazon_return()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard.line_ids.quantity = quantity
        wizard.action_book()

    def test_it_is_an_issue_once_that_names_the_order(self):
        sale = self.cancelled_late()
        self.assertTrue(sale.amazon_cancelled_late)
        self.sync(changed(self.order, "CANCELLED", minutes=20))
        issue = self.issues(self.order)
        self.assertEqual((issue.reason, issue.order_id), ("cancelled_late", sale))
        self.assertIn(sale.name, issue.message)

    def test_goods_that_came_back_to_amazon_settle_it_and_cancel_the_order(self):
        sale = self.cancelled_late()
        self.take_back(sale, 2)
        self.assertEqual((sale.state, self.issues(self.order).state), ("sale", "open"))
        self.take_back(sale, 1)
        self.assertEqual(sale.state, "cancel")
        self.assertFalse(self.issues(self.order))
        self.assertEqual(sale.order_line.qty_delivered, 0)
        self.sync(changed(self.order, "CANCELLED", minutes=10))
        self.assertFalse(self.issues(self.order))

    def test_goods_that_came_back_to_the_warehouse_do_too(self):
        sale = self.cancelled_late(status="UNSHIPPED", fulfilled_by="MERCHANT")
        issue = self.issues(self.order)
        issue.action_retry()
        self.assertEqual(issue.state, "open")
        picking = sale.picking_ids
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 3
        back = getattr(wizard, "create_returns", None) or wizard.action_create_returns
        back = self.env["stock.picking"].browse(back()["res_id"])
        back.move_ids.quantity = 3
        back.move_ids.picked = True
        back._action_done()
        issue.action_retry()
        self.assertEqual((sale.state, issue.state), ("cancel", "solved"))

    def test_what_is_invoiced_must_be_credited_too(self):
        self.mug.invoice_policy = "delivery"
        item = an_item(quantity=3, total="36.00")
        self.order = an_order(item, total="36.00", status="SHIPPED", fulfilled_by="AMAZON")
        sale = self.sync(self.order)
        invoice = sale._create_invoices()
        invoice.action_post()
        self.sync(changed(self.order, "CANCELLED"))
        issue = self.issues(self.order)
        self.take_back(sale, 3)
        self.assertEqual((sale.state, issue.state), ("sale", "open"))
        invoice._reverse_moves([{"invoice_date": invoice.invoice_date}], cancel=True)
        issue.action_retry()
        self.assertEqual((sale.state, issue.state), ("cancel", "solved"))

    def test_whoever_lets_the_buyer_keep_the_goods_closes_it(self):
        sale = self.cancelled_late()
        self.issues(self.order).action_solved()
        self.sync(changed(self.order, "CANCELLED", minutes=20))
        self.assertFalse(self.issues(self.order))
        self.assertEqual(sale.state, "sale")

    def test_goods_that_waited_for_their_lot_leave_though_the_order_was_cancelled_then(self):
        tracked = self._product("TRACKED", tracking="lot")
        self.order = an_order(an_item("TRACKED"), status="SHIPPED", fulfilled_by="AMAZON")
        sale = self.sync(self.order)
        self.sync(changed(self.order, "CANCELLED"))
        self.assertEqual(set(self.issues(self.order).mapped("reason")), {"stock", "cancelled_late"})
        lot = self.env["stock.lot"].create(
            {"name": "L1", "product_id": tracked.id, "company_id": self.company.id}
        )
        self.env["stock.quant"]._update_available_quantity(
            tracked, self.account.location_id, 5, lot_id=lot
        )
        self.sync(changed(self.order, "CANCELLED", minutes=20))
        self.assertEqual(sale.order_line.move_ids.state, "done")
        self.assertEqual(self.issues(self.order).reason, "cancelled_late")

    def waiting_for_lots(self, shipped):
        """Return the sale of three pieces that Amazon shipped, and cancelled beyond so many."""
        self.tracked_product = self._product("TRACKED", tracking="lot")
        item = an_item("TRACKED", quantity=3, total="36.00")
        self.order = an_order(item, total="36.00", status="SHIPPED", fulfilled_by="AMAZON")
        sale = self.sync(self.order)
        self.assertEqual(self.issues(self.order).reason, "stock")
        figures = self.order["orderItems"][0]["fulfillment"]
        figures.update(quantityFulfilled=shipped, quantityUnfulfilled=0)
        self.sync(changed(self.order, "CANCELLED"))
        return sale

    def test_what_waits_for_its_lot_is_cancelled_with_an_order_of_which_nothing_left(self):
        sale = self.waiting_for_lots(shipped=0)
        self.assertEqual((sale.state, sale.order_line.move_ids.state), ("cancel", "cancel"))
        self.assertFalse(self.issues(self.order))

    def test_of_what_waits_for_its_lot_only_that_stays_which_left(self):
        sale = self.waiting_for_lots(shipped=1)
        move = sale.order_line.move_ids
        self.assertEqual((move.state, move.product_uom_qty), ("confirmed", 1))
        self.sync(changed(self.order, "CANCELLED", minutes=20))
        self.assertEqual((move.state, move.product_uom_qty), ("confirmed", 1))
        self.assertEqual(set(self.issues(self.order).mapped("reason")), {"stock", "cancelled_late"})

    def test_goods_that_left_for_an_order_unknown_until_it_was_cancelled_are_named(self):
        item = an_item(quantity=3, total="36.00")
        item["fulfillment"] = {"quantityFulfilled": 2, "quantityUnfulfilled": 0}
        gone = an_order(item, total="36.00", status="CANCELLED", fulfilled_by="AMAZON")
        whole = an_order(status="CANCELLED", fulfilled_by="AMAZON")
        self.assertFalse(self.sync(gone, whole))
        issue = self.issues(gone)
        self.assertEqual(issue.reason, "stock")
        self.assertIn("2 × MUG-BLUE", issue.message)
        self.assertFalse(self.issues(whole))
        issue.action_solved()
        self.sync(changed(gone, "CANCELLED", minutes=20))
        self.assertFalse(self.issues(gone))


class TestPartlyShipped(ShippingCase):
    def test_a_part_that_came_back_settles_it_though_amazon_counted_it_as_shipped(self):
        item = an_item(quantity=3, total="36.00")
        order = an_order(item, total="36.00")
        sale = self.sync(order)
        picking = self.ship(sale, {self.mug: 2})
        self.prepared(picking)._confirmed()
        figures = order["orderItems"][0]["fulfillment"]
        figures.update(quantityFulfilled=2, quantityUnfulfilled=1)
        self.sync(changed(order, "PARTIALLY_SHIPPED"))
        self.sync(changed(order, "CANCELLED", minutes=20))
        issue = self.issues(order)
        self.assertEqual(issue.reason, "cancelled_late")
        issue.action_retry()
        self.assertEqual((sale.state, issue.state), ("sale", "open"))
        self.take_back(picking)
        issue.action_retry()
        self.assertEqual((sale.state, issue.state), ("cancel", "solved"))
