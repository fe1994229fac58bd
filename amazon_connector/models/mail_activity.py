from odoo import fields, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    amazon_reason = fields.Char(
        index="btree_not_null",
        readonly=True,
        help="The reason of the Amazon issues that this activity is about.",
    )
