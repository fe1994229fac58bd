"""A seller in a country of its own, with Odoo's own localisation of it."""

from .common import AmazonCase
from .orders import (
    EVERY_MARKETPLACE,
    FRANCE,
    GERMANY,
    ITALY,
    SPAIN,
    UNITED_KINGDOM,
    UNITED_STATES,
    an_item,
    an_order,
)

MARKETPLACE_OF = {
    "FR": FRANCE,
    "DE": GERMANY,
    "IT": ITALY,
    "ES": SPAIN,
    "GB": UNITED_KINGDOM,
    "US": UNITED_STATES,
}
CURRENCY_OF = {"GB": "GBP", "US": "USD"}
VAT_NUMBER_OF = {
    "FR": "FR23334175221",
    "DE": "DE136695976",
    "IT": "IT12345670017",
    "ES": "ESA12345674",
    "GB": "GB123456782",
}


class LocalisationCase(AmazonCase):
    """A new company in ``country`` with the chart of accounts ``chart``."""

    country = None
    chart = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        country = cls.env["res.country"].search([("code", "=", cls.country)])
        cls.currency_code = CURRENCY_OF.get(cls.country, "EUR")
        currencies = cls.env["res.currency"].with_context(active_test=False)
        currency = currencies.search([("name", "=", cls.currency_code)])
        currency.active = True
        cls.company = cls.env["res.company"].create(
            {
                "name": f"Seller in {country.name}",
                "country_id": country.id,
                "currency_id": currency.id,
                "vat": VAT_NUMBER_OF.get(cls.country),
            }
        )
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": [cls.company.id]},
        )
        cls.company = cls.company.with_env(cls.env)
        cls.env["account.chart.template"].try_loading(
            cls.chart, company=cls.company, install_demo=False
        )
        cls.standard = cls.company.account_sale_tax_id
        if not cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1):
            cls.env["stock.warehouse"].create(
                {"name": "Main", "code": "MAIN", "company_id": cls.company.id}
            )
        cls.mug = cls.mug.with_env(cls.env)
        cls.mug.write({"taxes_id": [(6, 0, cls.standard.ids)], "invoice_policy": "order"})

    def setUp(self):
        self.region = "na" if self.country == "US" else "eu"
        self.marketplaces = EVERY_MARKETPLACE[self.region]
        super().setUp()

    @classmethod
    def _account(cls, amazon, **values):
        return super()._account(amazon, company_id=cls.company.id, **values)

    def of_chart(self, *xmlids):
        """Return a record of the localisation by its name there, which differs between series."""
        found = (
            self.env.ref(f"account.{self.company.id}_{xmlid}", raise_if_not_found=False)
            for xmlid in xmlids
        )
        return next(record for record in found if record)

    def maps(self, position, taxes, other):
        """Have a fiscal position put another tax in the place of these; the series differ."""
        if "original_tax_ids" in other._fields:  # from 19.0 on
            other.write(
                {
                    "fiscal_position_ids": [(4, position.id)],
                    "original_tax_ids": [(4, tax.id) for tax in taxes],
                }
            )
        else:
            position.tax_ids = [
                (0, 0, {"tax_src_id": tax.id, "tax_dest_id": other.id}) for tax in taxes
            ]

    def order(self, total="12.00", to=None, vat=None, item=None, **changes):
        """Return an order from the home marketplace.

        :param to: the country that it is delivered to, home unless told
        :param vat: the buyer's VAT number
        """
        item = item or an_item(total=total, currency=self.currency_code)
        marketplace = MARKETPLACE_OF[self.country]
        order = an_order(
            item,
            total=total,
            marketplace=marketplace,
            **changes,
        )
        address = order["recipient"]["deliveryAddress"]
        address["countryCode"] = to or self.country
        if vat:
            address["companyName"] = order["buyer"]["buyerCompanyName"] = "Business & Sons"
            registration = {"entityType": "BUYER", "taxRegistrationType": "VAT"}
            registration["taxRegistrationNumber"] = vat
            order["tax"] = {"taxRegistrations": [registration]}
        return order

    def sold(self, **values):
        """Bring an order and return its sales order, which has Amazon's total."""
        order = self.order(**values)
        sale = self.sync(order)
        self.assertEqual(sale.company_id, self.company)
        self.assertTotal(sale, float(order["proceeds"]["grandTotal"]["amount"]))
        return sale

    def assertTaxed(self, sale, tax, amount):
        """The goods bear this tax, contained in the price, and so does the posted invoice."""
        line = sale.order_line.filtered("amazon_is_goods")
        used = self.taxes_of(line)
        self.assertEqual(used.amazon_origin_tax_id or used, tax, used.mapped("name"))
        self.assertTrue(used.price_include or not used.amount)
        self.assertAlmostEqual(sale.amount_tax, amount)
        self.assertPosted(sale, tax)

    def assertPosted(self, sale, tax):
        """The invoice has Amazon's total, and the accounts and grids of the tax."""
        invoice = sale._create_invoices()
        invoice.action_post()
        currency = invoice.currency_id
        self.assertEqual(currency.compare_amounts(invoice.amount_total, sale.amazon_total), 0)
        lines = tax.invoice_repartition_line_ids
        base = invoice.invoice_line_ids
        self.assertEqual(
            base.tax_tag_ids, lines.filtered(lambda one: one.repartition_type == "base").tag_ids
        )
        posted = invoice.line_ids.filtered("tax_line_id")
        expected = lines.filtered(lambda one: one.repartition_type == "tax")
        if tax.amount:
            self.assertEqual(posted.account_id, expected.account_id)
            self.assertEqual(posted.tax_tag_ids, expected.tag_ids)
        else:
            self.assertFalse(posted)
        return invoice
