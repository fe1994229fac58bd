"""Feeds: each shape of what comes back, and every step that can go wrong on the way."""

import base64
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.addons.amazon_connector.amazon_api.feed_documents import LONGEST
from odoo.addons.amazon_connector.models.amazon_account_work import SECONDS_A_RUN
from odoo.tools import mute_logger

from .telling import CONFIRM, TellingCase

# Odoo's own, unless an administrator chooses another.
LIMIT_TIME_REAL = 120
LOGGERS = ("odoo.addons.amazon_connector.models.amazon_account_feeds",)


class FeedCase(TellingCase):
    """Three mugs to three buyers, told in one feed."""

    by_feed = True

    def setUp(self):
        super().setUp()
        self.orders = [self.mugs(1) for _number in range(3)]
        self.pickings = self.shipped(*self.orders)

    @property
    def feed(self):
        """The newest feed of the account."""
        return self.account.feed_ids.sorted("id")[-1:]

    def states(self):
        return self.pickings.mapped("amazon_sync_state")

    def send(self):
        """Send the feed; Amazon is at it."""
        self.account._sync_shipments()
        self.assertEqual(self.feed.state, "processing")

    def look_later(self, times=1):
        """Go on with all that waits, so many times."""
        for _time in range(times):
            self.due()
            self.account._sync_shipments()


class TestReports(FeedCase):
    def test_while_amazon_is_at_it_the_transfers_say_so(self):
        self.amazon.feed_delay(3600)
        self.send()
        self.look_later()
        self.assertEqual(self.states(), ["processing"] * 3)
        self.assertEqual(self.feed.amazon_status, "IN_PROGRESS")

    def test_what_was_sent_and_what_came_back_can_be_looked_at(self):
        self.tell()
        self.assertEqual(self.feed.state, "done")
        self.assertIn(self.orders[0]["orderId"].encode(), base64.b64decode(self.feed.content))
        self.assertIn(b"ProcessingReport", base64.b64decode(self.feed.report))
        self.assertTrue(self.feed.sent_at and self.feed.settled_at and self.feed.feed_ref)

    def test_errors_for_some_messages_fail_these_and_no_others(self):
        self.amazon.fail_feed("errors", messages=[2], code="18065", description="Nobody knows it.")
        self.tell()
        self.assertEqual(self.states(), ["done", "error", "done"])
        self.assertIn("Nobody knows it.", self.pickings[1].amazon_sync_message)
        self.assertIn("18065", self.shipments(self.pickings[1]).amazon_said)
        self.assertEqual((self.feed.state, self.feed.error_count), ("done", 1))

    def test_a_warning_is_kept_and_fails_nothing(self):
        self.amazon.fail_feed("warnings", messages=[1], description="Rather late.")
        self.tell()
        self.assertEqual(self.states(), ["done"] * 3)
        self.assertIn("Rather late.", self.shipments(self.pickings[0]).message)
        self.assertEqual(self.feed.warning_count, 1)

    def test_fatal_without_a_report_all_that_amazon_does_not_show_fails(self):
        self.amazon.fail_feed("fatal", applied=2)
        self.tell()
        self.assertEqual(self.states(), ["done", "done", "error"])
        self.assertEqual(self.feed.state, "fatal")
        self.assertIn("without a report", self.pickings[2].amazon_sync_message)
        # That is our sentence, not Amazon's.
        self.assertNotIn("Amazon says", self.pickings[2].amazon_sync_message)
        self.assertFalse(self.shipments(self.pickings[2]).amazon_said)

    def test_fatal_with_a_report_on_the_whole_feed_fails_all(self):
        self.amazon.fail_feed("fatalReport")
        self.tell()
        self.assertEqual(self.states(), ["error"] * 3)
        self.assertEqual(self.feed.state, "fatal")
        self.assertTrue(self.feed.report)

    def test_cancelled_by_amazon_all_fail(self):
        self.amazon.fail_feed("cancelled")
        self.tell()
        self.assertEqual(self.states(), ["error"] * 3)
        self.assertEqual(self.feed.state, "cancelled")

    def test_done_without_a_report_is_looked_up(self):
        self.amazon.fail_feed("noReport")
        self.tell()
        self.assertEqual(self.states(), ["done"] * 3)
        self.assertEqual(len(self.amazon.calls("getOrder")), 3)

    def test_a_failure_that_does_not_say_which_fails_all_of_unknown_state(self):
        self.amazon.fail_feed("noMessageIds", messages=[3])
        self.tell()
        self.assertEqual(self.states(), ["done", "done", "error"])
        self.assertIn("without saying", self.feed.message)

    def test_other_encodings_and_packed_reports_are_read(self):
        for shape in ({"kind": "windows1252"}, {"kind": "errors", "gzip": True}):
            with self.subTest(shape["kind"]):
                self.amazon.fail_feed(**shape, messages=[1], description="Numéro refusé, 5 €")
                self.tell()
                self.assertEqual(self.states(), ["error", "done", "done"])
                self.assertIn("Numéro refusé, 5 €", self.pickings[0].amazon_sync_message)
                self.pickings.amazon_shipment_ids._again()

    def test_a_report_that_nobody_can_read_is_kept_and_each_order_looked_up(self):
        for kind in ("notXml", "emptyReport"):
            with self.subTest(kind):
                self.amazon.fail_feed(kind)
                self.tell()
                self.assertEqual(self.states(), ["done"] * 3)
                self.assertEqual(self.feed.state, "failed")
                self.assertIn("cannot be read", self.feed.message)
                self.pickings.amazon_shipment_ids._again()

    def test_what_a_feed_refused_and_amazon_shows_all_the_same_is_done(self):
        self.amazon.fail_feed("errors", messages=[1])
        self.send()
        self.ship_elsewhere(self.orders[0], trackingNumber="6A12345678901")
        self.look_later()
        self.assertEqual(self.states(), ["done"] * 3)


