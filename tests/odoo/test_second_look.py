"""Nothing forgotten: the daily look by creation date finds what the list of changes left out."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from .common import AmazonCase, Simulator
from .orders import an_item, an_order, changed

SEARCH = "searchOrders"


class TestSecondLook(AmazonCase):
    def test_an_order_that_the_list_of_changes_left_out_is_found_the_next_day(self):
        left_out = an_order(minutes=60 * 24 * 2)
        self.amazon.add(left_out)
        self.account.last_orders_sync = fields.Datetime.now()
        self.account._sync_orders()
        self.assertFalse(self.sales(left_out))
        self.env["amazon.account"]._cron_second_look()
        self.assertTotal(self.sales(left_out), 12.0)
        self.assertEqual(self.account.second_look_found, 1)

    def test_it_looks_back_as_far_as_the_account_says(self):
        old = an_order(minutes=60 * 24 * 9)
        self.amazon.add(old)
        self.account._look_twice()
        self.assertFalse(self.sales(old))
        self.account.second_look_days = 10
        self.account._look_twice()
        self.assertTrue(self.sales(old))

    def test_known_orders_are_left_to_the_list_of_changes(self):
        order = an_order()
        sale = self.sync(order)
        self.amazon.add(changed(order, "CANCELLED"))
        self.account._look_twice()
        self.assertEqual(sale.state, "sale")
        self.assertFalse(self.account.second_look_found)

    def test_a_long_look_goes_on_where_it_stood(self):
        orders = [an_order(minutes=500 - number) for number in range(130)]
        self.amazon.add(*orders)
        with patch.object(type(self.account), "_import_unseen", side_effect=self.then_wait):
            self.account._look_twice()
        self.assertTrue(self.account.second_look_token)
        self.later(hours=1)
        self.env["amazon.account"]._cron_second_look()
        self.assertFalse(self.account.second_look_token)
        self.assertEqual(len(self.amazon.calls(SEARCH)), 3, "page 1, refused, page 2")

    def then_wait(self, *_page):
        """Have Amazon refuse the call after this page."""
        self.amazon.fail(SEARCH, times=1, status=429, body="")

    def test_it_is_begun_once_a_day(self):
        self.env["amazon.account"]._cron_second_look()
        self.env["amazon.account"]._cron_second_look()
        self.assertEqual(len(self.amazon.calls(SEARCH)), 1)

    def test_an_account_without_credentials_stops_no_other(self):
        self._account(Simulator(), name="Half set up", lwa_client_id=False)
        order = an_order()
        self.amazon.add(order)
        self.env["amazon.account"]._cron_second_look()
        self.assertTrue(self.sales(order))

    def test_it_costs_one_call_for_a_hundred_orders(self):
        self.amazon.add(*(an_order(minutes=500, status="PENDING") for _number in range(201)))
        self.account._look_twice()
        self.assertEqual(len(self.amazon.calls(SEARCH)), 3)

    def test_it_is_begun_again_the_next_day(self):
        self.account._look_twice()
        self.account.second_look_at = fields.Datetime.now() - timedelta(hours=21)
        self.env["amazon.account"]._cron_second_look()
        self.assertEqual(len(self.amazon.calls(SEARCH)), 2)

    def test_what_is_not_for_odoo_yet_is_not_counted_as_found(self):
        self.amazon.add(an_order(status="PENDING"), an_order(status="CANCELLED"))
        self.account._look_twice()
        self.assertEqual(self.account.second_look_found, 0)

    def test_an_order_with_an_issue_is_left_to_its_own_retries(self):
        order = an_order()
        order["proceeds"]["grandTotal"]["currencyCode"] = "XTS"
        self.sync(order)
        self.assertTrue(self.issues(order))
        tries = self.issues(order).try_count
        self.account._look_twice()
        self.assertEqual(self.issues(order).try_count, tries)
        self.assertEqual(self.account.second_look_found, 0)

    def test_goods_of_another_shop_that_were_left_out_leave_once(self):
        order = an_order(an_item(quantity=2), status="SHIPPED", fulfilled_by="AMAZON")
        order["salesChannel"]["channelName"] = "NON_AMAZON"
        self.amazon.add(order)
        for _day in range(2):
            self.account._look_twice()
        moves = self.env["stock.move"].search([("amazon_order_ref", "=", order["orderId"])])
        self.assertEqual(moves.mapped("quantity"), [2])
        self.assertEqual(self.account.second_look_found, 1)

    def test_it_leaves_half_of_amazons_quota_to_the_others(self):
        amazon = Simulator(self.region, self.marketplaces, quota_factor=1)
        account = self._account(amazon, name="Thrifty")
        for _time in range(10):
            self.env["amazon.quota"]._take(account._quota_holder(), SEARCH)
        account._leaving(1 / 2)._look_twice()
        self.assertFalse(amazon.calls(SEARCH))
        self.assertEqual(account._sync_orders(), "done", "what is left is for these")

    def test_used_up_it_comes_again_when_there_is_enough(self):
        amazon = Simulator(self.region, self.marketplaces, quota_factor=1)
        account = self._account(amazon, name="Thrifty")
        for _time in range(20):
            self.env["amazon.quota"]._take(account._quota_holder(), SEARCH)
        account._leaving(1 / 2)._look_twice()
        cron = self.env.ref("amazon_connector.cron_second_look")
        again = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).mapped("call_at")
        wait = max(again) - fields.Datetime.now()
        self.assertAlmostEqual(wait.total_seconds(), 11 / 0.0056, delta=10)
        self.assertFalse(account.second_look_at)

    def test_while_another_process_is_at_the_account_it_comes_again_soon(self):
        with self.registry.cursor() as other:
            lock = self.env["amazon.account"]._order_sync_lock()
            other.execute("SELECT pg_advisory_lock(%s, %s)", (lock, self.account.id))
            self.account._look_twice()
            other.execute("SELECT pg_advisory_unlock(%s, %s)", (lock, self.account.id))
        self.assertFalse(self.amazon.calls(SEARCH))
        cron = self.env.ref("amazon_connector.cron_second_look")
        again = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).mapped("call_at")
        self.assertLess(min(again), fields.Datetime.now() + timedelta(hours=1))
