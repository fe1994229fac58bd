from odoo import models
from odoo.tools import float_compare, float_is_zero, float_round


class SaleOrderLine(models.Model):
    """Goods of FBA orders that came back to Amazon's warehouse."""

    _inherit = "sale.order.line"

    def _amazon_left_by_lot(self):
        """Return what is with the buyer of this line: dict of quantities by lot.

        Quantities are in the line's unit of measure; without lots, and of a kit, all of it stands
        under the empty lot.
        """
        self.ensure_one()
        empty = self.env["stock.lot"]
        if self.product_id.tracking == "none" or self._amazon_out_moves().product_id != (
            self.product_id
        ):
            return {empty: self.qty_delivered}
        left = {}
        for move in self._amazon_out_moves():
            for lot, quantity in move._amazon_with_buyer().items():
                left[lot] = left.get(lot, 0.0) + quantity
        return left

    def _amazon_take_back(self, quantity, location, moment, lot=None):
        """Book that the buyer returned goods of this line to Amazon: done moves, no transfer.

        :param quantity: in the line's unit of measure; no more than is with the buyer
        :param location: stock.location where they lie now
        :param moment: naive, in UTC, when they came
        :param lot: stock.lot, of a product with lots or serial numbers
        :return: stock.move, done
        """
        self.ensure_one()
        values, lots = [], []
        for moves, wanted in self._amazon_parts_of(quantity):
            for move, its_lot, part in moves._amazon_to_take_back(wanted, lot):
                values.append(move._amazon_return_values(part, location, moment))
                lots.append(its_lot)
        moves = self.env["stock.move"].create(values)
        moves._action_confirm(merge=False)
        self.env["stock.move.line"].create(
            [
                {
                    **move._prepare_move_line_vals(),
                    "quantity": move.product_uom_qty,
                    "lot_id": its_lot.id,
                    "picked": True,
                }
                for move, its_lot in zip(moves, lots)
            ]
        )
        moves._amazon_finish(dict.fromkeys(moves, moment))
        return moves

    def _amazon_parts_of(self, quantity):
        """Yield (the moves that took it to the buyer, units) of each product of so many returned.

        Of a kit, what one takes of each component: others may be with the buyer whose kit is not.

        :param quantity: in the line's unit of measure
        """
        rest = self._amazon_out_moves()
        needs = self._amazon_kit_needs() if "bom_line_id" in rest._fields else {}
        for part, need in needs.items():
            moves = rest.filtered(lambda move, part=part: move.bom_line_id == part)
            rest -= moves
            yield moves, need * quantity
        for moves in rest.grouped("product_id").values():
            with_buyer = sum(sum(move._amazon_with_buyer().values()) for move in moves)
            yield moves, with_buyer * quantity / self.qty_delivered

    def _amazon_out_moves(self):
        return self.move_ids.filtered(
            lambda move: move.state == "done" and move.location_dest_id.usage == "customer"
        )


class StockMove(models.Model):
    _inherit = "stock.move"

    def _amazon_with_buyer(self):
        """Return what of this done move has not come back: dict of quantities by lot.

        Quantities are in the product's own unit of measure.
        """
        self.ensure_one()
        left = {}
        back = self.returned_move_ids.filtered(lambda move: move.state == "done")
        for sign, lines in ((1, self.move_line_ids), (-1, back.move_line_ids)):
            for line in lines:
                left.setdefault(line.lot_id, 0.0)
                left[line.lot_id] += sign * line.product_uom_id._compute_quantity(
                    line.quantity, line.product_id.uom_id
                )
        return left

    def _amazon_to_take_back(self, wanted, lot):
        """Yield (move, lot, quantity) for so many units of these moves, of one product.

        No more than is with the buyer.

        :param lot: the only lot to take; empty takes any
        """
        rounding = self.product_id.uom_id.rounding
        parts = [
            (move, its_lot, quantity)
            for move in self
            for its_lot, quantity in move._amazon_with_buyer().items()
        ]
        wanted = float_round(wanted, precision_rounding=rounding)
        for move, its_lot, quantity in parts:
            if lot and its_lot != lot:
                continue
            part = min(quantity, wanted)
            if float_compare(part, 0, precision_rounding=rounding) > 0:
                wanted -= part
                yield move, its_lot, part
            if float_is_zero(wanted, precision_rounding=rounding):
                return

    def _amazon_return_values(self, quantity, location, moment):
        """Return the values of a move that brings a part of this one back, to be credited."""
        values = {
            **self._amazon_values_like(self.product_id),
            "product_uom_qty": quantity,
            "sale_line_id": self.sale_line_id.id,
            "location_id": self.location_dest_id.id,
            "location_dest_id": location.id,
            "origin_returned_move_id": self.id,
            "to_refund": True,
            "date": moment,
        }
        if "bom_line_id" in self._fields:
            values["bom_line_id"] = self.bom_line_id.id
        return values
