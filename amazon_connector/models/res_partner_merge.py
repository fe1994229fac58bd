from odoo import models


class MergePartners(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        # The next order of whoever is merged away belongs to the one that stays.
        aliases = set(src_partners.filtered("amazon_email").mapped("amazon_email"))
        result = super()._update_values(src_partners, dst_partner)
        dst_partner._amazon_answer_to(aliases)
        return result


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _amazon_answer_to(self, aliases):
        """Have further aliases of Amazon's mean this customer, each as a contact below it."""
        self.ensure_one()
        new = sorted(aliases - {self.amazon_email, *self.child_ids.mapped("amazon_email")})
        self.with_context(amazon_address=True).create(
            [
                {
                    "name": alias,
                    "parent_id": self.id,
                    "type": "contact",
                    "email": alias,
                    "amazon_email": alias,
                    "amazon_is_buyer": True,
                    "company_id": self.company_id.id,
                }
                for alias in new
            ]
        )
