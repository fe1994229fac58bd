from odoo import api, fields, models
from odoo.tools.sql import column_exists

from ..first_install import create_missing

# What a move is told apart by in Odoo's own reports: column types by field.
MARKS = {
    "amazon_channel": "varchar",
    "amazon_account_id": "int4",
    "amazon_marketplace_id": "int4",
}


class StockMove(models.Model):
    """Moves of Amazon's orders, found in Inventory ‣ Reporting."""

    _inherit = "stock.move"

    amazon_channel = fields.Selection(
        [("fbm", "FBM"), ("fba", "FBA")],
        compute="_compute_amazon_marks",
        store=True,
        readonly=False,
        help="FBM: you shipped the goods yourself. FBA: Amazon shipped them.",
    )
    amazon_account_id = fields.Many2one(
        "amazon.account",
        compute="_compute_amazon_marks",
        store=True,
        readonly=False,
        index="btree_not_null",
    )
    amazon_marketplace_id = fields.Many2one(
        "amazon.marketplace", compute="_compute_amazon_marks", store=True, readonly=False
    )

    def _auto_init(self):
        created = create_missing(self.env.cr, self._table, MARKS)
        result = super()._auto_init()
        if created and column_exists(self.env.cr, "sale_order", "amazon_channel"):
            self.env.cr.execute(
                """
                UPDATE stock_move AS move
                   SET amazon_channel = sale.amazon_channel,
                       amazon_account_id = sale.amazon_account_id,
                       amazon_marketplace_id = sale.amazon_marketplace_id
                  FROM sale_order_line AS line
                  JOIN sale_order AS sale ON sale.id = line.order_id
                 WHERE line.id = move.sale_line_id AND sale.amazon_channel IS NOT NULL
                """
            )
        return result

    @api.depends(
        "sale_line_id.order_id.amazon_channel",
        "sale_line_id.order_id.amazon_account_id",
        "sale_line_id.order_id.amazon_marketplace_id",
    )
    def _compute_amazon_marks(self):
        for move in self:
            # What Amazon ships for another shop bears its marks from the beginning.
            order = move.sale_line_id.order_id
            source = order if order.amazon_channel else move
            for name in MARKS:
                move[name] = source[name]

    @api.model
    def _amazon_marks(self, account, order, sale):
        """Return what moves are told apart by that no sales order of Amazon's tells.

        :param order: amazon_api Order, shipped by Amazon
        :param sale: sale.order: Amazon's, another shop's, or empty
        """
        if sale.amazon_channel:
            return {}
        marketplace = account._amazon_find_marketplace(order)
        return {
            "amazon_channel": "fba",
            "amazon_account_id": account.id,
            "amazon_marketplace_id": marketplace.id,
        }

    def _amazon_marks_of_it(self):
        """Return the same for a move that stands for this one."""
        return {
            "amazon_channel": self.amazon_channel,
            "amazon_account_id": self.amazon_account_id.id,
            "amazon_marketplace_id": self.amazon_marketplace_id.id,
        }

    @api.depends("origin", "amazon_order_ref")
    def _compute_reference(self):
        """Name moves of FBA, which have no transfer, after their sales order."""
        result = super()._compute_reference()
        for move in self:
            if move.amazon_order_ref and not move.picking_id and not move.is_inventory:
                move.reference = move.origin or move.amazon_order_ref
        return result

    def action_open_reference(self):
        """Open the sales order of what Amazon shipped, for those who may see it."""
        self.ensure_one()
        order = self.env["sale.order"]
        if self.amazon_order_ref and self.env.user.has_group("sales_team.group_sale_salesman"):
            order = order.search([("id", "=", self.sudo().sale_line_id.order_id.id)])
        if not order:
            return super().action_open_reference()
        return {
            "res_model": order._name,
            "type": "ir.actions.act_window",
            "views": [[False, "form"]],
            "res_id": order.id,
        }


class StockMoveLine(models.Model):
    """The same in the history of moves, which Odoo groups by stored fields only."""

    _inherit = "stock.move.line"

    amazon_order_ref = fields.Char(
        related="move_id.amazon_order_ref", store=True, index="btree_not_null"
    )
    amazon_channel = fields.Selection(related="move_id.amazon_channel", store=True)
    amazon_account_id = fields.Many2one(related="move_id.amazon_account_id", store=True)
    amazon_marketplace_id = fields.Many2one(related="move_id.amazon_marketplace_id", store=True)

    def _auto_init(self):
        columns = {**MARKS, "amazon_order_ref": "varchar"}
        created = create_missing(self.env.cr, self._table, columns)
        result = super()._auto_init()
        if created:
            self.env.cr.execute(
                """
                UPDATE stock_move_line AS line
                   SET amazon_order_ref = move.amazon_order_ref,
                       amazon_channel = move.amazon_channel,
                       amazon_account_id = move.amazon_account_id,
                       amazon_marketplace_id = move.amazon_marketplace_id
                  FROM stock_move AS move
                 WHERE move.id = line.move_id AND move.amazon_channel IS NOT NULL
                """
            )
        return result
