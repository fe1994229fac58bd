"""Scheduling: a long history in windows, its progress, stopping, and when it goes on."""

import itertools
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests.common import Form, new_test_user
from odoo.tools import mute_logger

from .common import AmazonCase, Simulator, days_ago
from .orders import an_order

SEARCH = "searchOrders"
DAY = 24 * 60
ORDER_LIST = "odoo.addons.amazon_connector.models.amazon_account_order_list"


class ScheduleCase(AmazonCase):
    """Pages of ten orders, so that a long list need not have hundreds."""

    newest_first = False

    def setUp(self):
        super().setUp()
        self.startPatcher(patch(f"{ORDER_LIST}.PAGE_SIZE", 10))
        if not self.newest_first:  # it is held by tests of its own
            self.startPatcher(patch.object(type(self.account), "_bring_newest_orders"))

    def history(self, *days):
        """Put an order into the shop that was placed so many days ago, for each of them."""
        orders = [an_order(minutes=day * DAY + 60) for day in days]
        self.amazon.add(*orders)
        return orders

    def asked(self):
        """Return what Amazon was asked for, as parameters of searchOrders."""
        return [call["parameters"] for call in self.amazon.calls(SEARCH)]

    def triggers(self, cron="cron_sync_orders"):
        cron = self.env.ref(f"amazon_connector.{cron}")
        return self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).mapped("call_at")


class TestLongHistory(ScheduleCase):
    def setUp(self):
        super().setUp()
        self.account.last_orders_sync = days_ago(729)

    def test_two_years_come_whole_in_a_handful_of_calls_when_there_is_little(self):
        orders = self.history(720, 400, 30, 1)
        self.assertEqual(self.account._sync_orders(), "done")
        self.assertEqual(len(self.sales(*orders)), 4)
        self.assertLess(len(self.asked()), 8)
        self.assertGreater(self.account.last_orders_sync, days_ago(1))

    def test_the_watermark_follows_each_window(self):
        self.history(725)
        self.assertEqual(self.account._sync_orders(seconds=0), "more")
        self.assertEqual(self.account.last_orders_sync.date(), days_ago(722).date())
        self.assertIn("lastUpdatedBefore", self.asked()[0])

    def test_windows_lie_upon_one_another_so_that_nothing_falls_between(self):
        self.account._sync_orders()
        asked = self.asked()
        self.assertNotIn("lastUpdatedBefore", asked[-1], "the last one asks for all up to now")
        for before, after in itertools.pairwise(asked):
            self.assertGreater(before["lastUpdatedBefore"], after["lastUpdatedAfter"])

    def test_a_window_of_several_pages_is_read_to_its_end(self):
        orders = [an_order(minutes=725 * DAY - number) for number in range(13)]
        self.amazon.add(*orders)
        self.assertEqual(self.account._sync_orders(seconds=0), "more")
        start = self.account.last_orders_sync
        self.assertEqual(len(self.sales(*orders)), 10)
        self.assertEqual(self.account._sync_orders(seconds=0), "more")
        self.assertEqual(len(self.sales(*orders)), 13)
        self.assertGreater(self.account.last_orders_sync, start, "moves when the window is in")
        first, second = self.asked()
        self.assertEqual(first["lastUpdatedBefore"], second["lastUpdatedBefore"])

    def test_a_busy_window_is_followed_by_a_shorter_one(self):
        with patch(f"{ORDER_LIST}.MANY_PAGES", 1):
            self.amazon.add(*(an_order(minutes=725 * DAY - number) for number in range(13)))
            self.account._sync_orders(seconds=0)
            self.account._sync_orders(seconds=0)
        self.assertAlmostEqual(self.account.orders_window_hours, 3.5 * 24, places=1)

    def test_an_expired_token_begins_the_window_anew_and_not_the_history(self):
        orders = [an_order(minutes=700 * DAY - number) for number in range(13)]
        self.amazon.add(*orders)
        self.account._sync_orders(seconds=0)  # the first week: empty
        watermark = self.account.last_orders_sync
        self.account._sync_orders(seconds=0)  # four weeks: page 1 of 2
        self.account.orders_page_at = fields.Datetime.now() - timedelta(hours=21)
        self.assertEqual(self.account._sync_orders(), "done")
        self.assertEqual(len(self.sales(*orders)), 13)
        self.assertFalse(self.asked()[2].get("paginationToken"))
        begun = fields.Datetime.to_string(watermark - timedelta(minutes=5)).replace(" ", "T")
        self.assertTrue(self.asked()[2]["lastUpdatedAfter"].startswith(begun))

    def test_a_list_may_take_longer_than_a_token_lives(self):
        self.amazon.add(*(an_order(minutes=725 * DAY - number) for number in range(23)))
        self.account._sync_orders(seconds=0)
        told = self.account.orders_page_at
        self.account.orders_page_at = told - timedelta(hours=19)
        self.account._sync_orders(seconds=0)
        self.assertTrue(self.asked()[1].get("paginationToken"))
        self.assertGreaterEqual(self.account.orders_page_at, told, "the new page's token is new")

    def test_a_token_that_amazon_refuses_makes_the_windows_shorter(self):
        self.amazon.add(*(an_order(minutes=725 * DAY - number) for number in range(13)))
        self.account._sync_orders(seconds=0)
        self.account.orders_page_token = "forged"
        with mute_logger("odoo.addons.amazon_connector"):
            self.account._sync_orders(seconds=0)
        self.assertAlmostEqual(self.account.orders_window_hours, 3.5 * 24, places=1)

    def test_killed_after_any_page_it_ends_with_all_orders(self):
        days = [700, 500, 499, 100, 8, 1]
        orders = self.history(*days)
        runs = 1
        while self.account._sync_orders(seconds=0) == "more":
            self.account.invalidate_recordset()  # another process knows what is committed only
            runs += 1
        self.assertEqual(len(self.sales(*orders)), len(days))
        self.assertEqual(len(self.asked()), runs, "no page was asked for twice")

    def test_older_than_amazons_memory_means_the_last_two_years(self):
        self.account.last_orders_sync = "2019-01-01 00:00:00"
        self.account._sync_orders(seconds=0)
        self.assertGreater(self.asked()[0]["lastUpdatedAfter"], days_ago(731).isoformat())


