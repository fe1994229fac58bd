from collections import defaultdict

from odoo import api, fields, models

from .stock_move import SHIPPED, shipped_quantity


class SaleOrder(models.Model):
    """FBM orders that Amazon counts as shipped, whoever shipped them."""

    _inherit = "sale.order"

    def _amazon_follow_shipped(self, order):
        """Note what Amazon counts as shipped; where Odoo knows of less, tell the clerk.

        :param order: amazon_api Order, of an FBM order that Odoo knows
        """
        self.ensure_one()
        if order.status not in SHIPPED:
            return
        news = self._amazon_count_shipped(order)
        if order.status == "SHIPPED":
            self._amazon_note_shipped()
        elif news:
            self._amazon_note_part_shipped()

    def _amazon_count_shipped(self, order):
        """Write Amazon's count onto the lines.

        :return: whether Amazon counts more than before, and more than has left here
        """
        told = defaultdict(int)
        for item in order.items:
            told[item.order_item_id] += shipped_quantity(order, item)
        more = self.env["sale.order.line"]
        for line in self.order_line.filtered("amazon_is_goods").sorted("sequence"):
            units = min(told[line.amazon_item_ref], line.product_uom_qty)
            told[line.amazon_item_ref] -= units
            if line.amazon_qty_shipped != units:
                more |= line if units > line.amazon_qty_shipped else more.browse()
                line.amazon_qty_shipped = units
        items = set(more.mapped("amazon_item_ref"))
        return any(
            line.amazon_qty_ahead for line in self.order_line if line.amazon_item_ref in items
        )

    def _amazon_ahead(self):
        """Return the units that Amazon counts as shipped and that did not leave here, by line.

        What was told from here has left, even where it came back later; and what left of an item
        may have been of any of its lines.

        :return: dict of float by sale.order.line
        """
        told = self._amazon_told()
        ahead = {}
        goods = self._amazon_goods_lines()
        for item, lines in goods.grouped("amazon_item_ref").items():
            elsewhere = sum(lines.mapped("amazon_qty_shipped_elsewhere"))
            left = max(sum(lines.mapped("qty_delivered")), told[item] + elsewhere)
            rest = max(sum(lines.mapped("amazon_qty_shipped")) - left, 0.0)
            for line in lines.sorted("sequence"):
                ahead[line] = min(rest, max(line.product_uom_qty - line.qty_delivered, 0.0))
                rest -= ahead[line]
        return ahead

    def _amazon_note_shipped(self):
        """Amazon shows the order as shipped: mark its transfers, waiting ones with a notice."""
        self.ensure_one()
        new = self.picking_ids.filtered(lambda picking: picking.amazon_sync_state != "done")
        waiting = new._amazon_waiting()._amazon_last_step()
        untold = new.filtered(
            lambda picking: (
                picking.state == "done"
                and not picking.amazon_shipment_ids
                and picking._amazon_is_told()
            )
        )
        if not waiting | untold:
            return
        known = (waiting | untold).filtered(lambda one: one._amazon_is_shipped_by_others())
        (waiting & known)._amazon_shipped_elsewhere()
        (untold & known).amazon_sync_state = "done"
        # Their goods were told from here: these hold more than was ordered, and are told in vain.
        (waiting - known)._amazon_beyond_order()

    def _amazon_note_part_shipped(self):
        """Amazon counts more as shipped than has left here: what waits may be too much."""
        for picking in self.picking_ids._amazon_waiting()._amazon_last_step():
            picking._amazon_for_clerk()._amazon_ask_about_rest()

    def _amazon_left_elsewhere(self):
        """Count as shipped outside of Odoo what Amazon counts and did not leave from here.

        The waiting transfers then hold the rest only; one that holds nothing is cancelled.
        """
        for order in self:
            was_locked = order.locked
            if was_locked:
                order.action_unlock()
            ahead = {line: line.amazon_qty_ahead for line in order.order_line}
            lines = order.order_line.filtered("amazon_qty_ahead")
            for line in lines:
                line.amazon_qty_shipped_elsewhere += ahead[line]
            lines._action_launch_stock_rule()
            if was_locked:
                order.action_lock()


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    amazon_qty_shipped = fields.Float(
        "Shipped on Amazon",
        digits="Product Unit of Measure",
        copy=False,
        readonly=True,
        help="Units that Amazon counts as shipped by the seller.",
    )
    amazon_qty_ahead = fields.Float(
        "Shipped on Amazon only",
        digits="Product Unit of Measure",
        compute="_compute_amazon_qty_ahead",
        compute_sudo=True,
        help="Units that Amazon counts as shipped and that have not left here.",
    )
    amazon_qty_cancelled = fields.Float(
        "Cancelled on Amazon",
        digits="Product Unit of Measure",
        copy=False,
        readonly=True,
        help="Units that Amazon cancelled too late to take them off the order: it was invoiced, "
        "or more had left. They do not leave any more.",
    )

    @api.depends(
        "amazon_qty_shipped",
        "qty_delivered",
        "order_id.amazon_channel",
        "order_id.amazon_shipment_ids.state",
    )
    def _compute_amazon_qty_ahead(self):
        self.amazon_qty_ahead = 0.0
        counted = self.filtered(
            lambda line: line.amazon_qty_shipped and line.order_id.amazon_channel == "fbm"
        )
        for order, lines in counted.grouped("order_id").items():
            ahead = order._amazon_ahead()
            for line in lines:
                line.amazon_qty_ahead = ahead[line]

    def _get_qty_procurement(self, *args, **kwargs):
        """Count what was shipped outside of Odoo, or must not leave any more, as procured."""
        procured = super()._get_qty_procurement(*args, **kwargs)
        return procured + self.amazon_qty_shipped_elsewhere + self.amazon_qty_cancelled
