from odoo import api, fields, models


class AmazonAccount(models.Model):
    """How many of an account's shipments wait or failed, and the way to them."""

    _inherit = "amazon.account"

    shipment_ids = fields.One2many("amazon.shipment", "account_id", "Shipments")
    failed_shipment_count = fields.Integer("Failed", compute="_compute_shipment_counts")
    waiting_shipment_count = fields.Integer("To Tell", compute="_compute_shipment_counts")

    @api.depends("shipment_ids.state")
    def _compute_shipment_counts(self):
        failed, waiting = [("state", "=", "error")], [("state", "in", ("pending", "processing"))]
        self._count("amazon.shipment", "account_id", "failed_shipment_count", failed)
        self._count("amazon.shipment", "account_id", "waiting_shipment_count", waiting)

    def action_open_shipments(self):
        return self._open("amazon_connector.action_amazon_shipment", "account_id")

    def action_open_failed_shipments(self):
        return {**self.action_open_shipments(), "context": {"search_default_failed": 1}}

    def action_open_waiting_shipments(self):
        return {**self.action_open_shipments(), "context": {"search_default_waiting": 1}}
