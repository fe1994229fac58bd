import contextlib
import logging
import time
from datetime import timedelta, timezone

import psycopg2
from odoo import _, api, fields, models

from ..amazon_api.errors import AmazonError, AuthoriseAgain, GiveUp, TryLater, Wait
from ..moments import naive_utc

_logger = logging.getLogger(__name__)

# What was changed a moment before the watermark may have been listed late: Amazon's results lag
# about two minutes behind.
OVERLAP = timedelta(minutes=5)
# A page token lives 24 hours (Amazon's model of searchOrders); stay well below.
TOKEN_LIFE = timedelta(hours=20)
# One run of the scheduled action ends itself well before Odoo's limit (limit_time_real, 120 s).
SECONDS_A_RUN = 60
# A page is a unit of work: when another process changed the same rows, it is done again.
TRIES_A_PAGE = 3
SHORTEST_DELAY = timedelta(minutes=5)
LONGEST_DELAY = timedelta(hours=6)
# The first key of our advisory locks, so that they meet nobody else's.
ORDER_SYNC_LOCK = 0x414D5A


class AmazonAccount(models.Model):
    _inherit = "amazon.account"

    last_orders_sync = fields.Datetime(
        "Last Order Synchronisation",
        copy=False,
        default=lambda self: fields.Datetime.now(),
        help="Amazon's own time (UTC) of the newest order change that is in Odoo. Set it back to "
        "bring older orders again: what is already right stays as it is.",
    )
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
    # Where the reading of a long list stands, so that a killed process goes on there.
    orders_page_token = fields.Char(copy=False, readonly=True, groups="base.group_system")
    orders_page_after = fields.Datetime(
        "Order Page: changed after", copy=False, readonly=True, groups="base.group_system"
    )
    orders_page_before = fields.Datetime(
        "Order Page: changed before", copy=False, readonly=True, groups="base.group_system"
    )
    orders_page_at = fields.Datetime(
        "Order Page: begun at", copy=False, readonly=True, groups="base.group_system"
    )

    def write(self, values):
        result = super().write(values)
        # Another start, or other marketplaces, are another question: its pages begin anew.
        if "last_orders_sync" in values or "marketplace_ids" in values:
            # Who may ask it need not be one of those who see the token.
            anew = {"orders_page_token": False, "next_orders_sync": False}
            self.sudo().write({name: anew[name] for name in anew if name not in values})
        return result

    def action_sync_orders(self):
        """Button « Synchronise orders »: bring what changed, and say how it went.

        :raise AccessError: the user is no manager
        :raise UserError: the credentials are incomplete
        """
        self._check_manager()
        before = sum(self.mapped("order_count"))
        outcomes = [account._sync_orders() for account in self]
        self.invalidate_recordset(["order_count", "issue_count"])
        if "busy" in outcomes:
            message = _("The orders are being synchronised already. Look again in a moment.")
            return self._notification(_("Already at work"), message, "info")
        if "failed" in outcomes or "wait" in outcomes:
            message = "\n".join(self.filtered("orders_sync_message").mapped("orders_sync_message"))
            return self._notification(_("Not finished yet"), message, "warning")
        came = sum(self.mapped("order_count")) - before
        message = _(
            "New orders: %(new)s. Open issues: %(issues)s.",
            new=came,
            issues=sum(self.mapped("issue_count")),
        )
        return self._notification(_("Orders synchronised"), message)

    @api.model
    def _cron_sync_orders(self):
        now = fields.Datetime.now()
        accounts = self.search([("marketplace_ids", "!=", False)], order="orders_checked_at, id")
        for account in accounts._connected().filtered(
            lambda one: not one.next_orders_sync or one.next_orders_sync <= now
        ):
            try:
                outcome = account._sync_orders()
            except Exception as error:  # noqa: BLE001 - the other accounts go on
                outcome = account._note_breakdown(error)
            if outcome == "more":
                self.env.ref("amazon_connector.cron_sync_orders")._trigger()

    def _sync_orders(self, seconds=SECONDS_A_RUN):
        """Bring the orders that changed since the watermark, a page at a time, each committed.

        :param seconds: after this time no further page is begun
        :return: 'done', 'more' (the time is up; the next run goes on there), 'busy' (another
            process is at it), 'wait' (Amazon asked to) or 'failed' (see orders_sync_message)
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
                return account._put_off_orders(error)

    @contextlib.contextmanager
    def _only_one_process(self):
        """Hold the account's session lock; gives False when another process holds it.

        The transaction is ended right after: under REPEATABLE READ a snapshot from before the
        lock would not show what the process before us created.
        """
        self.env.cr.commit()  # pylint: disable=invalid-commit
        self.env.cr.execute(
            "SELECT pg_try_advisory_lock(%s, %s)", (self._order_sync_lock(), self.id)
        )
        (alone,) = self.env.cr.fetchone()
        self.env.cr.commit()  # pylint: disable=invalid-commit
        self.env.invalidate_all()
        try:
            yield alone
        finally:
            if alone:
                self._unlock()

    @api.model
    def _order_sync_lock(self):
        """Return the first key of our advisory locks; the second is the account's id."""
        return ORDER_SYNC_LOCK

    def _unlock(self):
        # In an aborted transaction the unlock itself would fail and hide the cause.
        with contextlib.suppress(psycopg2.Error):
            self.env.cr.execute("SELECT 1")
            self.env.cr.execute(
                "SELECT pg_advisory_unlock(%s, %s)", (self._order_sync_lock(), self.id)
            )
            return
        self.env.cr.rollback()
        self.env.cr.execute("SELECT pg_advisory_unlock(%s, %s)", (self._order_sync_lock(), self.id))

    def _sync_order_pages(self, deadline):
        with self._amazon_client() as client:
            while True:
                filters = self._next_order_page()
                page = self._ask_for_orders(client, filters)
                self._import_order_page(page, filters)
                if not page.next_token:
                    return "done"
                if time.monotonic() >= deadline:
                    return "more"

    def _ask_for_orders(self, client, filters):
        """Return a page of orders; read on from what others committed while Amazon answered."""
        page = self._amazon_call(client, "searchOrders", **filters)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        self.env.invalidate_all()
        return page

    def _next_order_page(self):
        """Return the filters of the page to ask for: the rest of a begun list, or a new one."""
        after = self.last_orders_sync - OVERLAP
        token = None
        if self.orders_page_token and self.orders_page_at > fields.Datetime.now() - TOKEN_LIFE:
            after, token = self.orders_page_after, self.orders_page_token
        return {
            "marketplace_ids": self.marketplace_ids.mapped("marketplace_id"),
            "last_updated_after": after.replace(tzinfo=timezone.utc),
            "pagination_token": token,
        }

    def _import_order_page(self, page, filters):
        """Bring a page into Odoo, remember where the list stands, and commit both together."""
        for attempt in range(1, TRIES_A_PAGE + 1):
            try:
                self.env["sale.order"]._amazon_import(self, page.orders, page.unreadable)
                self._remember_order_page(page, filters)
                self.env.cr.commit()  # pylint: disable=invalid-commit
                return
            except psycopg2.OperationalError:  # serialization failure, deadlock, lock timeout
                self.env.cr.rollback()
                self.env.invalidate_all()
                if attempt == TRIES_A_PAGE:
                    raise

    def _remember_order_page(self, page, filters):
        begun = not filters["pagination_token"]
        before = naive_utc(page.last_updated_before)
        values = {
            "next_orders_sync": False,
            "orders_checked_at": fields.Datetime.now(),
            "orders_sync_message": False,
            "orders_sync_failures": 0,
        }
        if page.next_token:
            if begun:
                values["orders_page_after"] = naive_utc(filters["last_updated_after"])
                values["orders_page_before"] = before
                values["orders_page_at"] = fields.Datetime.now()
            values["orders_page_token"] = page.next_token
        else:
            # The list's first page tells up to when it is complete.
            newest = (before if begun else self.orders_page_before) or before
            values["orders_page_token"] = False
            values["last_orders_sync"] = newest or self.last_orders_sync
        self.write(values)

    def _put_off_orders(self, error):
        """Note why Amazon did not answer, and when it is asked again.

        :return: 'wait' or 'failed', as _sync_orders
        """
        _logger.info("Orders of Amazon account %s put off: %s", self.id, error)
        failures = 0 if isinstance(error, Wait) else self.orders_sync_failures + 1
        if isinstance(error, (Wait, TryLater)) and error.seconds:
            delay = timedelta(seconds=error.seconds)
        else:
            delay = SHORTEST_DELAY
        if failures:
            delay = min(max(delay, SHORTEST_DELAY * 2 ** min(failures - 1, 10)), LONGEST_DELAY)
        values = {
            "next_orders_sync": fields.Datetime.now() + delay,
            "orders_sync_message": self._explain(error),
            "orders_sync_failures": failures,
        }
        if isinstance(error, GiveUp):
            # A page token that Amazon no longer takes must not stop the orders for ever.
            values["orders_page_token"] = False
        self.write(values)
        self.env.ref("amazon_connector.cron_sync_orders")._trigger(values["next_orders_sync"])
        if isinstance(error, (AuthoriseAgain, GiveUp)) and failures == 1:
            self._ask_responsible(values["orders_sync_message"])
        self.env.cr.commit()  # pylint: disable=invalid-commit
        return "wait" if isinstance(error, Wait) else "failed"

    def _note_breakdown(self, error):
        """Keep an error that nobody foresaw where the people responsible see it."""
        self.env.cr.rollback()
        self.env.invalidate_all()
        _logger.error("Orders of Amazon account %s not synchronised", self.id, exc_info=error)
        self.orders_sync_message = _(
            "The synchronisation broke down, and is tried again by itself. If it goes on, show "
            "this to your integrator: %s",
            f"{type(error).__name__}: {error}",
        )
        self.env.cr.commit()  # pylint: disable=invalid-commit
        return "failed"

    def _ask_responsible(self, message):
        """Give the people responsible for the account an activity with this message."""
        for user in self._amazon_people():
            self.activity_schedule("mail.mail_activity_data_todo", note=message, user_id=user.id)