class TestLookingUp(FeedCase):
    def setUp(self):
        super().setUp()
        self.amazon.fail_feed("fatal")
        self.send()
        self.amazon.fail("getOrder", status=429, body="", headers={"retry-after": "90"}, times=1)
        self.look_later()

    def test_while_orders_may_not_be_asked_for_nothing_counts_as_failed(self):
        self.assertEqual(self.states(), ["processing"] * 3)
        self.assertFalse(self.account.shipments_sync_failures)
        moments = self.shipments(self.pickings).mapped("next_try")
        self.assertGreater(min(moments), fields.Datetime.now() + timedelta(seconds=80))

    def test_it_goes_on_by_itself(self):
        self.later(minutes=5)
        self.look_later()
        self.assertEqual(self.states(), ["error"] * 3)

    def first_refused(self):
        """Have the first of the three fail while Amazon may not be asked about the others."""
        names = {"name": "Boss", "login": "boss", "email": "boss@example.com"}
        self.account.responsible_user_ids = self.env["res.users"].create(names)
        self.shipments(self.pickings[0])._refused("No parcel bears this number.")

    def mails(self):
        """Return the bodies of the mails that a run of the scheduled action writes."""
        before = self.env["mail.mail"].search([])
        self.env["amazon.account"]._cron_sync_shipments()
        return (self.env["mail.mail"].search([]) - before).mapped("body_html")

    def test_failures_of_one_feed_are_held_back_and_told_in_one_mail(self):
        self.first_refused()
        self.assertFalse(self.mails(), "Amazon is still asked about the others")
        self.later(minutes=5)
        self.due()
        [body] = self.mails()
        for picking in self.pickings:
            self.assertIn(picking.name, body)

    def test_but_not_for_long(self):
        self.first_refused()
        self.feed.settled_at -= timedelta(minutes=31)
        [body] = self.mails()
        self.assertIn(self.pickings[0].name, body)
        self.assertNotIn(self.pickings[1].name, body)


