"""Feeds of which Amazon lets the application ask nothing: that is no end of telling."""

from .telling import CONFIRM
from .test_feeds import FeedCase


class TestDenied(FeedCase):
    def setUp(self):
        super().setUp()
        self.account.responsible_user_ids = self.env.user

    def deny(self, operation):
        """Have Amazon refuse an operation from now on; what is new goes by calls."""
        self.amazon.fail(operation, status=403, times=99)
        self.choose(by_feed=False)

    def test_what_is_new_is_told_all_the_same_and_people_hear_of_it_once(self):
        self.send()
        self.deny("getFeed")
        other = self.shipped(self.mugs(1))
        for _time in range(2):
            self.due()
            self.assertEqual(self.account._sync_shipments(), "done")
        self.assertEqual((other.amazon_sync_state, self.feed.tries), ("done", 2))
        self.assertFalse(self.account.shipments_sync_failures)
        [activity] = self.account.activity_ids
        self.assertIn("became of a feed", activity.note)
        self.account._amazon_forget_solved_reasons()
        self.assertEqual(self.account.activity_ids, activity, "it is about no issue")

    def test_after_a_while_its_shipments_are_told_by_calls(self):
        self.send()
        self.deny("getFeed")
        self.look_later(times=5)
        self.assertEqual(self.states(), ["processing"] * 3)
        self.look_later()
        self.assertEqual((self.states(), self.feed.state), (["done"] * 3, "failed"))
        self.assertEqual(len(self.amazon.calls(CONFIRM)), 3)
        for order in self.orders:
            self.assertEqual(len(self.packages(order)), 1)
        self.assertTrue(self.account._are_feeds_refused(), "what is new goes by calls for a day")

    def test_denied_the_list_of_feeds_they_are_told_by_calls_too(self):
        self.amazon.fail("createFeed", status=500, afterHandling=True)
        self.account._sync_shipments()
        self.deny("getFeeds")
        self.look_later(times=6)
        self.assertEqual((self.states(), self.feed.state), (["done"] * 3, "failed"))

    def test_denied_the_report_their_orders_are_looked_up(self):
        self.send()
        self.deny("getFeedDocument")
        self.look_later(times=6)
        self.assertEqual((self.states(), self.feed.state), (["done"] * 3, "failed"))
        self.assertFalse(self.amazon.calls(CONFIRM))
        self.assertEqual(len(self.amazon.calls("getOrder")), 3)
