"""Odoo's own localisations of six countries: Amazon's total, the right tax, the right grids.

What a bookkeeper sets up beforehand stands in docs/taxes.md, and in ``setUp`` here.
"""

import odoo

from .localisations import VAT_NUMBER_OF, LocalisationCase
from .orders import an_item


class EuropeanSeller:
    """What holds for a seller of any European country; the attributes say with which taxes."""

    one_in = 3  # of these tests, in each country but the first
    standard_amount = None
    reduced = None
    reduced_amount = None
    exempt = ()
    abroad = "DE"
    export = ()

    def test_a_consumer_at_home_pays_the_standard_rate(self):
        self.assertTaxed(self.sold(), self.standard, self.standard_amount)

    def test_a_product_of_the_reduced_rate_keeps_it(self):
        reduced = self.reduced_tax()
        self.mug.taxes_id = reduced
        self.assertTaxed(self.sold(), reduced, self.reduced_amount)

    def reduced_tax(self):
        tax = self.of_chart(self.reduced)
        tax.active = True  # some charts bring it archived
        return tax

    def test_two_rates_stand_in_one_order(self):
        self._product("BOOK", taxes_id=[(6, 0, self.reduced_tax().ids)])
        items = [an_item(currency=self.currency_code) for _one in range(2)]
        items[1]["product"]["sellerSku"] = "BOOK"
        order = {**self.order(total="24.00"), "orderItems": items}
        sale = self.sync(order)
        self.assertTotal(sale, 24.0)
        amounts = sorted(round(line.price_tax, 2) for line in sale.order_line)
        self.assertEqual(amounts, sorted([self.reduced_amount, self.standard_amount]))

    def test_an_awkward_price_is_amazons_to_the_cent_up_to_the_invoice(self):
        item = an_item(quantity=3, total="29.99", currency=self.currency_code)
        sale = self.sold(total="29.99", item=item)
        self.assertPosted(sale, self.standard)

    def test_a_business_elsewhere_pays_no_tax(self):
        sale = self.sold(to=self.abroad, vat=VAT_NUMBER_OF[self.abroad])
        self.assertTaxed(sale, self.of_chart(*self.exempt), 0.0)
        self.assertFalse(self.issues({"orderId": sale.amazon_order_ref}))

    def test_an_export_is_free_of_tax(self):
        tax = self.tax_of_exports()
        self.assertTaxed(self.sold(to="US"), tax, 0.0)

    def tax_of_exports(self):
        return self.of_chart(*self.export)

    def test_amazons_own_figure_is_no_contradiction(self):
        tax = f"{self.standard_amount:.2f}"
        item = an_item(currency=self.currency_code, breakdowns={"ITEM": "12.00", "TAX": tax})
        sale = self.sold(item=item)
        self.assertFalse(sale.amazon_tax_differs)

    def test_what_amazon_pays_as_deemed_supplier_is_no_tax_of_ours(self):
        tax = f"{self.standard_amount:.2f}"
        item = an_item(currency=self.currency_code, breakdowns={"ITEM": "12.00", "TAX": tax})
        item["tax"] = {"taxCollections": [{"model": "MARKETPLACE_FACILITATOR"}]}
        sale = self.sold(item=item)
        self.assertEqual(sale.amount_tax, 0.0)
        self.assertEqual(
            [round(line.price_total, 2) for line in sale.order_line],
            [round(12 - self.standard_amount, 2), self.standard_amount],
        )


class TestFrance(EuropeanSeller, LocalisationCase):
    country, chart = "FR", "fr"
    one_in = 1
    standard_amount = 2.0
    reduced, reduced_amount = "tva_reduite", 0.63
    exempt = ("tva_sale_good_intra_0",)
    export = ("tva_sale_good_export_0",)


class TestGermany(EuropeanSeller, LocalisationCase):
    country, chart = "DE", "de_skr03"
    standard_amount = 1.92
    reduced, reduced_amount = "tax_ust_7_skr03", 0.79
    exempt = ("tax_eu_sale_skr03",)
    abroad = "FR"
    export = ("tax_export_skr03",)

    def setUp(self):
        super().setUp()
        # As it comes, the chart finds this position for nobody.
        self.of_chart("fiscal_position_non_eu_partner_skr03").auto_apply = True

    def test_a_consumer_elsewhere_in_the_union_is_no_export(self):
        self.env["account.fiscal.position"].search([("name", "like", "OSS")]).auto_apply = False
        self.of_chart("fiscal_position_non_eu_partner_skr03").country_group_id = False
        europe = self.env["account.fiscal.position"].create(
            {
                "name": "EU B2C below the threshold",
                "auto_apply": True,
                "country_group_id": self.env.ref("base.europe").id,
                "company_id": self.company.id,
            }
        )
        if "original_tax_ids" in self.standard._fields:
            # From 19.0 on a position without any tax takes all of them away.
            self.standard.fiscal_position_ids += europe
        self.assertTaxed(self.sold(to="BE"), self.standard, 1.92)


