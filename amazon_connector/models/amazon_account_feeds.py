import logging
import time
from datetime import timedelta

from odoo import _, fields, models

from ..amazon_api.errors import AmazonError, AuthoriseAgain
from ..discreet_logs import without_data
from .amazon_account_issues import FEEDS
from .amazon_feed import ENDS, LIFETIME, UNDER_WAY, is_denied

_logger = logging.getLogger(__name__)

# What a call takes besides the quota: the way to Amazon and back, and the commit of its outcome.
SECONDS_A_CALL = 0.3
# How long Amazon works at a feed. It promises no more than eight hours, and developers see five
# minutes at best, often ten to thirty (amzn/selling-partner-api-models #657, #2598, #5151).
SECONDS_A_FEED = 10 * 60
# Amazon takes more in a feed; but when one fails as a whole, the orders of all that is in it are
# looked up one by one, half an order a second: this many in about half an hour.
SHIPMENTS_A_FEED = 1000
# After Amazon refused to take a feed at all, shipments are told one by one for so long.
AFTER_A_REFUSAL = timedelta(days=1)


class AmazonAccount(models.Model):
    """Telling Amazon of many shipments at once, where that is quicker."""

    _inherit = "amazon.account"

    feed_ids = fields.One2many("amazon.feed", "account_id", "Feeds", readonly=True)

    # === The choice ===#

    def _is_feed_quicker(self, count):
        """Whether a feed tells Amazon of so many shipments sooner than a call for each.

        :param count: shipments that are to be told
        """
        if not count or not self.seller_id or self._are_feeds_refused():
            return False
        return self._seconds_by_feed() < self._seconds_by_calls(count)

    def _seconds_by_calls(self, count):
        """Return the seconds in which so many shipments are told by a call each."""
        quotas, holder = self.env["amazon.quota"].sudo(), self._quota_holder()
        return max(quotas._duration(holder, "confirmShipment", count), count * SECONDS_A_CALL)

    def _seconds_by_feed(self):
        """Return the seconds until a feed that is begun now is usually worked off."""
        quotas, holder = self.env["amazon.quota"].sudo(), self._quota_holder()
        calls = ("createFeedDocument", "createFeed")
        return max(quotas._duration(holder, call, 1) for call in calls) + SECONDS_A_FEED

    def _are_feeds_refused(self):
        """Whether Amazon refused a feed of this account as such, of late, or to tell its end."""
        return bool(
            self.env["amazon.feed"].search(
                [
                    ("account_id", "=", self.id),
                    ("state", "=", "failed"),
                    ("amazon_status", "not in", tuple(ENDS)),
                    ("settled_at", ">", fields.Datetime.now() - AFTER_A_REFUSAL),
                ],
                limit=1,
            )
        )

    # === Putting together ===#

    def _put_into_feed(self, shipments):
        """Put into a new feed what a feed can tell of these; committed.

        A feed has no place for Transparency codes, and what Amazon demands must be there.

        :return: the shipments that a feed tells now
        """
        fitting = shipments.filtered(lambda one: one._fits_into_feed())[:SHIPMENTS_A_FEED]
        if fitting:
            self._in_a_transaction(self._create_feed, fitting)
        return fitting

    def _create_feed(self, shipments):
        feed = self.env["amazon.feed"].create(
            {"account_id": self.id, "shipment_count": len(shipments)}
        )
        shipments._processing(feed_id=feed.id)
        for number, shipment in enumerate(shipments, 1):
            shipment.feed_message = number

    # === Going on ===#

    def _open_feeds(self):
        """Return the feeds that are not over, the oldest first."""
        return self.env["amazon.feed"].search(
            [("account_id", "in", self.ids), ("state", "in", UNDER_WAY)], order="id"
        )

    def _end_left_feeds(self):
        """End feeds with shipments of this account that no account goes on with any more.

        What they may have told is looked up, as that of a feed that never ends.
        """
        feeds = self.env["amazon.feed"].search(
            [
                ("state", "in", UNDER_WAY),
                ("create_date", "<", fields.Datetime.now() - LIFETIME),
                ("shipment_ids.account_id", "=", self.id),
            ]
        )
        for feed in feeds.filtered(lambda one: not one.account_id._tells_amazon()):
            if not feed.document_ref:
                feed._waiting()._leave_feed(heard=False)
            feed._settle_unknown("left")

    def _go_on_with_feeds(self, client, deadline):
        """Do what is next with each feed that is due; one in trouble does not hold up the others.

        :return: 'done', or 'more' when the time was up
        :raise AuthoriseAgain: the account has to wait, since the sign-in itself is refused
        """
        now = fields.Datetime.now()
        for feed in self._open_feeds():
            if feed.next_poll and feed.next_poll > now:
                continue
            if time.monotonic() >= deadline:
                return "more"
            try:
                feed._go_on(client)
            except AmazonError as error:
                if isinstance(error, AuthoriseAgain) and not is_denied(error):
                    raise
                self._undo()
                self._in_a_transaction(self._note_feed_trouble, feed, error)
            except Exception as error:  # noqa: BLE001 - the other feeds go on
                self._undo()
                _logger.error("Amazon feed %s broke down: %s", feed.id, without_data(error))
                self._in_a_transaction(feed._note_breakdown, error)
        return "done"

    def _note_feed_trouble(self, feed, error):
        """Have a feed go on later; where Amazon denies it, people hear of that once.

        Shipments are told one by one meanwhile: the permission for feeds may be another one.
        """
        if not is_denied(error):
            feed._note_trouble(error, self._explain(error))
            return
        is_new = not feed.tries and not self._activities_about(FEEDS)
        feed._note_trouble(error, self._explain_denied_feed(error))
        if is_new:
            self._ask_people(lambda one: (False, one._explain_denied_feed(error)), FEEDS)

    def _explain_denied_feed(self, error):
        return _(
            "Amazon lets the application sign in, but not ask what became of a feed. Look at its "
            "roles in the Solution Provider Portal, then authorise it again. Until then shipments "
            "are told one by one. (%s)",
            error,
        )
