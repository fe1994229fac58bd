from odoo import models


class AmazonAccount(models.Model):
    """Whether Odoo can count what Amazon's buyers pay in other currencies."""

    _inherit = "amazon.account"

    def _currencies_without_rate(self):
        """Return the currencies of this account's orders that Odoo counts one to one.

        That is what res.currency does without a rate: in reports, and in the books. An order keeps
        the rate that stood when it came (sale.order's currency_rate): known before the first one.

        :return: res.currency
        """
        used = self.pricelist_ids.currency_id | self.marketplace_ids.currency_id
        foreign = used - self.company_id.currency_id
        if not foreign:
            return foreign
        rates = self.env["res.currency.rate"].sudo()
        owners = (False, self.company_id.root_id.id)
        known = rates.search([("currency_id", "in", foreign.ids), ("company_id", "in", owners)])
        return foreign - known.currency_id
