from odoo import _, fields, models


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

    def _amazon_waiting(self):
        """Return those of the transfers that are neither done nor cancelled."""
        return self.filtered(lambda picking: picking.state not in ("done", "cancel"))

    def _amazon_shipped_elsewhere(self):
        """Amazon shows these waiting transfers as shipped: nothing more is to be told to it.

        The clerk decides what to do with the transfer, and gets an activity that says so.
        """
        for picking in self:
            picking.amazon_sync_state = "done"
            picking.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=_("Shipped already, says Amazon"),
                note=_(
                    "Amazon shows the order %s as shipped, though this transfer is still open. "
                    "If the goods have left, validate it; nothing is told to Amazon again. If "
                    "they have not, look the order up in Seller Central.",
                    picking.amazon_order_ref,
                ),
                user_id=(picking.user_id or picking.sale_id._amazon_responsible()).id,
            )

    def _add_delivery_cost_to_so(self):
        """Leave Amazon's orders as the buyer paid them, whatever the delivery costs us."""
        if self.sale_id.amazon_order_ref:
            return None
        return super()._add_delivery_cost_to_so()
