"""What every kind of work with Amazon shares: one process at it, its turn, being put off."""

import contextlib
import logging
import math
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg2
from odoo import _, api, fields, models

from ..amazon_api.errors import AmazonError, AuthoriseAgain, GiveUp, TryLater, Wait
from ..discreet_logs import discreet_logs, in_short, without_data
from .amazon_account_quota import LEFT_BY_CRON

_logger = logging.getLogger(__name__)

# One run of a scheduled action ends itself well before Odoo's limit (limit_time_real, 120 s).
SECONDS_A_RUN = 60
# What is committed together is done again when another process changed the same rows.
TRIES = 3
# Somebody waits for work that another process keeps from being done.
WHILE_BUSY = timedelta(minutes=1)
SHORTEST_DELAY = timedelta(minutes=5)
LONGEST_DELAY = timedelta(hours=6)


@dataclass(frozen=True)
class Work:
    """A kind of work that one process does for a seller at a time, by a scheduled action.

    Where it stands is kept on the account, in fields of its own; None: in none that all share.
    """

    name: str  # as people's amazon.progress calls it
    lock: int  # the first key of its advisory locks, so that they meet nobody else's
    cron: str  # the scheduled action
    method: str  # does it for an account until a moment (time.monotonic); returns an outcome
    button: str  # does it for an account for so many seconds
    checked_at: str  # the field that says when it was last done
    not_before: str | None = None  # … that it is put off until then
    message: str | None = None  # … why
    failures: str | None = None  # … how often it failed in a row


ORDERS = Work(
    name="orders",
    lock=0x414D5A,
    cron="amazon_connector.cron_sync_orders",
    method="_sync_order_pages",
    button="_sync_orders",
    checked_at="orders_checked_at",
    not_before="next_orders_sync",
    message="orders_sync_message",
    failures="orders_sync_failures",
)
SHIPMENTS = Work(
    name="shipments",
    lock=0x414D53,
    cron="amazon_connector.cron_sync_shipments",
    method="_tell_of_shipments",
    button="_sync_shipments",
    checked_at="shipments_checked_at",
    not_before="next_shipments_sync",
    message="shipments_sync_message",
    failures="shipments_sync_failures",
)
STOCK = Work(
    name="stock",
    lock=0x414D46,
    cron="amazon_connector.cron_compare_stock",
    method="_read_stock",
    button="_compare_stock",
    checked_at="stock_checked_at",
    not_before="next_stock_look",
    message="stock_look_message",
    failures="stock_look_failures",
)
WORKS = (ORDERS, SHIPMENTS, STOCK)
# It shares the orders' lock, and puts itself off.
LOOK_BACK = Work(
    name="look_back",
    lock=ORDERS.lock,
    cron="amazon_connector.cron_second_look",
    method="_look_twice_at_pages",
    button="_look_back",
    checked_at="second_look_at",
)


