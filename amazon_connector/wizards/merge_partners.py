from odoo import models


class MergePartners(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        # The next order of whoever is merged away belongs to the one that stays.
        aliases = set(src_partners.filtered("amazon_email").mapped("amazon_email"))
        result = super()._update_values(src_partners, dst_partner)
        dst_partner._amazon_answer_to(aliases)
        return result
