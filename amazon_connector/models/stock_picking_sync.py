from odoo import fields, models


class StockPicking(models.Model):
    """Which transfers Amazon must hear of, and what became of it."""

    _inherit = "stock.picking"

    amazon_sync_message = fields.Text(
        "What Amazon Says",
        copy=False,
        readonly=True,
        help="Why Amazon does not know of this transfer yet, and what to do.",
    )
    amazon_shipment_ids = fields.One2many(
        "amazon.shipment", "picking_id", "Amazon Shipments", copy=False, readonly=True
    )

    def _amazon_is_told(self):
        """Whether Amazon must hear of this transfer once it is done, or has heard of it.

        The last step of an order that the seller ships, with goods of Amazon's items in it; what
        comes back from a buyer never is.

        :rtype: bool
        """
        self.ensure_one()
        order = self.sudo().sale_id
        return (
            bool(order.amazon_order_ref)
            and order.amazon_channel == "fbm"
            and self.location_dest_id.usage == "customer"
            and self.location_id.usage != "customer"
            and any(
                line.amazon_item_ref and line.amazon_is_goods
                for line in self.sudo().move_ids.sale_line_id
            )
        )

    def _amazon_note_done(self):
        """Have Amazon told of those of these transfers, done now, that it must hear of.

        No call is made: the scheduled action runs a moment later. A warehouse clerk may do this,
        who knows nothing of orders and accounts.
        """
        told = self.filtered(
            lambda picking: (
                picking.state == "done"
                and not picking.amazon_sync_state
                and picking._amazon_is_told()
            )
        ).sudo()
        told.write({"amazon_sync_state": "pending"})
        if told:
            self.env["amazon.account"]._trigger_shipment_sync()

    def _amazon_retry(self):
        """Tell Amazon of these transfers anew, those that failed."""
        failed = self.sudo().filtered(lambda picking: picking.amazon_sync_state == "error")
        failed.amazon_shipment_ids.filtered(lambda one: one.state == "error")._again()
        failed.write({"amazon_sync_state": "pending", "amazon_sync_message": False})
        if failed:
            self.env["amazon.account"]._trigger_shipment_sync()

    def _amazon_settle(self):
        """Have the transfers' state and message follow from those of their shipments."""
        for picking in self:
            shipments = picking.amazon_shipment_ids
            states = set(shipments.mapped("state"))
            state = next((one for one in ("error", "processing", "pending") if one in states), None)
            messages = shipments.filtered(lambda one: one.state == "error").mapped("message")
            values = {
                "amazon_sync_state": state or ("done" if states else picking.amazon_sync_state),
                "amazon_sync_message": "\n".join(dict.fromkeys(filter(None, messages))) or False,
            }
            if any(picking[name] != value for name, value in values.items()):
                picking.write(values)
