"""A marketplace that moves from one record of a seller to another: nothing is lost on the way."""

from datetime import timedelta

from odoo import fields
from odoo.tests.common import Form

from .orders import GERMANY, an_item, an_order, changed
from .test_account_seller import FORM, SellerCase


class TestSplitting(SellerCase):
    """Stock by marketplace, the way sellers know it: a second record with its own location."""

    def take_off(self, marketplace):
        with Form(self.account, view=FORM) as form:
            form.marketplace_ids.remove(id=marketplace.id)

    def create_second(self, marketplace, location):
        """Create a record for the same seller by its form, with this marketplace alone."""
        form = Form(self.env["amazon.account"], view=FORM)
        form.name = "Germany"
        form.seller_id = self.account.seller_id
        for name in ("lwa_client_id", "lwa_client_secret", "refresh_token"):
            form[name] = self.account[name]
        for other in form.marketplace_ids[:] - marketplace:
            form.marketplace_ids.remove(id=other.id)
        form.location_id = location
        second = form.save()
        second.test_server = self.account.test_server
        return second

    def test_step_by_step(self):
        waiting = an_order(marketplace=GERMANY)
        partly = an_order(
            an_item(quantity=3, total="12.00", fulfillment=shipped_of(3, 1)),
            marketplace=GERMANY,
            status="PARTIALLY_SHIPPED",
            fulfilled_by="AMAZON",
        )
        french = an_order(an_item("SKU-FR"))
        unknown = an_order(an_item("SKU-DE"), marketplace=GERMANY)
        self.sync(waiting, partly, french, unknown)
        self.offer("SKU-DE").product_id = self.mug
        first_location = self.account.location_id
        stopped_at = self.account.last_orders_sync

        # 1. The marketplace is taken off the first record; an order comes meanwhile.
        self.take_off(self.germany)
        meanwhile = an_order(an_item("SKU-DE"), marketplace=GERMANY, minutes=3)
        self.amazon.add(meanwhile)
        self.account._sync_orders()
        self.assertFalse(self.sales(meanwhile))

        # 2. A second record for the same seller, without all other marketplaces, 3. elsewhere.
        location = first_location.copy({"name": "Amazon Germany"})
        second = self.create_second(self.germany, location)
        self.assertEqual(second.marketplace_ids, self.germany)
        self.assertEqual(self.account.marketplace_ids, self.france)
        self.assertLessEqual(second.last_orders_sync, stopped_at, "goes on where it stopped")

        # Amazon's later news reach the same orders, through the second record.
        rest = an_item(quantity=3, total="12.00", fulfillment=shipped_of(3, 3))
        rest["orderItemId"] = partly["orderItems"][0]["orderItemId"]
        self.amazon.add(
            changed(waiting, "CANCELLED", minutes=3),
            changed(partly, "SHIPPED", minutes=3, orderItems=[rest]),
        )
        self.account._sync_orders()
        self.assertEqual(self.sales(waiting).state, "sale", "is the first one's no more")
        second._sync_orders()
        sales = self.sales(waiting, partly, unknown, meanwhile)
        self.assertEqual(len(sales), 4, "none doubled")
        self.assertEqual(sales.amazon_account_id, second)
        self.assertEqual(sales[0].state, "cancel")
        moves = sales[1].order_line.move_ids.sorted("id")
        self.assertEqual(moves.mapped("quantity"), [1, 2])
        self.assertEqual(moves.location_id, first_location | location)
        self.assertEqual(moves[-1].location_id, location)
        self.assertEqual(sales[3].order_line.product_id, self.mug, "assigned on the first record")
        self.assertEqual(self.issues(unknown).account_id, second)
        self.assertEqual(self.sales(french).amazon_account_id, self.account)
        self.assertEqual(self.offer("SKU-FR").account_id, self.account)

    def offer(self, sku):
        return self.env["amazon.offer"].search([("sku", "=", sku)])


def shipped_of(quantity, shipped):
    return {"quantityFulfilled": shipped, "quantityUnfulfilled": quantity - shipped}


