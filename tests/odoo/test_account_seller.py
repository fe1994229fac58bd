"""Several records of one seller: no marketplace twice, and what a new one is filled with."""

from odoo.exceptions import ValidationError
from odoo.tests.common import Form, new_test_user
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import AmazonCase, Simulator
from .orders import FRANCE, GERMANY, an_order

FORM = "amazon_connector.amazon_account_view_form"


class SellerCase(AmazonCase):
    def setUp(self):
        super().setUp()
        by_id = {one.marketplace_id: one for one in self.account.marketplace_ids}
        self.france, self.germany = by_id[FRANCE], by_id[GERMANY]

    def second(self, **values):
        """Create another record of the same seller, as by its form's defaults."""
        copied = ("lwa_client_id", "lwa_client_secret", "refresh_token", "test_server")
        return self.env["amazon.account"].create(
            {
                "name": "Second",
                "region": "eu",
                "seller_id": self.account.seller_id,
                **{name: self.account[name] for name in copied},
                **values,
            }
        )


class TestNoMarketplaceTwice(SellerCase):
    def test_the_message_says_which_record_has_which_marketplace(self):
        with self.assertRaisesRegex(ValidationError, "Amazon.de: already on the account Test shop"):
            self.second(marketplace_ids=self.germany.ids)

    def test_it_names_the_other_company(self):
        company = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        with self.assertRaisesRegex(ValidationError, "Test shop of " + self.company.name):
            self.second(marketplace_ids=self.germany.ids, company_id=company.id)

    def test_it_names_no_company_that_the_user_may_not_see(self):
        company = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        manager = new_test_user(
            self.env,
            "elsewhere",
            groups="amazon_connector.group_amazon_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        with self.assertRaisesRegex(ValidationError, "an account of another company"):
            self.env["amazon.account"].with_user(manager).create(
                {
                    "name": "Theirs",
                    "seller_id": f" {self.account.seller_id} ",
                    "marketplace_ids": self.germany.ids,
                }
            )

    def test_one_refresh_token_is_one_seller_too(self):
        with self.assertRaisesRegex(ValidationError, "Test shop"):
            self.second(seller_id=False, marketplace_ids=self.germany.ids)

    def test_an_archived_record_blocks_nobody_until_it_comes_back(self):
        self.account.active = False
        second = self.second(marketplace_ids=self.germany.ids)
        with self.assertRaisesRegex(ValidationError, "Amazon.de: already on the account Second"):
            self.account.active = True
        second.marketplace_ids = False
        self.account.active = True

    def test_an_archived_record_may_have_any_marketplace(self):
        self.second(marketplace_ids=self.germany.ids, active=False)


class TestFilling(SellerCase):
    def form(self):
        form = Form(self.env["amazon.account"], view=FORM)
        form.name = "Second"
        form.seller_id = self.account.seller_id
        return form

    def test_a_first_record_is_left_to_the_user(self):
        form = Form(self.env["amazon.account"], view=FORM)
        form.seller_id = "ANOTHER"
        self.assertFalse(form.marketplace_ids[:])

    def test_a_second_record_gets_only_what_no_other_has(self):
        filled = self.form().marketplace_ids[:]
        self.assertTrue(filled)
        self.assertFalse(filled & self.account.marketplace_ids)
        self.assertEqual(set(filled.mapped("region")), {"eu"})

    def test_one_that_was_taken_off_the_first_is_what_the_second_is_for(self):
        self.account.marketplace_ids = self.france
        self.assertEqual(self.form().marketplace_ids[:], self.germany)

    def test_it_gets_only_those_where_amazon_said_that_the_seller_sells(self):
        self.account.action_test_connection()
        self.account.marketplace_ids = self.france
        self.assertEqual(self.form().marketplace_ids[:], self.germany)

    def test_when_none_is_free_it_says_who_has_them(self):
        self.account.action_test_connection()
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as logged:
            form = self.form()
        self.assertFalse(form.marketplace_ids[:])
        self.assertIn("the account Test shop has Amazon.", "".join(logged.output))

    def test_another_region_is_another_choice(self):
        form = self.form()
        self.assertTrue(form.marketplace_ids[:])
        form.region = "fe"
        self.assertEqual(set(form.marketplace_ids[:].mapped("region")), {"fe"})

    def test_without_the_form_it_is_filled_too(self):
        self.account.action_test_connection()
        self.account.marketplace_ids = self.france
        self.assertEqual(self.second().marketplace_ids, self.germany)
        self.assertEqual(self.account.copy().marketplace_ids, self.env["amazon.marketplace"])

    def test_the_connection_test_fills_a_first_record_without_marketplaces(self):
        account = self._account(Simulator(), marketplace_ids=[])
        account.action_test_connection()
        self.assertEqual(account.marketplace_ids, self.france | self.germany)

    def test_a_record_with_orders_stays_in_its_company(self):
        self.sync(an_order())
        company = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        with self.assertRaisesRegex(ValidationError, "stay there"):
            self.account.company_id = company

    def test_a_record_with_orders_is_archived_and_never_deleted(self):
        self.sync(an_order())
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.account.unlink()
