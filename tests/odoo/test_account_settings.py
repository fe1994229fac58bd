"""What an account, and its line for one marketplace, choose for the orders."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import Form, new_test_user

from .common import AmazonCase
from .orders import FRANCE, GERMANY, an_item, an_order


class SettingsCase(AmazonCase):
    def setUp(self):
        super().setUp()
        by_id = {one.marketplace_id: one for one in self.account.marketplace_ids}
        self.france, self.germany = by_id[FRANCE], by_id[GERMANY]

    def differ(self, marketplace, **values):
        """Give the account a line for the marketplace."""
        return self.env["amazon.account.marketplace"].create(
            {
                "account_id": self.account.id,
                "marketplace_id": marketplace.id,
                **values,
            }
        )

    def both(self, **values):
        """Bring an order of France and one of Germany, and return their sales orders."""
        french, german = an_order(**values), an_order(marketplace=GERMANY, **values)
        sales = self.sync(french, german)
        return sales[0], sales[1]


class TestSettingsOfOrders(SettingsCase):
    def test_a_marketplaces_own_setting_goes_before_the_accounts(self):
        users = self.env["res.users"]
        sellers = [users.create({"name": name, "login": name}) for name in ("one", "two")]
        self.account.user_id = sellers[0]
        self.differ(self.germany, user_id=sellers[1].id)
        french, german = self.both()
        self.assertEqual([french.user_id, german.user_id], sellers)

    def test_team_journal_and_delivery_method_stand_on_the_order(self):
        team = self.env["crm.team"].create({"name": "Marketplaces"})
        journal = self.env["account.journal"].create(
            {"name": "Amazon", "code": "AMZ", "type": "sale", "company_id": self.company.id}
        )
        carrier = self.carrier()
        self.account.write({"team_id": team.id, "journal_id": journal.id})
        self.differ(self.germany, carrier_id=carrier.id)
        french, german = self.both()
        self.assertEqual((french.team_id, french.journal_id), (team, journal))
        self.assertFalse(french.carrier_id)
        self.assertEqual(german.carrier_id, carrier)
        self.assertEqual(german.picking_ids.carrier_id, carrier)
        self.assertTotal(german, 12.0)
        self.assertEqual(len(german.order_line), 1, "the buyer paid Amazon for the delivery")

    def test_what_amazon_ships_has_no_delivery_method_of_ours(self):
        self.account.carrier_id = self.carrier()
        sale = self.sync(an_order(status="SHIPPED", fulfilled_by="AMAZON"))
        self.assertFalse(sale.carrier_id)

    def test_real_costs_of_a_delivery_are_not_added_to_what_amazon_invoiced(self):
        carrier = self.carrier(fixed_price=7.0)
        carrier.invoice_policy = "real"
        self.account.carrier_id = carrier
        sale = self.sync(an_order())
        sale.picking_ids.carrier_price = 7.0
        sale.picking_ids._add_delivery_cost_to_so()
        self.assertTotal(sale, 12.0)
        self.assertEqual(len(sale.order_line), 1)

    def carrier(self, **values):
        product = self.env["product.product"].create({"name": "Parcel", "type": "service"})
        return self.env["delivery.carrier"].create(
            {"name": "Parcel", "product_id": product.id, **values}
        )

    def test_each_marketplace_may_have_its_warehouse_and_amazon_location(self):
        warehouse = self.env["stock.warehouse"].create({"name": "Berlin", "code": "BER"})
        location = self.account.location_id.copy({"name": "Amazon Germany"})
        self.differ(self.germany, warehouse_id=warehouse.id, location_id=location.id)
        french, german = self.both()
        self.assertEqual(french.warehouse_id, self.account.warehouse_id)
        self.assertEqual(german.picking_ids.location_id, warehouse.lot_stock_id)
        french, german = self.both(status="SHIPPED", fulfilled_by="AMAZON")
        self.assertEqual(french.order_line.move_ids.location_id, self.account.location_id)
        self.assertEqual(german.order_line.move_ids.location_id, location)

    def test_a_prefix_names_the_order_after_amazons_reference(self):
        self.account.order_prefix = "AMZ-"
        self.differ(self.germany, order_prefix="DE-")
        french, german = self.both()
        self.assertEqual(french.name, f"AMZ-{french.amazon_order_ref}")
        self.assertEqual(german.name, f"DE-{german.amazon_order_ref}")

    def test_without_a_prefix_orders_are_numbered_like_all_others(self):
        sale = self.sync(an_order())
        self.assertNotIn(sale.amazon_order_ref, sale.name)

    def test_new_customers_speak_the_marketplaces_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.differ(self.germany, lang="de_DE")
        french, german = self.both()
        self.assertEqual(german.partner_id.lang, "de_DE")
        self.assertEqual(german.partner_shipping_id.lang, "de_DE")
        self.assertEqual(french.partner_id.lang, "en_US", "the company's")

    def test_every_line_bears_the_analytic_distribution(self):
        plan = self.env["account.analytic.plan"].create({"name": "Channels"})
        analytic = self.env["account.analytic.account"].create(
            {"name": "Amazon", "plan_id": plan.id, "company_id": self.company.id}
        )
        self.account.analytic_distribution = {str(analytic.id): 100}
        item = an_item(breakdowns={"ITEM": "12.00", "SHIPPING": "3.00"}, total="15.00")
        sale = self.sync(an_order(item, total="15.00"))
        self.assertEqual(len(sale.order_line), 2)
        for line in sale.order_line:
            self.assertEqual(line.analytic_distribution, {str(analytic.id): 100})

    def test_without_a_distribution_odoos_own_rules_decide(self):
        plan = self.env["account.analytic.plan"].create({"name": "Channels"})
        analytic = self.env["account.analytic.account"].create(
            {"name": "Mugs", "plan_id": plan.id, "company_id": self.company.id}
        )
        self.env["account.analytic.distribution.model"].create(
            {"product_id": self.mug.id, "analytic_distribution": {str(analytic.id): 100}}
        )
        line = self.sync(an_order()).order_line
        self.assertEqual(line.analytic_distribution, {str(analytic.id): 100})


class TestPricelistAndFallback(SettingsCase):
    def test_a_marketplaces_pricelist_is_in_its_currency(self):
        euro = self.env.ref("base.EUR")
        pricelist = self.env["product.pricelist"].create(
            {"name": "Germany", "currency_id": euro.id, "company_id": self.company.id}
        )
        line = self.differ(self.germany, pricelist_id=pricelist.id)
        french, german = self.both()
        self.assertEqual(german.pricelist_id, pricelist)
        self.assertNotEqual(french.pricelist_id, pricelist)
        with self.assertRaisesRegex(ValidationError, "EUR"):
            line.pricelist_id = self.env["product.pricelist"].create(
                {"name": "Dollars", "currency_id": self.env.ref("base.USD").id}
            )

    def test_unknown_skus_of_a_marketplace_get_its_own_fallback_product(self):
        fallback = self._product("UNKNOWN-DE")
        self.differ(self.germany, fallback_product_id=fallback.id)
        orders = [an_order(an_item("NEW"), marketplace=one) for one in (FRANCE, GERMANY)]
        french, german = self.sync(*orders)
        self.assertEqual(french.order_line.product_id, self.account.fallback_product_id)
        self.assertEqual(german.order_line.product_id, fallback)
        self.assertTrue(all(sale.order_line.amazon_sku_unknown for sale in (french, german)))

    def test_a_service_cannot_stand_for_unknown_skus(self):
        service = self.env["product.product"].create({"name": "Advice", "type": "service"})
        for set_it in (
            lambda: self.account.write({"fallback_product_id": service.id}),
            lambda: self.differ(self.germany, fallback_product_id=service.id),
        ):
            with self.assertRaisesRegex(ValidationError, "stocked"):
                set_it()


class TestForm(SettingsCase):
    def test_a_manager_who_may_neither_sell_nor_invoice_sets_an_account_up(self):
        manager = new_test_user(self.env, "manager", groups="amazon_connector.group_amazon_manager")
        euro = self.env.ref("base.EUR")
        pricelist = self.env["product.pricelist"].create({"name": "DE", "currency_id": euro.id})
        self.account.team_id = self.env["crm.team"].create({"name": "Marketplaces"})
        self.differ(self.germany, pricelist_id=pricelist.id, order_prefix="DE-")
        account = self.account.with_user(manager)
        account.env.invalidate_all()
        with Form(account, view="amazon_connector.amazon_account_view_form") as form:
            form.order_prefix = "AMZ-"
            with form.marketplace_setting_ids.edit(0) as line:
                line.location_id = self.account.location_id
            with form.marketplace_setting_ids.new() as line:
                line.marketplace_id = self.france
                line.order_prefix = "FR-"
        prefixes = [
            account._amazon_setting("order_prefix", one) for one in (self.france, self.germany)
        ]
        self.assertEqual(prefixes, ["FR-", "DE-"])
        self.assertEqual(account._amazon_setting("order_prefix", self.france.browse()), "AMZ-")

    def test_a_user_of_the_connector_looks_at_it_and_changes_nothing(self):
        user = new_test_user(self.env, "user", groups="amazon_connector.group_amazon_user")
        line = self.differ(self.germany, order_prefix="DE-")
        account = self.account.with_user(user)
        account.env.invalidate_all()
        view = account.get_view(self.env.ref("amazon_connector.amazon_account_view_form").id)
        names = view["models"]["amazon.account"]
        self.assertTrue(account.read([name for name in names if name in account.fields_get()]))
        with self.assertRaises(AccessError):
            line.with_user(user).order_prefix = "X-"


class TestLinesOfTheAccount(SettingsCase):
    def test_settings_are_for_marketplaces_of_the_account_only(self):
        spain = self.env["amazon.marketplace"].search([("code", "=", "ES")])
        with self.assertRaisesRegex(ValidationError, "Amazon.es"):
            self.differ(spain)

    def test_they_go_with_their_marketplace(self):
        line = self.differ(self.germany, order_prefix="DE-")
        self.account.marketplace_ids = self.france
        self.assertFalse(line.exists())

    def test_nothing_of_another_company_can_be_chosen(self):
        other = self.env["res.company"].create({"name": "Other company"})
        theirs = other.amazon_location_id
        with self.assertRaisesRegex(UserError, "another company"):
            self.differ(self.germany, location_id=theirs.id)

    def test_an_order_of_another_shop_without_a_marketplace_takes_the_accounts(self):
        self.account.write({"import_non_amazon": True, "order_prefix": "WEB-"})
        order = an_order(salesChannel={"channelName": "NON_AMAZON"})
        sale = self.sync(order)
        self.assertEqual(sale.name, f"WEB-{order['orderId']}")
        self.assertFalse(sale.amazon_marketplace_id)
