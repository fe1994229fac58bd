"""Rule 5: which product a SKU is."""

from .common import AmazonCase
from .orders import FRANCE, GERMANY, an_item, an_order


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