class TestMoving(SellerCase):
    def move(self, **values):
        """Take Germany off the first record and give it to a second one."""
        self.account.marketplace_ids = self.france
        return self.second(marketplace_ids=self.germany.ids, **values)

    def test_orders_that_are_over_stay_until_amazon_tells_more(self):
        order = an_order(marketplace=GERMANY, status="SHIPPED", fulfilled_by="AMAZON")
        sale = self.sync(order)
        second = self.move()
        self.assertEqual(sale.amazon_account_id, self.account)
        self.amazon.add(changed(order, minutes=3))
        second._sync_orders()
        self.assertEqual(sale.amazon_account_id, second)

    def test_a_marketplace_put_back_after_a_while_lacks_nothing(self):
        self.account._sync_orders()
        left_at = self.account.last_orders_sync
        self.account.marketplace_ids = self.france
        self.account.last_orders_sync = fields.Datetime.now() + timedelta(minutes=5)
        self.account.marketplace_ids = self.france | self.germany
        self.assertEqual(self.account.last_orders_sync, left_at)
        self.assertIn("asked for again", self.account.message_ids[0].body)

    def test_one_that_stays_on_its_record_sets_no_watermark_back(self):
        self.account._sync_orders()
        before = self.account.last_orders_sync
        self.account.marketplace_ids = self.france | self.germany
        self.assertEqual(self.account.last_orders_sync, before)

    def test_an_archived_record_hands_its_marketplaces_and_issues_over(self):
        hopeless = an_order(an_item(proceeds={}), total=None, marketplace=GERMANY, proceeds=None)
        self.sync(hopeless)
        stopped_at = self.account.last_orders_sync
        self.account.active = False
        second = self.second(marketplace_ids=(self.france | self.germany).ids)
        self.assertEqual(second.last_orders_sync, stopped_at)
        self.assertEqual(self.issues(hopeless).account_id, second)

    def test_an_issue_tried_through_the_first_record_comes_in_through_the_second(self):
        order = an_order(an_item(proceeds={}), marketplace=GERMANY, proceeds=None)
        self.sync(order)
        issue = self.issues(order)
        self.assertEqual((issue.reason, issue.account_id), ("amounts", self.account))
        second = self.move()
        told = an_item(total="12.00")
        self.amazon.add(
            changed(order, minutes=3, orderItems=[told], proceeds=an_order()["proceeds"])
        )
        issue.action_retry()
        self.assertEqual(self.sales(order).amazon_account_id, second)
        self.assertEqual(issue.state, "solved")

    def test_one_process_at_a_time_works_for_a_seller_whichever_the_record(self):
        second = self.move()
        with self.registry.cursor() as other:
            lock = (self.account._order_sync_lock(), self.account.id)
            other.execute("SELECT pg_advisory_lock(%s, %s)", lock)
            self.assertEqual(second._sync_orders(), "busy")
            other.execute("SELECT pg_advisory_unlock(%s, %s)", lock)
        self.assertEqual(second._sync_orders(), "done")

    def test_products_assigned_on_both_records_are_not_taken_away(self):
        self.sync(an_order(an_item("SKU-DE"), marketplace=GERMANY))
        offers = self.env["amazon.offer"]
        offers.search([("sku", "=", "SKU-DE")]).product_id = self.mug
        other = self._product("OTHER")
        second = self.second(marketplace_ids=[])
        kept, filled = offers.create(
            [
                {
                    "account_id": second.id,
                    "marketplace_id": self.germany.id,
                    "sku": sku,
                    "product_id": product,
                }
                for sku, product in (("SKU-X", other.id), ("SKU-DE", False))
            ]
        )
        self.account.marketplace_ids = self.france
        second.marketplace_ids = self.germany
        self.assertEqual((kept.product_id, filled.product_id), (other, self.mug))


class TestMovingToAnotherCompany(SellerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere Ltd"})

    def move(self):
        self.account.marketplace_ids = self.france
        return self.second(marketplace_ids=self.germany.ids, company_id=self.elsewhere.id)

    def test_what_the_first_company_sold_stays_with_it_and_is_kept_up_to_date(self):
        order = an_order(marketplace=GERMANY)
        sale = self.sync(order)
        second = self.move()
        self.amazon.add(changed(order, "CANCELLED", minutes=3))
        second._sync_orders()
        self.assertEqual(self.sales(order), sale, "none doubled")
        self.assertEqual((sale.company_id, sale.state), (self.company, "cancel"))
        self.assertEqual(sale.amazon_account_id, self.account)

    def test_a_changed_order_keeps_its_products_and_taxes(self):
        tax = self.env["account.tax"].create(
            {"name": "Ten", "amount": 10, "company_id": self.company.id}
        )
        self.mug.taxes_id = tax
        order = an_order(an_item(quantity=2, total="12.00"), marketplace=GERMANY)
        sale = self.sync(order)
        second = self.move()
        item = {**order["orderItems"][0], **one_of_two()}
        self.amazon.add(
            changed(
                order, minutes=3, orderItems=[item], proceeds=an_order(total="6.00")["proceeds"]
            )
        )
        second._sync_orders()
        self.assertTotal(sale, 6.0)
        self.assertEqual(sale.order_line.product_id, self.mug)
        self.assertEqual(self.taxes_of(sale.order_line), tax._amazon_price_included())

    def test_new_orders_are_the_other_companys_with_the_products_it_may_sell(self):
        ours = self._product("OURS", company_id=self.company.id)
        self.sync(an_order(an_item("A"), an_item("B"), total="24.00", marketplace=GERMANY))
        offers = self.env["amazon.offer"].search([("account_id", "=", self.account.id)])
        by_sku = {offer.sku: offer for offer in offers}
        by_sku["A"].product_id = self.mug
        by_sku["B"].product_id = ours
        second = self.move()
        order = an_order(an_item("A"), an_item("B"), total="24.00", marketplace=GERMANY, minutes=3)
        self.amazon.add(order)
        second._sync_orders()
        sale = self.sales(order)
        self.assertEqual(sale.company_id, self.elsewhere)
        self.assertEqual(
            sale.order_line.mapped("product_id"), self.mug | second.fallback_product_id
        )
        self.assertEqual(by_sku["A"].account_id, self.account, "the first company keeps its own")


def one_of_two():
    item = an_item(total="6.00")
    return {name: item[name] for name in ("quantityOrdered", "proceeds", "fulfillment")}
