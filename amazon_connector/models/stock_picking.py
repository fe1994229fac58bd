from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ..first_install import create_empty_columns
from ..spoken import spoken_goods


class StockPicking(models.Model):
    _inherit = "stock.picking"

    amazon_order_ref = fields.Char(related="sale_id.amazon_order_ref", string="Amazon Order")
    amazon_sync_state = fields.Selection(
        [
            ("pending", "To tell Amazon"),
            ("processing", "Amazon is at it"),
            ("done", "Synchronised with Amazon"),
            ("error", "Synchronisation with Amazon failed"),
        ],
        "Amazon Synchronisation",
        copy=False,
        readonly=True,
        index="btree_not_null",
    )
    # What transfers are grouped by is stored; the rest is read from the order when it is shown.
    amazon_ship_by = fields.Datetime(
        related="sale_id.amazon_ship_by", store=True, index="btree_not_null"
    )
    amazon_service_level = fields.Selection(related="sale_id.amazon_service_level", store=True)
    amazon_marketplace_id = fields.Many2one(related="sale_id.amazon_marketplace_id", store=True)
    amazon_account_id = fields.Many2one(
        related="sale_id.amazon_account_id", store=True, index="btree_not_null"
    )
    amazon_service_word = fields.Char(related="sale_id.amazon_service_word")
    amazon_deliver_by = fields.Datetime(related="sale_id.amazon_deliver_by")
    amazon_is_prime = fields.Boolean(related="sale_id.amazon_is_prime")
    amazon_is_business = fields.Boolean(related="sale_id.amazon_is_business")
    amazon_gift = fields.Boolean(related="sale_id.amazon_gift")
    amazon_customized = fields.Boolean(related="sale_id.amazon_customized")
    amazon_delivery_instructions = fields.Text(related="sale_id.amazon_delivery_instructions")
    amazon_cancel_requested = fields.Boolean(related="sale_id.amazon_cancel_requested")
    amazon_cancel_reason = fields.Text(related="sale_id.amazon_cancel_reason")
    amazon_status = fields.Char(related="sale_id.amazon_status")
    amazon_shipped_ahead = fields.Char(
        "Shipped on Amazon only",
        compute="_compute_amazon_shipped_ahead",
        compute_sudo=True,
        help="What Amazon counts as shipped, though it has not left here.",
    )

    def _auto_init(self):
        create_empty_columns(self)
        return super()._auto_init()

    @api.depends("state", "sale_id.order_line.amazon_qty_ahead")
    def _compute_amazon_shipped_ahead(self):
        for picking in self:
            waiting = picking._amazon_waiting()
            lines = waiting.sale_id.order_line.filtered("amazon_qty_ahead")
            picking.amazon_shipped_ahead = ", ".join(
                spoken_goods(line.product_id, line.amazon_qty_ahead) for line in lines
            )

    def action_amazon_left_elsewhere(self):
        """Button « They left elsewhere »: lower the transfer to what Amazon does not count yet.

        :raise AccessError: the user may not change the transfer
        """
        if not self.env.user.has_group("stock.group_stock_user"):
            raise AccessError(_("Only users of the inventory may change its transfers."))
        self.sale_id.sudo()._amazon_left_elsewhere()

    def _amazon_is_earlier_step_done(self):
        """Whether its goods were picked or packed, and wait inside for the next step."""
        self.ensure_one()
        inside = {self.location_id.usage, self.location_dest_id.usage} == {"internal"}
        return self.state == "done" and inside

    def _amazon_waiting(self):
        """Return the transfers that are neither done nor cancelled, without a buyer's returns."""
        return self.filtered(
            lambda picking: (
                picking.state not in ("done", "cancel") and picking.location_id.usage != "customer"
            )
        )

    def _amazon_last_step(self):
        """Return the transfers to the buyer; where none stands yet, those before them."""
        return self.filtered(lambda one: one.location_dest_id.usage == "customer") or self

    def _amazon_is_started(self):
        """Whether a clerk has begun to work on this transfer: goods picked, paper or label made."""
        self.ensure_one()
        moves = self.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        return bool(self.printed or self.carrier_tracking_ref or any(moves.mapped("picked")))

    def _amazon_gift_messages(self):
        """Return the gift messages that go with this transfer.

        :return: list of (product's name, message), each message once
        """
        self.ensure_one()
        # The first of several steps knows no lines: the whole order's messages then.
        lines = self.move_ids.sale_line_id or self.sale_id.order_line
        messages = {
            (line.amazon_item_ref, line.amazon_gift_message): line.product_id.display_name
            for line in lines.sudo()
            if line.amazon_gift_message
        }
        return [(product, message) for (_item, message), product in messages.items()]

    def _add_delivery_cost_to_so(self):
        """Leave Amazon's orders as the buyer paid them, whatever the delivery costs us."""
        if self.sale_id.amazon_order_ref:
            return None
        return super()._add_delivery_cost_to_so()


class StockMove(models.Model):
    _inherit = "stock.move"

    amazon_gift_message = fields.Text(related="sale_line_id.amazon_gift_message")
    amazon_gift_wrap_level = fields.Char(related="sale_line_id.amazon_gift_wrap_level")
    amazon_customization_url = fields.Char(related="sale_line_id.amazon_customization_url")
