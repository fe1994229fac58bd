"""Rule 6: an order that cannot come in stands alone, with its reason, and is tried again."""

import copy
import json
from unittest.mock import patch

from odoo import fields
from odoo.addons.amazon_connector.amazon_api.orders import order_from_json
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import new_test_user

from .common import AmazonCase, Simulator
from .orders import FRANCE, GERMANY, an_item, an_order, changed, money

RETRY = "odoo.addons.amazon_connector.models.amazon_issue_retry"


class IssuesCase(AmazonCase):
    def unknown_currency(self):
        """Return an order in a currency that Odoo does not have."""
        order = an_order()
        for place in (
            order["proceeds"]["grandTotal"],
            order["orderItems"][0]["proceeds"]["proceedsTotal"],
        ):
            place["currencyCode"] = "XTS"
        order["orderItems"][0]["proceeds"]["breakdowns"][0]["subtotal"]["currencyCode"] = "XTS"
        return order

    def left_out(self, *orders):
        """Have orders of Germany come while the account has France only."""
        before = self.account.marketplace_ids
        self.account.marketplace_ids = before.filtered(lambda one: one.marketplace_id == FRANCE)
        parsed = [order_from_json(order) for order in orders]
        self.env["sale.order"]._amazon_import(self.account, parsed)
        self.account.marketplace_ids = before

    def told(self, action):
        """Return what a button's notification says."""
        return action["params"]["message"]


class TestIssues(IssuesCase):
    def test_one_bad_order_does_not_hold_up_the_others(self):
        good = [an_order() for _one in range(7)]
        bad = self.unknown_currency()
        sales = self.sync(*good[:3], bad, *good[3:])
        self.assertEqual(len(sales), 7)
        issue = self.issues(bad)
        self.assertEqual(issue.reason, "currency")
        self.assertTrue(issue.advice)
        self.assertGreater(issue.next_try, fields.Datetime.now())

    def test_an_issue_tells_the_marketplace_whether_or_not_the_order_is_in_odoo(self):
        abroad, bad = an_order(marketplace=GERMANY), self.unknown_currency()
        strange = an_order(an_item("NOBODY-KNOWS"), marketplace=GERMANY)
        self.left_out(abroad)
        self.sync(bad, strange)
        for order, marketplace in ((abroad, GERMANY), (bad, FRANCE), (strange, GERMANY)):
            issue = self.issues(order)
            with self.subTest(reason=issue.reason):
                self.assertEqual(issue.marketplace_id.marketplace_id, marketplace)
        issue.marketplace_id = False
        issue.action_retry()
        self.assertEqual(issue.marketplace_id.marketplace_id, GERMANY, "learnt at the next try")

    def test_the_watermark_moves_on_past_an_issue(self):
        self.sync(self.unknown_currency())
        self.assertGreater(self.account.last_orders_sync.year, 2020)

    def test_prices_that_are_not_told_are_an_issue_and_come_later(self):
        order = an_order(proceeds=None)
        told = copy.deepcopy(order["orderItems"])
        order["orderItems"][0].pop("proceeds")
        self.assertFalse(self.sync(order))
        self.assertEqual(self.issues(order).reason, "amounts")
        later = changed(order, orderItems=told, proceeds={"grandTotal": money("12.00")})
        self.assertTotal(self.sync(later), 12.0)
        self.assertFalse(self.issues(order), "it closes itself when the order is right")
        self.assertEqual(self.issues(order, "solved").reason, "amounts")

    def test_an_order_of_a_marketplace_that_left_the_account_is_an_issue(self):
        order = an_order(marketplace=GERMANY)
        self.left_out(order)
        self.assertEqual(self.issues(order).reason, "marketplace")

    def test_try_again_brings_the_order_once_its_cause_is_gone(self):
        order = an_order(marketplace=GERMANY)
        self.left_out(order)
        self.amazon.add(order)
        self.issues(order).action_retry()
        self.assertTotal(self.sales(order), 12.0)
        self.assertFalse(self.issues(order))

    def test_every_vain_try_is_counted_and_waits_longer(self):
        order = self.unknown_currency()
        self.sync(order)
        issue = self.issues(order)
        waits = []
        for tries in (2, 3, 4):
            issue.action_retry()
            self.assertEqual(issue.try_count, tries)
            waits.append(issue.next_try - fields.Datetime.now())
        self.assertEqual(waits, sorted(waits))

    def test_issues_that_are_due_are_tried_again_by_themselves(self):
        order = self.unknown_currency()
        self.sync(order)
        issue = self.issues(order)
        self.env["amazon.issue"]._cron_retry()
        self.assertEqual(issue.try_count, 1, "not due yet")
        issue.next_try = fields.Datetime.now()
        self.env["amazon.issue"]._cron_retry()
        self.assertEqual(issue.try_count, 2)

    def test_an_order_that_amazon_forgot_says_so(self):
        order = an_order(marketplace=GERMANY)
        self.left_out(order)
        self.issues(order).action_retry()
        self.assertEqual(self.issues(order).reason, "gone")

    def test_an_order_that_cannot_even_be_named_is_an_issue_and_tried_no_more(self):
        self.amazon.add(an_order())
        self.amazon.fail("searchOrders", status=200, body=json.dumps({"orders": [{"what": 7}]}))
        self.account._sync_orders()
        issue = self.env["amazon.issue"].search([("account_id", "=", self.account.id)])
        self.assertEqual((issue.reason, issue.order_ref), ("unreadable", False))
        issue.next_try = fields.Datetime.now()
        self.env["amazon.issue"]._cron_retry()
        self.assertEqual(issue.try_count, 1)
        self.assertFalse(self.account.next_orders_sync, "the account goes on")

    def test_an_issue_waits_when_amazon_cannot_be_asked_and_the_orders_go_on(self):
        order = self.unknown_currency()
        self.sync(order)
        issue = self.issues(order)
        issue.next_try = fields.Datetime.now()
        self.amazon.fail("getOrder", status=503, body="<html>", contentType="text/html", times=2)
        self.env["amazon.issue"]._cron_retry()
        self.assertEqual(issue.try_count, 1)
        self.assertFalse(self.account.next_orders_sync)
        with self.assertRaises(UserError):
            issue.action_retry()

    def test_several_goods_that_lack_their_lots_make_one_issue(self):
        items = [an_item(sku) for sku in ("LOT-1", "LOT-2") if self._product(sku, tracking="lot")]
        order = an_order(*items, total="24.00", status="SHIPPED", fulfilled_by="AMAZON")
        for state in (order, changed(order), changed(order, minutes=20)):
            self.sync(state)
        issue = self.issues(order)
        self.assertEqual(len(issue), 1)
        self.assertIn("LOT-1", issue.message)
        self.assertIn("LOT-2", issue.message)


