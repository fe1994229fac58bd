"""Rules 5 and 6: products by offer; an order that cannot come in stands alone, with its reason."""

import copy
import json

from odoo import fields
from odoo.exceptions import UserError

from .common import AmazonCase
from .orders import FRANCE, GERMANY, an_item, an_order, changed, money


class TestOffers(AmazonCase):
    def test_a_sku_seen_for_the_first_time_takes_the_product_of_that_reference(self):
        sale = self.sync(an_order())
        offer = sale.order_line.amazon_offer_id
        self.assertEqual((offer.sku, offer.product_id), ("MUG-BLUE", self.mug))
        self.assertEqual(offer.marketplace_id.marketplace_id, FRANCE)

    def test_one_sku_on_two_marketplaces_is_two_offers(self):
        sales = self.sync(an_order(), an_order(marketplace=GERMANY))
        self.assertEqual(len(sales.order_line.amazon_offer_id), 2)

    def test_the_product_of_the_offer_goes_before_the_reference(self):
        sale = self.sync(an_order())
        other = self._product("OTHER")
        sale.order_line.amazon_offer_id.product_id = other
        self.assertEqual(self.sync(an_order()).order_line.product_id, other)

    def test_an_ambiguous_reference_is_no_match(self):
        self._product("TWICE")
        self._product("TWICE")
        sale = self.sync(an_order(an_item(sku="TWICE")))
        self.assertEqual(sale.order_line.product_id, self.account.fallback_product_id)

    def test_an_unknown_sku_gets_the_fallback_product_and_an_issue(self):
        order = an_order(an_item(sku="NOBODY-KNOWS"))
        sale = self.sync(order)
        self.assertEqual(sale.order_line.product_id, self.account.fallback_product_id)
        self.assertTrue(sale.picking_ids, "the fallback product is a good: a transfer arises")
        self.assertEqual(self.issues(order).reason, "product")
        self.assertIn("NOBODY-KNOWS", self.issues(order).message)

    def test_the_issue_closes_when_the_right_product_stands_on_the_order(self):
        order = an_order(an_item(sku="NOBODY-KNOWS"))
        sale = self.sync(order)
        issue = self.issues(order)
        calls = len(self.amazon.calls())
        issue.action_retry()
        self.assertEqual((issue.state, issue.try_count), ("open", 2))
        sale.order_line.move_ids._action_cancel()
        sale.order_line.product_id = self.mug
        issue.action_retry()
        self.assertEqual(issue.state, "solved")
        self.assertEqual(len(self.amazon.calls()), calls, "Amazon need not be asked for that")

    def test_an_order_without_a_marketplaces_id_finds_its_offers_too(self):
        order = an_order()
        order["salesChannel"] = {"channelName": "AMAZON", "marketplaceName": "Amazon.fr"}
        line = self.sync(order).order_line
        self.assertEqual(line.product_id, self.mug)
        self.assertEqual(line.amazon_offer_id.marketplace_id.marketplace_id, FRANCE)


class TestIssues(AmazonCase):
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

    def test_one_bad_order_does_not_hold_up_the_others(self):
        good = [an_order() for _one in range(7)]
        bad = self.unknown_currency()
        sales = self.sync(*good[:3], bad, *good[3:])
        self.assertEqual(len(sales), 7)
        issue = self.issues(bad)
        self.assertEqual(issue.reason, "currency")
        self.assertTrue(issue.advice)
        self.assertGreater(issue.next_try, fields.Datetime.now())

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
        with self.only(FRANCE):
            parsed = self.parsed(order)
            self.env["sale.order"]._amazon_import(self.account, [parsed])
        self.assertEqual(self.issues(order).reason, "marketplace")

    def test_try_again_brings_the_order_once_its_cause_is_gone(self):
        order = an_order(marketplace=GERMANY)
        with self.only(FRANCE):
            self.env["sale.order"]._amazon_import(self.account, [self.parsed(order)])
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
        with self.only(FRANCE):
            self.env["sale.order"]._amazon_import(self.account, [self.parsed(order)])
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

    def only(self, marketplace):
        """Take all other marketplaces off the account for a while."""
        return _OnlyMarketplace(self.account, marketplace)

    def parsed(self, order):
        from odoo.addons.amazon_connector.amazon_api.orders import order_from_json

        return order_from_json(order)

    def test_several_goods_that_lack_their_lots_make_one_issue(self):
        items = [an_item(sku) for sku in ("LOT-1", "LOT-2") if self._product(sku, tracking="lot")]
        order = an_order(*items, total="24.00", status="SHIPPED", fulfilled_by="AMAZON")
        for state in (order, changed(order), changed(order, minutes=20)):
            self.sync(state)
        issue = self.issues(order)
        self.assertEqual(len(issue), 1)
        self.assertIn("LOT-1", issue.message)
        self.assertIn("LOT-2", issue.message)


class _OnlyMarketplace:
    def __init__(self, account, marketplace):
        self.account = account
        self.before = account.marketplace_ids
        self.only = self.before.filtered(lambda one: one.marketplace_id == marketplace)

    def __enter__(self):
        self.account.marketplace_ids = self.only

    def __exit__(self, *_exception):
        self.account.marketplace_ids = self.before
