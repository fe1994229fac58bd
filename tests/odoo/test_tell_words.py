"""What Amazon's refusals mean to whoever has to mend them."""

from unittest.mock import Mock

from odoo.addons.amazon_connector.amazon_api.errors import GiveUp

from .common import AmazonCase

# Amazon's words, as people have met them, and a word of what is to be done.
REFUSALS = [
    ("InvalidInput: Failed to create package due to not finding a matching package or order "
     "already fulfilled. ErrorMessage(errorCode=GeneralError, errorDescription=Unable to find "
     "package to update for order (), errorMetric=PackageToUpdateNotFound, packageIndex=null)",
     "shipped already"),
    ("18021: The quantity is more than what is left", "does not expect these quantities"),
    ("InvalidInput: OrderItemId 123 is invalid, please obtain the value through the getOrderItems "
     "API or Manage Orders page", "does not find the items"),
    ("InvalidInput: CarrierCode: Colis privé is not a known carrier", "Amazon's code on the"),
    ("InvalidInput: TrackingNumber: must not be empty", "Compare it with the label"),
    ("The order is cancelled.", "cancelled on Amazon"),
    ("InvalidInput: ShipDate: lies in the future", "shipping date"),
    ("InvalidInput: TransparencyCodes: 2 are expected", "Transparency codes"),
    ("The order is pending, and cannot be shipped yet.", "not released"),
]  # fmt: skip


class TestWords(AmazonCase):
    def explain(self, said, status="UNSHIPPED"):
        order = status and Mock(status=status)
        return self.env["amazon.shipment"]._explain_refusal(said, order)

    def test_known_ones_say_what_to_do_and_what_amazon_said(self):
        for said, advice in REFUSALS:
            with self.subTest(said):
                self.assertIn(advice, self.explain(said))
                self.assertIn(said, self.explain(said))

    def test_unknown_ones_are_shown_as_said(self):
        self.assertEqual(self.explain("E42: Whatever"), "Amazon says: E42: Whatever")

    def test_an_order_that_amazon_shows_as_cancelled_is_so_whatever_it_said(self):
        self.assertIn("cancelled on Amazon", self.explain("TrackingNumber", "CANCELLED"))

    def test_without_any_word_there_is_still_something_to_do(self):
        self.assertIn("Seller Central", self.explain("", None))

    def test_code_message_and_details_are_kept(self):
        error = GiveUp("Amazon answered 400 to confirmShipment: InvalidInput: No: CarrierCode: x")
        words = self.env["amazon.shipment"]._words_of(error)
        self.assertEqual(words, "InvalidInput: No: CarrierCode: x")
