"""Several sellers in several companies, synchronised by one run of the scheduled action."""

from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from .common import AmazonCase, Simulator
from .orders import an_item, an_order


class TwoCompanies(AmazonCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Elsewhere Ltd"})

    def setUp(self):
        super().setUp()
        self.theirs = Simulator()
        self.their_account = self._account(self.theirs, name="Theirs", company_id=self.other.id)

    def run_both(self, ours, theirs):
        """Put an order into each shop, let the scheduled action run, return both sales orders."""
        self.amazon.add(ours)
        self.theirs.add(theirs)
        self.env["amazon.account"]._cron_sync_orders()
        return [
            self.env["sale.order"].search(
                [("amazon_order_ref", "=", order["orderId"]), ("company_id", "=", company.id)]
            )
            for order, company in ((ours, self.company), (theirs, self.other))
        ]


class TestEachInItsCompany(TwoCompanies):
    def test_each_order_has_its_companys_warehouse_location_and_customer(self):
        orders = [an_order(), an_order()]
        orders[1]["buyer"] = orders[0]["buyer"]
        sales = self.run_both(*orders)
        for sale, company in zip(sales, (self.company, self.other)):
            with self.subTest(company=company.name):
                self.assertTotal(sale, 12.0)
                self.assertEqual(sale.company_id, company)
                self.assertEqual(sale.warehouse_id.company_id, company)
                self.assertEqual(sale.partner_id.company_id, company, "one buyer, two customers")
                self.assertEqual(sale.picking_ids.company_id, company)
                self.assertEqual(sale.pricelist_id.company_id, company)

    def test_what_amazon_ships_leaves_each_companys_own_location(self):
        sales = self.run_both(*(an_order(status="SHIPPED", fulfilled_by="AMAZON") for _one in "ab"))
        for sale, company in zip(sales, (self.company, self.other)):
            move = sale.order_line.move_ids
            self.assertEqual((move.company_id, move.state), (company, "done"))
            self.assertEqual(move.location_id, company.amazon_location_id)

    def test_one_sku_is_each_companys_own_product(self):
        ours = self._product("SAME", company_id=self.company.id)
        theirs = self._product("SAME", company_id=self.other.id)
        sales = self.run_both(an_order(an_item("SAME")), an_order(an_item("SAME")))
        self.assertEqual([sale.order_line.product_id for sale in sales], [ours, theirs])

    def test_a_product_of_both_bears_each_companys_taxes(self):
        taxes = [
            self.tax(company, rate) for company, rate in ((self.company, 20), (self.other, 19))
        ]
        self.mug.taxes_id = taxes[0] | taxes[1]
        sales = self.run_both(an_order(), an_order())
        for sale, tax in zip(sales, taxes):
            self.assertEqual(self.taxes_of(sale.order_line), tax._amazon_price_included())
            self.assertTotal(sale, 12.0)

    def test_one_order_id_of_two_sellers_is_an_order_of_each(self):
        order = an_order()
        first, second = self.run_both(order, order)
        self.assertTrue(first and second)
        self.assertNotEqual(first, second)

    def tax(self, company, rate):
        """Create a sales tax of a company, wherever it stands."""
        france = {"company_id": company.id, "country_id": self.env.ref("base.fr").id}
        group = self.env["account.tax.group"].create({"name": "VAT", **france})
        return self.env["account.tax"].create(
            {"name": f"{rate} %", "amount": rate, "tax_group_id": group.id, **france}
        )


class TestOneInTrouble(TwoCompanies):
    def expired(self):
        """Amazon takes the first seller's authorisation no more."""
        self.amazon.fail(
            "token",
            times=9,
            status=400,
            body={"error": "invalid_grant", "error_description": "The token has expired."},
        )

    def test_credentials_that_expired_stop_nobody_else(self):
        person = new_test_user(
            self.env,
            "ours",
            groups="amazon_connector.group_amazon_manager",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.account.responsible_user_ids = person
        self.expired()
        with mute_logger("odoo.addons.amazon_connector"):
            ours, theirs = self.run_both(an_order(), an_order())
        self.assertFalse(ours)
        self.assertTotal(theirs, 12.0)
        self.assertIn("refresh token", self.account.orders_sync_message)
        self.assertEqual(self.account.activity_ids.user_id, person)
        self.assertFalse(self.their_account.orders_sync_message)
        self.assertFalse(self.their_account.activity_ids)

    def test_a_second_record_of_the_seller_with_good_credentials_goes_on(self):
        france = self.account.marketplace_ids.filtered(lambda one: one.code == "FR")
        self.account.marketplace_ids -= france
        second = self._account(self.amazon, name="Second", marketplace_ids=france.ids)
        self.account.refresh_token = "Atzr|revoked"
        order = an_order()
        with mute_logger("odoo.addons.amazon_connector"):
            self.run_both(order, an_order())
        self.assertEqual(self.sales(order).amazon_account_id, second)
        self.assertTrue(self.account.orders_sync_message)

    def test_an_account_that_is_only_half_set_up_stops_nobody_either(self):
        self.account.refresh_token = False
        _ours, theirs = self.run_both(an_order(), an_order())
        self.assertTotal(theirs, 12.0)
