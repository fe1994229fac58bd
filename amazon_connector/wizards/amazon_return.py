from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_compare

from ..spoken import spoken_goods, spoken_quantity

# Who books stock, or looks after Amazon's orders.
GROUPS = ("stock.group_stock_user", "amazon_connector.group_amazon_user")


class AmazonReturn(models.TransientModel):
    """Books what a buyer sent back to Amazon's warehouse: Odoo's own wizard needs a transfer."""

    _name = "amazon.return"
    _description = "Return to Amazon"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    company_id = fields.Many2one(related="order_id.company_id")
    location_id = fields.Many2one(
        "stock.location",
        "To",
        required=True,
        domain="[('usage', '=', 'internal'), ('company_id', 'in', (False, company_id))]",
        help="Where the goods lie now: the Amazon location, unless Amazon sent them on to you.",
    )
    returned_at = fields.Datetime("Came Back on", required=True, default=fields.Datetime.now)
    line_ids = fields.One2many("amazon.return.line", "wizard_id", "Products")

    def action_book(self):
        """Button « Book »: move the chosen goods back from the buyer.

        :raise AccessError: the user neither works in the inventory nor with Amazon's orders
        :raise UserError: nothing was chosen, or more than is with the buyer
        """
        self.ensure_one()
        self.order_id.read(["name"])  # of a company that the user may see
        if not any(map(self.env.user.has_group, GROUPS)):
            raise AccessError(_("Only users of the inventory or of Amazon may book returns."))
        chosen = self.line_ids.filtered("quantity")
        if not chosen:
            raise UserError(_("Say how many pieces of which product came back."))
        for line in chosen:
            line._check_line()
            line._check_quantity()
            line.sudo().sale_line_id._amazon_take_back(
                line.quantity, self.location_id, self.returned_at, line.lot_id
            )
        self.order_id.sudo().message_post(
            body=_(
                "Returned by the buyer to %(location)s: %(goods)s.",
                location=self.location_id.display_name,
                goods=", ".join(line._spoken() for line in chosen),
            )
        )
        self.order_id.sudo()._amazon_settle_late()
        return {"type": "ir.actions.act_window_close"}


class AmazonReturnLine(models.TransientModel):
    """A product, or a lot of it, that is with the buyer."""

    _name = "amazon.return.line"
    _description = "Product Returned to Amazon"

    wizard_id = fields.Many2one("amazon.return", required=True, ondelete="cascade")
    sale_line_id = fields.Many2one("sale.order.line", required=True, readonly=True)
    product_id = fields.Many2one(related="sale_line_id.product_id")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    lot_id = fields.Many2one("stock.lot", "Lot/Serial Number", readonly=True)
    with_buyer = fields.Float("With the Buyer", digits="Product Unit of Measure", readonly=True)
    quantity = fields.Float("Came Back", digits="Product Unit of Measure")

    def _check_line(self):
        """Check that the order has the line, whoever asks: what follows is done for all."""
        lines = self.wizard_id.order_id.sudo().order_line.filtered("amazon_is_goods")
        if self.sudo().sale_line_id not in lines:
            raise UserError(
                _("This return is not of products of the order. Open it on the order again.")
            )

    def _check_quantity(self):
        """Check it by what is with the buyer now: a return may have been booked meanwhile."""
        line = self.sudo()
        with_buyer = line.sale_line_id._amazon_left_by_lot().get(line.lot_id, 0.0)
        rounding = self.uom_id.rounding
        too_many = float_compare(self.quantity, with_buyer, precision_rounding=rounding) > 0
        if self.quantity < 0 or too_many:
            raise UserError(
                _(
                    "%(product)s: %(quantity)s cannot have come back, since %(with_buyer)s are "
                    "with the buyer. Enter what came back.",
                    product=self.product_id.display_name,
                    quantity=spoken_quantity(self.env, self.quantity),
                    with_buyer=spoken_quantity(self.env, with_buyer),
                )
            )

    def _spoken(self):
        # Who looks after Amazon's orders need not see lots.
        lot = f" ({self.lot_id.sudo().name})" if self.lot_id else ""
        return spoken_goods(self.product_id, self.quantity) + lot


class SaleOrder(models.Model):
    _inherit = "sale.order"

    amazon_may_return = fields.Boolean(compute="_compute_amazon_may_return")

    @api.depends("amazon_channel", "order_line.qty_delivered")
    def _compute_amazon_may_return(self):
        for order in self:
            goods = order.order_line.filtered("amazon_is_goods")
            order.amazon_may_return = order.amazon_channel == "fba" and any(
                line.qty_delivered > 0 for line in goods
            )

    def action_amazon_return(self):
        """Button « Return to Amazon »: ask what came back of what is with the buyer."""
        self.ensure_one()
        order = self.sudo()
        account, place = order.amazon_account_id, order.amazon_marketplace_id
        lines = [
            (0, 0, {"sale_line_id": line.id, "lot_id": lot.id, "with_buyer": quantity})
            for line in order.order_line.filtered("amazon_is_goods")
            for lot, quantity in line._amazon_left_by_lot().items()
            if quantity > 0
        ]
        wizard = self.env["amazon.return"].create(
            {
                "order_id": self.id,
                "location_id": account._amazon_setting("location_id", place).id,
                "line_ids": lines,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": _("Return to Amazon"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }
