import logging
import time
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.tools.misc import split_every

from ..amazon_api.errors import AmazonError, AuthoriseAgain
from ..discreet_logs import without_data
from ..spoken import spoken_moment
from .amazon_account_work import SECONDS_A_RUN, SHIPMENTS

_logger = logging.getLogger(__name__)

# Transfers that are made ready in one transaction.
PICKINGS_A_PAGE = 50
# Failures are told in one mail; while Amazon is still asked about others, it waits so long at most.
HOLD_BACK = timedelta(minutes=30)


class AmazonAccount(models.Model):
    """Telling Amazon what left: by button and by cron, one process a seller."""

    _inherit = "amazon.account"

    next_shipments_sync = fields.Datetime(
        "Transfers not before",
        copy=False,
        readonly=True,
        help="Amazon is not told of transfers before this moment, because it asked to wait or "
        "could not be reached.",
    )
    shipments_sync_message = fields.Text("What happened to transfers", copy=False, readonly=True)
    shipments_sync_failures = fields.Integer(copy=False, readonly=True)
    shipments_checked_at = fields.Datetime("Transfers last synchronised", copy=False, readonly=True)

    def action_sync_shipments(self):
        """Button « Synchronise transfers »: tell Amazon what left, and show what came of it.

        :raise AccessError: the user is no manager
        :raise UserError: the credentials are incomplete
        """
        answer = self._do_for_user(SHIPMENTS)
        self._tell_shipment_failures()
        return answer

    @api.model
    def _cron_sync_shipments(self):
        """Tell Amazon what left of the accounts whose turn it is, then people what failed."""
        accounts = self.search([])
        accounts._take_turns(SHIPMENTS, lambda account, seconds: account._sync_shipments(seconds))
        accounts |= self.search([("active", "=", False)])
        accounts._tell_shipment_failures()
        accounts._tell_of_silence()

    @api.model
    def _trigger_shipment_sync(self, at=None):
        """Have the scheduled action run soon, or at a moment, besides its regular runs."""
        self._trigger_work(SHIPMENTS, at)

    def _sync_shipments(self, seconds=SECONDS_A_RUN):
        """Tell Amazon what left and ask what became of what was told, each outcome committed.

        :param seconds: after this time nothing further is begun
        :return: as _do_work; 'done' is all that can be told now
        """
        outcome = self._do_work(SHIPMENTS, seconds)
        if outcome != "busy":
            account = self._at_work()
            account._in_a_transaction(account._come_back_for_shipments)
        return outcome

    def _tell_of_shipments(self, deadline):
        with self._amazon_client() as client:
            outcomes = {self._go_on_with_feeds(client, deadline)}
            self._in_a_transaction(self._end_left_feeds)
            now = time.monotonic()
            # Half of the time is for telling: thousands of transfers must not use up each run.
            outcomes.add(self._prepare_shipments(now + (deadline - now) / 2))
            outcomes.add(self._send_then_look_up(client, deadline))
        self._in_a_transaction(self.write, self._values_of_success(SHIPMENTS))
        return "more" if "more" in outcomes else "done"

    def _send_then_look_up(self, client, deadline):
        """Tell Amazon what is due, and look up what feeds left open, be there trouble with telling.

        :return: 'done', or 'more' when the time was up
        :raise AmazonError: the account has to wait
        """
        trouble = None
        try:
            sent = self._send_shipments(client, deadline)
        except AmazonError as error:
            if isinstance(error, AuthoriseAgain) and error.reason != "access_denied":
                raise
            self._undo()
            trouble = error
        found = self._look_up_shipments(client, deadline)
        if trouble:
            raise trouble
        return "more" if "more" in (sent, found) else "done"

    def _come_back_for_shipments(self):
        """Have the scheduled action run when the next of what waits may be told or asked for."""
        moment = self._shipments_go_on_at()
        if moment and moment > fields.Datetime.now():
            self._trigger_shipment_sync(moment)

    def _shipments_go_on_at(self):
        """Return when the account goes on with what waits; None when nothing waits for a moment."""
        moments = (self._next_shipment_moment(), self.next_shipments_sync)
        return max(filter(None, moments), default=None)

    def _next_shipment_moment(self):
        """Return when the first of what waits for a moment is due; None when nothing does."""
        open_states = [("account_id", "in", self.ids), ("state", "in", ("pending", "processing"))]
        shipment = self.env["amazon.shipment"].search(
            [*open_states, ("next_try", "!=", False)], order="next_try", limit=1
        )
        feed = self._open_feeds().filtered("next_poll").sorted("next_poll")[:1]
        return min(filter(None, (shipment.next_try, feed.next_poll)), default=None)

    # === What left ===#

    def _prepare_shipments(self, deadline):
        """Have shipments of transfers that Amazon must hear of, those that have none first.

        :return: 'done', or 'more' when the time was up
        """
        forgotten = self.env["stock.picking"]._amazon_forgotten(self)
        outcome = self._by_pages("_amazon_mark_done", forgotten, deadline)
        if outcome == "done":
            pickings = self._pickings_to_tell()
            outcome = self._by_pages("_amazon_prepare_shipments", pickings, deadline)
        return outcome

    def _pickings_to_tell(self):
        """Return the transfers to be counted anew, then those without shipments, then what is due.

        What was counted too many in one may leave with another. What waits for a moment is brought
        up to date when it has come.
        """
        new = self.env["stock.picking"].search(
            [
                ("amazon_sync_state", "=", "pending"),
                ("state", "=", "done"),
                ("sale_id.amazon_account_id", "=", self.id),
                ("amazon_shipment_ids", "=", False),
            ],
            order="amazon_ship_by, id",
        )
        # One that was tried again may wait beside a parcel that Amazon is at.
        due = self._shipments_to_send().picking_id
        recounted = self.env["amazon.shipment"]._waiting_for_recount(self).picking_id
        return (recounted | new | due).filtered(lambda one: one.state == "done")

    def _by_pages(self, work, pickings, deadline):
        """Do a method of these transfers page by page, each committed.

        A transfer that breaks down holds up no other.

        :param work: the method's name
        :return: 'done', or 'more' when the time was up
        """
        for ids in split_every(PICKINGS_A_PAGE, pickings.ids):
            if time.monotonic() >= deadline:
                return "more"
            self._tell_who_asked(SHIPMENTS)
            page = pickings.browse(ids)
            if not self._do_page(work, page):
                for picking in page:
                    self._do_page(work, picking)
        return "done"

    def _do_page(self, work, pickings):
        """:return: whether that went well, or is noted on the single transfer that broke down"""
        try:
            self._in_a_transaction(getattr(pickings, work))
            return True
        except Exception as error:  # noqa: BLE001 - the other transfers go on
            self._undo()
            if len(pickings) > 1:
                return False
            _logger.error(
                "Amazon shipments of transfer %s broke down: %s", pickings.id, without_data(error)
            )
            self._in_a_transaction(pickings._amazon_note_breakdown, error)
            return True

    # === What people are told ===#

    def _tell_shipment_failures(self):
        """Have people told what Amazon refused, once all that is known for an account."""
        ready = self.filtered(lambda account: not account._is_asking_about_shipments())
        shipments = self.env["amazon.shipment"]
        try:
            self._in_a_transaction(shipments.sudo()._tell_failures, ready)
        except Exception as error:  # noqa: BLE001 - it is tried again with the next run
            self._undo()
            _logger.error("Amazon's refusals could not be told: %s", without_data(error))

    def _tell_of_silence(self):
        """Have people told of accounts on which transfers wait in vain."""
        for account in self:
            try:
                self._in_a_transaction(account._at_work()._follow_silence)
            except Exception as error:  # noqa: BLE001 - it is tried again with the next run
                self._undo()
                _logger.error("A silent account could not be told: %s", without_data(error))

    def _is_asking_about_shipments(self):
        """Whether failures of one feed are still being found out, and not for long."""
        return bool(
            self.env["amazon.shipment"]
            .sudo()
            .search(
                [
                    *self._shipments_to_look_up_domain(),
                    ("feed_id.settled_at", ">", fields.Datetime.now() - HOLD_BACK),
                ],
                limit=1,
            )
        )

    def _shipment_figures(self):
        """Return how many shipments of these accounts are in each state, and transfers to tell."""
        groups = (
            self.env["amazon.shipment"]
            .sudo()
            ._read_group([("account_id", "in", self.ids)], ["state"], ["__count"])
        )
        return dict(groups)

    def _say_when_shipments_go_on(self):
        moments = [account._shipments_go_on_at() for account in self.sudo()]
        moment = min(filter(None, moments), default=None)
        if not moment or moment <= fields.Datetime.now():
            return _("It goes on by itself.")
        return _("It goes on by itself at %s.", spoken_moment(self.env, moment))