class TestMarkedAsSolved(IssuesCase):
    def total_differs(self):
        order = an_order()
        sale = self.sync(order)
        sale.order_line.price_unit = 7
        self.sync(changed(order))
        return order, sale

    def test_the_same_message_does_not_come_back(self):
        order, _sale = self.total_differs()
        self.issues(order).action_solved()
        self.sync(changed(order, minutes=20))
        self.assertFalse(self.issues(order))

    def test_another_message_is_another_issue(self):
        order, sale = self.total_differs()
        self.issues(order).action_solved()
        sale.order_line.price_unit = 8
        self.sync(changed(order, minutes=20))
        self.assertIn("8.00", self.issues(order).message)

    def test_what_was_right_in_between_comes_back(self):
        order, sale = self.total_differs()
        self.issues(order).action_solved()
        for minutes, price in ((20, 12), (10, 7)):
            sale.order_line.price_unit = price
            self.sync(changed(order, minutes=minutes))
        self.assertIn("7.00", self.issues(order).message)

    def test_the_issue_of_an_order_cancelled_on_amazon_closes_itself(self):
        order, _sale = self.total_differs()
        self.sync(changed(order, "CANCELLED", minutes=20))
        self.assertFalse(self.issues(order))

    def test_the_issue_of_an_order_cancelled_in_odoo_closes_at_the_next_try(self):
        order, sale = self.total_differs()
        sale.with_context(disable_cancel_warning=True).action_cancel()
        self.assertIn("Solved: 1.", self.told(self.issues(order).action_retry()))

    def test_an_issue_follows_its_order_to_another_record_of_the_seller(self):
        order = an_order(marketplace=GERMANY)
        self.left_out(order)
        germany = self.account.marketplace_ids.filtered(lambda one: one.code == "DE")
        self.account.marketplace_ids -= germany
        twin = self._account(self.amazon, name="Twin", marketplace_ids=germany.ids)
        self.amazon.add(order)
        twin._sync_orders()
        self.assertFalse(self.issues(order))


