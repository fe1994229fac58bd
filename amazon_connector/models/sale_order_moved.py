from odoo import api, models


class SaleOrder(models.Model):
    """Orders that come through one record of a seller and are another's."""

    _inherit = "sale.order"

    @api.model
    def _amazon_known(self, account, refs):
        """Return the sales orders of these references that are in Odoo, with one search.

        Those that another record of the same seller brought, maybe into another company, are
        among them: an order of Amazon's is never doubled.

        :param account: amazon.account that asks
        :param refs: iterable of Amazon's order ids
        :return: dict of sale.order by Amazon's order id
        """
        company = account.company_id
        records = account._amazon_other_records() | account
        orders = self.search(
            [
                ("amazon_order_ref", "in", list(refs)),
                "|",
                ("company_id", "=", company.id),
                ("amazon_account_id", "in", records.ids),
            ]
        )
        # The company's own last: it counts where two companies have the order.
        own_last = orders.sorted(lambda order: order.company_id == company)
        return {order.amazon_order_ref: order for order in own_last}

    @api.model
    def _amazon_pass_on(self, account, orders):
        """Import those of the orders that are another record's, and return the others.

        So it is when a marketplace moved to another record, and an issue is tried again or an
        order fetched through the first one.

        :param account: amazon.account that the orders came through
        :param orders: dict of amazon_api Order by Amazon's order id
        :return: those that are the account's own, likewise
        """
        if not account._amazon_other_records():
            return orders
        known = self._amazon_known(account, orders)
        by_record = account._amazon_record_of(orders.values(), known)
        own = by_record.pop(account, [])
        for record, theirs in by_record.items():
            home = record._at_work()
            home.env["sale.order"]._amazon_import(home, theirs)
        for order in own:
            sale = known.get(order.order_id)
            if sale and sale.amazon_account_id != account:
                sale.amazon_account_id = account
        return {order.order_id: order for order in own}
