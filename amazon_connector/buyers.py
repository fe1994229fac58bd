"""Who a buyer is, as far as an order tells: e-mail alias, company, tax number."""

import re

from .addresses import NAME_BYTES, iso_country, one_line
from .amazon_api.orders import Order

# The longest address that e-mail allows.
ALIAS_LENGTH = 320
# Kinds of tax numbers that Odoo keeps as a contact's, the better ones first. What is not among
# them, such as India's CST, is another number than the one under which a buyer is invoiced.
NUMBER_TYPES = ("VAT", "BUSINESS", "CNPJ", None, "CPF")
COMPANY_TYPES = NUMBER_TYPES[:3]
NUMBER_LENGTH = 40
# With which letters VAT numbers of the European Union begin; Greece's are not its country code.
# fmt: off
EU_PREFIXES = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE",
    "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
})
# fmt: on


def alias(order: Order):
    """Return the e-mail address under which Amazon knows the buyer, or None."""
    email = (one_line(order.buyer.email) or "").lower()
    return email if email and len(email) <= ALIAS_LENGTH else None


def person(order: Order):
    """Return the buyer's own name, or None."""
    return one_line(order.buyer.name, NAME_BYTES)


def company(order: Order):
    """Return the name of the company that buys, as the tax office knows it, or None."""
    number = tax_number(order)
    legal = number.legal_name if number and number.type in COMPANY_TYPES else None
    return one_line(legal or order.buyer.company_name, NAME_BYTES)


def recipient(order: Order):
    """Return the name on the parcel, or None."""
    return order.delivery_address and one_line(order.delivery_address.name, NAME_BYTES)


def tax_number(order: Order):
    """Return the TaxRegistration under which the buyer is invoiced, or None."""
    numbers = [
        one
        for one in order.tax_registrations
        if one.entity == "BUYER" and one.number and one.type in NUMBER_TYPES
    ]
    return min(numbers, key=lambda one: NUMBER_TYPES.index(one.type), default=None)


def other_numbers(order: Order):
    """Return the buyer's other numbers, and the tax office, as a text; None when there is none."""
    known = tax_number(order)
    told = [
        f"{one.type or ''} {one.number}"
        for one in order.tax_registrations
        if one.entity == "BUYER" and one.number and one is not known
    ]
    if known and known.tax_office:
        told.append(known.tax_office)
    return one_line(", ".join(told))


def ways_to_write(order: Order):
    """Return the buyer's tax number in the ways that Odoo may take it, the likeliest first.

    In the European Union it begins with the country, which buyers often leave out.

    :return: list, empty without a number; also when what is told cannot be one
    """
    registration = tax_number(order)
    if not registration:
        return []
    told = one_line(registration.number) or ""
    if len(told) > NUMBER_LENGTH or not any(map(str.isdigit, told)):
        return []
    plain = plain_number(told)
    ways = [plain, told]
    prefix = _prefix(registration.address or order.delivery_address)
    if prefix and not plain.startswith(prefix):
        ways.insert(1 if plain[:2] in EU_PREFIXES else 0, prefix + plain)
    return list(dict.fromkeys(ways))


def plain_number(number):
    """Return a tax number's letters and digits only, so that ways to write it are equal."""
    return re.sub(r"[\W_]", "", number or "").upper()


def _prefix(address):
    code = iso_country(address) if address else None
    prefix = {"GR": "EL"}.get(code, code)
    return prefix if prefix in EU_PREFIXES else None