class TestSteps(FeedCase):
    def test_an_expired_address_of_the_report_is_asked_for_anew(self):
        self.amazon.fail_feed("expired")
        self.tell()
        self.assertEqual(self.states(), ["done"] * 3)
        self.assertEqual(len(self.amazon.calls("getFeedDocument")), 2)

    def test_one_that_expires_again_and_again_is_fetched_later_each_time(self):
        self.amazon.fail_feed("expired", expired=3)
        self.send()
        self.look_later()
        self.assertEqual((self.states(), self.feed.tries), (["processing"] * 3, 1))
        self.assertGreater(self.feed.next_poll, fields.Datetime.now() + timedelta(minutes=4))
        self.look_later()
        self.assertEqual(self.states(), ["done"] * 3)

    def test_a_report_that_never_comes_ends_in_looking_the_orders_up(self):
        self.send()
        self.amazon.fail("downloadFeedDocument", status=503, times=20)
        self.look_later(times=6)
        self.assertEqual(self.states(), ["done"] * 3)
        self.assertEqual(self.feed.state, "failed")

    def test_an_upload_that_fails_begins_anew_with_another_document(self):
        self.amazon.fail("uploadFeedDocument", status=500, times=1)
        self.account._sync_shipments()
        self.assertEqual((self.feed.state, self.feed.tries), ("to_send", 1))
        self.assertTrue(self.feed.message)
        self.look_later(times=2)
        self.assertEqual(self.states(), ["done"] * 3)
        self.assertEqual(len(self.amazon.feeds()), 1)

    def test_an_address_to_upload_to_that_has_expired_is_asked_for_anew_at_once(self):
        self.amazon.fail("uploadFeedDocument", status=403, times=1)
        self.account._sync_shipments()
        self.assertEqual((self.feed.state, self.feed.tries), ("processing", 0))
        self.assertEqual(len(self.amazon.calls("createFeedDocument")), 2)

    def test_an_exchange_ends_before_odoo_ends_the_worker(self):
        """What Odoo kills notes no trouble: it would begin anew in each run."""
        self.assertLess(LONGEST, 60)
        self.assertLess(SECONDS_A_RUN + LONGEST, LIMIT_TIME_REAL)

    def try_to_send_for_hours(self):
        """Have a feed be tried as often as it is; calls are the quicker way at the end."""
        self.account._sync_shipments()
        self.look_later(times=4)
        self.assertEqual(self.feed.state, "to_send")
        self.choose(by_feed=False)
        self.look_later()

    def test_one_that_breaks_down_before_it_is_sent_is_told_by_calls_instead(self):
        broken = patch.object(type(self.feed), "_upload", side_effect=ZeroDivisionError)
        with broken, mute_logger(*LOGGERS):
            self.try_to_send_for_hours()
        self.assertEqual(self.feed.state, "failed")
        self.assertIn("broke down", self.feed.message)
        self.assertEqual(self.states(), ["done"] * 3)

    def test_one_that_cannot_be_sent_for_hours_is_told_by_calls_instead(self):
        self.amazon.fail("uploadFeedDocument", status=500, times=20)
        self.try_to_send_for_hours()
        self.assertEqual(self.feed.state, "failed")
        self.assertEqual(self.states(), ["done"] * 3)

    def test_of_many_each_feed_takes_as_many_as_it_may(self):
        limit = "odoo.addons.amazon_connector.models.amazon_account_feeds.SHIPMENTS_A_FEED"
        with patch(limit, 2):
            self.tell()
        self.assertEqual(sorted(self.account.feed_ids.mapped("shipment_count")), [1, 2])
        self.assertEqual(self.states(), ["done"] * 3)

    def test_refused_for_want_of_quota_it_waits_and_is_no_failure(self):
        self.amazon.fail("createFeed", status=429, body="", headers={"retry-after": "120"}, times=1)
        self.account._sync_shipments()
        self.assertEqual((self.feed.state, self.feed.tries), ("to_send", 0))
        self.assertGreater(self.feed.next_poll, fields.Datetime.now() + timedelta(seconds=100))
        self.assertFalse(self.account.shipments_sync_failures)

    def test_a_feed_that_amazon_does_not_take_is_told_by_calls_instead(self):
        for operation, status in (("createFeed", 400), ("createFeedDocument", 403)):
            with self.subTest(operation):
                self.amazon.fail(operation, status=status, times=2)
                self.choose(by_feed=True)
                self.account._sync_shipments()
                self.assertEqual(self.feed.state, "failed")
                self.assertEqual(self.states(), ["pending"] * 3)
                self.assertTrue(self.account._are_feeds_refused())
                self.choose(by_feed=False)
                self.tell()
                self.assertEqual(self.states(), ["done"] * 3)
                self.pickings.amazon_shipment_ids._again()

    def test_killed_before_amazon_was_asked_it_is_sent_by_the_next_run(self):
        self.killed("_go_on", self.feed)
        self.assertEqual(self.feed.state, "to_send")
        self.look_later(times=2)
        self.assertEqual(self.states(), ["done"] * 3)
        self.assertEqual(len(self.account.feed_ids), 1)

    def test_killed_before_amazon_created_it_it_is_created_once(self):
        self.amazon.fail("createFeed", status=500, times=1)
        self.account._sync_shipments()
        self.assertEqual(self.feed.state, "sending")
        self.look_later(times=3)
        self.assertEqual(self.states(), ["done"] * 3)
        self.assertEqual(len(self.amazon.feeds()), 1)

    def test_amazon_is_asked_less_and_less_often(self):
        self.amazon.feed_delay(10**6)
        self.send()
        pauses = [self.feed.next_poll - fields.Datetime.now()]
        for _time in range(10):
            self.look_later()
            pauses.append(self.feed.next_poll - fields.Datetime.now())
        minutes = [round(pause / timedelta(minutes=1)) for pause in pauses]
        self.assertEqual(minutes, sorted(minutes))
        self.assertLessEqual(pauses[0], timedelta(minutes=1))
        self.assertLessEqual(max(pauses), timedelta(minutes=15))
        self.assertIn(self.feed.next_poll, self.triggers(), "the next question has its moment")

    def test_one_that_never_ends_is_given_up_after_a_day(self):
        self.amazon.fail_feed("stuck")
        self.send()
        self.look_later()
        self.feed.sent_at -= timedelta(days=1, minutes=1)
        self.look_later()
        self.assertEqual(self.feed.state, "failed")
        self.assertEqual(self.states(), ["error"] * 3)
        self.assertIn("within a day", self.pickings[0].amazon_sync_message)

    def test_one_that_breaks_down_holds_up_no_other(self):
        self.send()
        broken = self.feed
        other = self.shipped(self.mugs(1))
        go_on = type(broken)._go_on

        def break_down(feed, client):
            if feed == broken:
                raise ZeroDivisionError
            return go_on(feed, client)

        with patch.object(type(broken), "_go_on", break_down), mute_logger(*LOGGERS):
            self.look_later(times=2)
        self.assertEqual(other.amazon_sync_state, "done")
        self.assertIn("integrator", broken.message)

    def test_transparency_codes_go_by_a_call(self):
        with_code = self.shipped(self.mugs(1))
        self.account._prepare_shipments(float("inf"))
        self.shipments(with_code).item_ids.transparency_codes = "AZ:ONE"
        with patch.object(type(self.account), "_prepare_shipments"):
            self.tell()
        self.assertEqual(len(self.amazon.calls(CONFIRM)), 1)
        self.assertEqual(self.feed.shipment_count, 3)


class TestCorrectedMeanwhile(FeedCase):
    def test_a_number_corrected_while_amazon_is_at_it_is_told_after_that(self):
        self.amazon.feed_delay(3600)
        self.send()
        self.pickings[0].carrier_tracking_ref = "6A9"
        self.look_later()
        self.assertEqual(self.states(), ["processing"] * 3)
        self.assertEqual(len(self.amazon.feeds()), 1, "else Amazon might keep the older number")
        self.amazon.feed_delay(0)
        self.look_later(times=2)
        self.assertEqual(self.states(), ["done"] * 3)
        self.assertEqual(self.packages(self.orders[0])[0][0], "6A9")
