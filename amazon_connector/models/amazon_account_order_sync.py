import time

from odoo import _, api, fields, models

from ..amazon_api.errors import GiveUp, Wait
from .amazon_account_work import ORDERS, SECONDS_A_RUN


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
        """Button « Synchronise orders »: bring what changed, and say how it went.

        :raise AccessError: the user is no manager
        :raise UserError: the credentials are incomplete
        """
        self._check_manager()
        before = sum(self.mapped("order_count"))
        outcomes = {account._sync_orders() for account in self}
        self.invalidate_recordset()
        busy = _("The orders are being synchronised already. Look again in a moment.")
        unfinished = self._say_unfinished(ORDERS, outcomes, busy)
        if unfinished:
            return unfinished
        if "stopped" in outcomes:
            message = _("The synchronisation was stopped. Press « Go on » to have it go on.")
            return self._notification(_("Stopped"), message, "info")
        message = _(
            "New orders: %(new)s. Open issues: %(issues)s.",
            new=sum(self.mapped("order_count")) - before,
            issues=sum(self.mapped("issue_count")),
        )
        if "more" in outcomes:
            self._trigger_order_sync()
            message += " " + _("There is more to come: the rest follows by itself.")
        return self._notification(_("Orders synchronised"), message)

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
                if listing.until:
                    self._bring_newest_orders(client)
                page = self._ask_for_orders(client, listing.filters())
                self._in_a_transaction(self._import_order_page, page, listing)
                if not page.next_token and not listing.until:
                    return "done"
                if time.monotonic() >= deadline:
                    return "more"

    def _ask_for_orders(self, client, filters):
        """Return a page of orders."""
        return self._call_apart(client, "searchOrders", **filters)

    def _import_order_page(self, page, listing):
        """Bring a page into Odoo, and remember where the list stands: both or none."""
        self.env["sale.order"]._amazon_import(self, page.orders, page.unreadable)
        self._remember_order_page(page, listing)

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
