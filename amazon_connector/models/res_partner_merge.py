from odoo import models


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
