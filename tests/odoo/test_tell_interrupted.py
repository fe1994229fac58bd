"""What comes between: outages, corrections and deletions meanwhile, accounts that fall silent."""

import time
from datetime import timedelta
from unittest.mock import patch

from odoo.tools import mute_logger

from .common import Simulator
from .telling import CONFIRM, TellingCase

MODELS = "odoo.addons.amazon_connector.models"
LOGGERS = tuple(f"{MODELS}.amazon_account_{name}" for name in ("confirm", "shipments", "work"))
NUMBER = "6A12345678901"


class InterruptedCase(TellingCase):
    def during(self, operation, happens):
        """Have something happen while Amazon is asked, before it answers."""
        accounts = type(self.account)
        call = accounts._amazon_call

        def interrupted(account, client, asked, *args, **kwargs):
            if asked == operation:
                happens()
            return call(account, client, asked, *args, **kwargs)

        return patch.object(accounts, "_amazon_call", interrupted)

    def run_cron(self):
        with mute_logger(*LOGGERS):
            self.env["amazon.account"]._cron_sync_shipments()


class TestAfterAnOutage(InterruptedCase):
    def test_preparing_leaves_half_of_the_time_for_telling(self):
        first, second = self.shipped(self.mugs(1)), self.shipped(self.mugs(1))
        by_pages = type(self.account)._by_pages

        def slow(account, work, pickings, deadline):
            prepared = by_pages(account, work, pickings[:1], deadline)
            return "more" if len(pickings) > 1 else prepared

        with patch.object(type(self.account), "_by_pages", slow):
            self.assertEqual(self.account._sync_shipments(), "more")
            self.assertEqual(first.amazon_sync_state, "done", "is told all the same")
            self.assertEqual(second.amazon_sync_state, "pending")
            self.assertEqual(self.account._sync_shipments(), "done")
        self.assertEqual(second.amazon_sync_state, "done")

    def test_no_page_is_begun_after_the_deadline(self):
        picking = self.shipped(self.mugs(1))
        self.assertEqual(self.account._prepare_shipments(time.monotonic()), "more")
        self.assertFalse(picking.amazon_shipment_ids)

    def test_new_ones_are_prepared_first_and_what_waits_for_a_moment_not_at_all(self):
        due, waiting = self.shipped(self.mugs(1)), self.shipped(self.mugs(1))
        self.prepared(due, waiting)
        self.shipments(waiting)._wait(600)
        new = self.shipped(self.mugs(1))
        self.assertEqual(list(self.account._pickings_to_tell()), [new, due])

    def test_a_forgotten_one_that_breaks_down_holds_up_no_other(self):
        bad, good = self.shipped(self.mugs(1)), self.shipped(self.mugs(1))
        (bad + good).amazon_sync_state = False
        mark = type(bad)._amazon_mark_done

        def break_down(pickings):
            if bad in pickings:
                raise ZeroDivisionError
            return mark(pickings)

        with patch.object(type(bad), "_amazon_mark_done", break_down):
            self.run_cron()
        self.assertEqual((bad + good).mapped("amazon_sync_state"), [False, "done"])

    def test_a_breakdown_is_told_once_though_its_words_change(self):
        picking = self.shipped(self.mugs(1))
        for error in (ZeroDivisionError(), KeyError()):
            picking._amazon_note_breakdown(error)
        self.assertIn("KeyError", picking.amazon_sync_message)
        self.assertEqual(len(picking.activity_ids), 1)

    def test_trouble_with_confirmations_alone_keeps_no_feed_from_being_looked_up(self):
        self.choose(by_feed=True)
        in_feed = self.shipped(self.mugs(1))
        self.amazon.fail_feed("fatal", applied=1)
        self.account._sync_shipments()
        self.choose(by_feed=False)
        self.shipped(*(self.mugs(1) for _number in range(3)))
        self.due()
        self.amazon.fail(CONFIRM, times=9, status=503)
        with mute_logger(*LOGGERS):
            self.assertEqual(self.account._sync_shipments(), "failed")
        self.assertEqual(in_feed.amazon_sync_state, "done")

    def test_transfers_are_validated_though_the_scheduled_action_was_deleted(self):
        self.env.ref("amazon_connector.cron_sync_shipments").unlink()
        self.assertEqual(self.shipped(self.mugs(1)).amazon_sync_state, "pending")


