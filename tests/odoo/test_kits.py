"""Kits: the order has the kit, and its components leave."""

from .common import AmazonCase
from .orders import an_item, an_order, changed


class KitsCase(AmazonCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plate = cls._product("PLATE")
        cls.kit = cls.a_kit("KIT", {cls.mug: 2, cls.plate: 1})

    @classmethod
    def a_kit(cls, reference, components):
        """Create a kit of so many of each product."""
        kit = cls._product(reference)
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    (0, 0, {"product_id": product.id, "product_qty": quantity})
                    for product, quantity in components.items()
                ],
            }
        )
        return kit

    def left(self, product):
        """Return how much of the product has left the Amazon location."""
        quants = self.env["stock.quant"].search(
            [("product_id", "=", product.id), ("location_id", "=", self.account.location_id.id)]
        )
        return -sum(quants.mapped("quantity"))


class TestKits(KitsCase):
    def test_the_transfer_of_a_kit_is_of_its_components(self):
        sale = self.sync(an_order(an_item("KIT")))
        self.assertEqual(sale.order_line.product_id, self.kit)
        moves = sale.picking_ids.move_ids
        quantities = {move.product_id: move.product_uom_qty for move in moves}
        self.assertEqual(quantities, {self.mug: 2, self.plate: 1})

    def test_the_components_of_a_kit_that_amazon_ships_leave_its_location(self):
        order = an_order(
            an_item("KIT", quantity=3, total="12.00"), status="SHIPPED", fulfilled_by="AMAZON"
        )
        sale = self.sync(order)
        self.assertEqual([self.left(one) for one in (self.mug, self.plate, self.kit)], [6, 3, 0])
        self.assertEqual(sale.order_line.qty_delivered, 3)
        self.assertFalse(sale.picking_ids)

    def test_they_leave_once_however_often_the_order_comes(self):
        order = an_order(
            an_item("KIT", quantity=3, total="12.00"),
            status="PARTIALLY_SHIPPED",
            fulfilled_by="AMAZON",
        )
        fulfillment = order["orderItems"][0]["fulfillment"]
        for shipped, minutes in ((1, 50), (1, 40), (3, 30), (3, 20)):
            fulfillment.update(quantityFulfilled=shipped, quantityUnfulfilled=3 - shipped)
            sale = self.sync(changed(order, minutes=minutes))
            with self.subTest(shipped=shipped, minutes=minutes):
                self.assertEqual(self.left(self.mug), 2 * shipped)
                self.assertEqual(self.left(self.plate), shipped)
                self.assertEqual(sale.order_line.qty_delivered, shipped)

    def test_kits_of_kits_leave_as_their_last_components(self):
        self.a_kit("BOX", {self.kit: 2})
        self.sync(an_order(an_item("BOX"), status="SHIPPED", fulfilled_by="AMAZON"))
        self.assertEqual([self.left(one) for one in (self.mug, self.plate)], [4, 2])

    def test_a_component_without_its_lot_waits_with_an_issue(self):
        tracked = self._product("TRACKED", tracking="lot")
        self.a_kit("WITH-LOT", {self.mug: 1, tracked: 1})
        order = an_order(an_item("WITH-LOT"), status="SHIPPED", fulfilled_by="AMAZON")
        self.sync(order)
        self.assertIn("TRACKED", self.issues(order).message)
        lot = self.env["stock.lot"].create(
            {"name": "L1", "product_id": tracked.id, "company_id": self.company.id}
        )
        self.env["stock.quant"]._update_available_quantity(
            tracked, self.account.location_id, 1, lot_id=lot
        )
        self.sync(changed(order, minutes=20))
        self.assertFalse(self.issues(order))
        self.assertEqual(self.left(self.mug), 1, "what had left does not leave again")

    def test_an_unknown_sku_may_turn_out_to_be_a_kit(self):
        for fulfilled_by, status in (("AMAZON", "SHIPPED"), ("MERCHANT", "UNSHIPPED")):
            with self.subTest(fulfilled_by=fulfilled_by):
                sku = f"UNKNOWN-{fulfilled_by}"
                sale = self.sync(an_order(an_item(sku), status=status, fulfilled_by=fulfilled_by))
                sale.order_line.amazon_offer_id.product_id = self.kit
                sale.order_line.amazon_offer_id.action_mend_orders()
                self.assertEqual(sale.order_line.product_id, self.kit)
                moves = sale.order_line.move_ids.filtered("bom_line_id")
                self.assertEqual(moves.product_id, self.mug | self.plate)
        self.assertEqual([self.left(one) for one in (self.mug, self.plate)], [2, 1])
