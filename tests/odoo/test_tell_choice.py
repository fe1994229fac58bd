"""What Amazon's quota lets be told, and whether calls or a feed are quicker."""

from unittest.mock import patch

from odoo import fields

from .telling import CONFIRM
from .test_tell_shipments import RunCase


class TestQuota(RunCase):
    def setUp(self):
        super().setUp()
        self.thrifty()

    def test_a_used_up_quota_is_no_failure_and_goes_on_at_once(self):
        pickings = self.shipped(*(self.mugs(1) for _number in range(3)))
        now = self.env["amazon.quota"]._now()
        self.startPatcher(patch.object(type(self.env["amazon.quota"]), "_now", lambda _model: now))
        self.use_up(CONFIRM, 8)
        self.assertEqual(self.account._sync_shipments(), "more")
        self.assertEqual(sorted(self.states(pickings)), ["done", "done", "pending"])
        self.assertFalse(self.account.shipments_sync_failures)

    def test_refused_for_longer_it_waits_until_amazon_says(self):
        self.shipped(self.mugs(1))
        self.amazon.fail(CONFIRM, status=429, body="", headers={"retry-after": "300"}, times=1)
        self.assertEqual(self.account._sync_shipments(), "wait")
        wait = self.account.next_shipments_sync - fields.Datetime.now()
        self.assertAlmostEqual(wait.total_seconds(), 300, delta=5)
        self.assertIn("Nothing is wrong", self.account.shipments_sync_message)
        self.assertIn(self.account.next_shipments_sync, self.triggers())

    def test_the_cron_leaves_the_last_calls_to_the_button(self):
        picking = self.shipped(self.mugs(1))
        now = self.env["amazon.quota"]._now()
        self.startPatcher(patch.object(type(self.env["amazon.quota"]), "_now", lambda _model: now))
        self.use_up(CONFIRM, 8)
        self.run_cron()
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.account.action_sync_shipments()
        self.assertEqual(picking.amazon_sync_state, "done")


class TestChoice(RunCase):
    def setUp(self):
        super().setUp()
        self.thrifty()

    def choose(self, by_feed):
        """Leave the choice as it is: it is what these tests are about."""

    def quicker(self, count):
        return self.account._is_feed_quicker(count)

    def test_one_is_told_by_a_call_and_thousands_by_a_feed(self):
        self.assertFalse(self.quicker(1))
        self.assertFalse(self.quicker(500))
        self.assertTrue(self.quicker(3000))

    def test_what_is_left_of_the_quota_decides(self):
        self.assertFalse(self.quicker(1200))
        self.use_up(CONFIRM, 10)
        self.assertTrue(self.quicker(1300))
        self.use_up("createFeed", 15)
        self.assertFalse(self.quicker(1300), "the next feed may begin in two minutes only")

    def test_looking_at_the_quota_counts_nothing(self):
        quotas, holder = self.env["amazon.quota"], self.account._quota_holder()
        seconds = [quotas._duration(holder, CONFIRM, 30) for _time in range(3)]
        self.assertEqual([round(one) for one in seconds], [10] * 3)

    def test_a_feed_names_its_seller_so_without_the_id_there_is_none(self):
        self.account.seller_id = False
        self.assertFalse(self.quicker(3000))