class TestMeanwhile(InterruptedCase):
    def test_a_refusal_of_the_old_number_does_not_fail_the_corrected_one(self):
        self.amazon.refuse_tracking("BAD1")
        order = self.mugs(1)
        picking = self.shipped(order, tracking="BAD1")

        def correct():
            picking.carrier_tracking_ref = NUMBER

        with self.during("getOrder", correct):
            self.account._sync_shipments()
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.assertFalse(self.shipments(picking).corrects, "Amazon refused it, and knows nothing")
        self.account._sync_shipments()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(self.packages(order), [(NUMBER, self.all_of(order))])

    def test_a_shipment_deleted_meanwhile_holds_up_no_other(self):
        bad, good = self.shipped(self.mugs(1)), self.shipped(self.mugs(1))
        for answer in ({"status": 503}, {"status": 400}, {"status": 429}, {}):
            with self.subTest(answer), mute_logger(*LOGGERS):
                self.prepared(bad, good)
                doomed = self.shipments(bad)
                if answer:
                    self.amazon.fail(CONFIRM, times=1, **answer)
                with self.during(CONFIRM, lambda doomed=doomed: doomed.exists().unlink()):
                    self.account._sync_shipments()
                bad.amazon_sync_state = "pending"
                self.due()
                self.later(minutes=5)
        self.assertEqual(good.amazon_sync_state, "done")

    def test_killed_while_amazon_is_asked_it_counts_as_known_to_amazon(self):
        picking = self.shipped(self.mugs(1))
        self.killed("_accepted", self.env["amazon.shipment"])
        shipment = self.shipments(picking)
        self.assertFalse(shipment._is_to_plan(), "or else it might be withdrawn")
        self.assertTrue(shipment.sent_at)
        picking.carrier_tracking_ref = "6A9"
        self.assertTrue(shipment.corrects)

    def test_refused_for_want_of_quota_amazon_knows_nothing_of_it(self):
        picking = self.shipped(self.mugs(1))
        self.amazon.fail(CONFIRM, status=429, body="", headers={"retry-after": "300"}, times=1)
        self.account._sync_shipments()
        shipment = self.shipments(picking)
        self.assertTrue(shipment._is_to_plan())
        self.assertFalse(shipment.sent_at)


class TestFeedsThatCameToNothing(InterruptedCase):
    by_feed = True

    def test_what_amazon_never_heard_of_corrects_nothing(self):
        picking = self.shipped(self.mugs(1))
        self.amazon.fail("createFeed", status=400, times=1)
        self.account._sync_shipments()
        shipment = self.shipments(picking)
        self.assertEqual((shipment.state, shipment.corrects), ("pending", False))
        self.assertFalse(shipment.sent_at)

    def test_what_fits_no_longer_leaves_the_feed(self):
        picking = self.shipped(self.mugs(1))
        self.killed("_go_on", self.env["amazon.feed"])
        shipment = self.shipments(picking)
        shipment.item_ids.transparency_codes = "AZ:ONE"
        shipment.feed_id._write_content()
        self.assertEqual((shipment.state, shipment.corrects), ("pending", False))
        self.assertFalse(shipment.feed_id or shipment.feed_message)


class TestAccountsThatFallSilent(InterruptedCase):
    by_feed = True

    def setUp(self):
        super().setUp()
        self.account.responsible_user_ids = self.env.user

    def heir(self):
        names = ("seller_id", "lwa_client_id", "lwa_client_secret", "refresh_token", "test_server")
        values = {name: self.account[name] for name in names}
        places = self.account.marketplace_ids.ids
        return self.env["amazon.account"].create(
            {**values, "name": "Heir", "region": "eu", "marketplace_ids": places}
        )

    def silence(self):
        return self.account._activities_about("silence")

    def test_who_takes_the_marketplaces_goes_on_with_the_feeds(self):
        picking = self.shipped(self.mugs(1))
        self.account._sync_shipments()
        self.account.active = False
        heir = self.heir()
        self.assertEqual(picking.amazon_shipment_ids.feed_id.account_id, heir)
        self.due()
        heir._sync_shipments()
        self.assertEqual(picking.amazon_sync_state, "done")

    def test_a_feed_that_nobody_goes_on_with_is_looked_up_after_a_day(self):
        picking = self.shipped(self.mugs(1))
        self.account._sync_shipments()
        feed = picking.amazon_shipment_ids.feed_id
        heir = self._account(Simulator(), name="Other")
        picking.sale_id.amazon_account_id = heir
        self.account.refresh_token = False
        heir._sync_shipments()
        self.assertEqual(feed.state, "processing", "it may still be taken up again")
        with patch(f"{MODELS}.amazon_account_feeds.LIFETIME", timedelta(days=-1)):
            heir._sync_shipments()
        self.assertEqual(feed.state, "failed")
        self.assertNotEqual(picking.amazon_sync_state, "processing")

    def test_people_are_told_once_as_long_as_it_lasts(self):
        self.shipped(self.mugs(1))
        token, self.account.refresh_token = self.account.refresh_token, False
        self.run_cron()
        self.assertIn("credentials", self.silence().note)
        self.silence().unlink()
        self.run_cron()
        self.assertFalse(self.silence())
        self.account.refresh_token = token
        self.run_cron()
        self.account.refresh_token = False
        self.run_cron()
        self.assertTrue(self.silence(), "it fell silent anew")
        self.account.refresh_token = token
        self.run_cron()
        self.assertFalse(self.silence())

    def test_an_archived_account_without_anything_to_tell_is_nobodys_trouble(self):
        self.account.active = False
        self.run_cron()
        self.assertFalse(self.silence())
        self.assertFalse(self.account.is_silent)

    def test_failures_of_an_archived_account_are_told_too(self):
        self.choose(by_feed=False)
        self.amazon.refuse_tracking("BAD1")
        picking = self.shipped(self.mugs(1), tracking="BAD1")
        self.account._sync_shipments()
        self.account.active = False
        self.run_cron()
        self.assertTrue(picking.amazon_shipment_ids.failure_told)