class TestItaly(EuropeanSeller, LocalisationCase):
    country, chart = "IT", "it"
    standard_amount = 2.16
    reduced, reduced_amount = "10v", 1.09
    exempt = ("00eu",)

    def tax_of_exports(self):
        position = self.of_chart("extra")
        if "original_tax_ids" in self.standard._fields:  # from 19.0 on
            return self.of_chart("00ex")
        # As it comes, 17.0's position maps nothing: the bookkeeper says which tax it is.
        export = self.of_chart("00eu").copy({"name": "0% Art. 8"})
        self.maps(position, self.standard, export)
        return export


class TestSpain(EuropeanSeller, LocalisationCase):
    country, chart = "ES", "es_pymes"
    standard_amount = 2.08
    reduced, reduced_amount = "account_tax_template_s_iva10b", 1.09
    exempt = ("account_tax_template_s_iva0_g_i", "account_tax_template_s_iva0_ic")
    export = ("account_tax_template_s_iva0_g_e", "account_tax_template_s_iva0_e")


class TestUnitedKingdom(EuropeanSeller, LocalisationCase):
    country, chart = "GB", "uk"
    standard_amount = 2.0
    reduced, reduced_amount = "ST5", 0.57
    exempt = export = ("ST_0_EX", "ST0")

    def setUp(self):
        super().setUp()
        if "original_tax_ids" not in self.standard._fields:
            # 17.0's chart has no fiscal positions: these are the bookkeeper's.
            positions = self.env["account.fiscal.position"].create(
                [
                    {"name": "Home", "country_id": self.env.ref("base.uk").id, "auto_apply": True},
                    {"name": "Export", "auto_apply": True},
                ]
            )
            self.maps(positions[1], self.standard, self.of_chart("ST0"))


class TestUnitedStates(LocalisationCase):
    country = "US"

    # 17.0's localisation has no chart of its own.
    chart = "us" if odoo.release.version_info[0] >= 19 else "generic_coa"

    def test_a_facilitator_pays_the_tax_itself(self):
        self.mug.taxes_id = self.standard
        item = an_item(
            total="43.29", currency="USD",
            breakdowns={"ITEM": "39.99", "TAX": ("3.30", {"ITEM": "3.30"})},
        )  # fmt: skip
        item["tax"] = {"taxCollections": [{"model": "MARKETPLACE_FACILITATOR"}]}
        product = self.env.ref("amazon_connector.product_tax_withheld")
        clearing = self.env["account.account"].create(
            {"name": "Tax that Amazon pays", "code": "250999", "account_type": "liability_current"}
        )
        product.with_company(self.company).property_account_income_id = clearing
        sale = self.sold(total="43.29", item=item)
        self.assertEqual(sale.amount_tax, 0.0)
        withheld = sale.order_line.filtered(lambda line: line.product_id == product)
        self.assertAlmostEqual(withheld.price_total, 3.3)
        self.assertFalse(self.taxes_of(sale.order_line))
        self.assertFalse(self.issues({"orderId": sale.amazon_order_ref}))
        invoice = sale._create_invoices()
        invoice.action_post()
        self.assertAlmostEqual(invoice.amount_total, 43.29)
        on_clearing = invoice.line_ids.filtered(lambda line: line.account_id == clearing)
        self.assertAlmostEqual(on_clearing.balance, -3.3)

    def test_where_amazons_total_leaves_the_tax_out_the_price_is_the_sale(self):
        item = an_item(
            total="39.99", currency="USD", breakdowns={"ITEM": "39.99", "TAX": "3.30"}
        )  # fmt: skip
        item["tax"] = {"taxCollections": [{"model": "MARKETPLACE_FACILITATOR"}]}
        sale = self.sold(total="39.99", item=item)
        self.assertEqual(sale.order_line.mapped("price_total"), [39.99])
        self.assertFalse(sale.amount_tax)

    def test_a_tax_that_the_seller_pays_is_amazons_figure(self):
        self.mug.taxes_id = self.standard
        item = an_item(
            total="43.29", currency="USD", breakdowns={"ITEM": "39.99", "TAX": "3.30"}
        )  # fmt: skip
        sale = self.sold(total="43.29", item=item)
        totals = sorted(round(line.price_total, 2) for line in sale.order_line)
        self.assertEqual(totals, [3.3, 39.99])

    def test_an_export_bears_no_tax(self):
        self.mug.taxes_id = self.standard
        self.assertEqual(self.sold(to="CA").amount_tax, 0.0)
