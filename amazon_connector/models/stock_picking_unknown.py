from odoo import api, fields, models


class StockPicking(models.Model):
    """What a clerk is to pack of goods that have no product in Odoo yet."""

    _inherit = "stock.picking"

    amazon_unknown_goods = fields.Text(
        "Amazon SKUs without Product", compute="_compute_amazon_unknown_goods", compute_sudo=True
    )

    @api.depends("move_ids.sale_line_id.amazon_sku_unknown", "sale_id.order_line", "state")
    def _compute_amazon_unknown_goods(self):
        for picking in self:
            # The first of several steps knows no lines: the whole order's goods then.
            lines = picking.move_ids.sale_line_id or picking.sale_id.order_line
            unknown = lines.filtered("amazon_sku_unknown") if picking.state != "done" else ()
            picking.amazon_unknown_goods = "\n".join(
                f"{line.amazon_sku}: {line.name}" for line in unknown
            )
