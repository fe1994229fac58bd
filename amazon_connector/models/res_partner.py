from odoo import api, fields, models

from .. import buyers
from ..addresses import PLACE_FIELDS, Places


class ResPartner(models.Model):
    """Amazon's buyers as customers: found again, or created, a page of orders at a time."""

    _inherit = "res.partner"

    amazon_email = fields.Char(
        "Amazon Buyer E-mail",
        index="btree_not_null",
        copy=False,
        help="The alias under which Amazon knows this buyer: orders with the same one are theirs, "
        "or their company's.",
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

        A customer is found by Amazon's e-mail alias within the company, whichever marketplace or
        account it came through; a business also by its VAT number and name. Else an order gets
        a customer of its own, so that data that comes later reaches it alone.

        :param account: amazon.account of the orders
        :param orders: list of amazon_api Order
        :return: dict of (customer, delivery address) by Amazon's order id
        """
        return self.with_context(amazon_no_vies=True)._amazon_find_or_create(account, orders)

    @api.model
    def _amazon_find_or_create(self, account, orders):
        places = Places(self.env, orders)
        customers = self._amazon_known_customers(account.company_id, orders)
        new = {}  # what each new customer is made of: its first order, by all its keys
        for order in orders:
            keys = _keys(order)
            known = next((customers[key] for key in keys if key in customers), None)
            if known:
                known._amazon_recall(order, places)
                continue
            first = next((new[key] for key in keys if key in new), order)
            new.update({key: first for key in keys if key not in new})
        created = self._amazon_create_customers(account, _distinct(new.values()), places)
        for key, first in new.items():
            customers.setdefault(key, created[first.order_id])
        owners = {
            order.order_id: next(customers[key] for key in _keys(order) if key in customers)
            for order in orders
        }
        self._amazon_add_people(orders, owners)
        deliveries = self._amazon_deliveries(orders, owners, places)
        return {ref: (customer, deliveries[ref]) for ref, customer in owners.items()}

    @api.model
    def _amazon_known_customers(self, company, orders):
        """Return the customers that these orders may belong to, by the keys of orders.

        :param company: res.company
        """
        keys = {key for order in orders for key in _keys(order)}
        aliases = [key[1] for key in keys if key[0] == "alias"]
        numbers = [number for order in orders for number in buyers.ways_to_write(order)]
        # Who was put into the archive is no other buyer.
        found = self.with_context(active_test=False).search(
            [
                ("company_id", "in", (company.id, False)),
                "|",
                ("amazon_email", "in", aliases),
                "&",
                ("vat", "in", numbers),
                ("amazon_is_buyer", "=", True),
            ],
            order="active DESC, company_id, id",
        )
        known = {}
        for partner in found:
            # A company's people have aliases of their own.
            customer = partner.commercial_partner_id
            known.setdefault(("alias", partner.amazon_email), customer)
            known.setdefault(_company_key(partner.vat, partner.name), customer)
        return {key: customer for key, customer in known.items() if key in keys}

    def _amazon_recall(self, order, places):
        """A known customer buys again: bring it back from the archive, and add what it lacks."""
        self.ensure_one()
        if not self.active:
            self.active = True
        if self.name == self.ref:  # nobody told its name so far
            self._amazon_complete(order, places)
        elif not self.vat:
            self._amazon_put_vat(buyers.ways_to_write(order))

    @api.model
    def _amazon_create_customers(self, account, orders, places):
        """Create a customer for each of these orders.

        :return: dict of the customer by Amazon's order id
        """
        values = [
            {
                **self._amazon_customer_values(order, places),
                **account._amazon_customer_settings(order),
                "company_id": account.company_id.id,
            }
            for order in orders
        ]
        numbers = [buyers.ways_to_write(order) for order in orders]
        created = self._amazon_create_with_vat(values, numbers)
        return {order.order_id: customer for order, customer in zip(orders, created)}

    def _amazon_complete(self, order, places=None):
        """Give an order's own customer what Amazon tells of the buyer only later.

        What stands there already stays, since a person may have written it.
        """
        self.ensure_one()
        alias = buyers.alias(order)
        if not self.amazon_is_buyer or (self.ref != order.order_id and self.amazon_email != alias):
            return
        told = self._amazon_customer_values(order, places or Places(self.env, [order]))
        if any(self[field] for field in PLACE_FIELDS if field != "country_id"):
            told = {field: value for field, value in told.items() if field not in PLACE_FIELDS}
        values = {field: value for field, value in told.items() if value and not self[field]}
        if self.name == self.ref:
            values["name"] = told["name"]
        else:
            values.pop("is_company", None)
        taken = [("amazon_email", "=", alias), ("company_id", "=", self.company_id.id)]
        if "amazon_email" in values and self.search_count(taken):
            del values["amazon_email"]  # the buyer is a customer already: one alias, one customer
        if values:
            self.with_context(amazon_no_vies=True).write(values)
        if not self.vat:
            self._amazon_put_vat(buyers.ways_to_write(order))
        self._amazon_add_people([order], {order.order_id: self})

    @api.model
    def _amazon_customer_values(self, order, places):
        """Return the values of the customer that an order alone tells of."""
        company, person = buyers.company(order), buyers.person(order)
        alias = buyers.alias(order)
        name = company or person or buyers.recipient(order)
        return {
            "name": name or order.order_id,
            "is_company": bool(company),
            "email": alias,
            "amazon_email": alias,
            "amazon_is_buyer": True,
            # What comes later finds it by its reference.
            "ref": False if alias and name else order.order_id,
            **self._amazon_own_place(order, places),
        }

    @api.model
    def _amazon_add_people(self, orders, owners):
        """Add the buyers' own names below their companies, each once.

        :param owners: dict of the customer by Amazon's order id
        """
        people = {}
        for order in orders:
            company, name = owners[order.order_id], buyers.person(order)
            alias = buyers.alias(order)
            if not company.is_company or not (name or alias):
                continue
            own = alias if alias != company.amazon_email else None
            if company._amazon_has_person(name, own):
                continue
            people[company.id, name, own] = {
                "name": name or alias,
                "parent_id": company.id,
                "type": "contact",
                "email": alias,
                "amazon_email": own,
                "amazon_is_buyer": True,
                "lang": company.lang,
                "company_id": company.company_id.id,
            }
        quiet = self.with_context(amazon_address=True, amazon_no_vies=True)
        quiet.create(list(people.values()))._amazon_settle_vies()

    def _amazon_has_person(self, name, alias):
        """Whether this company's people are complete without this one.

        :param alias: of this person, None for the company's own
        """
        if not alias and (not name or name == self.name):
            return True
        people = self.child_ids.filtered(lambda one: one.type == "contact")
        return any(one.amazon_email == alias if alias else one.name == name for one in people)


def _keys(order):
    """Return by what an order's customer is known, the surest first."""
    alias, company = buyers.alias(order), buyers.company(order)
    keys = [("alias", alias)] if alias else []
    if company:
        keys += [_company_key(number, company) for number in buyers.ways_to_write(order)]
    return keys or [("order", order.order_id)]


def _company_key(number, name):
    """Companies that share a VAT number, as groups do, are told apart by their names."""
    return "company", buyers.plain_number(number), (name or "").casefold()


def _distinct(orders):
    return list({order.order_id: order for order in orders}.values())
