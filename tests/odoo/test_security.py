"""Rule 12: secrets are the administrators', companies see their own, two sellers do not mix."""

import logging

from odoo.exceptions import AccessError, ValidationError
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import AmazonCase, Simulator
from .orders import UNITED_STATES, an_order

SECRETS = (
    "lwa_client_id",
    "lwa_client_secret",
    "refresh_token",
    "orders_page_token",
    "second_look_token",
)


class TestSecrets(AmazonCase):
    def test_only_administrators_read_secrets(self):
        manager = new_test_user(self.env, "manager", groups="amazon_connector.group_amazon_manager")
        account = self.account.with_user(manager)
        self.assertEqual(account.read(["name"])[0]["name"], "Test shop")
        for field in SECRETS:
            with self.subTest(field=field), self.assertRaises(AccessError):
                account.read([field])
        self.assertFalse(set(SECRETS) & set(account.fields_get()))

    def test_a_manager_synchronises_without_seeing_them(self):
        manager = new_test_user(self.env, "manager", groups="amazon_connector.group_amazon_manager")
        order = an_order()
        self.amazon.add(order)
        self.account.with_user(manager).action_sync_orders()
        self.assertTotal(self.sales(order), 12.0)

    def test_neither_secrets_nor_personal_data_reach_the_log(self):
        lines = []
        handler = logging.Handler()
        handler.emit = lambda record: lines.append(record.getMessage())
        root = logging.getLogger()
        level = root.level
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        try:
            order = an_order(total="1.00")
            order["proceeds"]["grandTotal"]["currencyCode"] = "XTS"
            self.sync(an_order(), order)
        finally:
            root.removeHandler(handler)
            root.setLevel(level)
        text = "\n".join(line for line in lines if "/_control/" not in line)
        secrets = [self.account[field] for field in SECRETS if self.account[field]]
        for word in (*secrets, "rue des Lilas", "marketplace.amazon.fr"):
            self.assertNotIn(word, text)

    def test_users_of_sales_and_stock_see_accounts_and_change_none(self):
        for group in ("sales_team.group_sale_salesman", "stock.group_stock_user"):
            user = new_test_user(self.env, group, groups=group)
            account = self.account.with_user(user)
            self.assertEqual(account.name, "Test shop")
            with self.assertRaises(AccessError):
                account.name = "Mine"


class TestCompanies(AmazonCase):
    def test_another_company_sees_neither_account_nor_issues_nor_offers(self):
        order = an_order()
        order["orderItems"][0]["product"]["sellerSku"] = "NOBODY-KNOWS"
        self.sync(order)
        other = self.env["res.company"].create({"name": "Other company"})
        user = new_test_user(
            self.env,
            "stranger",
            groups="amazon_connector.group_amazon_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for model in ("amazon.account", "amazon.issue", "amazon.offer"):
            self.assertTrue(self.env[model].search_count([]))
            self.assertFalse(self.env[model].with_user(user).search_count([]))

    def test_orders_belong_to_the_accounts_company(self):
        other = self.env["res.company"].create({"name": "Other company"})
        amazon = Simulator()
        account = self._account(amazon, company_id=other.id)
        order = an_order()
        amazon.add(order)
        account._sync_orders()
        sale = self.sales(order)
        self.assertEqual(sale.company_id, other)
        self.assertEqual(sale.partner_id.company_id, other)
        self.assertEqual(account.location_id, other.amazon_location_id)


class TestDoubles(AmazonCase):
    def test_the_database_itself_refuses_a_second_order_of_one_reference(self):
        sale = self.sync(an_order())
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            sale.copy().write({"amazon_order_ref": sale.amazon_order_ref})
            self.env.flush_all()

    def test_a_copied_order_is_none_of_amazons(self):
        self.assertFalse(self.sync(an_order()).copy().amazon_order_ref)

    def test_two_accounts_of_one_seller_share_no_marketplace(self):
        with self.assertRaisesRegex(ValidationError, "Test shop"):
            self._account(self.amazon, name="Twin")

    def test_a_marketplace_lies_in_the_region_of_its_account(self):
        american = self.env["amazon.marketplace"].search([("marketplace_id", "=", UNITED_STATES)])
        with self.assertRaisesRegex(ValidationError, "region"):
            self.account.marketplace_ids = american

    def test_a_test_server_is_on_this_machine_or_safe(self):
        for address in ("http://shop.example", "ftp://127.0.0.1", "nonsense"):
            with self.subTest(address=address), self.assertRaises(ValidationError):
                self.account.test_server = address
