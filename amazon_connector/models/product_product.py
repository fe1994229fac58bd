from odoo import api, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def _amazon_stocked_domain(self):
        """Return the domain of the goods that are kept in stock."""
        if "is_storable" in self._fields:  # from Odoo 18 on
            return [("is_storable", "=", True)]
        return [("type", "=", "product")]
