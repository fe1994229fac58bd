from odoo import fields, models


class StockMove(models.Model):
    """Kits that Amazon ships: their components leave the Amazon location."""

    _inherit = "stock.move"

    amazon_kit_quantity = fields.Float(
        "Kits Shipped by Amazon",
        digits="Product Unit of Measure",
        copy=False,
        help="How many kits this move and those of their other components are; it stands on one "
        "of them.",
    )

    def _amazon_explode(self):
        """Replace draft moves of kits by moves of their components.

        :return: all moves that are to be done; without Odoo's manufacturing these moves
        """
        if "bom_line_id" not in self._fields:
            return self
        kits = self.filtered(
            lambda move: move.product_id.with_company(move.company_id).sudo().is_kits
        )
        moves = self - kits
        for kit in kits:
            moves |= kit._amazon_explode_one()
        return moves

    def _amazon_explode_one(self):
        self.ensure_one()
        quantity = self.product_uom_qty
        values = {
            "date": self.date,
            "origin": self.origin,
            "amazon_order_ref": self.amazon_order_ref,
            "amazon_item_ref": self.amazon_item_ref,
            **self._amazon_marks_of_it(),
            "procure_method": "make_to_stock",
            # With an operation type, the components would get a transfer.
            "picking_type_id": False,
        }
        # Odoo takes only moves with an operation type apart.
        self.picking_type_id = self.env["stock.picking.type"].search(
            [("code", "=", "outgoing"), ("company_id", "=", self.company_id.id)], limit=1
        )
        components = self.action_explode()
        components.write(values)
        components[:1].amazon_kit_quantity = quantity
        return components

    def _amazon_is_component(self):
        """Whether this move is of a part of a kit."""
        return "bom_line_id" in self._fields and bool(self.bom_line_id)

    def _amazon_units(self):
        """Return how many units of Amazon's item this move stands for.

        Below nothing where it takes back what was moved by a wrong name.
        """
        self.ensure_one()
        if self._amazon_is_component():
            return self.amazon_kit_quantity
        back = self.location_id.usage == "customer"
        return -self.product_uom_qty if back else self.product_uom_qty
