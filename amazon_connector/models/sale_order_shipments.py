from odoo import api, fields, models


class SaleOrder(models.Model):
    """What Amazon knows of an order's transfers, on the order."""

    _inherit = "sale.order"

    amazon_shipment_ids = fields.One2many("amazon.shipment", "order_id", "Amazon Shipments")
    amazon_shipment_count = fields.Integer(compute="_compute_amazon_shipments", compute_sudo=True)
    amazon_shipments_failed = fields.Integer(
        "Refused by Amazon", compute="_compute_amazon_shipments", compute_sudo=True
    )

    @api.depends("amazon_shipment_ids.state")
    def _compute_amazon_shipments(self):
        for order in self:
            states = order.amazon_shipment_ids.mapped("state")
            order.amazon_shipment_count = len(states)
            order.amazon_shipments_failed = states.count("error")

    def action_amazon_open_shipments(self):
        """Open what is told to Amazon of this order's transfers."""
        self.ensure_one()
        return self.amazon_shipment_ids._open_shipments()
