from odoo import fields, models


class AmazonShipmentItem(models.Model):
    """How many units of one of Amazon's order items lie in a shipment."""

    _name = "amazon.shipment.item"
    _description = "Amazon Shipment Item"
    _order = "id"
    _rec_name = "item_ref"

    shipment_id = fields.Many2one(
        "amazon.shipment", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="shipment_id.company_id", store=True)
    item_ref = fields.Char("Amazon Item", required=True, readonly=True, index=True)
    product_id = fields.Many2one("product.product", readonly=True)
    quantity = fields.Integer(required=True, readonly=True, help="In Amazon's units.")
    transparency_codes = fields.Text(readonly=True, help="One a line.")
