"""Which of Odoo's taxes an item of Amazon's bears, and which tax Amazon itself tells for it."""

from decimal import Decimal

NO_TAX = Decimal(0)
# What stands before a VAT number where it is not the country's code.
VAT_PREFIXES = {"GR": "EL"}


class ItemTaxes:
    """Finds Odoo's taxes for the items of one order, fitted to how Amazon's prices are meant.

    Shipping, wrapping and discounts bear the taxes of the goods: what is ancillary to a supply
    shares its tax.
    """

    def __init__(self, account, position, as_lines):
        """
        :param account: amazon.account of the order
        :param position: account.fiscal.position, may be empty
        :param as_lines: taxes on top of the price become lines of their own
        """
        self._company = account.company_id
        self._position = position
        self._as_lines = as_lines

    def of(self, product, is_fallback, reading):
        """Return the taxes (account.tax) of an item's lines.

        :param is_fallback: the product stands for one that is not known
        :param reading: amazon_api ItemReading
        """
        taxes = self._position.map_tax(self._of_product(product, is_fallback))
        if reading.item.is_tax_withheld:
            # Amazon pays the tax itself: there is none of ours beside it. A rate of zero says
            # where the sale stands in the tax report.
            return without_levies(taxes)
        if reading.tax_included:
            return taxes._amazon_price_included()
        contained = any(taxes.flatten_taxes_hierarchy().mapped("price_include"))
        if not reading.tax or self._as_lines or contained:
            # Amazon's tax stands on its own line, or there is none: a rate of zero may stay.
            return without_levies(taxes)
        return taxes

    def _of_product(self, product, is_fallback):
        taxes = product.taxes_id._filter_taxes_by_company(self._company)
        if is_fallback and not taxes:
            # Made with the addon, often before the company had taxes at all.
            # A branch has the taxes of the company that it belongs to.
            root = self._company.root_id
            taxes = self._company.account_sale_tax_id or root.account_sale_tax_id
        return taxes


def without_levies(taxes):
    """Return those of the taxes that come to nothing, such as 0 % for exports."""
    return taxes.filtered(lambda tax: not tax._amazon_levies())


def tax_told(order, reading, company):
    """Return the tax of an item that Amazon tells and that is the seller's to pay.

    Where prices contain the tax, none or zero means as a rule that it is not told. It is a word
    where a business of another country than ours says its VAT number: that order is exempt.

    :param order: amazon_api Order
    :param reading: amazon_api ItemReading of one of its items
    :return: Decimal, or None when Amazon does not tell it
    """
    if reading.item.is_tax_withheld:
        return NO_TAX
    if reading.tax_told or not reading.tax_included:
        return reading.tax
    if reading.item.is_tax_told_as_zero and sold_to_business_abroad(order, company):
        return NO_TAX
    return None


def sold_to_business_abroad(order, company):
    """Whether a business with the VAT number of another country receives the order there."""
    ours = company.account_fiscal_country_id.code or company.country_id.code
    theirs = order.delivery_address and order.delivery_address.country_code
    return theirs != ours and any(
        one.entity == "BUYER" and _is_number_abroad(one.number, ours)
        for one in order.tax_registrations
    )


def _is_number_abroad(number, country_code):
    prefix = (number or "")[:2].upper()
    return prefix.isalpha() and prefix not in (country_code, VAT_PREFIXES.get(country_code))
