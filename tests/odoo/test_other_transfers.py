"""Transfers that are none of Amazon's: the connector leaves them and their clerk alone."""

from odoo.tests import tagged

from .validation import ValidationCase


@tagged("post_install", "-at_install")
class TestOtherTransfers(ValidationCase):
    def setUp(self):
        super().setUp()
        self.warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        self.shelf = self.warehouse.lot_stock_id

    def move(self, kind, source, destination, **values):
        """Return a confirmed move of ten mugs, which makes a transfer of its own."""
        if "name" in self.env["stock.move"]._fields:  # gone in 19.0
            values["name"] = self.mug.name
        move = self.env["stock.move"].create(
            {
                "product_id": self.mug.id,
                "product_uom_qty": 10,
                "product_uom": self.mug.uom_id.id,
                "picking_type_id": kind.id,
                "location_id": source.id,
                "location_dest_id": destination.id,
                **values,
            }
        )
        return move._action_confirm()

    def assertPartMayGo(self, picking):
        """The clerk validates four of the mugs; the others wait in a backorder."""
        picking = picking.with_user(self.clerk).with_context(skip_sms=True, skip_backorder=True)
        picking.move_ids.write({"quantity": 4, "picked": True})
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        backorder = picking.backorder_ids
        self.assertEqual(backorder.move_ids.product_uom_qty, 6)
        self.assertFalse((picking | backorder).sudo().filtered("amazon_sync_state"))

    def test_a_receipt_arrives_in_parts(self):
        suppliers = self.env.ref("stock.stock_location_suppliers")
        move = self.move(self.warehouse.in_type_id, suppliers, self.shelf)
        self.assertPartMayGo(move.picking_id)

    def test_an_internal_transfer_is_done_in_parts(self):
        corner = self.env["stock.location"].create(
            {"name": "Corner", "location_id": self.shelf.id, "usage": "internal"}
        )
        move = self.move(self.warehouse.int_type_id, self.shelf, corner)
        self.assertPartMayGo(move.picking_id)

    def test_a_warehouse_that_resupplies_another_sends_parts(self):
        other = self.env["stock.warehouse"].create(
            {
                "name": "Second Warehouse",
                "code": "SEC",
                "resupply_wh_ids": [(6, 0, self.warehouse.ids)],
            }
        )
        self.mug.route_ids = other.resupply_route_ids
        orderpoint = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.mug.id,
                "warehouse_id": other.id,
                "location_id": other.lot_stock_id.id,
                "product_min_qty": 10,
                "product_max_qty": 10,
            }
        )
        orderpoint._procure_orderpoint_confirm()
        sent = self.env["stock.picking"].search(
            [("product_id", "=", self.mug.id), ("location_id", "=", self.shelf.id)]
        )
        self.assertPartMayGo(sent)

    def test_a_sale_of_another_channel_is_delivered_in_parts(self):
        buyer = self.env["res.partner"].create({"name": "Camille"})
        sale = self.env["sale.order"].create(
            {
                "partner_id": buyer.id,
                "order_line": [(0, 0, {"product_id": self.mug.id, "product_uom_qty": 10})],
            }
        )
        sale.action_confirm()
        self.assertPartMayGo(sale.picking_ids)