class AmazonAccount(models.Model):
    """Doing work with Amazon: alone, in turn, and later when it cannot be done now."""

    _inherit = "amazon.account"

    def _do_work(self, work, seconds=SECONDS_A_RUN):
        """Do a kind of work for this account, unless another process is at it.

        :param seconds: after this time nothing further is begun
        :return: 'busy' (another process is at it for this seller), 'wait' (nothing is left of
            Amazon's quota), 'failed' (the work's message says why), or what its method returns:
            'done', 'more' (the time is up; the next run goes on there) …
        """
        self.ensure_one()
        with self._only_one_process(work) as alone:
            if not alone:
                return "busy"
            account = self._at_work()
            try:
                outcome = getattr(account, work.method)(time.monotonic() + seconds)
            except AmazonError as error:
                account._undo()
                outcome = account._in_a_transaction(account._put_off, work, error)
            if outcome == "more":
                account._in_a_transaction(account._note_answer, work)
            account._tell_who_asked(work, outcome)
            return outcome

    # === Alone ===#

    @contextlib.contextmanager
    def _only_one_process(self, work=ORDERS):
        """Hold the seller's session lock; gives False when another process holds it.

        All records of a seller share it, since orders pass from one to another. The transaction
        is ended right after: under REPEATABLE READ a snapshot from before the lock would not show
        what the process before us created.

        :param work: each kind has a lock of its own
        """
        lock = (work.lock, min((self._amazon_other_records() | self).ids))
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
        for attempt in range(1, TRIES + 1):
            try:
                result = work(*parts)
                self.env.cr.commit()  # pylint: disable=invalid-commit
                return result
            except psycopg2.OperationalError:  # serialization failure, deadlock, lock timeout
                self._undo()
                if attempt == TRIES:
                    raise
        return None

    def _undo(self):
        """Take back what is not committed, and read on from what others committed."""
        self.env.cr.rollback()
        self.env.invalidate_all()

    def _call_apart(self, client, operation, *args, **kwargs):
        """Call Amazon as _amazon_call does, between transactions.

        No row is locked meanwhile, and what others committed until the answer is seen after it.
        """
        try:
            return self._amazon_call(client, operation, *args, **kwargs)
        finally:
            self.env.cr.commit()  # pylint: disable=invalid-commit
            self.env.invalidate_all()

    # === In turn ===#

    def _take_turns(self, work, run):
        """Have each of these accounts do its work, those first that waited longest.

        One that was put off has no turn, one that breaks down holds up no other. After
        SECONDS_A_RUN the scheduled action is asked to come again.

        :param run: method of (account, seconds) that returns 'more' when there is more to do
        """
        deadline = time.monotonic() + SECONDS_A_RUN
        now = fields.Datetime.now()
        for account in self._connected().sorted(
            lambda one: (one[work.checked_at] or datetime.min, one.id)
        ):
            if account[work.not_before] and account[work.not_before] > now:
                continue
            seconds = deadline - time.monotonic()
            if seconds < 0:
                self._trigger_work(work)
                return
            try:
                outcome = run(account._leaving(LEFT_BY_CRON), seconds)
            except Exception as error:  # noqa: BLE001 - the other accounts go on
                outcome = account._at_work()._note_breakdown(work, error)
            if outcome == "more":
                self._trigger_work(work)
            elif outcome == "busy" and account._asked(work):
                self._trigger_work(work, now + WHILE_BUSY)

    @api.model
    def _trigger_work(self, work, at=None):
        """Have its scheduled action run soon, or at a moment, besides its regular runs."""
        # Without it a clerk validates transfers all the same; the account says that it is gone.
        cron = self.env.ref(work.cron, raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger(at)

    def _values_of_success(self, work):
        """Return what notes on the account that the work, or a part of it, went well."""
        return {work.checked_at: fields.Datetime.now(), **self._values_of_answer(work)}

    @api.model
    def _values_of_answer(self, work):
        return {work.not_before: False, work.message: False, work.failures: 0}

    def _note_answer(self, work):
        """Note that Amazon answers: a former put-off must not keep the next run from going on."""
        if work.not_before and self[work.not_before]:
            self.write(self._values_of_answer(work))

    # === Later ===#

    def _put_off(self, work, error):
        """Note why Amazon did not answer, and when it is asked again.

        :param error: an AmazonError
        :return: 'wait' (nothing is left of Amazon's quota, which is no failure) or 'failed'
        """
        _logger.info("Amazon account %s: %s put off: %s", self.id, work.cron, error)
        waits = isinstance(error, Wait)
        failures = 0 if waits else self[work.failures] + 1
        message = self._explain_trouble(work, error)
        told = {self[one.message] for one in WORKS if one != work}
        self._note_put_off(work, self._delay(error, failures), message, failures)
        self._trigger_work(work, self[work.not_before])
        serious = isinstance(error, (AuthoriseAgain, GiveUp))
        if serious and failures == 1 and message not in told:
            self._ask_responsible(lambda account: account._explain_trouble(work, error))
        return "wait" if waits else "failed"

    def _explain_trouble(self, work, error):
        """Say what an error means to this kind of work, and what to do next."""
        return self._explain(error)

    def _note_put_off(self, work, delay, message, failures):
        self.write(
            {
                work.not_before: fields.Datetime.now() + delay,
                work.message: message,
                work.failures: failures,
            }
        )

    def _delay(self, error, failures):
        """Return the time until the next try; failures make it longer, a used-up quota does not."""
        if isinstance(error, Wait):
            return timedelta(seconds=math.ceil(error.seconds) + 1)
        told = timedelta(seconds=error.seconds if isinstance(error, TryLater) else 0)
        return max(min(told, LONGEST_DELAY), self._doubled_delay(failures))

    @api.model
    def _doubled_delay(self, failures):
        return min(SHORTEST_DELAY * 2 ** min(failures - 1, 10), LONGEST_DELAY)

    def _note_breakdown(self, work, error):
        """Keep an error that nobody foresaw where the people responsible see it."""
        self._undo()
        _logger.error(
            "Amazon account %s: %s broke down: %s", self.id, work.cron, without_data(error)
        )
        self._in_a_transaction(self._put_off_breakdown, work, in_short(error))
        self._tell_who_asked(work, "failed")
        return "failed"

    def _put_off_breakdown(self, work, words):
        failures = self[work.failures] + 1
        message = self._explain_breakdown(words)
        # Later each time: it must not take the other accounts' time and calls.
        self._note_put_off(work, self._doubled_delay(failures), message, failures)
        if failures == 1:
            self._ask_responsible(lambda account: account._explain_breakdown(words))

    def _explain_breakdown(self, words):
        """Say that something broke down that nobody foresaw."""
        return _(
            "The synchronisation broke down, and is tried again by itself. If it goes on, show "
            "this to your integrator: %s",
            words,
        )

    def _ask_responsible(self, explain):
        """Give the people responsible for the account an activity, each in their language.

        :param explain: function of the account in such a language; returns the message
        """
        self._ask_people(lambda account: (False, explain(account)))
