import contextlib
import logging
import math
import time
from datetime import datetime, timedelta

import psycopg2
from odoo import _, api, fields, models

from ..amazon_api.errors import AmazonError, AuthoriseAgain, GiveUp, TryLater, Wait
from ..discreet_logs import discreet_logs, in_short, without_data
from .amazon_account_quota import LEFT_BY_CRON

_logger = logging.getLogger(__name__)

# One run of the scheduled action ends itself well before Odoo's limit (limit_time_real, 120 s).
SECONDS_A_RUN = 60
# A page is a unit of work: when another process changed the same rows, it is done again.
TRIES_A_PAGE = 3
SHORTEST_DELAY = timedelta(minutes=5)
LONGEST_DELAY = timedelta(hours=6)
# The first key of our advisory locks, so that they meet nobody else's.
ORDER_SYNC_LOCK = 0x414D5A


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
        if "busy" in outcomes:
            message = _("The orders are being synchronised already. Look again in a moment.")
            return self._notification(_("Already at work"), message, "info")
        if "stopped" in outcomes:
            message = _("The synchronisation was stopped. Press « Go on » to have it go on.")
            return self._notification(_("Stopped"), message, "info")
        if outcomes & {"failed", "wait"}:
            message = "\n".join(self.filtered("orders_sync_message").mapped("orders_sync_message"))
            kind = "warning" if "failed" in outcomes else "info"
            return self._notification(_("Not finished yet"), message, kind)
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
        deadline = time.monotonic() + SECONDS_A_RUN
        now = fields.Datetime.now()
        accounts = self.search([("marketplace_ids", "!=", False), ("orders_stopped", "=", False)])
        for account in accounts._connected().sorted(
            lambda one: (one.orders_checked_at or datetime.min, one.id)
        ):
            if account.next_orders_sync and account.next_orders_sync > now:
                continue
            seconds = deadline - time.monotonic()
            if seconds < 0:
                self._trigger_order_sync()
                return
            try:
                outcome = account._leaving(LEFT_BY_CRON)._sync_orders(seconds)
            except Exception as error:  # noqa: BLE001 - the other accounts go on
                outcome = account._at_work()._note_breakdown(error)
            if outcome == "more":
                self._trigger_order_sync()

    @api.model
    def _trigger_order_sync(self, at=None):
        """Have the scheduled action run soon, or at a moment, besides its regular runs."""
        self.env.ref("amazon_connector.cron_sync_orders").sudo()._trigger(at)

    def _sync_orders(self, seconds=SECONDS_A_RUN):
        """Bring the orders that changed since the watermark, a page at a time, each committed.

        :param seconds: after this time no further page is begun
        :return: 'done', 'more' (the time is up; the next run goes on there), 'busy' (another
            process is at it), 'stopped' (by hand), 'wait' (nothing is left of Amazon's quota) or
            'failed' (see orders_sync_message)
        """
        self.ensure_one()
        with self._only_one_process() as alone:
            if not alone:
                return "busy"
            account = self._at_work()
            try:
                return account._sync_order_pages(time.monotonic() + seconds)
            except AmazonError as error:
                self.env.cr.rollback()
                self.env.invalidate_all()
                return account._in_a_transaction(account._put_off_orders, error)

    @contextlib.contextmanager
    def _only_one_process(self):
        """Hold the seller's session lock; gives False when another process holds it.

        All records of a seller share it, since orders pass from one to another. The transaction
        is ended right after: under REPEATABLE READ a snapshot from before the lock would not show
        what the process before us created.
        """
        lock = (self._order_sync_lock(), min((self._amazon_other_records() | self).ids))
        self.env.cr.commit()  # pylint: disable=invalid-commit
        self.env.cr.execute("SELECT pg_try_advisory_lock(%s, %s)", lock)
        (alone,) = self.env.cr.fetchone()
        try:
            self.env.cr.commit()  # pylint: disable=invalid-commit
            self.env.invalidate_all()
            with discreet_logs():
                yield alone
        finally:
            if alone:
                self._unlock(lock)

    @api.model
    def _order_sync_lock(self):
        """Return the first key of our advisory locks; the second is the seller's oldest account."""
        return ORDER_SYNC_LOCK

    def _unlock(self, lock):
        # In an aborted transaction the unlock itself would fail and hide the cause.
        with contextlib.suppress(psycopg2.Error):
            self.env.cr.execute("SELECT 1")
            self.env.cr.execute("SELECT pg_advisory_unlock(%s, %s)", lock)
            return
        self.env.cr.rollback()
        self.env.cr.execute("SELECT pg_advisory_unlock(%s, %s)", lock)

    def _in_a_transaction(self, work, *parts):
        """Do work(*parts) and commit it; again when another process changed the same rows.

        Odoo repeats a button's method by itself, a scheduled action never.

        :return: what work returned
        """
        for attempt in range(1, TRIES_A_PAGE + 1):
            try:
                result = work(*parts)
                self.env.cr.commit()  # pylint: disable=invalid-commit
                return result
            except psycopg2.OperationalError:  # serialization failure, deadlock, lock timeout
                self.env.cr.rollback()
                self.env.invalidate_all()
                if attempt == TRIES_A_PAGE:
                    raise
        return None

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
        """Return a page of orders; read on from what others committed while Amazon answered."""
        page = self._amazon_call(client, "searchOrders", **filters)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        self.env.invalidate_all()
        return page

    def _import_order_page(self, page, listing):
        """Bring a page into Odoo, and remember where the list stands: both or none."""
        self.env["sale.order"]._amazon_import(self, page.orders, page.unreadable)
        self._remember_order_page(page, listing)

    def _put_off_orders(self, error):
        """Note why Amazon did not answer, and when it is asked again.

        :return: 'wait' or 'failed', as _sync_orders
        """
        _logger.info("Orders of Amazon account %s put off: %s", self.id, error)
        waits = isinstance(error, Wait)
        failures = 0 if waits else self.orders_sync_failures + 1
        message = self._explain_order_quota() if waits else self._explain(error)
        again = fields.Datetime.now() + self._order_delay(error, failures)
        self.write(
            {
                "next_orders_sync": again,
                "orders_sync_message": message,
                "orders_sync_failures": failures,
            }
        )
        if isinstance(error, GiveUp) and self.orders_page_token:
            # A page token that Amazon no longer takes must not stop the orders for ever.
            self._read_shorter_lists()
        self._trigger_order_sync(again)
        if isinstance(error, (AuthoriseAgain, GiveUp)) and failures == 1:
            self._ask_responsible(message)
        return "wait" if waits else "failed"

    def _order_delay(self, error, failures):
        """Return the time until the next try; failures make it longer, a used-up quota does not."""
        if isinstance(error, Wait):
            return timedelta(seconds=math.ceil(error.seconds) + 1)
        told = timedelta(seconds=error.seconds if isinstance(error, TryLater) else 0)
        return max(min(told, LONGEST_DELAY), self._doubled_delay(failures))

    @api.model
    def _doubled_delay(self, failures):
        return min(SHORTEST_DELAY * 2 ** min(failures - 1, 10), LONGEST_DELAY)

    def _explain_order_quota(self):
        return _(
            "Amazon lets a seller's orders be asked for only so often: a page of 100 orders about "
            "every three minutes. Nothing is wrong, the synchronisation goes on by itself."
        )

    def _note_breakdown(self, error):
        """Keep an error that nobody foresaw where the people responsible see it."""
        self.env.cr.rollback()
        self.env.invalidate_all()
        _logger.error(
            "Orders of Amazon account %s not synchronised: %s", self.id, without_data(error)
        )
        self._in_a_transaction(self._put_off_breakdown, in_short(error))
        return "failed"

    def _put_off_breakdown(self, words):
        failures = self.orders_sync_failures + 1
        message = _(
            "The synchronisation broke down, and is tried again by itself. If it goes on, show "
            "this to your integrator: %s",
            words,
        )
        self.write(
            {
                # Later each time: it must not take the other accounts' time and calls.
                "next_orders_sync": fields.Datetime.now() + self._doubled_delay(failures),
                "orders_sync_message": message,
                "orders_sync_failures": failures,
            }
        )
        if failures == 1:
            self._ask_responsible(message)

    def _ask_responsible(self, message):
        """Give the people responsible for the account an activity with this message."""
        for user in self._amazon_people():
            self.activity_schedule("mail.mail_activity_data_todo", note=message, user_id=user.id)
