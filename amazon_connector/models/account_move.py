from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        partner_ids = self.env["res.partner"]._amazon_may_follow(partner_ids)
        return super().message_subscribe(partner_ids, subtype_ids)
