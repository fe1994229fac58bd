import logging
import time
from datetime import timedelta

from odoo import fields, models

from ..amazon_api.errors import AuthoriseAgain, GiveUp, InvalidPackage, TryLater, Wait
from ..discreet_logs import without_data
from .amazon_feed import ENDED

_logger = logging.getLogger(__name__)

# So many shipments in a row without an answer that means anything: it is not the shipments.
PATIENCE = 3
# Nothing left of the quota for so few seconds: the scheduled action comes again at once, which
# takes about as long.
SHORT_WAIT = 5.0
# Orders are asked for one by one, at Amazon's pace; the next ones when several may be again.
BETWEEN_LOOK_UPS = timedelta(minutes=1)


class AmazonAccount(models.Model):
    """Telling Amazon of shipments one by one, and looking at the orders of those it refuses."""

    _inherit = "amazon.account"

    def _send_shipments(self, client, deadline):
        """Tell Amazon of what is due, in a feed or one by one, whichever is quicker.

        :return: 'done', or 'more' when the time was up
        :raise AmazonError: the account has to wait
        """
        due = self._shipments_to_send()
        if self._is_feed_quicker(len(due)):
            due -= self._put_into_feed(due)
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
        """Tell Amazon of these by a call each; one in trouble does not hold up the others.

        :return: 'done', or 'more' when the time was up
        :raise AmazonError: the account has to wait
        """
        in_vain, error = 0, None
        for shipment in shipments:
            if time.monotonic() >= deadline:
                if in_vain:
                    raise error
                return "more"
            try:
                self._confirm_shipment(client, shipment)
                in_vain = 0
            except AuthoriseAgain:
                raise
            except Wait as wait:
                if wait.seconds > SHORT_WAIT:
                    raise
                return "more"
            except TryLater as trouble:
                in_vain, error = in_vain + 1, trouble
                self._in_a_transaction(shipment._try_later, self._explain(trouble), trouble.seconds)
                # When the last run met trouble too, it is likely to last.
                if in_vain >= (1 if self.shipments_sync_failures else PATIENCE):
                    raise
            except Exception as breakdown:  # noqa: BLE001 - the other shipments go on
                self._note_shipment_breakdown(shipment, breakdown)
        return "done"

    def _note_shipment_breakdown(self, shipment, error):
        self._undo()
        _logger.error("Amazon shipment %s broke down: %s", shipment.id, without_data(error))
        self._in_a_transaction(shipment._break_down, error)

    def _confirm_shipment(self, client, shipment):
        """Tell Amazon of one shipment, and commit what came of it.

        :raise AmazonError: nothing came of it now
        """
        seen = shipment.write_date
        try:
            order_ref = shipment.order_id.amazon_order_ref
            marketplace_id = shipment.marketplace_id.marketplace_id
            package = shipment._amazon_package()
            self._call_apart(client, "confirmShipment", order_ref, marketplace_id, package)
        except InvalidPackage as error:  # found before Amazon was asked
            self._in_a_transaction(self._settle_refused, shipment, None, str(error))
        except GiveUp as error:
            self._confirm_refused(client, shipment, shipment._words_of(error))
        else:
            self._in_a_transaction(shipment._accepted, seen)

    def _confirm_refused(self, client, shipment, said):
        """Look at the order of a shipment that Amazon refuses before a person has to.

        :param said: Amazon's words
        :raise AmazonError: Amazon cannot be asked now; the shipment is told again later
        """
        try:
            order, _problem = self._fetch_order(client, shipment.order_id.amazon_order_ref)
        except Wait as wait:
            self._in_a_transaction(shipment._wait, wait.seconds)
            return
        self._in_a_transaction(self._settle_refused, shipment, order, said)

    def _settle_refused(self, shipments, order, said=None):
        """Believe what Amazon shows of an order, and give people what it refuses all the same.

        :param shipments: of one order
        :param order: amazon_api Order; None when Amazon does not show it
        :param said: Amazon's words, unless each shipment has its own
        """
        if order:
            shipments.order_id._amazon_follow_packages(order)
        for shipment in shipments.filtered(lambda one: one.state in ("pending", "processing")):
            words = said or shipment.amazon_said or shipment.feed_id.message
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
        for sale, of_order in shipments.grouped("order_id").items():
            if time.monotonic() >= deadline:
                return "more"
            try:
                order, _problem = self._fetch_order(client, sale.amazon_order_ref)
            except Wait as wait:
                rest = shipments.filtered(lambda one: one.state == "processing")
                seconds = max(wait.seconds, BETWEEN_LOOK_UPS.total_seconds())
                self._in_a_transaction(rest._wait, seconds)
                return "done"
            self._in_a_transaction(self._settle_refused, of_order, order)
        return "done"