class TestNewest(ScheduleCase):
    newest_first = True

    def setUp(self):
        super().setUp()
        self.account.last_orders_sync = days_ago(729)

    def test_what_is_to_leave_today_does_not_wait_for_the_history(self):
        old, new = self.history(725, 0)
        self.assertEqual(self.account._sync_orders(seconds=0), "more")
        self.assertTrue(self.sales(old) and self.sales(new))
        self.assertEqual(self.account.last_orders_sync.date(), days_ago(722).date())

    def test_it_is_asked_for_now_and_then_only(self):
        self.account._sync_orders(seconds=0)
        self.account._sync_orders(seconds=0)
        self.assertEqual(len(self.asked()), 3)
        self.account.newest_orders_at -= timedelta(hours=1)
        self.account._sync_orders(seconds=0)
        self.assertEqual(len(self.asked()), 5)

    def test_the_regular_list_needs_no_such_thing(self):
        self.account.last_orders_sync = days_ago(1)
        self.account._sync_orders()
        self.assertEqual(len(self.asked()), 1)


class TestStart(ScheduleCase):
    def test_a_start_in_the_future_is_refused_since_nothing_would_come(self):
        manager = new_test_user(self.env, "manager", groups="amazon_connector.group_amazon_manager")
        with self.assertRaisesRegex(ValidationError, "future"):
            self.account.with_user(manager).last_orders_sync = days_ago(-2)

    def test_a_start_before_amazons_memory_is_told_on_the_form(self):
        self.account.last_orders_sync = days_ago(900)
        warning = self.account._onchange_last_orders_sync()["warning"]
        self.assertIn("two years", warning["message"])
        self.account.last_orders_sync = days_ago(30)
        self.assertFalse(self.account._onchange_last_orders_sync())

    def test_a_start_that_is_set_while_a_page_is_read_is_not_overwritten(self):
        import_page = type(self.account)._import_order_page

        def set_back_meanwhile(account, *words):
            account.last_orders_sync = days_ago(5)
            return import_page(account, *words)

        with patch.object(type(self.account), "_import_order_page", set_back_meanwhile):
            self.account._sync_orders(seconds=0)
        self.assertEqual(self.account.last_orders_sync.date(), days_ago(5).date())


