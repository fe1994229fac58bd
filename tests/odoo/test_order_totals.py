"""Rule 5: Odoo's total is Amazon's, to the cent, whatever the taxes and the rounding."""

from .common import AmazonCase, Simulator
from .orders import FRANCE, GERMANY, JAPAN, UNITED_STATES, an_item, an_order, changed


class TotalCase(AmazonCase):
    rate = 20.0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create(
            {"name": "Test tax", "amount": cls.rate, "type_tax_use": "sale"}
        )
        cls.mug.taxes_id = cls.tax

    def assertImported(self, order, total):
        sale = self.sync(order)
        self.assertTotal(sale, total)
        self.assertEqual(sale.amazon_total_difference, 0)
        self.assertFalse(self.issues(order))
        return sale


class TestTaxContained(TotalCase):
    def test_a_price_that_contains_its_tax_goes_on_an_included_twin(self):
        sale = self.assertImported(an_order(), 12.0)
        twin = self.taxes_of(sale.order_line)
        self.assertEqual(twin.amazon_origin_tax_id, self.tax)
        self.assertEqual(twin.amount, 20.0)
        self.assertTrue(twin.price_include)
        self.assertAlmostEqual(sale.amount_tax, 2.0)

    def test_the_twin_is_made_once(self):
        first = self.assertImported(an_order(), 12.0)
        second = self.assertImported(an_order(), 12.0)
        self.assertEqual(self.taxes_of(first.order_line), self.taxes_of(second.order_line))

    def test_a_tax_that_is_contained_already_is_used_itself(self):
        self.tax._amazon_price_included()
        included = self.tax._amazon_price_included()
        self.mug.taxes_id = included
        sale = self.assertImported(an_order(), 12.0)
        self.assertEqual(self.taxes_of(sale.order_line), included)

    def test_the_twin_has_the_accounts_and_grids_of_its_tax(self):
        twin = self.tax._amazon_price_included()
        for side in ("invoice_repartition_line_ids", "refund_repartition_line_ids"):
            for ours, theirs in zip(twin[side], self.tax[side]):
                self.assertEqual(ours.account_id, theirs.account_id)
                self.assertEqual(ours.tag_ids, theirs.tag_ids)
                self.assertEqual(ours.factor_percent, theirs.factor_percent)

    def test_a_group_of_taxes_has_a_twin_of_twins(self):
        group = self.env["account.tax"].create(
            {
                "name": "Group",
                "amount_type": "group",
                "type_tax_use": "sale",
                "children_tax_ids": [(6, 0, self.tax.ids)],
            }
        )
        self.mug.taxes_id = group
        self.assertImported(an_order(total="9.99"), 9.99)

    def test_cents_that_do_not_divide_make_two_lines(self):
        order = an_order(an_item(quantity=3, total="10.00"), total="10.00")
        sale = self.assertImported(order, 10.0)
        self.assertEqual(
            [(line.product_uom_qty, round(line.price_unit, 2)) for line in sale.order_line],
            [(2, 3.33), (1, 3.34)],
        )

    def test_shipping_gift_wrap_and_discount_have_lines_of_their_own(self):
        item = an_item(
            total="16.30",
            breakdowns={
                "ITEM": "12.00",
                "SHIPPING": "4.50",
                "GIFT_WRAP": "1.80",
                "DISCOUNT": "2.00",
            },
        )
        sale = self.assertImported(an_order(item, total="16.30"), 16.3)
        self.assertEqual(
            sorted(round(line.price_total, 2) for line in sale.order_line), [-2.0, 1.8, 4.5, 12.0]
        )
        self.assertEqual(len(self.taxes_of(sale.order_line)), 1, "the goods' tax on all of them")

    def test_a_delivery_tip_is_a_line_without_tax(self):
        order = an_order(total="14.00")
        order["orderItems"] = [an_item(total="12.00")]
        order["proceeds"]["breakdowns"] = [
            {
                "type": "DELIVERY_TIP",
                "status": "FINALIZED",
                "subtotal": {"amount": "2.00", "currencyCode": "EUR"},
            }
        ]
        sale = self.assertImported(order, 14.0)
        tip = sale.order_line.filtered(lambda line: not line.amazon_item_ref)
        self.assertEqual((tip.price_total, len(self.taxes_of(tip))), (2.0, 0))

    def test_many_totals_are_exact_with_both_rounding_methods(self):
        totals = ["0.01", "0.03", "3.33", "9.98", "9.99", "10.01", "99.99", "1234.57", "17.95"]
        for method in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = method
            orders = [
                an_order(
                    an_item(total=total, quantity=quantity),
                    an_item(total="9.99"),
                    total=str(round(float(total) + 9.99, 2)),
                )
                for total in totals
                for quantity in (1, 3, 7)
            ]
            sales = self.sync(*orders)
            for sale, order in zip(sales, orders):
                with self.subTest(method=method, total=order["proceeds"]["grandTotal"]):
                    self.assertTotal(sale, float(order["proceeds"]["grandTotal"]["amount"]))

    def test_the_invoice_has_amazons_total_too(self):
        self.mug.invoice_policy = "order"
        sale = self.assertImported(an_order(an_item(quantity=3, total="9.98"), total="9.98"), 9.98)
        invoice = sale._create_invoices()
        self.assertEqual(invoice.currency_id.compare_amounts(invoice.amount_total, 9.98), 0)

    def test_the_fallback_product_bears_the_companys_standard_tax(self):
        self.company.account_sale_tax_id = self.tax
        self.account.fallback_product_id.taxes_id = False
        order = an_order(an_item(sku="NOBODY-KNOWS"))
        sale = self.sync(order)
        self.assertTotal(sale, 12.0)
        self.assertEqual(self.taxes_of(sale.order_line).amazon_origin_tax_id, self.tax)

    def test_a_replacement_costs_nothing(self):
        item = an_item(total="0.00")
        order = an_order(
            item,
            total="0.00",
            associatedOrders=[{"orderId": "404-1", "associationType": "REPLACEMENT_ORIGINAL_ID"}],
        )
        self.assertImported(order, 0.0)

    def test_a_total_that_no_line_explains_is_shown_and_not_hidden(self):
        order = an_order(an_item(total="12.00"), total="13.37")
        sale = self.sync(order)
        self.assertEqual(sale.amount_total, 12.0)
        self.assertEqual(sale.amazon_total, 13.37)
        self.assertAlmostEqual(sale.amazon_total_difference, -1.37)
        self.assertEqual(self.issues(order).reason, "total")


