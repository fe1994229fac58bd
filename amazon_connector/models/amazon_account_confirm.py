import logging
import time
from datetime import timedelta

from odoo import fields, models

from ..amazon_api.errors import (
    AmazonError,
    AuthoriseAgain,
    GiveUp,
    InvalidPackage,
    TryLater,
    Wait,
)
from ..discreet_logs import without_data
from .amazon_account_work import SHIPMENTS
from .amazon_feed import ENDED

_logger = logging.getLogger(__name__)

# So many shipments in a row without an answer that means anything: it is not the shipments.
PATIENCE = 3
# Nothing left of the quota for so few seconds: the scheduled action comes again at once, which
# takes about as long.
SHORT_WAIT = 5.0
# Orders are asked for one by one, at Amazon's pace; the next ones when several may be again.
BETWEEN_LOOK_UPS = timedelta(minutes=1)


class Trouble:
    """Trouble in a row of shipments: whether it is theirs, or Amazon's, or the account's."""

    def __init__(self, lasts):
        """:param lasts: the last run met trouble too: then the first in this one is enough"""
        self._patience = 1 if lasts else PATIENCE
        self._in_a_row, self._error, self._well = 0, None, False

    def over(self):
        """One went well."""
        self._in_a_row, self._well = 0, True

    def met(self, error):
        """One met trouble.

        :raise AmazonError: this one, when it is too many in a row, or the sign-in itself is refused
        """
        self._in_a_row, self._error = self._in_a_row + 1, error
        denied = isinstance(error, AuthoriseAgain) and error.reason != "access_denied"
        if denied or self._in_a_row >= self._patience:
            raise error

    def raise_unless_over(self):
        """:raise AmazonError: the last one met trouble"""
        if self._in_a_row:
            raise self._error

    def raise_unless_once_well(self):
        """:raise AuthoriseAgain: Amazon denied all there was: that is for people to mend"""
        if isinstance(self._error, AuthoriseAgain) and not self._well:
            raise self._error


