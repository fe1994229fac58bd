import time

from odoo import _, api, fields, models

from ..amazon_api.errors import GiveUp, Wait
from .amazon_account_work import ORDERS, SECONDS_A_RUN

# Orders that come in within a second or two: then a button looks at the clock.
ORDERS_A_CLICK = 20


class AmazonAccount(models.Model):
    """Bringing the orders that changed: by button and by cron, one process an account."""

    _inherit = "amazon.account"

    next_orders_sync = fields.Datetime(
        "Not before",
        copy=False,
        readonly=True,
        help="Orders are not asked for before this moment, because Amazon asked to wait or could "
        "not be reached.",
    )
    orders_sync_message = fields.Text("What happened", copy=False, readonly=True)
    orders_sync_failures = fields.Integer(copy=False, readonly=True)
    orders_checked_at = fields.Datetime("Orders last checked", copy=False, readonly=True)

    def action_sync_orders(self):
        """Button « Synchronise orders »: bring what changed, and show what came in.

        :raise AccessError: the user is no manager
        :raise UserError: the credentials are incomplete
        """
        return self._do_for_user(ORDERS)

    @api.model
    def _cron_sync_orders(self):
        """Synchronise the accounts whose turn it is, those first that waited longest."""
        accounts = self.search([("marketplace_ids", "!=", False), ("orders_stopped", "=", False)])
        accounts._take_turns(ORDERS, lambda account, seconds: account._sync_orders(seconds))

    @api.model
    def _trigger_order_sync(self, at=None):
        """Have the scheduled action run soon, or at a moment, besides its regular runs."""
        self._trigger_work(ORDERS, at)

    def _sync_orders(self, seconds=SECONDS_A_RUN):
        """Bring the orders that changed since the watermark, a page at a time, each committed.

        :param seconds: after this time no further page is begun
        :return: as _do_work, or 'stopped' (by hand)
        """
        return self._do_work(ORDERS, seconds)

    @api.model
    def _order_sync_lock(self):
        """Return the first key of the orders' locks; the second is the seller's oldest account."""
        return ORDERS.lock

    def _sync_order_pages(self, deadline):
        with self._amazon_client() as client:
            while True:
                self.invalidate_recordset(["orders_stopped"])
                if self.orders_stopped:
                    return "stopped"
                listing = self._next_order_list()
                if listing.until and not self._bring_newest_orders(client, deadline):
                    return "more"
                page = self._ask_for_orders(client, listing.filters())
                if not self._import_in_time(page, listing, deadline):
                    return "more"
                if not page.next_token and not listing.until:
                    return "done"
                self._tell_who_asked(ORDERS)
                if time.monotonic() >= deadline:
                    return "more"

    def _ask_for_orders(self, client, filters):
        """Return a page of orders."""
        return self._call_apart(client, "searchOrders", **filters)

    def _import_in_time(self, page, listing, deadline):
        """Bring a page into Odoo; while somebody waits at a button, a few orders at a time.

        :return: whether all of it is in; else the page is asked for again, and what came in is
            known then
        """
        orders = self._import_first_ones(page.orders, deadline)
        if orders is None:
            return False
        self._in_a_transaction(self._import_order_page, page, listing, orders)
        return True

    def _import_first_ones(self, orders, deadline):
        """While somebody waits at a button, bring orders a few at a time, each few committed.

        :return: the last few, for the caller to bring; None when the time is up before
        """
        # Of two states of one order the later one comes last.
        orders = sorted(orders, key=lambda order: order.last_updated_time)
        while self._is_hurried() and len(orders) > ORDERS_A_CLICK:
            few, orders = orders[:ORDERS_A_CLICK], orders[ORDERS_A_CLICK:]
            self._in_a_transaction(self._import_orders, few)
            self._tell_who_asked(ORDERS)
            if time.monotonic() >= deadline:
                return None
        return orders

    def _is_hurried(self):
        """Whether somebody waits at a button."""
        return bool(self.env.context.get("amazon_hurry"))

    def _import_order_page(self, page, listing, orders):
        """Bring a page into Odoo, and remember where the list stands: both or none.

        :param orders: those of the page that are not in yet
        """
        self._import_orders(orders, page.unreadable)
        self._remember_order_page(page, listing)

    def _import_orders(self, orders, unreadable=()):
        """Bring these orders into Odoo; who asked for it is told which of them changed."""
        asked = self._asked(ORDERS)
        sales = self._sales_of(orders) if asked else self.env["sale.order"]
        before = sales._amazon_seen()
        self.env["sale.order"]._amazon_import(self, orders, unreadable)
        if sales:
            after = sales._amazon_seen()
            asked._note_updated(sales.filtered(lambda sale: after[sale] != before[sale]))

    def _sales_of(self, orders):
        sales = self.env["sale.order"]
        known = sales._amazon_known(self, [order.order_id for order in orders])
        return sales.union(*known.values())

    def _put_off(self, work, error):
        if work == ORDERS and isinstance(error, GiveUp) and self.orders_page_token:
            # A page token that Amazon no longer takes must not stop the orders for ever.
            self._read_shorter_lists()
        return super()._put_off(work, error)

    def _explain_trouble(self, work, error):
        if work == ORDERS and isinstance(error, Wait):
            return self._explain_order_quota()
        return super()._explain_trouble(work, error)

    def _explain_order_quota(self):
        return _(
            "Amazon lets a seller's orders be asked for only so often: a page of 100 orders about "
            "every three minutes. Nothing is wrong, the synchronisation goes on by itself."
        )