class TestTaxOnTop(TotalCase):
    region = "na"
    marketplaces = (UNITED_STATES,)

    def order(self, net, tax, quantity=1):
        total = f"{float(net) + float(tax):.2f}"
        breakdowns = {"ITEM": net, "TAX": (tax, {"ITEM": tax})}
        item = an_item(total=total, quantity=quantity, breakdowns=breakdowns, currency="USD")
        return an_order(item, total=total, marketplace=UNITED_STATES), float(total)

    def test_odoos_tax_is_used_where_it_gives_amazons_figure(self):
        sale = self.assertImported(*self.order("10.00", "2.00"))
        self.assertEqual(self.taxes_of(sale.order_line), self.tax)
        self.assertAlmostEqual(sale.amount_tax, 2.0)

    def test_amazons_tax_is_a_line_of_its_own_where_odoos_would_miss_it(self):
        sale = self.assertImported(*self.order("39.99", "3.30"))
        self.assertFalse(self.taxes_of(sale.order_line))
        self.assertEqual(
            sorted(round(line.price_unit, 2) for line in sale.order_line), [3.3, 39.99]
        )

    def test_a_changed_tax_is_followed_wherever_it_stands(self):
        steps = [("39.99", "3.30"), ("36.95", "3.05"), ("30.00", "6.00"), ("30.00", "0.00")]
        order, total = self.order(*steps[0])
        sale = self.assertImported(order, total)
        for number, (net, tax) in enumerate(steps[1:]):
            later, total = self.order(net, tax)
            later["orderItems"][0]["orderItemId"] = order["orderItems"][0]["orderItemId"]
            proceeds = {"proceeds": later["proceeds"], "orderItems": later["orderItems"]}
            self.sync(changed(order, minutes=30 - number, **proceeds))
            with self.subTest(net=net, tax=tax):
                self.assertTotal(sale, total)
                self.assertFalse(self.issues(order))

    def test_no_tax_told_on_top_means_no_tax(self):
        item = an_item(total="39.99", currency="USD")
        sale = self.assertImported(an_order(item, total="39.99", marketplace=UNITED_STATES), 39.99)
        self.assertFalse(sum(self.taxes_of(sale.order_line).mapped("amount")))

    def test_on_top_is_exact_with_global_rounding(self):
        self.company.tax_calculation_rounding_method = "round_globally"
        self.assertImported(*self.order("3.33", "0.67", quantity=1))
        item = [
            an_item(
                total="4.00",
                breakdowns={"ITEM": "3.33", "TAX": ("0.67", {"ITEM": "0.67"})},
                currency="USD",
            )
            for _one in range(5)
        ]
        self.assertImported(an_order(*item, total="20.00", marketplace=UNITED_STATES), 20.0)

    def test_the_order_is_in_the_marketplaces_currency(self):
        sale = self.assertImported(*self.order("10.00", "2.00"))
        self.assertEqual(sale.currency_id.name, "USD")
        self.assertIn(sale.pricelist_id, self.account.pricelist_ids)


