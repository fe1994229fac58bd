"""Orders of the seller's own web shop that Amazon ships: their goods leave once."""

from .orders import an_item, an_order, changed
from .test_kits import KitsCase


class TestOtherShops(KitsCase):
    def setUp(self):
        super().setUp()
        self.stock = self.account.warehouse_id.lot_stock_id

    def web_order(self, *quantities, product=None):
        """Return a confirmed order of the web shop's, its delivery ready, a line a quantity."""
        product = product or self.mug
        for one in (self.mug, self.plate):
            self.env["stock.quant"]._update_available_quantity(one, self.stock, 50)
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Web customer"}).id,
                "order_line": [
                    (0, 0, {"product_id": product.id, "product_uom_qty": quantity})
                    for quantity in quantities
                ],
            }
        )
        sale.action_confirm()
        sale.picking_ids.action_assign()
        return sale

    def shipped(self, sale, quantity, ordered=None, sku="MUG-BLUE"):
        """Return Amazon's order for it, of which it shipped so many."""
        ordered = ordered or quantity
        order = an_order(
            an_item(sku=sku, quantity=ordered),
            status="SHIPPED" if quantity == ordered else "PARTIALLY_SHIPPED",
            fulfilled_by="AMAZON",
            salesChannel={"channelName": "NON_AMAZON", "marketplaceId": self.marketplaces[0]},
            orderAliases=[{"aliasId": sale.name, "aliasType": "SELLER_ORDER_ID"}],
        )
        told = {"quantityFulfilled": quantity, "quantityUnfulfilled": ordered - quantity}
        order["orderItems"][0]["fulfillment"] = told
        return order

    def waits(self, sale):
        """Return what waits in the warehouse for an order, in all."""
        moves = sale.picking_ids.move_ids.filtered(lambda one: one.state not in ("done", "cancel"))
        return sum(moves.mapped("product_uom_qty"))

    def validate(self, sale):
        sale.picking_ids.move_ids.picked = True
        sale.picking_ids.button_validate()

    def test_what_amazon_shipped_no_longer_waits_in_the_warehouse(self):
        sale = self.web_order(2)
        order = self.shipped(sale, 2)
        self.sync(order)
        self.assertEqual((sale.picking_ids.state, sale.order_line.qty_delivered), ("cancel", 2))
        self.assertIn(sale.picking_ids.name, sale.message_ids[0].body)
        notes = len(sale.message_ids)
        self.sync(changed(order, minutes=20))
        self.assertEqual(len(sale.message_ids), notes, "said once")
        self.assertEqual(sale.order_line.qty_delivered, 2)
        self.assertFalse(self.issues(order))

    def test_what_waits_for_its_lot_is_not_forgotten_when_amazon_cancels_the_rest(self):
        tracked = self._product("TRACKED", tracking="lot")
        sale = self.env["sale.order"].new({"name": "of another shop, not in Odoo"})
        order = self.shipped(sale, 1, ordered=2, sku="TRACKED")
        self.sync(order)
        self.assertEqual(self.issues(order).reason, "stock")
        cancelled = changed(order, "CANCELLED", minutes=20)
        self.sync(cancelled)
        self.assertEqual(self.issues(order).reason, "stock")
        self.assertIn("TRACKED", self.issues(order).message)
        move = self.env["stock.move"].search([("amazon_order_ref", "=", order["orderId"])])
        self.assertEqual((move.product_id, move.state), (tracked, "confirmed"))

    def test_shipped_in_part_the_rest_waits(self):
        sale = self.web_order(3)
        order = self.shipped(sale, 1, ordered=3)
        self.sync(order)
        self.assertEqual(self.issues(order).mapped("message"), [])
        self.assertEqual((self.waits(sale), sale.picking_ids.move_ids.state), (2, "assigned"))
        self.assertFalse(self.issues(order))

    def test_two_lines_of_one_product_are_shipped_one_after_the_other(self):
        sale = self.web_order(1, 2)
        self.sync(self.shipped(sale, 2, ordered=3))
        self.assertEqual(sale.order_line.mapped("qty_delivered"), [1, 1])
        self.assertEqual(self.waits(sale), 1)

    def test_the_components_of_a_kit_no_longer_wait(self):
        sale = self.web_order(2, product=self.kit)
        self.sync(self.shipped(sale, 1, ordered=2, sku="KIT"))
        self.assertEqual((self.waits(sale), sale.order_line.qty_delivered), (2 + 1, 1))

    def test_the_earlier_steps_of_a_delivery_wait_no_longer_either(self):
        self.account.warehouse_id.delivery_steps = "pick_ship"
        sale = self.web_order(2)
        self.sync(self.shipped(sale, 2))
        self.assertEqual(self.waits(sale), 0)

    def test_what_left_from_the_warehouse_too_is_an_issue(self):
        sale = self.web_order(2)
        self.validate(sale)
        order = self.shipped(sale, 2)
        self.sync(order)
        self.assertIn("2 × [MUG-BLUE]", self.issues(order).message)
        self.assertIn(sale.name, self.issues(order).message)
        self.assertEqual(len(sale.picking_ids), 1)
