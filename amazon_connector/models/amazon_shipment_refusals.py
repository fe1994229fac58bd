import re

from odoo import _, models

# What Amazon's words on a shipment are about, the first that fits. Confirmations quote the field
# (« CarrierCode: … »), feeds have sentences; both change now and then, so few words must do.
KNOWN = (
    ("cancelled", r"cancel"),
    (
        "fulfilled",
        r"PackageToUpdateNotFound|already\W+(been\W+)?(fulfil|ship|confirm)|fulfil\w+ by",
    ),
    ("pending", r"\bpending\b"),
    ("transparency", r"transparency"),
    ("tracking", r"tracking"),
    ("carrier", r"carrier|ship(ping)? ?(service|method)"),
    ("date", r"ship(ping|ment)?-? ?date|fulfil\w* ?date"),
    ("quantity", r"quantit"),
    ("item", r"order-? ?item|item-? ?(id|code)"),
)


# What Amazon would not take, found before it was asked: InvalidPackage's reason, and the advice.
UNFIT = {
    "carrier": "carrier",
    "carrier_name": "carrier",
    "tracking": "tracking",
    "tracking_too_long": "tracking",
    "date": "date",
    "items": "item",
    "quantity": "quantity",
}


class AmazonShipment(models.Model):
    """What Amazon's refusals mean, and what to do."""

    _inherit = "amazon.shipment"

    def _words_of(self, error):
        """Return Amazon's own words of an error: code, message and details.

        :param error: an AmazonError; its message begins with what was asked
        """
        return error.message.partition(": ")[2] or error.message

    def _explain_refusal(self, said, order=None):
        """Say in the person's words why Amazon refuses this, what to do, and what it said.

        :param said: Amazon's words; may be empty
        :param order: amazon_api Order as Amazon shows it now; None when it does not
        """
        kind = self._refusal_kind(said or "", order)
        return self._refusal_words(said, self._refusal_advice().get(kind))

    def _explain_unfit(self, error):
        """Say in the person's words what Amazon would not take, and what to do.

        :param error: amazon_api InvalidPackage; its words are ours, and none that people know
        """
        if error.reason in UNFIT:
            advice = self._refusal_advice()[UNFIT[error.reason]]
            return self._refusal_words(None, advice, of_feed=False)
        return _(
            "Amazon would not take this shipment as it is, so it was not told. Show this to your "
            "integrator: %s",
            error,
        )

    def _refusal_words(self, said, advice, of_feed=True):
        """Return what a refusal means, what to do, and what Amazon said.

        :param advice: what this kind of refusal means; None for one that nobody knows
        :param of_feed: where Amazon said nothing, the feed that told of this says why
        """
        recounted = self.known_units and _(
            "The quantities on the transfer were corrected after Amazon was told, and Amazon keeps "
            "its own. Correct the package in Seller Central."
        )
        quoted = said and _("Amazon says: %s", said)
        told = "\n".join(filter(None, (recounted, advice, quoted))) or _(
            "Amazon does not show this shipment, and does not say why. Look the order up in Seller "
            "Central, then try again."
        )
        ended = not said and of_feed and self.feed_id._spoken_end()
        return f"{ended}\n{told}" if ended else told

    def _refusal_kind(self, said, order):
        """Return the key of KNOWN that a refusal is of, None when it is of none."""
        if order and order.status == "CANCELLED":
            return "cancelled"
        if order and order.status in ("PENDING", "PENDING_AVAILABILITY"):
            return "pending"
        return next((kind for kind, words in KNOWN if re.search(words, said, re.IGNORECASE)), None)

    def _refusal_advice(self):
        """Return what each kind of refusal means, and what to do."""
        return {
            "cancelled": _(
                "The order was cancelled on Amazon. Have the goods come back, if they can still be "
                "stopped; the buyer pays nothing for them."
            ),
            "fulfilled": _(
                "Amazon has this order as shipped already, but not with this package: it was "
                "confirmed in Seller Central, or shipped with a label bought from Amazon. Look the "
                "order up there; when the packages are right, nothing is left to be done."
            ),
            "pending": _(
                "Amazon has not released this order for shipping yet. Try again once it has."
            ),
            "transparency": _(
                "Amazon does not accept the Transparency codes. Check them on the transfer, then "
                "try again."
            ),
            "carrier": _(
                "Amazon does not accept the carrier or its service. Choose Amazon's code on the "
                "delivery method, then try again."
            ),
            "tracking": _(
                "Amazon does not accept the tracking reference. Compare it with the label, and "
                "correct it on the transfer: Amazon is then told anew."
            ),
            "date": _(
                "Amazon does not accept the shipping date: it lies in the future, or before the "
                "order. Check the transfer's date, then try again."
            ),
            "quantity": _(
                "Amazon does not expect these quantities: some were shipped or cancelled already, "
                "or never ordered. Compare the order in Seller Central with the transfer."
            ),
            "item": _(
                "Amazon does not find the items in this order. Retrieve the order from Amazon "
                "again, and compare its lines with the transfer."
            ),
        }