class TestYen(TotalCase):
    region = "fe"
    marketplaces = (JAPAN,)

    def test_yen_have_no_cents(self):
        item = an_item(total="1000", quantity=3, currency="JPY")
        sale = self.assertImported(an_order(item, total="1000", marketplace=JAPAN), 1000)
        self.assertEqual(sale.currency_id.name, "JPY")
        self.assertEqual(
            [(line.product_uom_qty, line.price_unit) for line in sale.order_line],
            [(2, 333), (1, 334)],
        )


class TestFiscalPosition(TotalCase):
    marketplaces = (FRANCE, GERMANY)

    def test_the_tax_is_the_one_after_the_fiscal_position(self):
        german = self.tax.copy({"name": "German tax", "amount": 19.0})
        position = self.env["account.fiscal.position"].create(
            {
                "name": "Germany",
                "auto_apply": True,
                "country_id": self.env.ref("base.de").id,
                "sequence": -1,
            }
        )
        if "original_tax_ids" in german._fields:  # from 19.0 on
            german.write(
                {"fiscal_position_ids": [(4, position.id)], "original_tax_ids": self.tax.ids}
            )
        else:
            position.tax_ids = [(0, 0, {"tax_src_id": self.tax.id, "tax_dest_id": german.id})]
        order = an_order(total="11.90", marketplace=GERMANY)
        order["recipient"]["deliveryAddress"]["countryCode"] = "DE"
        sale = self.assertImported(order, 11.9)
        self.assertEqual(sale.fiscal_position_id, position)
        self.assertEqual(self.taxes_of(sale.order_line).amazon_origin_tax_id, german)
        self.assertAlmostEqual(sale.amount_tax, 1.9)


class TestGroupsOfTaxes(TotalCase):
    """Indian GST, for one, is a group of two taxes, and a group has no amount of its own."""

    region = "na"
    marketplaces = (UNITED_STATES,)

    def setUp(self):
        super().setUp()
        members = self.env["account.tax"].create(
            [
                {"name": f"Half {number}", "amount": 9.0, "type_tax_use": "sale"}
                for number in range(2)
            ]
        )
        self.mug.taxes_id = self.env["account.tax"].create(
            {
                "name": "Both halves",
                "amount_type": "group",
                "type_tax_use": "sale",
                "children_tax_ids": members.ids,
            }
        )

    def order(self, tax):
        total = f"{100 + float(tax):.2f}"
        parts = {"ITEM": "100.00", "TAX": tax}
        item = an_item(total=total, currency="USD", breakdowns=parts)
        return an_order(item, total=total, marketplace=UNITED_STATES)

    def test_no_tax_of_amazons_is_none_in_odoo(self):
        self.assertImported(self.order("0.00"), 100.0)

    def test_another_tax_than_odoos_stands_on_its_own_line(self):
        self.assertImported(self.order("7.00"), 107.0)

    def test_the_same_tax_is_odoos(self):
        sale = self.assertImported(self.order("18.00"), 118.0)
        self.assertEqual(self.taxes_of(sale.order_line), self.mug.taxes_id)


class TestBranch(TotalCase):
    def test_a_branch_has_the_taxes_of_its_company(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        amazon = Simulator()
        account = self._account(amazon, company_id=branch.id)
        order = an_order()
        amazon.add(order)
        account._sync_orders()
        sale = self.sales(order)
        self.assertEqual(sale.company_id, branch)
        self.assertTotal(sale, 12.0)
        self.assertEqual(sale.amount_tax, 2.0)
