from odoo import _, api, fields, models

from .. import buyers
from .amazon_issue import Problem


class SaleOrder(models.Model):
    """The buyer's tax numbers that are not the customer's."""

    _inherit = "sale.order"

    amazon_vat = fields.Char(
        "VAT Number on Amazon",
        copy=False,
        readonly=True,
        help="The buyer's VAT number as Amazon tells it, where it is not the customer's: Odoo "
        "refuses it, or the customer has another one.",
    )
    amazon_tax_number = fields.Char(
        "Other Tax Numbers on Amazon",
        copy=False,
        readonly=True,
        help="Of another kind than the one under which the buyer is invoiced, and the tax office.",
    )

    @api.model
    def _amazon_vat_values(self, order, customer):
        """Return the values of an order's tax numbers that are not on its customer.

        :param order: amazon_api Order
        :param customer: res.partner
        """
        number = buyers.tax_number(order)
        ways = {*map(buyers.plain_number, buyers.ways_to_write(order))}
        on_customer = buyers.plain_number(customer.vat) in ways
        return {
            "amazon_vat": number.number if number and not on_customer else False,
            "amazon_tax_number": buyers.other_numbers(order) or False,
        }

    def _amazon_revise_vat(self, order):
        """Follow what Amazon tells of the buyer's tax numbers later."""
        self.ensure_one()
        if not any(one.entity == "BUYER" for one in order.tax_registrations):
            return  # Amazon tells less than before: what it told stays.
        told = self._amazon_vat_values(order, self.partner_id)
        values = {name: value for name, value in told.items() if self[name] != value}
        if values:
            self.write(values)

    def _amazon_vat_problems(self):
        """Return the VAT numbers that a person should look at on these orders, as Problems."""
        problems = []
        for order in self.filtered("amazon_vat"):
            customer = order.partner_id.commercial_partner_id
            if not customer.vat:
                message = _("Odoo refuses the buyer's VAT number. It stands on the order.")
            elif order._amazon_has_other_vat(customer):
                message = _("Amazon tells another VAT number than the customer's.")
            else:
                continue  # a person has put it right on the customer
            problems.append(Problem(order.amazon_order_ref, "vat", message))
        return problems

    def _amazon_has_other_vat(self, customer):
        """Whether Amazon's number is another one than the customer's, and right as well."""
        same = buyers.plain_number(customer.vat) == buyers.plain_number(self.amazon_vat)
        return not same and customer._amazon_would_take([self.amazon_vat])
