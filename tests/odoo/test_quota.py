"""Rule 11: Amazon's limits are kept by counting; records of one seller share them."""

import contextlib
import threading
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.addons.amazon_connector.amazon_api.errors import Wait
from odoo.exceptions import UserError

from .common import AmazonCase, Simulator
from .orders import an_order

SEARCH = "searchOrders"
BURST, RATE = 20, 0.0056


class QuotaCase(AmazonCase):
    """A seller for whom the simulated Amazon counts as the real one does."""

    def setUp(self):
        super().setUp()
        self.amazon = Simulator(self.region, self.marketplaces, quota_factor=1)
        self.account = self._account(self.amazon)
        self.client = self.account._amazon_client()
        self.addCleanup(self.client.close)
        # Time stands still, so that not one call comes back while a test looks at the count.
        self.now = self.env["amazon.quota"]._now()
        self.startPatcher(
            patch.object(type(self.env["amazon.quota"]), "_now", lambda _model: self.now)
        )

    def ask(self, account=None):
        """Ask Amazon for a page of orders, and return whether that was possible."""
        account = account or self.account
        after = fields.Datetime.now() - timedelta(days=1)
        try:
            account._ask_for_orders(
                self.client,
                {
                    "marketplace_ids": account.marketplace_ids.mapped("marketplace_id"),
                    "last_updated_after": after.astimezone(),
                },
            )
        except Wait as error:
            self.seconds = error.seconds
            return False
        return True

    def may_ask(self, keep=0):
        """Count a call without making it: the simulated Amazon's own time does not move."""
        _bucket, seconds = self.env["amazon.quota"]._take(
            self.account._quota_holder(), SEARCH, keep
        )
        return not seconds

    def left(self, operation=SEARCH, account=None):
        """Return the calls that are left, as they are kept."""
        holder = (account or self.account)._quota_holder()
        with self.registry.cursor() as present:  # the test's own transaction is older
            present.execute(
                "SELECT calls FROM amazon_quota WHERE holder = %s AND operation = %s",
                (holder, operation),
            )
            return round(present.fetchone()[0], 2)


class TestCounting(QuotaCase):
    def test_amazon_is_never_asked_more_often_than_it_allows(self):
        asked = [self.ask() for _time in range(BURST + 5)]
        self.assertEqual(asked, [True] * BURST + [False] * 5)
        answers = [call["status"] for call in self.amazon.calls(SEARCH)]
        self.assertEqual(answers, [200] * BURST, "not one was refused")

    def test_a_call_comes_back_in_three_minutes(self):
        while self.ask():
            pass
        self.assertAlmostEqual(self.seconds, 1 / RATE, places=1)
        self.now += timedelta(seconds=self.seconds)
        self.assertEqual([self.may_ask(), self.may_ask()], [True, False])

    def test_each_operation_has_a_count_of_its_own(self):
        while self.ask():
            pass
        order = an_order()
        self.amazon.add(order)
        self.account._amazon_call(self.client, "getOrder", order["orderId"])
        self.account._amazon_call(self.client, "getMarketplaceParticipations")
        self.assertEqual(self.left("getOrder"), 29)
        self.assertEqual(self.left("getMarketplaceParticipations"), 14)

    def test_records_of_one_seller_share_the_count_and_other_sellers_do_not(self):
        france, germany = self.account.marketplace_ids.sorted("code", reverse=True)
        self.account.marketplace_ids = france
        second = self._account(self.amazon, name="Germany", marketplace_ids=germany.ids)
        other = self._account(Simulator(), name="Another seller")
        self.assertEqual([self.ask(), self.ask(second)], [True, True])
        self.assertEqual(self.left(), BURST - 2)
        self.assertNotEqual(other._quota_holder(), self.account._quota_holder())

    def test_another_application_of_the_seller_has_a_count_of_its_own(self):
        mine = self.account._quota_holder()
        self.account.lwa_client_id = "amzn1.application-oa2-client.other"
        self.assertNotEqual(self.account._quota_holder(), mine)

    def test_without_the_sellers_id_the_authorisation_tells_whose_calls_they_are(self):
        self.account.active = False  # it holds the same marketplaces
        twins = self.env["amazon.account"]
        for marketplace in self.account.marketplace_ids:
            twins |= self._account(self.amazon, seller_id=False, marketplace_ids=marketplace.ids)
        holders = {account._quota_holder() for account in twins}
        self.assertEqual(len(holders), 1)
        self.assertNotIn(self.account.refresh_token, holders.pop())

    def test_what_was_asked_stays_counted_when_the_page_is_rolled_back(self):
        with contextlib.suppress(ZeroDivisionError), self.env.cr.savepoint():
            self.ask()
            raise ZeroDivisionError
        self.assertEqual(self.left(), BURST - 1)

    def test_a_refused_call_empties_the_count_until_amazon_says(self):
        self.amazon.fail(SEARCH, times=1, status=429, body="", headers={"retry-after": "300"})
        self.assertFalse(self.ask())
        calls = len(self.amazon.calls(SEARCH))
        self.assertFalse(self.ask())
        self.assertEqual(len(self.amazon.calls(SEARCH)), calls, "not asked again before")
        self.assertAlmostEqual(self.seconds, 300, places=1)
        self.now += timedelta(seconds=300)
        self.assertTrue(self.ask())

    def test_the_rate_that_amazon_tells_is_the_one_that_counts(self):
        self.amazon = Simulator(self.region, self.marketplaces, quota_factor=10)
        self.account = self._account(self.amazon, seller_id=self.amazon.seller["sellerId"])
        with self.account._amazon_client() as self.client:
            while self.ask():
                pass
        self.assertAlmostEqual(self.seconds, 1 / (10 * RATE), places=1)


class TestShares(QuotaCase):
    def test_scheduled_work_leaves_calls_to_buttons(self):
        by_cron = self.account._leaving(1 / 5)
        while self.ask(by_cron):
            pass
        self.assertEqual(self.left(), 4)
        self.assertTrue(self.ask(), "a button may take them")

    def test_scheduled_work_waits_until_there_is_more_than_it_leaves(self):
        by_cron = self.account._leaving(1 / 5)
        while self.ask(by_cron):
            pass
        self.now += timedelta(seconds=self.seconds)
        self.assertEqual([self.may_ask(keep=4), self.may_ask(keep=4)], [True, False])

    def test_a_button_for_which_nothing_is_left_says_when(self):
        for _time in range(15):
            self.account.action_test_connection()
        with self.assertRaisesRegex(UserError, "possible again in 6[23] seconds"):
            self.account.action_test_connection()
        self.assertEqual(len(self.amazon.calls("getMarketplaceParticipations")), 15)


class TestTwoAtOnce(QuotaCase):
    def test_two_workers_together_never_take_more_than_there_is(self):
        holder = self.account._quota_holder()
        quotas = self.env["amazon.quota"]
        taken = []

        def work():
            for _time in range(BURST):
                _bucket, seconds = quotas._take(holder, SEARCH)
                taken.append(not seconds)

        workers = [threading.Thread(target=work) for _worker in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertEqual(sum(taken), BURST)
        self.assertEqual(len(taken), 3 * BURST, "nobody met an error")
        self.assertEqual(self.left(), 0)
