"""Rules 1, 6 and 11: the watermark, pages, faults of the network, two workers at once."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from .common import AmazonCase, days_ago
from .orders import an_order, changed

SEARCH = "searchOrders"
ORDER_LIST = "odoo.addons.amazon_connector.models.amazon_account_order_list"


class TestWatermark(AmazonCase):
    def test_the_watermark_is_amazons_own_answer(self):
        self.sync(an_order())
        lag = fields.Datetime.now() - self.account.last_orders_sync
        self.assertGreaterEqual(lag, timedelta(minutes=1, seconds=50), "two minutes behind")
        self.assertLess(lag, timedelta(minutes=10))

    def test_only_what_changed_since_is_asked_for(self):
        self.sync(an_order())
        self.account._sync_orders()
        asked = self.amazon.calls(SEARCH)[-1]["parameters"]["lastUpdatedAfter"]
        asked = asked[0] if isinstance(asked, list) else asked
        after = datetime.fromisoformat(asked.replace("Z", "+00:00")).replace(tzinfo=None)
        self.assertLess(after, self.account.last_orders_sync, "with an overlap")
        self.assertGreater(after, fields.Datetime.now() - timedelta(hours=1))

    def test_set_back_it_brings_old_orders_again_and_doubles_none(self):
        order = an_order()
        self.sync(order)
        self.account.last_orders_sync = days_ago(6)
        self.account._sync_orders()
        self.assertEqual(len(self.sales(order)), 1)

    def test_two_states_of_one_order_in_one_page_are_one_sales_order(self):
        from odoo.addons.amazon_connector.amazon_api.orders import order_from_json

        order = an_order()
        states = [order_from_json(one) for one in (changed(order, "CANCELLED"), order)]
        self.env["sale.order"]._amazon_import(self.account, states)
        self.assertFalse(self.sales(order), "cancelled last: never seen, creates nothing")


class TestPages(AmazonCase):
    def setUp(self):
        super().setUp()
        # A hundred orders take as long as forty of these tests.
        self.startPatcher(patch(f"{ORDER_LIST}.PAGE_SIZE", 10))

    def test_a_long_list_comes_page_by_page(self):
        orders = [an_order(minutes=500 - number) for number in range(13)]
        self.assertEqual(len(self.sync(*orders)), 13)
        self.assertEqual(len(self.amazon.calls(SEARCH)), 2)
        self.assertFalse(self.account.orders_page_token)

    def test_when_the_time_is_up_the_next_run_goes_on_there(self):
        orders = [an_order(minutes=500 - number) for number in range(13)]
        self.amazon.add(*orders)
        start = self.account.last_orders_sync
        self.assertEqual(self.account._sync_orders(seconds=0), "more")
        self.assertEqual(len(self.sales(*orders)), 10)
        self.assertEqual(self.account.last_orders_sync, start, "moves when all is in")
        self.assertEqual(self.account._sync_orders(), "done")
        self.assertEqual(len(self.sales(*orders)), 13)
        self.assertEqual(len(self.amazon.calls(SEARCH)), 2, "no page was asked for twice")
        self.assertGreater(self.account.last_orders_sync, start)

    def test_an_old_page_token_is_forgotten_and_the_list_begun_anew(self):
        orders = [an_order(minutes=500 - number) for number in range(13)]
        self.amazon.add(*orders)
        self.account._sync_orders(seconds=0)
        self.account.orders_page_at = fields.Datetime.now() - timedelta(hours=23)
        self.assertEqual(self.account._sync_orders(), "done")
        self.assertEqual(len(self.sales(*orders)), 13)

    def test_a_page_token_that_amazon_refuses_does_not_stop_the_orders(self):
        orders = [an_order(minutes=500 - number) for number in range(13)]
        self.amazon.add(*orders)
        self.account._sync_orders(seconds=0)
        self.account.orders_page_token = "forged"
        self.assertEqual(self.account._sync_orders(), "failed")
        self.account.next_orders_sync = False
        self.assertEqual(self.account._sync_orders(), "done")
        self.assertEqual(len(self.sales(*orders)), 13)

    def test_setting_the_watermark_begins_a_new_list(self):
        self.account.write({"orders_page_token": "rest of a list"})
        self.account.last_orders_sync = days_ago(6)
        self.assertFalse(self.account.orders_page_token)


class TestTrouble(AmazonCase):
    def failed(self, **fault):
        """Synchronise under a fault, and return the outcome."""
        self.amazon.fail(SEARCH, times=1, **fault)
        with mute_logger("odoo.addons.amazon_connector"):
            return self.account._sync_orders()

    def test_a_refused_call_is_put_off_and_is_no_failure(self):
        outcome = self.failed(status=429, body="")
        self.assertEqual(outcome, "wait")
        self.assertGreater(self.account.next_orders_sync, fields.Datetime.now())
        self.assertFalse(self.account.orders_sync_failures)
        self.assertFalse(self.account.activity_ids)

    def test_the_cron_keeps_away_until_then(self):
        self.failed(status=429, body="")
        calls = len(self.amazon.calls(SEARCH))
        self.env["amazon.account"]._cron_sync_orders()
        self.assertEqual(len(self.amazon.calls(SEARCH)), calls)
        self.account.next_orders_sync = fields.Datetime.now() - timedelta(seconds=1)
        self.later(minutes=15)
        self.env["amazon.account"]._cron_sync_orders()
        self.assertEqual(len(self.amazon.calls(SEARCH)), calls + 1)

    def test_amazons_trouble_is_tried_again_later_each_time(self):
        waits = []
        for _time in range(3):
            outcome = self.failed(status=503, body="<html>", contentType="text/html")
            self.assertEqual(outcome, "failed")
            waits.append(self.account.next_orders_sync - fields.Datetime.now())
        self.assertEqual(waits, sorted(waits))
        self.assertTrue(self.account.orders_sync_message)

    def test_nothing_is_lost_by_trouble(self):
        order = an_order()
        self.amazon.add(order)
        self.failed(status=500, body="{}")
        self.assertFalse(self.sales(order))
        self.assertEqual(self.account._sync_orders(), "done")
        self.assertTotal(self.sales(order), 12.0)
        self.assertFalse(self.account.orders_sync_message)

    def test_refused_credentials_reach_the_person_who_can_mend_them(self):
        self.account.responsible_user_ids = self.env.user
        self.account.refresh_token = "Atzr|revoked"
        with mute_logger("odoo.addons.amazon_connector"):
            self.assertEqual(self.account._sync_orders(), "failed")
            self.account._sync_orders()
        self.assertIn("refresh token", self.account.orders_sync_message)
        self.assertEqual(len(self.account.activity_ids), 1, "told once")
        self.assertEqual(self.account.activity_ids.user_id, self.env.user)

    def test_each_person_responsible_is_told_in_their_own_language(self):
        french, english = (
            new_test_user(self.env, login, "amazon_connector.group_amazon_user")
            for login in ("french", "english")
        )
        self.env["res.lang"]._activate_lang("fr_FR")
        french.lang = "fr_FR"
        self.account.responsible_user_ids = french | english
        self.account._ask_responsible(lambda account: f"In {account.env.lang}")
        notes = {one.user_id: one.note for one in self.account.activity_ids}
        self.assertIn("In fr_FR", notes[french])
        self.assertIn("In en_US", notes[english])

    def test_an_account_without_credentials_says_what_to_do(self):
        self.account.refresh_token = False
        with self.assertRaisesRegex(UserError, "refresh token"):
            self.account.action_sync_orders()

    def test_one_account_in_trouble_stops_no_other(self):
        broken = self._account(self.amazon, name="Broken", seller_id="B", refresh_token="no")
        order = an_order()
        self.amazon.add(order)
        with mute_logger("odoo.addons.amazon_connector"):
            self.env["amazon.account"]._cron_sync_orders()
        self.assertTrue(broken.orders_sync_message)
        self.assertTotal(self.sales(order), 12.0)

    def test_another_process_at_the_account_is_no_error(self):
        with self.registry.cursor() as other:
            lock = self.env["amazon.account"]._order_sync_lock()
            other.execute("SELECT pg_advisory_lock(%s, %s)", (lock, self.account.id))
            self.assertEqual(self.account._sync_orders(), "busy")
            answer = self.account.action_sync_orders()
            other.execute("SELECT pg_advisory_unlock(%s, %s)", (lock, self.account.id))
        self.assertEqual(answer["params"]["type"], "info")
        self.assertEqual(self.account._sync_orders(), "done")

    def test_the_button_says_what_came(self):
        self.amazon.add(an_order(), an_order())
        answer = self.account.action_sync_orders()
        self.assertEqual(answer["params"]["type"], "success")
        self.assertIn("2", answer["params"]["message"])

    def test_the_connection_can_be_tried_out(self):
        self.assertEqual(self.account.action_test_connection()["params"]["type"], "success")
        self.account.lwa_client_secret = "wrong"
        with self.assertRaises(UserError):
            self.account.action_test_connection()
