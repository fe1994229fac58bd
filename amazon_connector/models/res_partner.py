from odoo import api, fields, models

from ..amazon_api.orders import Address, Order

PLACE_FIELDS = ("street", "street2", "zip", "city", "state_id", "country_id", "phone")
ADDRESS_FIELDS = ("name", *PLACE_FIELDS)
# Countries that Amazon may call otherwise than ISO 3166 does.
ISO_COUNTRIES = {"UK": "GB", "EL": "GR"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    amazon_email = fields.Char(
        "Amazon Buyer E-mail",
        index="btree_not_null",
        copy=False,
        help="The alias under which Amazon knows this buyer: orders with the same one are theirs.",
    )

    amazon_is_buyer = fields.Boolean(
        "Amazon Buyer",
        copy=False,
        help="Came with an order of Amazon's. Amazon informs its buyers itself and forbids more, "
        "so Odoo writes to none of them by itself.",
    )

    @api.model
    def _amazon_customers(self, account, orders):
        """Find or create the customers and delivery addresses of a page of new orders.

        A customer is found by Amazon's e-mail alias within the company. Without an alias, an
        order gets a customer of its own, so that data that comes later reaches it alone.

        :param account: amazon.account of the orders
        :param orders: list of amazon_api Order
        :return: dict of (customer, delivery address) by Amazon's order id
        """
        places = _Places(self.env, orders)
        aliases = {_alias(order) for order in orders} - {None}
        known = self.search(
            [("amazon_email", "in", list(aliases)), ("company_id", "=", account.company_id.id)]
        )
        customers = {partner.amazon_email: partner for partner in known}
        newcomers = {}
        for order in orders:
            alias = _alias(order)
            if alias not in customers:
                newcomers.setdefault(alias or order.order_id, order)
        created = self.create(
            [
                {
                    **self._amazon_customer_values(account.company_id, order, places),
                    **account._amazon_customer_settings(order),
                }
                for order in newcomers.values()
            ]
        )
        customers.update(zip(newcomers, created))
        owners = {order.order_id: customers[_alias(order) or order.order_id] for order in orders}
        deliveries = self._amazon_deliveries(orders, owners)
        return {ref: (customer, deliveries[ref]) for ref, customer in owners.items()}

    def _amazon_complete(self, order):
        """Give an order's own customer what Amazon tells of the buyer only later.

        What stands there already stays, since a person may have written it.
        """
        self.ensure_one()
        if not self.amazon_is_buyer or self.ref != order.order_id:
            return
        told = self._amazon_customer_values(self.company_id, order, _Places(self.env, [order]))
        if any(self[field] for field in PLACE_FIELDS):
            told = {field: value for field, value in told.items() if field not in PLACE_FIELDS}
        values = {field: value for field, value in told.items() if value and not self[field]}
        if self.name == order.order_id != told["name"]:
            values["name"] = told["name"]
        if "amazon_email" in values and self.search_count(
            [("amazon_email", "=", _alias(order)), ("company_id", "=", self.company_id.id)]
        ):
            del values["amazon_email"]  # the buyer is a customer already: one alias, one customer
        if values:
            self.write(values)

    @api.model
    def _amazon_deliveries(self, orders, owners):
        """Find or create the delivery addresses of a page of orders, under their customers.

        :param owners: dict of the customer by Amazon's order id
        :return: dict of the address by Amazon's order id: the customer's own, or a contact's
        """
        places = _Places(self.env, orders)
        found, missing = {}, {}
        for order in orders:
            customer = owners[order.order_id]
            if not order.delivery_address:
                found[order.order_id] = customer
                continue
            values = places.values(order.delivery_address)
            values["name"] = values["name"] or customer.name
            same = customer._amazon_same_address(values)
            if same:
                found[order.order_id] = same
            else:
                missing[order.order_id] = (customer, values)
        # Two new orders of one buyer to one new place share it.
        places_by_order = {
            ref: (customer, tuple(values.items())) for ref, (customer, values) in missing.items()
        }
        new = list(dict.fromkeys(places_by_order.values()))
        created = self.with_context(amazon_address=True).create(
            [customer._amazon_contact_values(dict(values)) for customer, values in new]
        )
        by_place = dict(zip(new, created))
        found.update({ref: by_place[place] for ref, place in places_by_order.items()})
        return found

    def _amazon_same_address(self, values):
        """Return this customer or the contact of it that has this address, if there is one."""
        self.ensure_one()
        contacts = self + self.child_ids.filtered(lambda one: one.type == "delivery")
        return contacts.filtered(
            lambda one: all(_same(one[field], values[field]) for field in ADDRESS_FIELDS)
        )[:1]

    def _amazon_contact_values(self, values):
        self.ensure_one()
        return {
            **values,
            "parent_id": self.id,
            "type": "delivery",
            "lang": self.lang,
            "amazon_is_buyer": True,
            "company_id": self.company_id.id,
        }

    def _handle_first_contact_creation(self):
        """Leave the buyer's own address empty: a first contact's is that of the recipient."""
        if self.env.context.get("amazon_address"):
            return None
        return super()._handle_first_contact_creation()

    def _amazon_customer_values(self, company, order, places):
        alias = _alias(order)
        values = {
            "name": order.buyer.name or _recipient(order) or order.order_id,
            "email": order.buyer.email,
            "amazon_email": alias,
            "amazon_is_buyer": True,
            "company_name": order.buyer.company_name,
            "company_id": company.id,
            "ref": False if alias else order.order_id,
        }
        address = order.delivery_address
        if address and order.buyer.name in (None, "", address.name):
            values.update({**places.values(address), "name": values["name"]})
        return values


def _alias(order: Order):
    email = (order.buyer.email or "").strip().lower()
    return email or None


def _recipient(order: Order):
    return order.delivery_address and order.delivery_address.name


def _iso_country(address: Address):
    code = (address.country_code or "").upper()
    return ISO_COUNTRIES.get(code, code)


def _same(found, wanted):
    return (getattr(found, "id", found) or False) == (wanted or False)


class _Places:
    """The countries and states of a page of orders, each looked up once."""

    def __init__(self, env, orders):
        codes = {_iso_country(order.delivery_address) for order in orders if order.delivery_address}
        countries = env["res.country"].search([("code", "in", list(codes))])
        self._countries = {country.code: country for country in countries}
        self._states = {}
        for state in countries.state_ids:
            self._states[state.country_id.id, state.code.casefold()] = state.id
            self._states[state.country_id.id, state.name.casefold()] = state.id

    def values(self, address: Address):
        """Return an address as values of res.partner: every field of ADDRESS_FIELDS.

        An unknown country or state is no error; the state then stays with the city, so that a
        parcel finds its way.
        """
        country = self._countries.get(_iso_country(address))
        region = (address.state or "").strip()
        state = country and self._states.get((country.id, region.casefold()))
        lines = [line.strip() for line in (address.line1, address.line2, address.line3) if line]
        if address.company:
            lines.insert(0, address.company)
        city = [address.city, None if state else region, address.district, address.municipality]
        if not country and address.country_code:
            city.append(address.country_code)
        return {
            "name": address.name,
            "street": lines[0] if lines else False,
            "street2": ", ".join(lines[1:]) or False,
            "zip": address.postal_code or False,
            "city": ", ".join(dict.fromkeys(part for part in city if part)) or False,
            "state_id": state or False,
            "country_id": country.id if country else False,
            "phone": address.phone or False,
        }