class TestProgress(ScheduleCase):
    def setUp(self):
        super().setUp()
        self.account.last_orders_sync = days_ago(100)

    def test_a_long_reading_shows_how_far_it_is(self):
        self.history(98, 97, 50, 1)
        self.account._sync_orders(seconds=0)
        self.assertEqual(self.account.reading_from.date(), days_ago(100).date())
        self.assertEqual(self.account.reading_until.date(), days_ago(0).date())
        self.assertEqual((self.account.reading_pages, self.account.reading_orders), (1, 2))
        self.assertAlmostEqual(self.account.reading_progress, 7, delta=0.5)
        self.account._sync_orders(seconds=0)
        self.assertAlmostEqual(self.account.reading_progress, 35, delta=0.5)

    def test_within_a_list_it_is_the_newest_order_that_tells(self):
        self.account.last_orders_sync = days_ago(4)
        self.amazon.add(*(an_order(minutes=2 * DAY - number) for number in range(13)))
        self.account._sync_orders(seconds=0)
        self.assertAlmostEqual(self.account.reading_progress, 50, delta=3)

    def test_at_its_end_there_is_nothing_to_show(self):
        self.assertEqual(self.account._sync_orders(), "done")
        self.assertFalse(self.account.reading_from)
        self.assertEqual(self.account.reading_progress, 0)

    def test_a_single_page_is_no_long_reading(self):
        self.sync(an_order())
        self.account._sync_orders()
        self.assertFalse(self.account.reading_from)


class TestStopping(ScheduleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env, "manager", groups="amazon_connector.group_amazon_manager"
        )

    def setUp(self):
        super().setUp()
        self.orders = [an_order(minutes=500 - number) for number in range(23)]
        self.amazon.add(*self.orders)

    def stop_after_a_page(self):
        """Synchronise, while somebody else presses the button during the first page."""
        remember = type(self.account)._remember_order_page

        def stop_meanwhile(account, *page):
            remember(account, *page)
            self.account.with_user(self.manager).action_stop_orders()

        with patch.object(type(self.account), "_remember_order_page", stop_meanwhile):
            return self.account._sync_orders()

    def test_it_ends_after_the_page_that_is_being_read(self):
        self.assertEqual(self.stop_after_a_page(), "stopped")
        self.assertEqual(len(self.sales(*self.orders)), 10)

    def test_stopped_it_is_not_asked_by_itself_and_says_so(self):
        self.stop_after_a_page()
        calls = len(self.amazon.calls())
        self.env["amazon.account"]._cron_sync_orders()
        self.env["amazon.account"]._cron_second_look()
        self.assertEqual(len(self.amazon.calls()), calls)
        self.assertFalse(self.account.next_sync_at)
        self.assertIn("stopped by hand", self.account.next_sync_reason)
        self.assertEqual(self.account.action_sync_orders()["params"]["type"], "info")

    def test_going_on_continues_where_it_was_stopped(self):
        self.stop_after_a_page()
        self.account.with_user(self.manager).action_go_on_orders()
        self.assertTrue(self.triggers(), "the scheduler is asked to come at once")
        self.env["amazon.account"]._cron_sync_orders()
        self.assertEqual(len(self.sales(*self.orders)), 23)
        self.assertEqual(len(self.asked()), 3, "no page was asked for twice")

    def test_only_managers_stop_it(self):
        clerk = new_test_user(self.env, "clerk", groups="amazon_connector.group_amazon_user")
        for method in ("action_stop_orders", "action_go_on_orders"):
            with self.assertRaises(AccessError):
                getattr(self.account.with_user(clerk), method)()


