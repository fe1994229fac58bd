"""A figure that contradicts Odoo's is shown, told of, and accepted by a person only."""

from .common import AmazonCase
from .orders import UNITED_STATES, an_item, an_order, changed


class ContradictionCase(AmazonCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create(
            {"name": "Test tax", "amount": 20.0, "type_tax_use": "sale"}
        )
        cls.mug.taxes_id = cls.tax

    def told(self, tax, total="12.00", **changes):
        """Return an order of one mug, of whose price Amazon says how much is tax."""
        item = an_item(total=total, breakdowns={"ITEM": total, "TAX": (tax, {"ITEM": tax})})
        return an_order({**item, **changes}, total=total)

    def again(self, order):
        """Synchronise a later state of the order that says the same, and return its sale."""
        return self.sync(changed(order, minutes=20, buyer={**order["buyer"], "buyerName": "C."}))


class TestContradictions(ContradictionCase):
    def test_the_same_tax_is_none(self):
        order = self.told("2.00")
        sale = self.sync(order)
        self.assertFalse(sale.amazon_tax_differs)
        self.assertFalse(self.issues(order))

    def test_a_cent_is_rounding(self):
        for tax in ("1.99", "2.01"):
            order = self.told(tax)
            self.assertFalse(self.sync(order).amazon_tax_differs)
            self.assertFalse(self.issues(order))

    def test_another_tax_is_shown_and_no_money_is_moved(self):
        order = self.told("1.09")
        sale = self.sync(order)
        self.assertTotal(sale, 12.0)
        self.assertEqual((sale.amazon_tax, sale.amount_tax), (1.09, 2.0))
        self.assertTrue(sale.amazon_tax_differs)
        issue = self.issues(order)
        self.assertEqual(issue.reason, "tax")
        self.assertIn("1.09", issue.message)
        self.assertIn("2.00", issue.message)
        self.assertIn("Keep Odoo's figures", issue.advice)

    def test_a_tax_that_is_absent_or_zero_is_not_told(self):
        for order in (an_order(), self.told("0.00")):
            sale = self.sync(order)
            self.assertEqual(sale.amount_tax, 2.0)
            self.assertFalse(sale.amazon_tax_differs)
            self.assertFalse(self.issues(order))

    def test_items_are_compared_one_by_one(self):
        items = [
            an_item(breakdowns={"ITEM": "12.00", "TAX": tax}, total="12.00")
            for tax in ("1.50", "2.50")
        ]
        order = an_order(*items, total="24.00")
        sale = self.sync(order)
        self.assertEqual((sale.amazon_tax, sale.amount_tax), (4.0, 4.0))
        self.assertEqual(len(self.issues(order).message.splitlines()), 2)

    def test_shipping_and_discounts_count_with_their_item(self):
        breakdowns = {
            "ITEM": "12.00",
            "SHIPPING": "6.00",
            "DISCOUNT": "3.00",
            "TAX": ("2.50", {"ITEM": "2.00", "SHIPPING": "1.00", "DISCOUNT": "0.50"}),
        }
        order = an_order(an_item(total="15.00", breakdowns=breakdowns), total="15.00")
        self.assertFalse(self.sync(order).amazon_tax_differs)

    def test_a_business_abroad_with_a_tax_of_zero_is_exempt(self):
        order = self.sold_to("DE123456788", "DE")
        sale = self.sync(order)
        self.assertTotal(sale, 12.0)
        self.assertTrue(sale.amazon_tax_differs)
        self.assertIn("tax", self.issues(order).mapped("reason"))

    def test_a_business_of_our_own_country_is_not(self):
        self.assertFalse(self.sync(self.sold_to("FR23334175221", "FR")).amazon_tax_differs)

    def sold_to(self, number, country):
        self.company.account_fiscal_country_id = self.env.ref("base.fr")
        order = self.told("0.00")
        order["recipient"]["deliveryAddress"]["countryCode"] = country
        registration = {"entityType": "BUYER", "taxRegistrationType": "VAT"}
        order["tax"] = {"taxRegistrations": [{**registration, "taxRegistrationNumber": number}]}
        return order

    def test_orders_that_differ_can_be_filtered(self):
        sale = self.sync(self.told("1.09"))
        found = self.env["sale.order"].search([("amazon_tax_differs", "=", True)])
        self.assertIn(sale, found)


class TestAccepting(ContradictionCase):
    def test_a_bookkeeper_accepts_it_on_the_order(self):
        order = self.told("1.09")
        sale = self.sync(order)
        sale.action_amazon_accept()
        self.assertFalse(sale.amazon_tax_differs)
        self.assertFalse(self.issues(order))
        self.assertIn("1.09 / 2.00", sale.message_ids[0].body)

    def test_or_by_closing_the_issue(self):
        order = self.told("1.09")
        sale = self.sync(order)
        self.issues(order).action_solved()
        self.assertFalse(sale.amazon_tax_differs)

    def test_what_was_accepted_does_not_come_back_by_itself(self):
        order = self.told("1.09")
        sale = self.sync(order)
        sale.action_amazon_accept()
        self.again(order)
        self.assertFalse(sale.amazon_tax_differs)
        self.assertFalse(self.issues(order))

    def test_other_figures_are_another_contradiction(self):
        order = self.told("1.09")
        sale = self.sync(order)
        sale.action_amazon_accept()
        later = self.told("1.50")
        later["orderItems"][0]["orderItemId"] = order["orderItems"][0]["orderItemId"]
        self.sync(changed(order, orderItems=later["orderItems"]))
        self.assertTrue(sale.amazon_tax_differs)
        self.assertIn("1.50", self.issues(order).message)

    def test_another_total_is_accepted_the_same_way(self):
        order = an_order(an_item(total="12.00"), total="13.37")
        sale = self.sync(order)
        self.assertTrue(sale.amazon_total_differs)
        sale.action_amazon_accept()
        self.again(order)
        self.assertFalse(sale.amazon_total_differs)
        self.assertFalse(self.issues(order))
        self.assertAlmostEqual(sale.amazon_total_difference, -1.37)

    def test_an_issue_that_ends_by_itself_accepts_nothing(self):
        order = self.told("1.09")
        sale = self.sync(order)
        self.sync(changed(order, "CANCELLED"))
        self.assertFalse(self.issues(order))
        self.assertFalse(sale.amazon_tax_accepted)

    def test_an_amount_that_amazon_corrects_after_the_invoice_is_noted(self):
        self.mug.invoice_policy = "order"
        order = self.told("2.00")
        sale = self.sync(order)
        sale._create_invoices().action_post()
        later = self.told("1.00")
        later["orderItems"][0]["orderItemId"] = order["orderItems"][0]["orderItemId"]
        self.sync(changed(order, orderItems=later["orderItems"]))
        self.assertTrue(sale.amazon_tax_differs)
        self.assertEqual(sale.amount_tax, 2.0)


class TestMending(ContradictionCase):
    def test_after_the_products_tax_is_corrected_try_again_prices_the_order_anew(self):
        order = self.told("0.62")
        sale = self.sync(order)
        self.mug.taxes_id = self.tax.copy({"name": "Reduced", "amount": 5.5})
        self.issues(order).action_retry()
        self.assertTotal(sale, 12.0)
        self.assertEqual(sale.amount_tax, 0.63)
        self.assertFalse(sale.amazon_tax_differs)
        self.assertFalse(self.issues(order))

    def test_by_itself_only_what_a_person_corrected_is_seen(self):
        order = self.told("0.62")
        sale = self.sync(order)
        issue = self.issues(order)
        issue.next_try = "2020-01-01"
        self.mug.taxes_id = self.tax.copy({"name": "Reduced", "amount": 5.5})
        self.env["amazon.issue"]._cron_retry()
        self.assertEqual((issue.state, sale.amount_tax), ("open", 2.0))
        self.assertFalse(self.amazon.calls("getOrder"))

    def test_a_correction_on_the_order_closes_the_issue(self):
        order = self.told("0.62")
        sale = self.sync(order)
        reduced = self.tax.copy({"name": "Reduced", "amount": 5.5})._amazon_price_included()
        sale.order_line["tax_ids" if "tax_ids" in sale.order_line._fields else "tax_id"] = reduced
        self.issues(order).action_retry()
        self.assertFalse(self.issues(order))


class TestOnTop(ContradictionCase):
    region = "na"
    marketplaces = (UNITED_STATES,)

    def test_figures_of_items_that_even_out_are_amazons_own_lines(self):
        items = [
            an_item(
                total=f"{10 + float(tax):.2f}",
                breakdowns={"ITEM": "10.00", "TAX": tax},
                currency="USD",
            )
            for tax in ("1.50", "2.50")
        ]
        order = an_order(*items, total="24.00", marketplace=UNITED_STATES)
        sale = self.sync(order)
        self.assertTotal(sale, 24.0)
        self.assertFalse(sum(self.taxes_of(sale.order_line).mapped("amount")))
        self.assertFalse(sale.amazon_tax_differs)
        self.assertFalse(self.issues(order))

    def test_an_odoo_tax_where_amazon_charges_none_is_a_contradiction(self):
        order = an_order(an_item(total="10.00", currency="USD"), total="10.00",
                         marketplace=UNITED_STATES)  # fmt: skip
        sale = self.sync(order)
        sale.order_line["tax_ids" if "tax_ids" in sale.order_line._fields else "tax_id"] = self.tax
        self.assertTrue(sale.amazon_tax_differs)
