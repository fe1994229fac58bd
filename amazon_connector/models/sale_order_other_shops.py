from collections import Counter

from odoo import _, models
from odoo.tools import float_compare, groupby

from ..spoken import spoken_goods
from .amazon_issue import Problem


class SaleOrder(models.Model):
    """Orders of the seller's other shops that Amazon ships: their goods leave once."""

    _inherit = "sale.order"

    def _amazon_shipped_by_it(self, shipments):
        """Take off what waits in the warehouse for goods of this order that Amazon shipped.

        :param shipments: list of Shipment, of one order of Amazon's
        :return: list of Problems: goods that had left from the warehouse too
        """
        self.ensure_one()
        lines = self.env["sale.order.line"].union(*(one.line for one in shipments if one.quantity))
        if self.state != "sale" or not lines:
            return []
        waiting = lines._amazon_waits_in_warehouse()
        before = {move: move.product_uom_qty for move in waiting}
        lines._amazon_deliver_rest()
        changed = waiting.filtered(
            lambda move: move.state == "cancel" or move.product_uom_qty != before[move]
        )
        if changed:
            shipped = Counter()
            for one in shipments:
                shipped[one.line] += one.quantity
            self.message_post(
                body=_(
                    "Amazon shipped %(goods)s for this order. What waited for them in the "
                    "warehouse does not leave any more: %(transfers)s.",
                    goods=_spoken(shipped),
                    transfers=", ".join(changed.picking_id.mapped("name")),
                )
            )
        twice = Counter({line: line._amazon_left_beyond() for line in lines})
        if not +twice:
            return []
        message = _(
            "%(goods)s of the order %(order)s left twice: Amazon shipped them, and they had left "
            "from the warehouse too.",
            goods=_spoken(twice),
            order=self.name,
        )
        return [Problem(shipments[0].order.order_id, "stock", message)]


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _amazon_waits_in_warehouse(self):
        """Return the moves of these lines that are still to leave the warehouse, step by step."""
        waiting = step = self.move_ids.filtered(
            lambda move: not move.amazon_order_ref and move.location_id.usage != "customer"
        )
        while step:
            step = step.move_orig_ids - waiting
            waiting |= step
        return waiting.filtered(lambda move: move.state not in ("done", "cancel"))

    def _amazon_deliver_rest(self):
        """Have the warehouse deliver what has not left yet of these lines, and no more."""
        over = self.filtered(lambda line: line._amazon_left_beyond() >= 0)
        over._amazon_waits_in_warehouse()._action_cancel()
        kits = (self - over).filtered(
            lambda line: any(move._amazon_is_kit_part() for move in line.move_ids)
        )
        for line in kits:
            line._amazon_deliver_rest_of_kits()
        for order, lines in (self - over - kits).grouped("order_id").items():
            was_locked = order.locked
            if was_locked:
                order.action_unlock()
            # Odoo lowers what waits, as when the ordered quantity is lowered.
            lines.filtered(
                lambda line: line._get_qty_procurement(False) > line.product_uom_qty
            )._action_launch_stock_rule()
            if was_locked:
                order.action_lock()

    def _amazon_deliver_rest_of_kits(self):
        """Have as much of each component wait as the kits take that have not left.

        Of kits, not every series of Odoo counts what left without it.
        """
        self.ensure_one()
        kits, needs = -self._amazon_left_beyond(), Counter()
        for component, need in self._amazon_kit_needs().items():
            needs[component.product_id] += need
        waiting = self._amazon_waits_in_warehouse()
        steps = groupby(waiting, lambda move: (move.product_id, move.location_id))
        for (product, _place), moves in steps:
            beyond = sum(move.product_qty for move in moves) - kits * needs[product]
            for move in moves:
                taken = min(max(beyond, 0), move.product_qty)
                beyond -= taken
                if not float_compare(taken, move.product_qty, precision_digits=3):
                    move._action_cancel()
                elif taken:
                    rest = move.product_qty - taken
                    move.product_uom_qty = product.uom_id._compute_quantity(rest, move.product_uom)
        waiting.filtered(lambda move: move.state not in ("done", "cancel"))._action_assign()

    def _amazon_left_beyond(self):
        """Return how many units left beyond what was ordered; below 0: so many are to leave.

        What waits for its lot at Amazon has left all the same.
        """
        self.ensure_one()
        at_amazon = self.move_ids.filtered(
            lambda move: move.amazon_order_ref and move.state not in ("done", "cancel")
        )
        left = self.qty_delivered + sum(move._amazon_units() for move in at_amazon)
        beyond = left - self.product_uom_qty
        return beyond if float_compare(beyond, 0, precision_digits=3) else 0


def _spoken(units):
    """Return such as « 2 × [MUG] Blue Mug », of Counter of quantities by sale.order.line."""
    return ", ".join(spoken_goods(line.product_id, count) for line, count in (+units).items())
