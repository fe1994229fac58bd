from odoo import api, models

from .. import buyers
from ..addresses import Places, is_at

# Where parcels are kept for their recipients: nobody is invoiced there.
PICKUP_POINT = "PICKUP_POINT"


class ResPartner(models.Model):
    """Where Amazon's buyers live, and where their parcels go."""

    _inherit = "res.partner"

    @api.model
    def _amazon_own_place(self, order, places):
        """Return the values of a customer's own address, as far as an order tells it.

        That is the address of its tax number, else the delivery's if it is the buyer's own. Of
        another's delivery only the country is taken: Odoo finds no taxes without one.
        """
        number, company = buyers.tax_number(order), buyers.company(order)
        if number and number.address:
            values = places.values(number.address, company)
        elif order.delivery_address:
            values = places.values(order.delivery_address, company)
            if not self._amazon_is_own(order):
                values = {"country_id": values["country_id"]}
        else:
            return {}
        values.pop("name", None)
        return values

    @api.model
    def _amazon_is_own(self, order):
        """Whether a parcel goes to whoever buys, as far as one can tell."""
        if order.delivery_address.type == PICKUP_POINT:
            return False
        names = {buyers.person(order), buyers.company(order)} - {None}
        return not names or not buyers.recipient(order) or buyers.recipient(order) in names

    @api.model
    def _amazon_deliveries(self, orders, owners, places=None):
        """Find or create the delivery addresses of a page of orders, under their customers.

        :param owners: dict of the customer by Amazon's order id
        :return: dict of the address by Amazon's order id: the customer's own, or a contact's
        """
        places = places or Places(self.env, orders)
        found, missing = {}, {}
        for order in orders:
            customer = owners[order.order_id]
            if not order.delivery_address:
                found[order.order_id] = customer
                continue
            values = places.values(order.delivery_address, customer.name)
            values["name"] = values["name"] or customer.name
            same = customer._amazon_same_address(values)
            if same:
                found[order.order_id] = same
            else:
                missing[order.order_id] = (customer, tuple(values.items()))
        # Two new orders of one buyer to one new place share it.
        new = list(dict.fromkeys(missing.values()))
        created = self.with_context(amazon_no_vies=True, amazon_address=True).create(
            [customer._amazon_contact_values(dict(values)) for customer, values in new]
        )
        created._amazon_settle_vies()
        by_place = dict(zip(new, created))
        found.update({ref: by_place[place] for ref, place in missing.items()})
        return found

    def _amazon_same_address(self, values):
        """Return this customer or the contact of it that has this address, if there is one."""
        self.ensure_one()
        contacts = self + self.child_ids.filtered(lambda one: one.type == "delivery")
        same = contacts.filtered(lambda one: is_at(one, values))[:1]
        if same and values["phone"] and not same.phone:
            same.phone = values["phone"]
        return same

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