class AmazonAccount(models.Model):
    """Telling Amazon of shipments one by one, and looking at the orders of those it refuses."""

    _inherit = "amazon.account"

    def _send_shipments(self, client, deadline):
        """Tell Amazon of what is due, in a feed or one by one, whichever is quicker.

        :return: 'done', or 'more' when the time was up
        :raise AmazonError: the account has to wait
        """
        # One without items says what left beyond what Amazon expects, and is planned yet; so is
        # what a person corrected or tried again since this run has planned.
        due = self._shipments_to_send().filtered(lambda one: one.item_ids and one._is_planned())
        while self._is_feed_quicker(len(due)):
            fitting = self._put_into_feed(due)
            if not fitting:
                break
            due -= fitting
        if self._go_on_with_feeds(client, deadline) == "more":
            return "more"
        return self._confirm_shipments(client, due, deadline)

    def _shipments_to_send(self):
        """Return what Amazon is to be told of now, the most urgent first.

        What was corrected while Amazon works at a feed with it waits until that is over: else the
        feed might be the last to arrive, and the older number stay.
        """
        shipments = self.env["amazon.shipment"].search(
            [
                ("account_id", "=", self.id),
                ("state", "=", "pending"),
                "|",
                ("next_try", "=", False),
                ("next_try", "<=", fields.Datetime.now()),
                "|",
                ("feed_id", "=", False),
                ("feed_id.state", "in", ENDED),
            ]
        )
        latest = fields.Datetime.now() + timedelta(days=3650)
        return shipments.sorted(lambda one: (one.picking_id.amazon_ship_by or latest, one.id))

    # === One by one ===#

    def _confirm_shipments(self, client, shipments, deadline):
        """Tell Amazon of these by a call each.

        :return: 'done', or 'more' when the time was up
        :raise AmazonError: the account has to wait
        """
        try:
            return self._one_by_one(shipments, self._confirm_shipment, client, deadline)
        except Wait as wait:
            if wait.seconds > SHORT_WAIT:
                raise
            return "more"

    def _one_by_one(self, parts, work, client, deadline):
        """Do work(client, shipments) for each of these parts; trouble with one is its own.

        :param parts: iterable of amazon.shipment, each of one order
        :return: 'done', or 'more' when the time was up
        :raise AmazonError: Amazon's quota is used up, or trouble is not the shipments' own
        """
        trouble = Trouble(lasts=bool(self.shipments_sync_failures))
        for part in parts:
            if time.monotonic() >= deadline:
                trouble.raise_unless_over()
                return "more"
            try:
                # A correction may have withdrawn some while the former ones were told.
                part = part.exists()
                if part:
                    work(client, part)
                trouble.over()
                self._tell_who_asked(SHIPMENTS)
            except Wait:
                raise
            except (AuthoriseAgain, TryLater) as error:
                seconds = getattr(error, "seconds", 0)
                part = part.exists()
                self._in_a_transaction(part._try_later, self._explain(error), seconds)
                trouble.met(error)
            except Exception as error:  # noqa: BLE001 - the other shipments go on
                self._note_shipment_breakdown(part, error)
        trouble.raise_unless_once_well()
        return "done"

    def _note_shipment_breakdown(self, shipments, error):
        self._undo()
        shipments = shipments.exists()
        _logger.error("Amazon shipments %s broke down: %s", shipments.ids, without_data(error))
        self._in_a_transaction(shipments._break_down, error)

    def _confirm_shipment(self, client, shipment):
        """Tell Amazon of one shipment, and commit what came of it.

        :raise AmazonError: nothing came of it now
        """
        order_ref = shipment.order_id.amazon_order_ref
        marketplace_id = shipment.marketplace_id.marketplace_id
        before = shipment._before_telling()
        package = None
        try:
            package = shipment._amazon_package()
            self._in_a_transaction(shipment._note_telling)
            self._call_apart(client, "confirmShipment", order_ref, marketplace_id, package)
        except InvalidPackage as error:  # found before Amazon was asked, which so said nothing
            self._in_a_transaction(shipment._not_told, before)
            self._in_a_transaction(self._refuse_unfit, shipment, error, package)
        except GiveUp as error:
            self._in_a_transaction(shipment._not_told, before)
            self._confirm_refused(client, shipment, shipment._words_of(error), package)
        except Wait:
            self._in_a_transaction(shipment._not_told, before)
            raise
        except AmazonError:
            shipment.exists().tries = before["tries"]  # counted by who notes the trouble
            raise
        else:
            self._in_a_transaction(shipment._accepted, package)

    def _confirm_refused(self, client, shipment, said, told):
        """Look at the order of a shipment that Amazon refuses before a person has to.

        :param said: Amazon's words
        :param told: amazon_api Package that it refuses
        :raise AmazonError: Amazon cannot be asked now; the shipment is told again later
        """
        if not shipment.exists():
            return
        try:
            order, _problem = self._fetch_order(client, shipment.order_id.amazon_order_ref)
        except Wait as wait:
            self._in_a_transaction(shipment.exists()._wait, wait.seconds)
            return
        self._in_a_transaction(self._settle_refused, shipment, order, said, told)

    def _refuse_unfit(self, shipment, error, told):
        """Give a person what Amazon would not take, and was not told.

        :param error: amazon_api InvalidPackage
        :param told: as of _settle_refused; None when not even that could be made
        """
        unfit = shipment.exists().filtered(
            lambda one: one.state == "pending" and (not told or one._is_still(told))
        )
        unfit._refused(unfit._explain_unfit(error))

    def _settle_refused(self, shipments, order, said=None, told=None):
        """Believe what Amazon shows of an order, and give people what it refuses all the same.

        What a feed should have told that may not have been ours is told again.

        :param shipments: of one order
        :param order: amazon_api Order; None when Amazon does not show it
        :param said: Amazon's words, unless each shipment has its own
        :param told: amazon_api Package that is refused: a shipment that was corrected meanwhile is
            another one, and stays to be told
        """
        shipments = shipments.exists()
        if told:
            shipments = shipments.filtered(lambda one: one._is_still(told))
        if order and shipments:
            shipments.order_id._amazon_follow_packages(order)
        open_ones = shipments.filtered(lambda one: one.state in ("pending", "processing"))
        doubtful = open_ones.filtered(lambda one: one._is_of_found_feed())
        if doubtful:
            # Amazon never said no to them; and it may know of them by that feed after all.
            doubtful._leave_feed(heard=True)
            self._trigger_shipment_sync()
        for shipment in open_ones - doubtful:
            words = said or shipment.amazon_said
            shipment._refused(shipment._explain_refusal(words, order), words)

    # === What a feed left open ===#

    def _shipments_to_look_up_domain(self):
        """Return the domain of what feeds refused, or left open when they ended."""
        return [
            ("account_id", "in", self.ids),
            ("state", "=", "processing"),
            ("feed_id.state", "in", ENDED),
        ]

    def _look_up_shipments(self, client, deadline):
        """Look at the orders of what feeds refused or left open, within Amazon's quota.

        :return: 'done', or 'more' when the time was up
        :raise AmazonError: the account has to wait
        """
        shipments = self.env["amazon.shipment"].search(
            [
                *self._shipments_to_look_up_domain(),
                "|",
                ("next_try", "=", False),
                ("next_try", "<=", fields.Datetime.now()),
            ]
        )
        by_order = shipments.grouped("order_id").values()
        try:
            return self._one_by_one(by_order, self._look_up_order, client, deadline)
        except Wait as wait:
            rest = shipments.exists().filtered(lambda one: one.state == "processing")
            seconds = max(wait.seconds, BETWEEN_LOOK_UPS.total_seconds())
            self._in_a_transaction(rest._wait, seconds)
            return "done"

    def _look_up_order(self, client, shipments):
        order, _problem = self._fetch_order(client, shipments.order_id.amazon_order_ref)
        self._in_a_transaction(self._settle_refused, shipments, order)
