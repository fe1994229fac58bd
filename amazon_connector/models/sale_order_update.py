from odoo import _, api, models

from .sale_order_revise import amazon_fingerprint


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _amazon_update(self, account, orders):
        """Bring known orders up to Amazon's present state; what is right stays untouched.

        :return: list of Problems: what to look at on these orders
        """
        known = self._amazon_known(account, [order.order_id for order in orders])
        # Most orders come again as they were: what only a changed one needs is not looked up.
        changed = {
            order.order_id: order
            for order in orders
            if known[order.order_id].amazon_fingerprint != amazon_fingerprint(order)
        }
        offers = self.env["amazon.offer"]._for_orders(account, list(changed.values()))
        shipped, cancelled = [], self.browse()
        for order in orders:
            sale = known[order.order_id]
            sale._amazon_follow_status(order)
            if sale.amazon_channel == "fbm":
                ours = sale._amazon_follow_packages(order)
                sale._amazon_follow_items(order, ours)
            if sale.state != "cancel":
                sale._amazon_follow_extras(account, order)
            if order.status == "CANCELLED":
                cancelled |= sale
            elif order.order_id in changed and sale.state != "cancel":
                sale._amazon_revise(account, order, offers)
            if sale.amazon_channel == "fba":
                shipped.append((sale, order))
            elif sale.state != "cancel" and sale not in cancelled:
                sale._amazon_follow_shipped(order)
        problems = self.env["stock.move"]._amazon_ship_orders(account, shipped)
        # Of what Amazon ships, some may have left before the rest was cancelled.
        for sale in cancelled:
            sale._amazon_cancel()
        sales = self.browse(sale.id for sale in known.values())
        return problems + sales._amazon_mend() + sales._amazon_problems()

    def _amazon_follow_status(self, order):
        """Note Amazon's present status, and tell a person of the one that nobody else acts on."""
        self.ensure_one()
        if not order.status or self.amazon_status == order.status:
            return
        self.amazon_status = order.status
        if order.status == "UNFULFILLABLE" and self.state != "cancel":
            self._amazon_ask_responsible(
                _("Amazon cannot ship this order"),
                _(
                    "Amazon says that it cannot ship the order %s, or the rest of it. Look it up "
                    "in Seller Central, and cancel here what will not come.",
                    self.amazon_order_ref,
                ),
            )

    def _amazon_ask_responsible(self, summary, note):
        """Give the person who looks after this order something to do."""
        self.ensure_one()
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=summary,
            note=note,
            user_id=self._amazon_responsible().id,
        )

    def _amazon_responsible(self):
        """Return the user who looks after this order: the salesperson, or the account's."""
        self.ensure_one()
        account = self.amazon_account_id
        return self.user_id or account.responsible_user_ids[:1] or account.create_uid
