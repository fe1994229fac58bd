"""What Amazon's refusals mean to whoever has to mend them."""

from unittest.mock import Mock

from odoo.addons.amazon_connector.amazon_api.errors import GiveUp, InvalidPackage
from odoo.addons.amazon_connector.models.stock_picking_parcels import Parcel

from .common import AmazonCase
from .orders import an_item, an_order
from .test_shipment_failures import FailureCase

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


class TestInTheReadersLanguage(FailureCase):
    """What was written in the company's language is said again in that of who reads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")

    def said_again(self, shipment, explain, *words):
        """Return what is said to a French reader of a failure that was written in English."""
        if explain == "_explain_refusal":
            shipment.amazon_said = words[0]
        shipment.message = english = getattr(shipment, explain)(*words)
        french = shipment.with_context(lang="fr_FR")
        self.assertEqual(french._spoken_message(), getattr(french, explain)(*words))
        self.assertNotEqual(french._spoken_message(), english)
        return french._spoken_message()

    def test_what_amazons_refusal_means(self):
        said = "InvalidInput: TrackingNumber: must not be empty"
        self.assertIn(said, self.said_again(self.shipments(), "_explain_refusal", said))
        cancelled = self.said_again(
            self.shipments(), "_explain_refusal", None, Mock(status="CANCELLED")
        )
        self.assertIn("annulée", cancelled)
        self.said_again(self.shipments(), "_explain_unfit", InvalidPackage("", reason="date"))

    def test_what_a_feed_came_to(self):
        shipment = self.shipments()
        feed = {"account_id": self.account.id, "reason": "unreadable", "detail": "No root"}
        shipment.feed_id = self.env["amazon.feed"].create(feed)
        self.assertIn("No root", self.said_again(shipment, "_explain_refusal", None))

    def test_what_a_transfer_lacks(self):
        shipment = self.shipments()
        picking = shipment.picking_id
        picking.carrier_id = False
        english = picking._amazon_lacking(Parcel(picking, shipment.package_id))["message"]
        shipment.message = english
        french = shipment.with_context(lang="fr_FR")._spoken_message()
        self.assertNotEqual(french, english)
        self.assertIn(picking.name, french)

    def test_what_left_beyond_the_order_and_what_is_no_whole_unit(self):
        sale = self.sync(an_order(an_item(quantity=2)))
        line = sale.order_line.filtered("amazon_is_goods")
        line.write({"product_uom_qty": 4.5, "price_unit": line.price_unit})
        for quantity, words in ((3, "en trop dans"), (1.5, "1,5")):
            with self.subTest(quantity=quantity):
                picking = self.ship(sale, {self.mug: quantity})
                picking._amazon_prepare_shipments()
                [problem] = picking.amazon_shipment_ids.filtered("failed")
                french = problem.with_context(lang="fr_FR")._spoken_message()
                self.assertNotEqual(french, problem.message)
                self.assertIn(words, french)

    def test_what_left_of_a_kit(self):
        shipment = self.shipments()
        picking = shipment.picking_id
        kit = {"kind": "broken_kit", "product": self.mug.id, "parts": [[self.mug.id, 1.5]]}
        shipment.problems = [kit]
        shipment.message = picking._amazon_say([kit])
        french = shipment.with_context(lang="fr_FR")._spoken_message()
        self.assertIn("Seules des parties du kit [MUG-BLUE]", french)
        self.assertIn("1,5 × [MUG-BLUE]", french)

    def test_that_none_of_a_package_is_left(self):
        shipment = self.shipments()
        shipment._take_away()
        french = shipment.with_context(lang="fr_FR")._spoken_message()
        self.assertNotEqual(french, shipment.message)
        self.assertIn(shipment.picking_id.name, french)

    def test_what_nobody_can_say_again_stays_as_it_is(self):
        shipment = self.shipments()
        shipment.message = "A person's own words"
        french = shipment.with_context(lang="fr_FR")
        self.assertEqual(french._spoken_message(), "A person's own words")
