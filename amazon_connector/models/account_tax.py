from odoo import _, fields, models

# What a twin has of its own; all else follows the tax that it is the twin of.
TWINS_OWN = {
    "name",
    "active",
    "children_tax_ids",
    "price_include",
    "price_include_override",
    "amazon_origin_tax_id",
    "amazon_twin_ids",
    # From Odoo 19 on a tax says itself what it replaces: the twin would be levied beside it.
    "fiscal_position_ids",
    "original_tax_ids",
    "invoice_repartition_line_ids",
    "refund_repartition_line_ids",
    "repartition_line_ids",
}


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
    amazon_twin_ids = fields.One2many(
        "account.tax",
        "amazon_origin_tax_id",
        "Included Twin",
        copy=False,
        context={"active_test": False},
        help="The tax that stands for this one in Amazon's prices that contain the tax.",
    )

    _sql_constraints = [
        (
            "amazon_twin_unique",
            "unique(amazon_origin_tax_id)",
            "This tax has a twin for Amazon's prices already.",
        ),
    ]

    def write(self, vals):
        """Have the twins follow: a rate that changes is the rate of Amazon's orders too."""
        result = super().write(vals)
        followed = {name: value for name, value in vals.items() if name not in TWINS_OWN}
        twins = self.sudo().amazon_twin_ids
        if twins and followed:
            twins.write(followed)
        return result

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
        """Return the twin of this tax, archived or not, in step with the tax."""
        self.ensure_one()
        tax = self.sudo()
        twin = tax.amazon_twin_ids[:1]
        if twin and not tax._amazon_keep_in_step(twin):
            twin = twin.browse()
        return self.browse((twin or tax._amazon_create_twin()).id)

    def _amazon_create_twin(self):
        self._amazon_only_one_worker()
        values = {
            "name": self._amazon_twin_name(),
            "invoice_label": self.invoice_label or self.name,
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
        for name in ("fiscal_position_ids", "original_tax_ids"):  # from Odoo 19 on
            if name in self._fields:
                values[name] = [fields.Command.clear()]
        return self.copy(values)

    def _amazon_only_one_worker(self):
        """Have a second worker that makes the same twin begin its page anew.

        It waits here for the first one's commit, and then PostgreSQL tells it that the row has
        changed. Without this it would fail at the twin's constraint, which looks like an error.
        """
        self.flush_recordset()
        self.env.cr.execute("UPDATE account_tax SET id = id WHERE id = %s", [self.id])

    def _amazon_twin_name(self):
        """Return a name that no other tax has: an update of a chart may leave old twins behind."""
        name = candidate = _("%s incl. (Amazon)", self.name)
        number = 1
        taxes = self.with_context(active_test=False)
        while taxes.search_count(
            [("company_id", "=", self.company_id.id), ("name", "=", candidate)], limit=1
        ):
            number += 1
            candidate = f"{name} {number}"
        return candidate

    # === A twin follows ===#

    def _amazon_keep_in_step(self, twin):
        """Give the twin the members, accounts and grids that the tax has now.

        :return: whether that could be done; else the twin is left to what it was used for
        """
        if tax_is_group(self):
            children = self.children_tax_ids._amazon_price_included()
            if twin.children_tax_ids != children:
                twin.children_tax_ids = children
            return True
        for side in ("invoice_repartition_line_ids", "refund_repartition_line_ids"):
            if not self[side]._amazon_hand_on(twin[side]):
                twin.write({"amazon_origin_tax_id": False, "active": False})
                twin.flush_recordset()  # before the next twin comes: there is only one
                return False
        return True


class AccountTaxRepartitionLine(models.Model):
    _inherit = "account.tax.repartition.line"

    def _amazon_hand_on(self, lines):
        """Give the twin's lines the shares, accounts and grids of these.

        :return: whether they are as many and of the same types: lines that entries stand on
            cannot be replaced
        """
        if self.mapped("repartition_type") != lines.mapped("repartition_type"):
            return False
        for line, its in zip(self, lines):
            if line._amazon_posting() != its._amazon_posting():
                its.write(
                    {
                        "factor_percent": line.factor_percent,
                        "account_id": line.account_id.id,
                        "tag_ids": [fields.Command.set(line.tag_ids.ids)],
                        "use_in_tax_closing": line.use_in_tax_closing,
                    }
                )
        return True

    def _amazon_posting(self):
        """Return all that decides what this line posts."""
        return (
            self.factor_percent,
            self.account_id,
            self.tag_ids,
            self.use_in_tax_closing,
        )


def tax_is_group(tax):
    return tax.amount_type == "group"
