from odoo import models

from .stock_picking_parcels import Parcel


class AmazonShipment(models.Model):
    """Failures, said again in the language of whoever reads of them."""

    _inherit = "amazon.shipment"

    def _spoken_message(self):
        """Return the message in the reader's language, where it can be said again, as it is else.

        It was written in the company's.
        """
        self.ensure_one()
        company = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        if company.env.lang == self.env.lang or not self.message:
            return self.message or ""
        said_again = zip(company._ways_to_say(), self._ways_to_say(), strict=True)
        return next((ours for theirs, ours in said_again if theirs == self.message), self.message)

    def _ways_to_say(self):
        """Return each message that this may have failed with, in the language of the context."""
        lacking = self.picking_id._amazon_lacking(Parcel(self.picking_id, self.package_id))
        problems = self.picking_id._amazon_say(self.problems or [])
        return [lacking.get("message"), problems, self._say_taken_away()] + [
            self._refusal_words(self.amazon_said, advice, of_feed)
            for advice in (None, *self._refusal_advice().values())
            for of_feed in (True, False)
        ]
