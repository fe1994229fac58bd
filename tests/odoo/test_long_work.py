"""Work that a button begins and the background ends: who asked sees how far it is, and the end."""

import json
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.addons.amazon_connector.spoken import zone_of
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from .common import AmazonCase, days_ago
from .orders import GERMANY, an_item, an_order, changed
from .stock_pages import pages_a_run

BUTTONS = "odoo.addons.amazon_connector.models.amazon_account_progress.SECONDS_A_CLICK"
RETRY = "odoo.addons.amazon_connector.models.amazon_issue_retry.SECONDS_A_CLICK"
PAGE = "odoo.addons.amazon_connector.models.amazon_account_order_list.PAGE_SIZE"
PART = "odoo.addons.amazon_connector.models.amazon_account_order_sync.ORDERS_A_CLICK"
MOMENT = "odoo.addons.amazon_connector.models.amazon_account_progress.spoken_moment"
PAUSE = "odoo.addons.amazon_connector.models.amazon_progress.BETWEEN_MESSAGES"
MANAGER = "amazon_connector.group_amazon_manager,sales_team.group_sale_salesman_all_leads"


class LongWorkCase(AmazonCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.anne = new_test_user(cls.env, "anne", groups=MANAGER, lang="en_US")
        # Each step is told, however quick it is; a page has ten orders, a button's part four.
        for name, value in ((PAUSE, timedelta(0)), (PAGE, 10), (PART, 4)):
            cls.startClassPatcher(patch(name, value))

    def press(self, button="action_sync_orders", user=None, seconds=0):
        """Press a button of the account's that answers within so many seconds."""
        account = self.account.with_user(user or self.anne)
        with patch(BUTTONS, seconds), patch(RETRY, seconds):
            return getattr(account, button)()["params"]

    def told(self, user=None, kind="amazon_progress"):
        """Return what the bus has told a user, oldest first."""
        self.env.cr.precommit.run()  # 19.0 writes them then
        partner = (user or self.anne).partner_id
        found = (
            self.env["bus.bus"].sudo().search([("channel", "like", '"res.partner"')], order="id")
        )
        of_user = [one for one in found if json.loads(one.channel)[-1] == partner.id]
        messages = [json.loads(one.message) for one in of_user]
        return [one["payload"] for one in messages if one["type"] == kind]

    def whose_moment(self):
        """Have each moment told as the language and the time zone that it is told in."""
        return patch(MOMENT, lambda env, _moment: f"{env.lang} {zone_of(env)}")

    def cron(self, name="_cron_sync_orders"):
        """Have the scheduled action run, whatever put it off."""
        self.account.next_orders_sync = False
        getattr(self.env["amazon.account"], name)()

    def opened(self, told, part, user=None):
        """Return the records that a button of the notification opens."""
        progress = self.env["amazon.progress"].with_user(user or self.anne).browse(told["id"])
        action = progress.action_open(part)
        return self.env[action["res_model"]].search(action["domain"])

    def many(self, count):
        orders = [an_order(minutes=5 * (count - number)) for number in range(count)]
        self.amazon.add(*orders)
        self.account.last_orders_sync = days_ago(6)
        return orders


class TestOrders(LongWorkCase):
    def test_what_is_short_is_answered_at_once_with_what_came_in_and_opens_it(self):
        self.sync(an_order())
        strange = an_order(an_item("NOBODY-KNOWS"))
        orders = [an_order(), strange]
        self.amazon.add(*orders)
        self.account.last_orders_sync = days_ago(6)
        answer = self.press(seconds=60)
        (told,) = answer["progress"]
        self.assertEqual((answer["type"], told["state"]), ("success", "done"))
        self.assertEqual(answer["message"], "2 new orders, 1 issue")
        self.assertEqual(self.opened(told, "new"), self.sales(*orders))
        self.assertEqual(self.opened(told, "issues"), self.issues(strange))
        self.assertFalse(self.told(), "nobody has to be told later")
        self.sync(an_order())
        self.assertEqual(self.opened(told, "new"), self.sales(*orders), "no more than these")

    def test_a_long_one_is_left_to_the_background_and_told_until_it_ends(self):
        orders = self.many(13)
        answer = self.press()
        (begun,) = answer["progress"]
        self.assertEqual(begun["state"], "running")
        self.assertLess(len(self.sales(*orders)), 10, "the button did not wait for a page")
        self.cron()
        *under_way, end = self.told()
        self.assertTrue(under_way)
        self.assertIn("10 of about", under_way[-1]["message"])
        self.assertIn("page 1", under_way[-1]["message"])
        self.assertEqual((end["id"], end["state"]), (begun["id"], "done"))
        self.assertEqual(end["message"], "13 new orders")
        self.assertEqual(self.opened(end, "new"), self.sales(*orders))

    def test_the_newest_of_a_long_history_do_not_keep_the_button_either(self):
        orders = self.many(13)
        self.account.last_orders_sync = days_ago(30)
        (begun,) = self.press()["progress"]
        self.assertEqual((begun["state"], len(self.sales(*orders))), ("running", 4))
        self.assertIn("4 new orders", begun["message"])
        self.assertEqual(len(self.amazon.calls("searchOrders")), 1)
        self.cron()
        self.assertIn("13 new orders", [one["message"].split("\n")[-1] for one in self.told()])
        self.assertEqual(self.told()[-1]["state"], "done")

    def test_the_rest_does_not_wait_for_what_had_put_the_account_off_before(self):
        self.many(13)
        self.account.next_orders_sync = days_ago(-1)
        self.press()
        self.env["amazon.account"]._cron_sync_orders()
        self.assertEqual(self.told()[-1]["message"], "13 new orders")

    def test_orders_that_changed_are_told_apart_from_those_that_did_not(self):
        cancelled, same = an_order(), an_order()
        self.sync(cancelled, same)
        self.amazon.add(changed(cancelled, "CANCELLED"))
        self.account.last_orders_sync = days_ago(6)
        answer = self.press(seconds=60)
        self.assertEqual(answer["message"], "1 updated")
        self.assertEqual(self.opened(answer["progress"][0], "updated"), self.sales(cancelled))

    def test_each_who_asked_is_told_in_their_language_and_nobody_else(self):
        bob = new_test_user(self.env, "bob", groups=MANAGER, lang="fr_FR")
        carla = new_test_user(self.env, "carla", groups=MANAGER)
        self.many(6)
        self.press()
        self.press(user=bob)
        self.cron()
        self.assertEqual(self.told()[-1]["title"], "Orders synchronised")
        french = self.env(context={"lang": "fr_FR"})
        title = french["amazon.progress"].new({"work": "orders", "state": "done"})._title()
        self.assertEqual(self.told(bob)[-1]["title"], title)
        self.assertFalse(self.told(carla))
        of_anne = self.env["amazon.progress"].with_user(carla).browse(self.told()[-1]["id"])
        self.assertEqual((of_anne.look(), of_anne.action_open("new")), ([], False))

    def test_pressed_twice_it_is_one_thing_under_way(self):
        self.many(6)
        first, second = self.press(), self.press()
        self.assertEqual(first["progress"][0]["id"], second["progress"][0]["id"])

    def test_closed_it_goes_on_in_silence_and_tells_its_end(self):
        self.many(13)
        (begun,) = self.press()["progress"]
        progress = self.env["amazon.progress"].with_user(self.anne).browse(begun["id"])
        progress.action_put_away()
        self.assertEqual(progress._unseen(), [], "a window that is opened shows it no more")
        before = len(self.told())
        self.cron()
        (end,) = self.told()[before:]
        self.assertEqual(end["state"], "done")
        self.assertEqual(progress._unseen(), [end])
        progress.action_put_away()
        self.assertEqual(progress._unseen(), [])
        gone = self.told(kind="amazon_progress_put_away")
        self.assertEqual([one["state"] for one in gone], ["running", "done"])

    def test_a_window_that_is_opened_anew_shows_it_and_the_form_says_who_asked(self):
        self.many(13)
        (begun,) = self.press()["progress"]
        progress = self.env["amazon.progress"].with_user(self.anne)
        self.assertEqual([one["id"] for one in progress._unseen()], [begun["id"]])
        self.assertIn(self.anne.name, self.account.progress_words)
        self.cron()
        self.account.invalidate_recordset()
        self.assertFalse(self.account.progress_words)

    def test_what_a_killed_process_left_says_so_and_goes_on_with_the_next_run(self):
        self.many(13)
        (begun,) = self.press()["progress"]
        progress = self.env["amazon.progress"].browse(begun["id"])
        progress.told_at = days_ago(1)
        self.assertIn("Nothing new since", progress.with_user(self.anne).look()[0]["message"])
        self.cron()
        self.assertEqual(progress.state, "done")

    def test_amazons_limit_is_shown_and_is_no_end(self):
        self.amazon.fail("searchOrders", status=429, body="", times=1)
        answer = self.press()
        self.assertEqual((answer["type"], answer["progress"][0]["state"]), ("info", "running"))
        self.assertIn("Nothing is wrong", answer["message"])
        self.later(minutes=15)
        self.cron()
        self.assertEqual(self.told()[-1]["state"], "done")

    def test_trouble_ends_it_and_says_what_to_do(self):
        self.amazon.fail("searchOrders", status=403, body="{}", times=9)
        with mute_logger("odoo.addons.amazon_connector"):
            answer = self.press()
        self.assertEqual((answer["type"], answer["progress"][0]["state"]), ("warning", "failed"))
        self.assertIn("Seller Central", answer["message"])

    def test_what_cannot_begin_leaves_nothing_under_way(self):
        self.account.refresh_token = False
        with self.assertRaises(UserError):
            self.press()
        self.assertFalse(self.env["amazon.progress"].search([]))

    def test_who_waits_for_another_process_is_told_of_its_work(self):
        self.many(3)
        lock = (self.account._order_sync_lock(), self.account.id)
        with self.registry.cursor() as other:
            other.execute("SELECT pg_advisory_lock(%s, %s)", lock)
            (begun,) = self.press()["progress"]
            self.cron()
            other.execute("SELECT pg_advisory_unlock(%s, %s)", lock)
        self.assertEqual(begun["state"], "running")
        cron = self.env.ref("amazon_connector.cron_sync_orders")
        coming = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertTrue(coming.filtered(lambda one: one.call_at > fields.Datetime.now()))
        self.cron()
        self.assertEqual(self.told()[-1]["message"], "3 new orders")

    def test_stopping_it_is_an_end_and_going_on_begins_anew(self):
        self.many(13)
        self.press()
        self.account.action_stop_orders()
        self.assertEqual(self.press()["progress"][0]["state"], "stopped")
        self.assertEqual(self.press("action_go_on_orders")["progress"][0]["state"], "running")


class TestOtherWork(LongWorkCase):
    def test_issues_that_are_tried_again_are_counted_until_the_last_one(self):
        orders = [an_order(marketplace=GERMANY) for _one in range(12)]
        self.account.marketplace_ids = self.account.marketplace_ids.filtered(
            lambda one: one.marketplace_id != GERMANY
        )
        self.sync()
        from odoo.addons.amazon_connector.amazon_api.orders import order_from_json

        self.env["sale.order"]._amazon_import(
            self.account, [order_from_json(one) for one in orders]
        )
        self.account.marketplace_ids |= self.env["amazon.marketplace"].search(
            [("marketplace_id", "=", GERMANY)]
        )
        self.amazon.add(*orders)
        issues = self.env["amazon.issue"].search([("account_id", "=", self.account.id)])
        self.assertEqual(len(issues), 12)
        with patch(RETRY, 0):
            answer = issues[0].with_user(self.anne).action_retry_alike()["params"]
        (begun,) = answer["progress"]
        self.assertEqual((begun["state"], begun["percent"]), ("running", 0))
        self.anne.tz = "Asia/Tokyo"
        self.amazon.fail("getOrder", times=1, status=429, body="")
        with self.whose_moment():
            self.env["amazon.issue"]._cron_retry()
        self.assertIn("en_US Asia/Tokyo", self.told()[-1]["message"])
        self.later(hours=1)
        issues.next_try = days_ago(1)
        self.env["amazon.issue"]._cron_retry()
        *under_way, end = self.told()
        self.assertIn("10 of 12", under_way[-1]["message"])
        self.assertEqual((end["state"], end["message"]), ("done", "12 solved"))
        self.assertEqual(self.opened(end, "solved"), issues)

    def test_the_stock_is_compared_pool_by_pool(self):
        self.amazon.put_stock("MUG-BLUE", sellable=3)
        (begun,) = self.press("action_compare_stock")["progress"]
        self.assertEqual((begun["state"], begun["percent"]), ("running", 0))
        self.env["amazon.account"]._cron_compare_stock()
        end = self.told()[-1]
        self.assertEqual((end["state"], end["message"]), ("done", "1 SKU differs"))
        self.assertEqual(self.opened(end, "differs").sku, "MUG-BLUE")

    def test_the_stock_of_many_skus_goes_on_in_the_background_whenever_it_was_last_compared(self):
        self.amazon.put_stock("MUG-BLUE", sellable=3)
        for number in range(55):
            self.amazon.put_stock(f"A{number:02}", sellable=1)
        self.account.write({"compares_stock": False, "stock_checked_at": fields.Datetime.now()})
        with pages_a_run(3):
            (begun,) = self.press("action_compare_stock", seconds=60)["progress"]
        self.assertEqual((begun["state"], begun["percent"]), ("running", 50))
        self.assertIn("1 of 2 marketplaces", begun["message"])
        self.env["amazon.account"]._cron_compare_stock()
        self.assertEqual(self.told()[-1]["message"], "1 SKU differs")
        self.assertEqual(len(self.amazon.calls("getInventorySummaries")), 4)

    def test_nothing_is_told_of_what_nobody_asked_for(self):
        self.many(3)
        self.cron()
        self.assertFalse(self.env["amazon.progress"].search([]))
        self.env.cr.precommit.run()
        sent = self.env["bus.bus"].sudo().search([("message", "like", "amazon_progress")])
        self.assertFalse(sent)


class TestLookBack(LongWorkCase):
    def test_a_look_back_asked_for_shows_how_far_it_is_and_opens_what_it_found(self):
        known = an_order(minutes=60 * 24 * 2)
        self.sync(known)
        left_out = an_order(minutes=60 * 24 * 3)
        self.amazon.add(left_out)
        (begun,) = self.press("action_look_back", seconds=-1)["progress"]
        self.assertEqual((begun["state"], begun["title"]), ("running", "Looking back for orders"))
        self.cron("_cron_second_look")
        end = self.told()[-1]
        self.assertEqual((end["id"], end["message"]), (begun["id"], "1 order found"))
        self.assertEqual(self.opened(end, "found"), self.sales(left_out))
        answer = self.press("action_look_back", seconds=60)
        self.assertIn("Nothing was left out", answer["message"])

    def test_a_look_back_that_amazon_refuses_says_when_it_goes_on_or_why_not(self):
        for status, state, words in ((429, "running", "by itself at"), (503, "failed", "Amazon")):
            self.amazon.fail("searchOrders", times=1, status=status, body="")
            with self.subTest(status=status):
                (told,) = self.press("action_look_back", seconds=60)["progress"]
                self.assertEqual(told["state"], state)
                self.assertIn(words, told["message"])
            self.env["amazon.quota"].search([]).unlink()
            self.later(hours=1)
            self.cron("_cron_second_look")

    def test_when_it_goes_on_is_told_in_the_language_and_time_of_who_asked(self):
        bob = new_test_user(self.env, "bob", groups=MANAGER, lang="fr_FR", tz="Asia/Tokyo")
        self.anne.tz = "Europe/Paris"
        for user in (self.anne, bob):
            self.press("action_look_back", user=user, seconds=-1)
        self.amazon.fail("searchOrders", times=1, status=429, body="")
        with self.whose_moment():
            self.cron("_cron_second_look")
        self.assertIn("fr_FR Asia/Tokyo", self.told(bob)[-1]["message"])
        self.assertIn("en_US Europe/Paris", self.told()[-1]["message"])

    def test_only_managers_look_back(self):
        clerk = new_test_user(self.env, "clerk", groups="amazon_connector.group_amazon_user")
        with self.assertRaises(AccessError):
            self.press("action_look_back", user=clerk)
