from odoo import _, fields, models


class AccountTax(models.Model):
    _inherit = "account.tax"

    amazon_origin_tax_id = fields.Many2one(
        "account.tax",
        "Included Twin of",
        copy=False,
        index=True,
        ondelete="restrict",
        help="The tax of which this one is the twin for Amazon's prices that contain the tax: "
        "same rate, accounts and tax grids.",
    )

    def _amazon_levies(self):
        """Whether these taxes come to anything. A group has no amount, only its members have."""
        return any(self.flatten_taxes_hierarchy().mapped("amount"))

    def _amazon_price_included(self):
        """Return these taxes as taxes contained in the price.

        A price that contains its tax cannot be reached to the cent with a tax on top. A tax
        already contained, or of 0 %, is returned itself; any other gives its twin, made at
        its first use and found again afterwards.

        :return: account.tax, in the order of self
        """
        included = self.browse()
        for tax in self:
            included |= tax if tax._amazon_is_contained() else tax._amazon_twin()
        return included

    def _amazon_is_contained(self):
        self.ensure_one()
        if tax_is_group(self):
            return all(child._amazon_is_contained() for child in self.children_tax_ids)
        return self.price_include or not self.amount

    def _amazon_twin(self):
        self.ensure_one()
        twin = self.with_context(active_test=False).search(
            [("amazon_origin_tax_id", "=", self.id)], limit=1
        )
        return twin or self._amazon_create_twin()

    def _amazon_create_twin(self):
        self.ensure_one()
        values = {
            "name": _("%s incl. (Amazon)", self.name),
            "amazon_origin_tax_id": self.id,
            "active": True,
        }
        if tax_is_group(self):
            children = self.children_tax_ids._amazon_price_included()
            values["children_tax_ids"] = [fields.Command.set(children.ids)]
        elif "price_include_override" in self._fields:  # from Odoo 18 on
            values["price_include_override"] = "tax_included"
        else:
            values["price_include"] = True
        return self.sudo().copy(values)


def tax_is_group(tax):
    return tax.amount_type == "group"
