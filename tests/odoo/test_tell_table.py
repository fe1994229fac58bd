"""One table of what can come of a shipment, by both ways: a call each, and a feed."""

from unittest.mock import patch

from .orders import an_item, an_order
from .telling import CONFIRM, TellingCase

NUMBER = "6A12345678901"


class Outcomes:
    """The cases; each holds whichever way Amazon is told."""

    def test_a_whole_order_is_shipped_on_amazon(self):
        order = self.mugs(2)
        picking = self.shipped(order)
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(self.packages(order), [(NUMBER, self.all_of(order))])

    def test_of_a_part_amazon_hears_that_part(self):
        order = self.mugs(3)
        sale = self.sync(order)
        picking = self.ship(sale, {self.mug: 2})
        self.tell()
        (item,) = order["orderItems"]
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(self.packages(order), [(NUMBER, {item["orderItemId"]: 2})])

    def test_its_rest_is_a_package_of_its_own(self):
        order = self.mugs(3)
        sale = self.sync(order)
        first = self.ship(sale, {self.mug: 2})
        second = self.ship(sale, tracking="6A2")
        self.tell()
        (item,) = order["orderItems"]
        self.assertEqual(set((first | second).mapped("amazon_sync_state")), {"done"})
        self.assertEqual(
            self.packages(order),
            [(NUMBER, {item["orderItemId"]: 2}), ("6A2", {item["orderItemId"]: 1})],
        )

    def test_a_carrier_that_amazon_does_not_know_goes_by_its_name(self):
        order = self.mugs(1)
        picking = self.shipped(order, carrier=self.a_carrier("Coursier de Nantes"))
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        (package,) = self.amazon.packages(order["orderId"])
        self.assertEqual(package["carrier"], "Coursier de Nantes")

    def test_a_refused_number_reaches_a_person_in_amazons_words_and_ours(self):
        self.amazon.refuse_tracking("BAD1", reason="TrackingNumber: no carrier knows it.")
        order = self.mugs(1)
        picking = self.shipped(order, tracking="BAD1")
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertIn("no carrier knows it", picking.amazon_sync_message)
        self.assertIn("correct it on the transfer", picking.amazon_sync_message)
        self.assertIn("no carrier knows it", self.shipments(picking).amazon_said)
        self.assertFalse(self.packages(order))

    def test_a_number_that_amazon_would_not_take_is_refused_in_our_own_words(self):
        picking = self.shipped(self.mugs(1), tracking="6" * 300)
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertIn("Compare it with the label", picking.amazon_sync_message)
        self.assertNotIn("Amazon says", picking.amazon_sync_message)
        self.assertFalse(self.shipments(picking).amazon_said)
        self.assertFalse(self.amazon.calls(CONFIRM))

    def test_one_that_is_refused_does_not_hold_up_the_others(self):
        self.amazon.refuse_tracking("BAD1")
        orders = [self.mugs(1) for _number in range(4)]
        bad = self.shipped(orders[0], tracking="BAD1")
        good = self.shipped(*orders[1:])
        self.tell()
        self.assertEqual(bad.amazon_sync_state, "error")
        self.assertEqual(set(good.mapped("amazon_sync_state")), {"done"})

    def test_corrected_it_is_the_same_package_and_no_second_one(self):
        self.amazon.refuse_tracking("BAD1")
        order = self.mugs(1)
        picking = self.shipped(order, tracking="BAD1")
        self.tell()
        reference = self.shipments(picking).reference
        picking.carrier_tracking_ref = "6A7"
        self.due()
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(self.packages(order), [("6A7", self.all_of(order))])
        self.assertEqual(self.shipments(picking).reference, reference)

    def test_a_number_corrected_after_amazon_heard_of_it_edits_the_package(self):
        order = self.mugs(1)
        picking = self.shipped(order)
        self.tell()
        picking.carrier_tracking_ref = "6A8"
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(self.packages(order), [("6A8", self.all_of(order))])

    def test_an_order_cancelled_meanwhile_says_so(self):
        order = self.mugs(1)
        picking = self.shipped(order)
        self.cancel_on_amazon(order)
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertIn("cancelled on Amazon", picking.amazon_sync_message)

    def test_typed_into_seller_central_already_it_is_told(self):
        order = self.mugs(2)
        picking = self.shipped(order)
        self.ship_elsewhere(order, trackingNumber=NUMBER)
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(len(self.packages(order)), 1)

    def test_units_of_an_item_that_amazon_ships_twice_are_told_once(self):
        order = an_order(an_item(quantity=1), an_item(quantity=2), total="24.00")
        picking = self.shipped(order)
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(self.packages(order), [(NUMBER, self.all_of(order))])

    def test_told_again_from_the_beginning_nothing_changes_on_amazon(self):
        order = self.mugs(2)
        picking = self.shipped(order)
        self.tell()
        self.shipments(picking)._again()
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(self.packages(order), [(NUMBER, self.all_of(order))])

    def test_nothing_is_told_twice_when_nothing_is_new(self):
        picking = self.shipped(self.mugs(1))
        self.tell()
        calls = len(self.amazon.calls())
        self.tell()
        self.assertEqual(len(self.amazon.calls()), calls)
        self.assertEqual(picking.amazon_sync_state, "done")


