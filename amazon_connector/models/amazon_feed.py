from odoo import fields, models


class AmazonFeed(models.Model):
    """Many shipments told to Amazon in one document, and what came back."""

    _name = "amazon.feed"
    _description = "Amazon Feed"
    _order = "id desc"
    _rec_name = "feed_ref"

    account_id = fields.Many2one(
        "amazon.account", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    feed_type = fields.Char(required=True, readonly=True)
    feed_ref = fields.Char("Amazon Feed", readonly=True, index="btree_not_null")
    document_ref = fields.Char("Amazon Document", readonly=True)
    state = fields.Selection(
        [
            ("to_send", "To be sent"),
            ("sending", "Being sent"),
            ("processing", "Amazon is at it"),
            ("done", "Done"),
            ("cancelled", "Cancelled by Amazon"),
            ("fatal", "Stopped by Amazon"),
            ("failed", "Failed"),
        ],
        required=True,
        default="to_send",
        readonly=True,
        index=True,
    )
    content = fields.Binary("What was Sent", attachment=True, readonly=True)
    report = fields.Binary("What Came Back", attachment=True, readonly=True)
    sent_at = fields.Datetime("Sent", readonly=True)
    next_poll = fields.Datetime("Asked for Next", readonly=True)
    polls = fields.Integer(readonly=True)
    settled_at = fields.Datetime("Settled", readonly=True)
    message = fields.Text("What happened", readonly=True)
    shipment_ids = fields.One2many("amazon.shipment", "feed_id", "Shipments", readonly=True)
    shipment_count = fields.Integer(readonly=True, help="How many shipments it told.")
    error_count = fields.Integer(readonly=True, help="How many of them Amazon refused.")
    warning_count = fields.Integer(readonly=True, help="How many it warned of.")
