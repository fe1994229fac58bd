from collections import defaultdict

from odoo import _, api, fields, models
from odoo.tools import format_datetime

# What Amazon says of orders that nothing more is expected of.
OVER = ("SHIPPED", "CANCELLED")


class AmazonAccount(models.Model):
    """A marketplace that moves from one record of a seller to another.

    It is taken off the one and put on the other, maybe days later. Nothing must be lost on the
    way: the other asks for its orders from where the first stopped, and takes over its offers,
    open orders and issues, as far as both are of one company. What another company brought stays
    there; its offers are copied.
    """

    _inherit = "amazon.account"

    # Amazon's time up to which orders of a marketplace had come when it was taken off, by its id.
    released_marketplaces = fields.Json(copy=False, readonly=True)

    @api.model_create_multi
    def create(self, values_list):
        accounts = super().create(values_list)
        for account in accounts:
            account._amazon_take_over(account._amazon_held())
        return accounts

    def write(self, values):
        if not {"marketplace_ids", "active", "seller_id", "refresh_token"} & set(values):
            return super().write(values)
        before = {account: account._amazon_held() for account in self}
        result = super().write(values)
        for account, marketplaces in before.items():
            account._amazon_release(marketplaces - account._amazon_held())
            # Of another seller, all of them are new to the record.
            if {"seller_id", "refresh_token"} & set(values):
                marketplaces = marketplaces.browse()
            account._amazon_take_over(account._amazon_held() - marketplaces)
        return result

    def _amazon_held(self):
        """Return the marketplaces whose orders come through this record."""
        return self.filtered("active").marketplace_ids

    def _amazon_released(self):
        """Return the marketplaces that were taken off these records, and put on none since."""
        keys = {key for account in self for key in account.released_marketplaces or {}}
        return self.env["amazon.marketplace"].browse(int(key) for key in keys).exists()

    def _amazon_release(self, marketplaces):
        """Remember up to when the orders of these marketplaces came through this record."""
        since = self._orders_complete_until()
        if marketplaces and since:
            released = dict(self.sudo().released_marketplaces or {})
            moment = fields.Datetime.to_string(since)
            for marketplace in marketplaces:
                key = str(marketplace.id)
                released[key] = min(moment, released.get(key, moment))
            self.sudo().released_marketplaces = released

    def _amazon_take_over(self, marketplaces):
        """Go on with these marketplaces where the seller's other records stopped."""
        if not marketplaces:
            return
        heir = self._at_work()
        others = heir._amazon_other_records()
        heir._amazon_go_back((others | heir)._amazon_claim(marketplaces))
        for other in others:
            heir.env["amazon.offer"]._amazon_hand_over(other, heir, marketplaces)
            other._amazon_hand_over_issues(heir, marketplaces)
            if other.company_id == heir.company_id:
                other._amazon_hand_over_orders(heir, marketplaces)
                other._amazon_hand_over_feeds(heir)

    def _amazon_claim(self, marketplaces):
        """Forget what these records remember of released marketplaces.

        :return: the earliest of the moments up to which their orders had come; None: there is none
        """
        keys = {str(marketplace.id) for marketplace in marketplaces}
        moments = []
        for account in self.filtered("released_marketplaces"):
            released = account.released_marketplaces
            moments += [moment for key, moment in released.items() if key in keys]
            account.released_marketplaces = {
                key: moment for key, moment in released.items() if key not in keys
            }
        return fields.Datetime.to_datetime(min(moments)) if moments else None

    def _amazon_go_back(self, moment):
        """Set the watermark back to this moment, if it is later."""
        since = self._orders_complete_until()
        if moment and since and moment < since:
            self.last_orders_sync = moment
            self.message_post(
                body=_(
                    "A marketplace came from another account, or was away for a while: the orders "
                    "changed since %s (UTC) are asked for again.",
                    format_datetime(self.env, moment, tz="UTC"),
                )
            )

    # === What moves along ===#

    def _amazon_hand_over_issues(self, heir, marketplaces):
        """Give the heir this record's open issues of orders of these marketplaces.

        Whose an order is that never came in shows when it is tried again (_amazon_record_of);
        of an archived record nobody would try it.
        """
        issues = self.env["amazon.issue"].search(
            [("account_id", "=", self.id), ("state", "=", "open"), ("order_ref", "!=", False)]
        )
        sales = self.env["sale.order"].search(
            [
                ("amazon_account_id", "=", self.id),
                ("amazon_order_ref", "in", issues.mapped("order_ref")),
            ]
        )
        by_ref = {sale.amazon_order_ref: sale for sale in sales}
        moving = issues.browse()
        for issue in issues:
            sale = by_ref.get(issue.order_ref)
            if not sale:
                moving += issue if not self.active else moving.browse()
            elif sale.amazon_marketplace_id in marketplaces and self.company_id == heir.company_id:
                moving += issue
        moving.account_id = heir

    def _amazon_hand_over_orders(self, heir, marketplaces):
        """Give the heir this record's orders of these marketplaces that are not over."""
        sales = self.env["sale.order"].search(
            [
                ("amazon_account_id", "=", self.id),
                ("amazon_marketplace_id", "in", marketplaces.ids),
                ("amazon_status", "not in", OVER),
                ("state", "!=", "cancel"),
            ]
        )
        sales.amazon_account_id = heir

    def _amazon_hand_over_feeds(self, heir):
        """Give the heir the feeds under way, if nobody asks for them through this record."""
        if not self._tells_amazon():
            self._open_feeds().account_id = heir

    # === Whose an order is ===#

    def _amazon_record_of(self, orders, known):
        """Tell through which record of the seller each order comes, whoever asked Amazon for it.

        An order that is in Odoo stays in its company: with the record that has its marketplace
        now, if that is of this company, else with the one that brought it. A new one is of the
        record that has its marketplace.

        :param orders: iterable of amazon_api Order that came through this record
        :param known: dict of the sale.order by Amazon's order id
        :return: dict of lists of the orders by amazon.account
        """
        holders = {
            marketplace.marketplace_id: account
            for account in self._amazon_other_records() | self.sudo()
            for marketplace in account._amazon_held()
        }
        by_record = defaultdict(list)
        for order in orders:
            holder = holders.get(order.marketplace_id, self.browse())
            sale = known.get(order.order_id)
            if sale and holder.company_id != sale.company_id:
                holder = sale.amazon_account_id
            by_record[holder.id or self.id].append(order)
        return {self.browse(record_id): theirs for record_id, theirs in by_record.items()}
