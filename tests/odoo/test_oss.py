"""The EU's One-Stop-Shop (l10n_eu_oss): the destination's rate, contained in Amazon's price."""

from .localisations import VAT_NUMBER_OF, LocalisationCase
from .orders import an_item


class TestOneStopShop(LocalisationCase):
    country, chart = "FR", "fr"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Settings ‣ Invoicing ‣ EU cross-border distance selling ‣ Refresh tax mapping.
        cls.company._map_eu_taxes()

    def rate(self, sale):
        taxes = self.taxes_of(sale.order_line.filtered("amazon_is_goods"))
        self.assertTrue(all(taxes.mapped("price_include")))
        return taxes.mapped("amount")

    def test_a_consumer_elsewhere_pays_the_rate_of_the_destination(self):
        for country, rate, tax in (("DE", 19.0, 1.92), ("IT", 22.0, 2.16), ("ES", 21.0, 2.08)):
            with self.subTest(country=country):
                sale = self.sold(to=country)
                self.assertEqual(sale.fiscal_position_id.country_id.code, country)
                self.assertEqual(self.rate(sale), [rate])
                self.assertAlmostEqual(sale.amount_tax, tax)

    def test_the_invoice_bears_the_account_and_the_grids_of_the_one_stop_shop(self):
        sale = self.sold(to="DE")
        twin = self.taxes_of(sale.order_line)
        invoice = self.assertPosted(sale, twin.amazon_origin_tax_id)
        self.assertIn(self.env.ref("l10n_eu_oss.tag_oss"), invoice.line_ids.tax_tag_ids)

    def test_an_awkward_price_is_amazons_to_the_cent(self):
        item = an_item(quantity=3, total="29.99")
        sale = self.sold(to="DE", total="29.99", item=item)
        self.assertEqual(self.rate(sale), [19.0])
        self.assertPosted(sale, self.taxes_of(sale.order_line).amazon_origin_tax_id)

    def test_a_consumer_at_home_pays_the_rate_of_home(self):
        self.assertEqual(self.rate(self.sold()), [20.0])

    def test_a_business_elsewhere_is_no_matter_of_the_one_stop_shop(self):
        self.assertEqual(self.sold(to="DE", vat=VAT_NUMBER_OF["DE"]).amount_tax, 0.0)

    def test_twins_that_stand_already_do_not_disturb_a_new_mapping(self):
        before = self.sold(to="DE")
        self.sold()
        self.company._map_eu_taxes()
        after = self.sold(to="DE")
        self.assertEqual(self.taxes_of(before.order_line), self.taxes_of(after.order_line))
        self.assertEqual(self.rate(self.sold()), [20.0])