class TestNextTime(ScheduleCase):
    def setUp(self):
        super().setUp()
        self.cron = self.env.ref("amazon_connector.cron_sync_orders")
        self.cron.nextcall = fields.Datetime.now() + timedelta(minutes=7)
        self.cron_triggers().unlink()

    def cron_triggers(self):
        return self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])

    def used_up(self, **account):
        """Give the account a seller who has to wait for the next page."""
        amazon = Simulator(self.region, self.marketplaces, quota_factor=1)
        self.account = self._account(amazon, name="Thrifty", **account)
        for _time in range(20):
            self.env["amazon.quota"]._take(self.account._quota_holder(), SEARCH)
        return amazon

    def test_it_is_the_schedulers_when_nothing_is_in_the_way(self):
        self.assertEqual(self.account.next_sync_at, self.cron.nextcall)
        self.assertIn("regularly", self.account.next_sync_reason)

    def test_it_is_not_before_amazon_allows(self):
        self.account.next_orders_sync = fields.Datetime.now() + timedelta(minutes=12)
        expected = self.cron.nextcall + timedelta(minutes=10)
        self.assertEqual(self.account.next_sync_at, expected)
        self.cron._trigger(self.account.next_orders_sync)
        self.account.invalidate_recordset(["next_sync_at"])
        self.assertEqual(self.account.next_sync_at, self.account.next_orders_sync)

    def test_a_used_up_quota_puts_off_without_a_call_and_is_no_failure(self):
        amazon = self.used_up()
        self.assertEqual(self.account._sync_orders(), "wait")
        self.assertFalse(amazon.calls(SEARCH))
        self.assertFalse(self.account.orders_sync_failures)
        self.assertIn("every three minutes", self.account.next_sync_reason)
        self.assertIn("Nothing is wrong", self.account.orders_sync_message)
        wait = self.account.next_orders_sync - fields.Datetime.now()
        self.assertAlmostEqual(wait.total_seconds(), 180, delta=5)
        self.assertEqual(self.account.next_sync_at, self.account.next_orders_sync)
        self.assertFalse(self.account.activity_ids)

    def test_the_button_says_so_as_news_and_not_as_a_warning(self):
        self.used_up()
        answer = self.account.action_sync_orders()["params"]
        self.assertEqual(answer["type"], "info")
        self.assertIn("Nothing is wrong", answer["message"])

    def test_the_cron_leaves_the_last_pages_to_the_button(self):
        amazon = self.used_up()
        self.later(minutes=9)  # three pages are back
        self.account._leaving(0.2)._sync_orders()
        self.assertFalse(amazon.calls(SEARCH))

    def test_what_keeps_it_from_coming_at_all_is_said(self):
        self.account.refresh_token = False
        self.assertIn("credentials", self.account.next_sync_reason)
        self.assertFalse(self.account.next_sync_at)
        self.account.refresh_token = "Atzr|x"
        self.cron.active = False
        self.account.invalidate_recordset(["next_sync_reason"])
        self.assertIn("switched off", self.account.next_sync_reason)

    def test_clerks_who_see_no_scheduled_actions_see_it_on_the_form(self):
        for group in ("amazon_connector.group_amazon_user", "stock.group_stock_user"):
            user = new_test_user(self.env, group, groups=group)
            account = self.account.with_user(user)
            account.invalidate_recordset()
            self.assertTrue(account.next_sync_at)
            self.assertTrue(Form(account).name)
