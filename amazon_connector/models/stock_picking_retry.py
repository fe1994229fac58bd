from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..windows import form_of

MAY_RETRY = ("stock.group_stock_user", "amazon_connector.group_amazon_user")


class StockPicking(models.Model):
    """What a person sees of the shipments, and does about one that Amazon refused."""

    _inherit = "stock.picking"

    # Buyers and accountants open transfers too, who may not read what Amazon is told.
    amazon_shipment_count = fields.Integer(
        compute="_compute_amazon_shipment_count", compute_sudo=True
    )

    @api.depends("amazon_shipment_ids")
    def _compute_amazon_shipment_count(self):
        for picking in self:
            picking.amazon_shipment_count = len(picking.amazon_shipment_ids)

    def action_amazon_retry_sync(self):
        """Button « Retry Amazon synchronisation »: tell Amazon anew of those that failed.

        The button may be pressed for many at once; those that did not fail stay as they are. What
        was corrected just now is told again already.

        :raise AccessError: the user works neither with transfers nor on Amazon's orders
        :raise UserError: none of them failed
        """
        if not any(self.env.user.has_group(group) for group in MAY_RETRY):
            raise AccessError(
                _("Only users of the inventory or of the Amazon connector may do this.")
            )
        failed = self.filtered(lambda picking: picking.amazon_sync_state == "error")
        on_their_way = self.filtered(lambda one: one.amazon_sync_state in ("pending", "processing"))
        if not failed and not on_their_way:
            raise UserError(_("There is nothing to retry: Amazon refused none of these."))
        failed._amazon_retry()
        return self._amazon_retried(failed or on_their_way)

    def _amazon_retried(self, pickings):
        """Say that Amazon is told of these again, and show what changed."""
        return self.env["amazon.account"]._notification(
            _("Amazon is told again"),
            _(
                "%s: it is a matter of minutes until Amazon has answered.",
                ", ".join(pickings.mapped("name")[:10]) + (", …" if len(pickings) > 10 else ""),
            ),
        )

    def action_amazon_open_shipments(self):
        """Open what is told to Amazon of these transfers, package by package."""
        return self.amazon_shipment_ids._open_shipments()


class AmazonShipment(models.Model):
    _inherit = "amazon.shipment"

    def action_retry(self):
        """Button « Retry Amazon synchronisation »: as on these shipments' transfers."""
        return self.picking_id.action_amazon_retry_sync()

    def action_open_transfer(self):
        """Button « Open the transfer »: carrier and tracking reference are corrected there."""
        self.ensure_one()
        return form_of(self.picking_id)

    def _open_shipments(self):
        """Return the action that shows these shipments: one as a form, others as a list."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "amazon_connector.action_amazon_shipment"
        )
        action["domain"] = [("id", "in", self.ids)]
        if len(self) == 1:
            action.update(res_id=self.id, views=[(False, "form")], view_mode="form")
        return action
