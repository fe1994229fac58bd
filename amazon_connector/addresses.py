"""How Amazon's addresses and names become fields of Odoo's contacts."""

from .amazon_api.orders import Address

PLACE_FIELDS = ("street", "street2", "zip", "city", "state_id", "country_id", "phone")
ADDRESS_FIELDS = ("name", *PLACE_FIELDS)
# Countries that Amazon may call otherwise than ISO 3166 does.
ISO_COUNTRIES = {"UK": "GB", "EL": "GR"}
# PostgreSQL takes no longer text into an index: 2704 bytes hold a company's name and a contact's.
NAME_BYTES = 1000
PHONE_BYTES = 100


def one_line(text, most_bytes=None):
    """Return a text fit for a field of one line: no line breaks, no control characters.

    :param text: str or None
    :param most_bytes: cut what is longer, as UTF-8
    """
    line = " ".join("".join(_visible(text or "")).split())
    if most_bytes and len(line.encode()) > most_bytes:
        line = line.encode()[: most_bytes - 3].decode(errors="ignore").rstrip() + "…"
    return line or None


def _visible(text):
    """Yield the characters; a control character becomes a space.

    Marks for the direction of writing, joiners of emoji and the like are none, and stay.
    """
    for character in text:
        yield " " if ord(character) < 32 or 127 <= ord(character) < 160 else character


def iso_country(address: Address):
    """Return the address's country as ISO 3166 writes it, or an empty text."""
    code = (address.country_code or "").upper()
    return ISO_COUNTRIES.get(code, code)


def is_at(partner, values):
    """Whether a partner has this name and address already, written somehow.

    A telephone number that only one of them tells makes no difference: Amazon leaves it out again
    after the delivery.

    :param values: as ``Places.values`` returns them
    """
    for field in ADDRESS_FIELDS:
        has, wanted = _comparable(partner[field]), _comparable(values[field])
        if has != wanted and (field != "phone" or (has and wanted)):
            return False
    return True


def _comparable(value):
    if isinstance(value, str):
        return value.casefold()
    return getattr(value, "id", value) or False


class Places:
    """The countries and states of a page of orders, each looked up once."""

    def __init__(self, env, orders):
        """Look up the countries of these orders' addresses, and their states.

        :param orders: list of amazon_api Order
        """
        codes = {iso_country(address) for order in orders for address in _addresses(order)}
        countries = env["res.country"].search([("code", "in", list(codes))])
        self._countries = {country.code: country for country in countries}
        self._states = {}
        for state in countries.state_ids:
            self._states[state.country_id.id, state.code.casefold()] = state.id
            self._states[state.country_id.id, state.name.casefold()] = state.id

    def country_id(self, address: Address):
        """Return the id of an address's country, False when Odoo does not know it."""
        country = self._countries.get(iso_country(address))
        return country.id if country else False

    def values(self, address: Address, owner=None):
        """Return an address as values of res.partner: every field of ADDRESS_FIELDS.

        An unknown country or state is no error; the state then stays with the city, so that a
        parcel finds its way.

        :param owner: name of the company above the contact, which need not be said again
        """
        country = self.country_id(address)
        region = one_line(address.state)
        state = country and region and self._states.get((country, region.casefold()))
        city = [address.city, None if state else region, address.district, address.municipality]
        if not country:
            city.append(address.country_code)
        lines = _lines(address, owner)
        return {
            "name": one_line(address.name, NAME_BYTES),
            "street": lines[0] if lines else False,
            "street2": ", ".join(lines[1:]) or False,
            "zip": one_line(address.postal_code) or False,
            "city": ", ".join(_distinct(map(one_line, city))) or False,
            "state_id": state or False,
            "country_id": country,
            "phone": one_line(address.phone, PHONE_BYTES) or False,
        }


def _addresses(order):
    """Return all addresses that an order tells."""
    registered = [one.address for one in order.tax_registrations if one.address]
    return [order.delivery_address, *registered] if order.delivery_address else registered


def _lines(address: Address, owner):
    """Return the lines between name and town, the street first.

    In Brazil its parts come beside the lines, or alone.
    """
    lines = _distinct(map(one_line, (address.line1, address.line2, address.line3)))
    street = ", ".join(_distinct(map(one_line, (address.street_name, address.street_number))))
    if not lines and street:
        lines = [street]
    more = _distinct(map(one_line, (address.complement, address.neighborhood, address.company)))
    told = ", ".join(lines).casefold()
    named = {(name or "").casefold() for name in (one_line(address.name), owner)}
    return lines + [
        line for line in more if line.casefold() not in told and line.casefold() not in named
    ]


def _distinct(texts):
    """Return the texts without empty ones, each once, in their order."""
    return list(dict.fromkeys(text for text in texts if text))