class TestTryingManyAgain(IssuesCase):
    def test_one_button_tries_all_of_one_reason(self):
        orders = [an_order(marketplace=GERMANY) for _one in range(3)]
        self.left_out(*orders)
        self.sync(self.unknown_currency())
        self.amazon.add(*orders)
        told = self.told(self.issues(orders[0]).action_retry_alike())
        self.assertEqual(len(self.sales(*orders)), 3)
        self.assertEqual(told, "Solved: 3. Still open: 0.")

    def test_what_is_still_wrong_is_counted(self):
        orders = [an_order(marketplace=GERMANY), self.unknown_currency()]
        self.left_out(orders[0])
        self.sync(*orders[1:])
        self.amazon.add(orders[0])
        told = self.told((self.issues(orders[0]) | self.issues(orders[1])).action_retry())
        self.assertEqual(told, "Solved: 1. Still open: 1.")

    def test_what_takes_too_long_for_a_button_goes_on_by_itself(self):
        orders = [an_order(marketplace=GERMANY) for _one in range(3)]
        self.left_out(*orders)
        self.amazon.add(*orders)
        with patch(f"{RETRY}.SECONDS_A_CLICK", 0):
            told = self.told(self.issues(orders[0]).action_retry_alike())
        self.assertIn("Still to be tried: 3.", told)
        self.assertIn("background", told)
        self.env["amazon.issue"]._cron_retry()
        self.assertEqual(len(self.sales(*orders)), 3)

    def test_amazons_limit_is_no_failure_and_says_when_it_goes_on(self):
        orders = [an_order(marketplace=GERMANY) for _one in range(2)]
        self.left_out(*orders)
        self.amazon.fail("getOrder", status=429, body="", times=5)
        told = self.told(self.issues(orders[0]).action_retry_alike())
        self.assertIn("Still to be tried: 2.", told)
        self.assertIn("limit", told)
        self.assertEqual(self.issues(orders[0]).try_count, 1)

    def test_nothing_is_tried_while_another_process_works_on_the_account(self):
        order = an_order(marketplace=GERMANY)
        self.left_out(order)
        lock = (self.account._order_sync_lock(), self.account.id)
        with self.registry.cursor() as other:
            other.execute("SELECT pg_advisory_lock(%s, %s)", lock)
            told = self.told(self.issues(order).action_retry())
            other.execute("SELECT pg_advisory_unlock(%s, %s)", lock)
        self.assertIn("worked on", told)
        self.assertEqual(self.issues(order).try_count, 1)

    def test_an_account_that_cannot_be_asked_holds_up_no_other(self):
        order, good = an_order(marketplace=GERMANY), an_order(an_item("NOBODY-KNOWS"))
        self.left_out(order)
        self.account.sudo().refresh_token = False
        other = self._account(Simulator())
        sale = self.sync_of(other, good)
        sale.with_context(disable_cancel_warning=True).action_cancel()
        (self.issues(order) | self.issues(good)).next_try = "2020-01-01"
        self.env["amazon.issue"]._cron_retry()
        self.assertFalse(self.issues(good))
        self.assertGreater(self.issues(order).next_try, fields.Datetime.now())

    def sync_of(self, account, order):
        self.env["sale.order"]._amazon_import(account, [order_from_json(order)])
        return self.sales(order)

    def test_only_amazons_users_try_again_or_close(self):
        order = an_order(an_item("NOBODY-KNOWS"))
        self.sync(order)
        salesman = new_test_user(self.env, "sales", groups="sales_team.group_sale_salesman")
        issue = self.issues(order).with_user(salesman)
        for button in ("action_retry", "action_retry_alike", "action_solved"):
            with self.subTest(button=button), self.assertRaises(AccessError):
                getattr(issue, button)()


class TestActivities(IssuesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.people = cls.env["res.users"]
        for login, lang in (("anne", "fr_FR"), ("bob", "en_US")):
            groups = "amazon_connector.group_amazon_user"
            cls.people |= new_test_user(cls.env, login, groups=groups, lang=lang)

    def setUp(self):
        super().setUp()
        self.account.responsible_user_ids = self.people

    def activities(self):
        return self.account.activity_ids.filtered("amazon_reason")

    def test_a_new_kind_of_issue_is_one_activity_for_each_person_in_their_language(self):
        self.sync(*[an_order(an_item("NOBODY-KNOWS")) for _one in range(3)])
        self.assertEqual(self.activities().user_id, self.people)
        self.assertEqual(len(self.activities()), 2)
        summaries = {one.user_id.lang: one.summary for one in self.activities()}
        self.assertIn("SKU without a product", summaries["en_US"])
        self.assertNotIn("SKU without a product", summaries["fr_FR"])

    def test_more_of_a_known_kind_is_no_new_activity(self):
        self.sync(an_order(an_item("NOBODY-KNOWS")))
        self.activities().unlink()  # done by the person
        self.sync(an_order(an_item("NOBODY-KNOWS")))
        self.assertFalse(self.activities())

    def test_another_kind_is_another_activity(self):
        self.sync(an_order(an_item("NOBODY-KNOWS")), self.unknown_currency())
        self.assertEqual(set(self.activities().mapped("amazon_reason")), {"product", "currency"})

    def test_it_goes_when_the_last_issue_of_its_kind_is_solved(self):
        orders = [an_order(an_item("NOBODY-KNOWS")), an_order(an_item("NOR-THIS"))]
        self.sync(*orders)
        self.issues(orders[0]).action_solved()
        self.assertTrue(self.activities())
        self.issues(orders[1]).action_solved()
        self.assertFalse(self.activities())