class TestByCalls(Outcomes, TellingCase):
    def test_an_answer_that_got_lost_is_asked_for_by_telling_it_again(self):
        order = self.mugs(1)
        picking = self.shipped(order)
        self.amazon.fail(CONFIRM, status=500, afterHandling=True)
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.due()
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(self.packages(order), [(NUMBER, self.all_of(order))])

    def test_killed_between_amazons_yes_and_our_commit_the_next_run_finds_out(self):
        order = self.mugs(1)
        picking = self.shipped(order)
        self.killed("_accepted", self.env["amazon.shipment"])
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(self.packages(order), [(NUMBER, self.all_of(order))])

    def test_corrected_between_our_question_and_amazons_answer_it_is_told_again(self):
        order = self.mugs(1)
        picking = self.shipped(order)
        accepted = type(self.env["amazon.shipment"])._accepted

        def too_late(shipment, package):
            picking.carrier_tracking_ref = "6A9"
            accepted(shipment, package)

        with patch.object(type(self.env["amazon.shipment"]), "_accepted", too_late):
            self.account._sync_shipments()
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(self.packages(order), [("6A9", self.all_of(order))])

    def test_each_takes_one_call(self):
        self.shipped(*(self.mugs(1) for _number in range(3)))
        self.tell()
        self.assertEqual(len(self.amazon.calls(CONFIRM)), 3)
        self.assertFalse(self.amazon.feeds())


class TestByFeed(Outcomes, TellingCase):
    by_feed = True
    one_in = 3

    def test_an_answer_that_got_lost_is_found_among_the_sellers_feeds(self):
        order = self.mugs(1)
        picking = self.shipped(order)
        self.amazon.fail("createFeed", status=500, afterHandling=True)
        self.account._sync_shipments()
        self.assertEqual(self.account.feed_ids.state, "sending")
        self.due()
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(len(self.amazon.feeds()), 1)
        self.assertEqual(self.packages(order), [(NUMBER, self.all_of(order))])

    def test_killed_between_amazons_yes_and_our_commit_the_next_run_finds_out(self):
        order = self.mugs(1)
        picking = self.shipped(order)
        self.killed("_created", self.env["amazon.feed"])
        self.assertEqual(self.account.feed_ids.state, "sending")
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(len(self.amazon.feeds()), 1)

    def found_instead(self, kind, **fault):
        """Have another program's feed found, which ended so, where Amazon never got ours."""
        self.shipped(self.mugs(1))
        self.amazon.fail_feed(kind, **fault)
        self.tell()
        self.account.feed_ids.feed_ref = "that of another program"
        picking = self.shipped(self.mugs(1))
        self.amazon.fail("createFeed", status=500, times=1)
        self.account._sync_shipments()
        self.due()
        self.tell()
        self.assertTrue(self.shipments(picking).feed_id.is_found)
        return picking

    def told_again(self, picking):
        """The transfer is neither done nor refused by another program's feed, but told again."""
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.assertFalse(self.shipments(picking).amazon_said)
        self.assertIn("another program's", self.shipments(picking).feed_id.message)
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(len(self.amazon.packages(picking.amazon_order_ref)), 1)

    def test_a_warning_about_another_programs_feed_confirms_nothing(self):
        self.told_again(self.found_instead("warnings", messages=[1]))

    def test_an_error_about_another_programs_feed_refuses_nothing(self):
        self.told_again(self.found_instead("errors", messages=[1]))

    def test_of_two_feeds_that_nobody_knows_none_is_taken_for_ours(self):
        first = self.shipped(self.mugs(1))
        self.tell()
        self.account.feed_ids.feed_ref = "that of another program"
        order = self.mugs(1)
        picking = self.shipped(order)
        self.killed("_created", self.env["amazon.feed"])
        self.tell()
        self.tell()
        self.assertEqual((first + picking).mapped("amazon_sync_state"), ["done", "done"])
        self.assertEqual(self.packages(order), [(NUMBER, self.all_of(order))])

    def test_all_go_in_one_feed(self):
        pickings = self.shipped(*(self.mugs(1) for _number in range(3)))
        self.tell()
        self.assertEqual(len(self.amazon.feeds()), 1)
        self.assertFalse(self.amazon.calls(CONFIRM))
        self.assertEqual(self.shipments(pickings).feed_id.shipment_count, 3)
