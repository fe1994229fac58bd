from collections import Counter

from odoo import api, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def _amazon_stocked_domain(self):
        """Return the domain of the goods that are kept in stock."""
        if "is_storable" in self._fields:  # from Odoo 18 on
            return [("is_storable", "=", True)]
        return [("type", "=", "product")]

    def _amazon_kit_parts(self, company):
        """Return what the kits among these products are made of: nothing without Odoo's kits.

        :return: dict by kit of Counters of units by component, in the component's own unit of
            measure; what is not stocked is left out
        """
        if "is_kits" not in self._fields:
            return {}
        products = self.sudo()
        boms = products.env["mrp.bom"]._bom_find(
            products, company_id=company.id, bom_type="phantom"
        )
        parts = {}
        for kit in products.filtered(boms.get):
            bom, needs = boms[kit], Counter()
            unit = kit.uom_id._compute_quantity(1, bom.product_uom_id, round=False)
            for line, told in bom.explode(kit, unit / bom.product_qty)[1]:
                part = line.product_id
                needs[part] += line.product_uom_id._compute_quantity(
                    told["qty"], part.uom_id, round=False
                )
            stocked = products.browse(part.id for part in needs).filtered_domain(
                self._amazon_stocked_domain()
            )
            parts[kit] = Counter({part: needs[part] for part in stocked if needs[part] > 0})
        return parts
