from datetime import timedelta, timezone

from odoo import _, fields, models

from ..amazon_api.errors import InvalidPackage
from ..amazon_api.fulfilment_feed import fits_in_feed
from ..amazon_api.shipments import Package, ShippedItem
from ..discreet_logs import in_short


class AmazonShipment(models.Model):
    """What happens to a shipment while Amazon is told of it."""

    _inherit = "amazon.shipment"

    told_at = fields.Datetime(
        "First Told",
        readonly=True,
        copy=False,
        help="When Amazon was told of what it confirmed first; a correction changes nothing. "
        "Empty where others told it.",
    )

    def _amazon_package(self):
        """Return this as Amazon wants to be told of it.

        :return: amazon_api Package
        :raise InvalidPackage: something that Amazon demands is missing
        """
        self.ensure_one()
        return Package(
            reference=self.reference,
            carrier_code=self.carrier_code or "",
            carrier_name=self.carrier_name or None,
            shipping_method=self.shipping_method or None,
            tracking_number=self.tracking_ref or "",
            shipped_at=(self.shipped_at or fields.Datetime.now()).replace(tzinfo=timezone.utc),
            items=tuple(
                ShippedItem(
                    item.item_ref,
                    item.quantity,
                    tuple((item.transparency_codes or "").split()),
                )
                for item in self.item_ids
            ),
        )

    def _fits_into_feed(self):
        """Whether a feed can tell of this shipment; a call for it says what others lack."""
        self.ensure_one()
        try:
            return fits_in_feed(self.order_id.amazon_order_ref, self._amazon_package())
        except InvalidPackage:
            return False

    def _before_telling(self):
        """Return the values that tell whether Amazon may know of this."""
        self.ensure_one()
        return {name: self[name] for name in ("tries", "sent_at", "corrects")}

    def _note_telling(self):
        """Note that Amazon is asked now: were this process killed, it might know of this."""
        self.write({"tries": self.tries or 1, "sent_at": self.sent_at or fields.Datetime.now()})

    def _not_told(self, before):
        """Amazon was not asked after all, or said no: what it may know is what it might before.

        :param before: see _before_telling
        """
        self.exists().write(before)

    def _is_still(self, package):
        """Whether Amazon would be told this package now, as it was told before.

        :param package: amazon_api Package
        """
        self.ensure_one()
        try:
            return self.state == "pending" and self._amazon_package() == package
        except InvalidPackage:
            return False

    def _accepted(self, package):
        """Amazon took this, as it was told.

        What was corrected meanwhile stays to be told: the same reference edits the package.

        :param package: amazon_api Package that it took
        """
        if not self.exists():
            return
        unchanged = self._is_still(package)
        self.sent_at = fields.Datetime.now()
        if unchanged:
            self._confirmed()
        else:
            self.corrects = self.state == "pending"

    def _confirmed(self, message=None):
        confirmed = super()._confirmed(message)
        for shipment in confirmed.filtered(lambda one: one.sent_at and not one.told_at):
            # What a feed tells was put into it before it was sent.
            shipment.told_at = max(filter(None, (shipment.sent_at, shipment.feed_id.sent_at)))
        return confirmed

    def _is_of_found_feed(self):
        """Whether the feed that should tell of this may have been another program's."""
        self.ensure_one()
        return self.state == "processing" and self.feed_id.is_found

    def _try_later(self, message, seconds=0):
        """Go on with these later, later each time.

        :param message: why, in the person's words
        :param seconds: not before that
        """
        # Whether Amazon acted on it is unknown: from now on it may know of it.
        now = fields.Datetime.now()
        for shipment in self:
            tries = shipment.tries + 1
            delay = self.env["amazon.account"]._doubled_delay(tries)
            when = now + max(timedelta(seconds=seconds), delay)
            values = {"tries": tries, "next_try": when, "message": message}
            shipment.write({**values, "sent_at": shipment.sent_at or now})

    def _wait(self, seconds):
        """Amazon's quota is used up: go on with these after so many seconds; that is no failure."""
        self.write({"next_try": fields.Datetime.now() + timedelta(seconds=int(seconds) + 1)})

    def _break_down(self, error):
        """Note an error that nobody foresaw; this is told again later, each time."""
        self._try_later(
            _(
                "Telling Amazon broke down, and is tried again by itself. If it goes on, show "
                "this to your integrator: %s",
                in_short(error),
            )
        )
