"""From an order to its issues, feeds and Amazon's own page of it."""

from odoo.tests.common import new_test_user

from .orders import an_item, an_order
from .shipping import ShippingCase


class TestOrderLinks(ShippingCase):
    def test_an_order_counts_its_open_issues_and_opens_them(self):
        plain, unknown = self.sync(an_order(), an_order(an_item("NOBODY-KNOWS")))
        self.assertEqual([plain.amazon_issue_count, unknown.amazon_issue_count], [0, 1])
        window = unknown.action_amazon_open_issues()
        issue = self.env["amazon.issue"].search(window["domain"])
        self.assertEqual(issue.order_id, unknown)
        issue.action_solved()
        unknown.invalidate_recordset()
        self.assertEqual(unknown.amazon_issue_count, 0)

    def test_an_order_counts_the_feeds_that_told_of_it_and_opens_them(self):
        told, other = self.sync(an_order(), an_order())
        shipments = self.prepared(self.ship(told))
        feed = self.env["amazon.feed"].create({"account_id": self.account.id})
        shipments.feed_id = feed
        self.assertEqual([told.amazon_feed_count, other.amazon_feed_count], [1, 0])
        self.assertEqual(
            self.env["amazon.feed"].search(told.action_amazon_open_feeds()["domain"]), feed
        )

    def test_amazons_page_of_an_order_is_that_of_its_country(self):
        sale = self.sync(an_order())
        for code, host in (
            ("fr", "sellercentral-europe.amazon.com"),
            ("pl", "sellercentral.amazon.pl"),
            ("us", "sellercentral.amazon.com"),
            ("jp", "sellercentral.amazon.co.jp"),
        ):
            sale.amazon_marketplace_id = self.env.ref(f"amazon_connector.marketplace_{code}")
            url = sale.action_open_on_amazon()["url"]
            self.assertEqual(url, f"https://{host}/orders-v3/order/{sale.amazon_order_ref}")

    def test_a_clerk_without_amazon_opens_the_order_all_the_same(self):
        sale = self.sync(an_order(an_item("NOBODY-KNOWS")))
        seller = new_test_user(
            self.env, "sells", groups="base.group_user,sales_team.group_sale_salesman_all_leads"
        )
        theirs = sale.with_user(seller)
        self.assertEqual((theirs.amazon_issue_count, theirs.amazon_feed_count), (1, 0))
        self.assertEqual(
            theirs.env["amazon.issue"].search_count(theirs.action_amazon_open_issues()["domain"]), 1
        )
