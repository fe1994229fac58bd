from odoo import models

from .stock_picking_parcels import NOTHING, last_place, whole_kits


class StockPicking(models.Model):
    """Parts of kits that left while the rest never will: Amazon is told of whole kits only."""

    _inherit = "stock.picking"

    def _amazon_broken_kits(self, parcel, expected):
        """Return the problems of kits that left in part, this parcel the last, and stay so.

        :param parcel: Parcel of this transfer
        :param expected: dict of the units that Amazon still expects by its item, this parcel's told
        :return: list of problems, see ``_amazon_say``
        """
        self.ensure_one()
        lines = self.move_ids.filtered(lambda move: move._amazon_is_kit_part()).sale_line_id
        return [
            line._amazon_broken_kit()
            for line in lines
            if expected.get(line.amazon_item_ref)
            and line._amazon_is_broken_kit()
            and last_place(line._amazon_left_lines()) == (parcel.picking, parcel.package)
        ]

    def _amazon_plan_anew(self):
        """Have the next run plan these done transfers anew, as far as Amazon refused none of it.

        What it refused waits for its person.
        """
        done = self.filtered(
            lambda one: one.state == "done" and one.amazon_sync_state and one._amazon_is_told()
        )
        shipments = done.amazon_shipment_ids
        shipments.filtered(lambda one: one.item_ids and one.state != "error").recount = True
        bare = done.filtered(lambda one: not one.amazon_shipment_ids)
        bare.amazon_sync_state = "pending"
        if done:
            self.env["amazon.account"]._trigger_shipment_sync()


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_cancel(self):
        """Have the next run look whether a kit of which parts left will ever be whole."""
        result = super()._action_cancel()
        # A clerk may do this who knows nothing of sales, or of what Amazon was told.
        parts = self.sudo().filtered(
            lambda move: (
                move.state == "cancel"
                and move._amazon_is_kit_part()
                and move.sale_line_id._amazon_is_item()
            )
        )
        parts.picking_id._amazon_with_parts_of_their_kits()._amazon_plan_anew()
        return result


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _amazon_left_lines(self):
        """Return the done move lines with which parts of this kit left."""
        self.ensure_one()
        return self.move_ids.move_line_ids.filtered(
            lambda line: line.picking_id and line._amazon_has_left()
        )

    def _amazon_is_broken_kit(self):
        """Whether parts of this kit are with the buyer that make no whole one, and never will.

        As long as something of it is on its way, or waits, it may become whole.
        """
        self.ensure_one()
        to_come = self.move_ids.filtered(
            lambda move: (
                move.state not in ("done", "cancel") and move.location_id.usage != "customer"
            )
        )
        return not to_come and any(part > NOTHING for part in self._amazon_parts_left().values())

    def _amazon_parts_left(self):
        """Return what is with the buyer beyond whole kits: dict of units by mrp.bom.line."""
        needs = self._amazon_kit_needs()
        left = dict.fromkeys(needs, 0.0)
        for line in self.move_ids.move_line_ids.filtered(lambda one: one.state == "done"):
            part = line.move_id.bom_line_id
            came = line.location_dest_id.usage == "customer", line.location_id.usage == "customer"
            if part in left and came[0] != came[1]:
                left[part] += line.quantity_product_uom * (1 if came[0] else -1)
        whole = whole_kits(left, needs)
        return {one: left[one] - whole * need for one, need in needs.items()}

    def _amazon_broken_kit(self):
        """Return the problem that this kit left in part, see stock.picking's ``_amazon_say``."""
        parts = [
            [part.product_id.id, units]
            for part, units in self._amazon_parts_left().items()
            if units > NOTHING
        ]
        return {"kind": "broken_kit", "product": self.product_id.id, "parts": parts}
