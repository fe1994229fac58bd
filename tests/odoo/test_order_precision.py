"""Rule 5, whatever the precision of prices and the company's own currency."""

from decimal import Decimal
from types import SimpleNamespace

from odoo.addons.amazon_connector.amounts import WholeCents, split_by_unit

from .common import AmazonCase, Simulator
from .localisations import LocalisationCase
from .orders import FRANCE, JAPAN, SWEDEN, an_item, an_order, changed, money

CENT = Decimal("0.01")


class Invoiced:
    def assertInvoiced(self, order, total):
        """The order and its posted invoice have Amazon's total."""
        sale = self.sync(order)
        self.assertTotal(sale, total)
        self.assertFalse(self.issues(order))
        invoice = sale._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.currency_id.compare_amounts(invoice.amount_total, total), 0)
        return sale, invoice


class TestPriceDecimals(Invoiced, AmazonCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tax = cls.env["account.tax"].create(
            {"name": "Test tax", "amount": 20.0, "type_tax_use": "sale"}
        )
        cls.mug.write({"taxes_id": [(6, 0, tax.ids)], "invoice_policy": "order"})

    def test_any_number_of_decimals_gives_amazons_total(self):
        for digits in (0, 1, 2, 3, 4):
            self.env.ref("product.decimal_price").digits = digits
            breakdowns = {"ITEM": "10.01", "SHIPPING": "4.57", "DISCOUNT": "1.23"}
            item = an_item(quantity=3, total="13.35", breakdowns=breakdowns)
            with self.subTest(digits=digits):
                self.assertInvoiced(an_order(item, total="13.35"), 13.35)

    def test_amounts_finer_than_a_cent_are_rounded_to_amazons_total(self):
        items = [an_item(total="10.005"), an_item(total="10.005")]
        self.assertInvoiced(an_order(*items, total="20.01"), 20.01)

    def test_an_order_of_which_nothing_is_to_be_paid_is_free(self):
        self.assertInvoiced(an_order(an_item(total="0.00"), total="0.00"), 0.0)


class TestCompanyCurrency(Invoiced, LocalisationCase):
    """The company keeps its books in US dollars and sells in other currencies."""

    country, chart = "US", "generic_coa"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tax = cls.env["account.tax"].create(
            {"name": "Test tax", "amount": 20.0, "type_tax_use": "sale"}
        )
        cls.mug.taxes_id = tax

    def rate(self, code, rate):
        currencies = self.env["res.currency"].with_context(active_test=False)
        currency = currencies.search([("name", "=", code)])
        currency.active = True
        currency.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "name": "2020-01-01", "rate": rate}
        )

    def assertInCurrency(self, order, total, code, rate):
        self.rate(code, rate)
        sale, invoice = self.assertInvoiced(order, total)
        self.assertEqual((sale.currency_id.name, invoice.currency_id.name), (code, code))
        booked = sum(invoice.line_ids.mapped("debit"))
        self.assertAlmostEqual(booked, round(total / rate, 2), delta=0.011)

    def test_euros(self):
        self.of_region("eu", (FRANCE,))
        order = an_order(an_item(quantity=3, total="29.99"), total="29.99", marketplace=FRANCE)
        self.assertInCurrency(order, 29.99, "EUR", 0.9137)

    def test_swedish_crowns(self):
        self.of_region("eu", (SWEDEN,))
        item = an_item(quantity=3, total="299.99", currency="SEK")
        order = an_order(item, total="299.99", marketplace=SWEDEN)
        self.assertInCurrency(order, 299.99, "SEK", 10.4321)

    def test_yen(self):
        self.of_region("fe", (JAPAN,))
        item = an_item(quantity=3, total="1000", currency="JPY")
        self.assertInCurrency(an_order(item, total="1000", marketplace=JAPAN), 1000, "JPY", 151.37)

    def of_region(self, region, marketplaces):
        self.amazon = Simulator(region, marketplaces)
        self.account = self._account(self.amazon, name=f"Shop {region}")


class TestSharing(AmazonCase):
    def test_a_row_of_amounts_keeps_its_rounded_sum(self):
        cents = WholeCents(CENT)
        amounts = [Decimal(text) for text in ("10.005", "10.005", "-0.004", "3.00")]
        given = [cents.round(amount) for amount in amounts]
        self.assertEqual(sum(given), Decimal("23.01"))
        self.assertTrue(all(amount % CENT == 0 for amount in given))

    def test_units_share_an_amount_at_two_prices(self):
        self.assertEqual(
            split_by_unit(Decimal("10.00"), 3, CENT),
            ([(2, Decimal("3.33")), (1, Decimal("3.34"))], 0),
        )

    def test_what_is_no_whole_step_is_left_over(self):
        parts, left_over = split_by_unit(Decimal("-2.50"), 1, Decimal(1))
        self.assertEqual((parts, left_over), ([(1, -3)], Decimal("0.50")))


class TestSeveralTaxes(AmazonCase):
    """Odoo rounds the net amount and each tax of an order for themselves: a cent may be lost."""

    def test_rounded_for_the_whole_order_the_total_is_amazons(self):
        self.company.tax_calculation_rounding_method = "round_globally"
        for sku, rate in (("BOOK", 5.5), ("MEAL", 10.0), ("LAMP", 20.0)):
            tax = self.env["account.tax"].create(
                {"name": f"{sku} {rate}", "amount": rate, "type_tax_use": "sale"}
            )
            self._product(sku, taxes_id=[(6, 0, tax.ids)])
        orders = [
            an_order(
                *(
                    an_item(sku, total=str(Decimal(cents + step) * CENT))
                    for step, sku in enumerate(("BOOK", "MEAL", "LAMP", "MUG-BLUE"))
                ),
                total=str(Decimal(4 * cents + 6) * CENT),
            )
            for cents in range(101, 2101, 50)
        ]
        sales = self.sync(*orders)
        self.assertEqual(len(sales), len(orders))
        for sale, order in zip(sales, orders):
            with self.subTest(total=order["proceeds"]["grandTotal"]["amount"]):
                self.assertTotal(sale, float(order["proceeds"]["grandTotal"]["amount"]))
                self.assertFalse(self.issues(order))

    def test_what_rounding_left_over_follows_amazons_next_change(self):
        item = an_item(total="12.00")
        order = an_order(item)
        sale = self.sync(order)
        sale.amazon_total = 12.01
        sale._amazon_settle_rounding(SimpleNamespace(total=Decimal("12.01"), difference=0))
        self.assertTotal(sale, 12.01)
        dearer = an_item(total="15.00", orderItemId=item["orderItemId"])
        self.sync(changed(order, orderItems=[dearer], proceeds={"grandTotal": money("15.00")}))
        self.assertTotal(sale, 15.0)

    def test_more_than_rounding_can_do_is_not_put_there(self):
        sale = self.sync(an_order())
        sale._amazon_settle_rounding(SimpleNamespace(total=Decimal("12.05"), difference=0))
        self.assertEqual(sale.amount_total, 12.0)
