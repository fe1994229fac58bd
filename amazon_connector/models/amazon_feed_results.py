import base64
from dataclasses import dataclass, field

from odoo import _, fields, models

from .amazon_feed import ENDS


@dataclass(frozen=True)
class Verdicts:
    """What a report says of a feed's messages, by their numbers.

    :ivar refused: Amazon's words on those that it refuses
    :ivar warned: … on those that it took with a warning
    :ivar open: those of which nobody knows
    """

    refused: dict = field(default_factory=dict)
    warned: dict = field(default_factory=dict)
    open: frozenset = frozenset()


def verdicts(report, orders, is_done):
    """Read what a report says of each message.

    A message that is not named went well, provided that the report accounts for all: it names as
    many errors as it counts, and counts as many messages as were sent. Where it reports an error
    without saying of which, all that is not named is open.

    :param report: amazon_api ProcessingReport
    :param orders: dict of Amazon's order ids by message number: what was sent
    :param is_done: whether Amazon calls the feed DONE: then a count that is not told is no doubt
    :return: Verdicts
    """
    named = report.by_message
    refused = {number: _words(one) for number, one in named.items() if one.is_error}
    warned = {number: _words(one) for number, one in named.items() if not one.is_error}
    for result in report.of_whole_feed:
        for number in (number for number, ref in orders.items() if ref and ref == result.order_id):
            (refused if result.is_error else warned).setdefault(number, _words(result))
    strange = not named.keys() <= orders.keys()
    if not strange and _accounts_for_all(report, orders, is_done):
        return Verdicts(refused, warned)
    return Verdicts(refused, warned, frozenset(orders.keys() - refused.keys() - warned.keys()))


def _words(result):
    return ": ".join(filter(None, (result.code, result.description)))


def _accounts_for_all(report, orders, is_done):
    """Whether what the report does not name went well for certain."""
    if not report.names_failures:
        return False
    if report.processed is None:
        return is_done
    if report.processed != len(orders):
        return False
    # Broken off: only what is counted as successful has worked.
    return is_done or (report.successful or 0) + (report.with_error or 0) >= len(orders)


class AmazonFeed(models.Model):
    """What became of each shipment of a feed."""

    _inherit = "amazon.feed"

    # What the message was made of, so that each reads it in their language.
    reason = fields.Char(readonly=True, help="What it came to, in a word.")
    detail = fields.Char(readonly=True, help="What Amazon, or the error, says of it.")

    def _settle(self, content, report):
        """Let each shipment have what Amazon's report says of it.

        Those that it refuses, and those of which nobody knows, stay with the feed: their orders are
        looked at before a person has to (_look_up_shipments). So are all those of a feed that was
        found again: its report may be on another program's shipments, so it says nothing of ours.

        :param content: bytes, the report as it came
        :param report: amazon_api ProcessingReport
        """
        self.report = base64.b64encode(content)
        reason = "found" if self.is_found else self._settle_each(report)
        self._end(ENDS[self.amazon_status], reason)

    def _settle_each(self, report):
        """Let each shipment have what Amazon's report says of it; see ``_settle``.

        :return: why the feed leaves something open, see _sentences; None when it does not
        """
        by_number = {one.feed_message: one for one in self._waiting()}
        found = verdicts(report, self._orders_told(), self.amazon_status == "DONE")
        self.write({"error_count": len(found.refused), "warning_count": len(found.warned)})
        good = self.shipment_ids.browse()
        for number, shipment in by_number.items():
            if number in found.refused:
                shipment.amazon_said = found.refused[number]
            elif number in found.warned:
                shipment._confirmed(_("Amazon took it with a warning: %s", found.warned[number]))
            elif number not in found.open:
                good |= shipment
        good._confirmed()
        return "unnamed" if found.open else None

    def _orders_told(self):
        """Return Amazon's order ids by message number, of all that was sent.

        Those of shipments that are told anew meanwhile are None.
        """
        refs = {one.feed_message: one.order_id.amazon_order_ref for one in self.shipment_ids}
        return {number: refs.get(number) for number in range(1, self.shipment_count + 1)}

    def _settle_unknown(self, reason, detail=None):
        """Nobody knows what became of the shipments of this feed: each is looked up.

        :param reason: see _sentences
        """
        state = {"CANCELLED": "cancelled", "FATAL": "fatal"}.get(self.amazon_status, "failed")
        self._end(state, reason, detail)

    def _end(self, state, reason=None, detail=None):
        self.write(
            {
                "state": state,
                "reason": reason,
                "detail": detail and str(detail),
                "message": self._sentences(detail).get(reason),
                "next_poll": False,
                "tries": 0,
                "settled_at": fields.Datetime.now(),
            }
        )

    def _spoken_end(self):
        """Return what this feed came to in the reader's language; empty where all went well."""
        return self._sentences(self.detail).get(self.reason) or ""

    def _sentences(self, detail):
        """Return what a feed can come to in the reader's language, by the reason in a word.

        :param detail: what Amazon, or the error, says of it
        """
        return {
            "refused": _(
                "Amazon did not take the feed, so its shipments are told one by one. Amazon says: "
                "%s",
                detail,
            ),
            "denied": _(
                "Amazon does not let the application ask what became of the feed, so its shipments "
                "are told one by one. Amazon says: %s",
                detail,
            ),
            "not_shown": _("Amazon does not show the feed: %s", detail),
            "not_asked": _("Amazon could not be asked about the feed: %s", detail),
            "not_fetched": _("Amazon's report on the feed could not be fetched: %s", detail),
            "unreadable": _("Amazon's report on the feed cannot be read: %s", detail),
            "endless": _("Amazon did not end the feed within a day."),
            "no_report": _("Amazon ended the feed without a report."),
            "unnamed": _(
                "Amazon reported a failure without saying of which shipments. Those of unknown "
                "state are looked up, and count as failed where Amazon does not show them."
            ),
            "found": _(
                "The feed was found among the seller's, and may be another program's: its report "
                "settles nothing. Each order is looked up, and told again where Amazon does not "
                "show it."
            ),
            "broke_down": _(
                "The feed broke down, and is gone on with by itself. If it goes on, show this to "
                "your integrator: %s",
                detail,
            ),
            "left": _("Its account was archived, or is not connected any more."),
        }
