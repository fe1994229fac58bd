"""The guided setup: from the region to the first orders, for a manager without any other right."""

from collections import Counter
from datetime import timedelta
from unittest.mock import MagicMock, patch

from odoo import fields
from odoo.addons.amazon_connector.models.amazon_account_preview import Preview
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import new_test_user

from .common import SIMULATOR, AmazonCase, Simulator, days_ago
from .orders import FRANCE, GERMANY, an_order

MANAGER = "amazon_connector.group_amazon_manager"
OVERVIEW = "amazon_connector.action_amazon_overview"
SECONDS_A_CLICK = "odoo.addons.amazon_connector.models.amazon_account_progress.SECONDS_A_CLICK"

# Stands for the synchronisation that « Start » begins.
DONE = MagicMock()


class ConnectCase(AmazonCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "connecting manager", groups=MANAGER)
        cls.company.country_id = cls.env.ref("base.fr")
        cls.settings = cls.env["ir.config_parameter"].sudo()
        cls.settings.set_param("amazon_connector.test_server", SIMULATOR)

    def setUp(self):
        super().setUp()
        # The account of the other tests is none here: everything begins.
        self.account.unlink()

    def begin(self, **values):
        wizard = self.env["amazon.connect"].with_user(self.manager).create(values)
        wizard.action_next()
        return wizard

    def connected_before(self, watermark):
        """Return an account whose orders are in Odoo up to this moment."""
        account = self.paste().account_id.sudo()
        account.write(
            {
                "marketplace_ids": account.seller_marketplace_ids.ids,
                "last_orders_sync": watermark,
                "orders_checked_at": watermark,
            }
        )
        return account

    def connect_again(self, account):
        """Return the setup that the account's button opens."""
        action = account.with_user(self.manager).action_connect()
        wizard = self.env["amazon.connect"].with_user(self.manager)
        return wizard.with_context(**action["context"]).create({})

    def paste(self, wizard=None, **changes):
        """Paste the seller's credentials, and press « Test the connection »."""
        wizard = wizard or self.begin()
        seller = self.amazon.seller
        wizard.write(
            {
                "way": "paste",
                "client_id": seller["clientId"],
                "client_secret": seller["clientSecret"],
                "refresh_token": seller["refreshToken"],
                "seller_id": seller["sellerId"],
                **changes,
            }
        )
        wizard.action_test()
        return wizard


class TestPasting(ConnectCase):
    def test_a_manager_connects_by_pasting_and_the_orders_come(self):
        self.amazon.add(an_order(), an_order())
        wizard = self.paste()
        self.assertEqual((wizard.step, wizard.problem), ("marketplaces", False))
        chosen = wizard.line_ids.filtered("is_chosen").marketplace_id
        self.assertEqual(set(chosen.mapped("marketplace_id")), {FRANCE, GERMANY})
        wizard.action_choose()
        self.assertEqual(wizard.step, "orders")
        self.assertIn("changed since then: 2.", wizard.preview)
        self.assertIn("2 for you to ship (FBM)", wizard.preview)
        started = wizard.action_start()
        account = wizard.account_id
        self.assertEqual(account.marketplace_ids, chosen)
        self.assertEqual(account.seller_id, self.amazon.seller["sellerId"])
        self.assertEqual(account.responsible_user_ids, self.manager)
        (told,) = started["params"]["progress"]
        self.assertEqual((told["state"], told["message"]), ("done", "2 new orders"))
        self.assertEqual(account.order_count, 2)
        self.assertEqual(started["params"]["next"]["xml_id"], OVERVIEW)

    def test_a_long_first_synchronisation_goes_on_in_the_background_and_shows_how_far_it_is(self):
        self.amazon.add(an_order(), an_order())
        wizard = self.paste()
        wizard.action_choose()
        with patch(SECONDS_A_CLICK, -1):
            (told,) = wizard.action_start()["params"]["progress"]
        self.assertEqual((told["state"], told["account"]), ("running", wizard.account_id.name))

    def test_blanks_around_what_is_pasted_do_no_harm(self):
        seller = self.amazon.seller
        wizard = self.paste(
            client_id=f" {seller['clientId']}\n", refresh_token=f"\t{seller['refreshToken']} "
        )
        self.assertEqual(wizard.step, "marketplaces")

    def test_what_was_typed_is_never_read_back_and_gone_when_the_account_has_it(self):
        wizard = self.paste(client_secret="wrong")
        self.assertTrue(wizard.is_secret_kept and wizard.is_token_kept)
        wizard.invalidate_recordset()
        for values in (wizard.read()[0], wizard.web_read({"client_secret": {}})[0]):
            self.assertNotIn(self.amazon.seller["refreshToken"], str(values))
            self.assertNotIn("wrong", str({**values, "problem": ""}))
        with self.assertRaises(AccessError):
            wizard.read(["kept_secrets"])
        wizard.client_secret = self.amazon.seller["clientSecret"]
        wizard.action_test()
        self.assertEqual(wizard.step, "marketplaces")
        self.assertFalse(wizard.sudo().kept_secrets)
        self.assertNotIn("refresh_token", wizard.account_id.fields_get())

    def test_what_was_not_pasted_is_named(self):
        wizard = self.begin(way="paste")
        for name, words in (
            ("client_id", "client ID"),
            ("client_secret", "client secret"),
            ("refresh_token", "refresh token"),
        ):
            with self.assertRaisesRegex(UserError, words):
                wizard.action_test()
            wizard[name] = "something"

    def test_no_account_arises_while_amazon_lets_nobody_in(self):
        wizard = self.paste(refresh_token="Atzr|wrong")
        self.assertEqual(wizard.step, "credentials")
        self.assertIn("refresh token", wizard.problem)
        self.assertFalse(self.env["amazon.account"].search([("region", "=", "eu")]))

    def test_an_account_is_connected_again_by_the_same_way(self):
        account = self.paste().account_id
        account.marketplace_ids = account.seller_marketplace_ids
        account.sudo().refresh_token = "Atzr|withdrawn"
        wizard = self.connect_again(account)
        self.assertEqual((wizard.step, wizard.region), ("credentials", "eu"))
        self.paste(wizard)
        self.assertEqual(wizard.account_id, account)
        self.assertEqual(account.sudo().refresh_token, self.amazon.seller["refreshToken"])
        self.assertEqual(
            wizard.line_ids.filtered("is_chosen").marketplace_id, account.marketplace_ids
        )

    def test_connected_again_a_history_under_way_goes_on_where_it_stood(self):
        began, stands = days_ago(300), days_ago(250)
        account = self.connected_before(began)
        account.write({"orders_page_token": "page 7", "reading_pages": 7})
        wizard = self.paste(self.connect_again(account))
        self.assertEqual((wizard.since, wizard.goes_on_from), (began.date(), began))
        account.last_orders_sync = stands  # it went on meanwhile
        account.write({"orders_page_token": "page 9", "reading_pages": 9})
        wizard.action_choose()
        for since in (began.date(), days_ago(7).date()):
            wizard.since = since
            with self.subTest(since=since), patch.object(type(account), "action_sync_orders", DONE):
                wizard.action_start()
            self.assertEqual(account.last_orders_sync, stands)
            self.assertEqual((account.orders_page_token, account.reading_pages), ("page 9", 9))

    def test_connected_again_what_changed_meanwhile_comes_and_an_earlier_day_brings_more(self):
        old, meanwhile = an_order(minutes=20 * 24 * 60), an_order(minutes=9 * 24 * 60)
        self.amazon.add(old, meanwhile)
        account = self.connected_before(days_ago(10))
        wizard = self.paste(self.connect_again(account))
        wizard.action_choose()
        self.assertIn("Orders that changed since then: 1.", wizard.preview)
        with patch(SECONDS_A_CLICK, 60):
            wizard.action_start()
        self.assertEqual((len(self.sales(old)), len(self.sales(meanwhile))), (0, 1))
        again = self.paste(self.connect_again(account))
        again.since = days_ago(25).date()
        again.action_choose()
        with patch(SECONDS_A_CLICK, 60):
            again.action_start()
        self.assertTrue(self.sales(old))

    def test_connected_again_before_any_order_was_asked_for_the_day_may_be_any(self):
        account = self.connected_before(days_ago(60))
        account.orders_checked_at = False
        wizard = self.paste(self.connect_again(account))
        self.assertEqual((wizard.since, wizard.goes_on_from), (days_ago(60).date(), False))
        wizard.action_choose()
        wizard.since = days_ago(2).date()
        with patch.object(type(account), "action_sync_orders", DONE):
            wizard.action_start()
        self.assertEqual(account.last_orders_sync.date(), days_ago(2).date())

    def test_a_bad_secret_does_not_replace_a_good_one(self):
        account = self.paste().account_id
        again = self.env["amazon.connect"].with_user(self.manager)
        again = again.create({"account_id": account.id, "step": "credentials"})
        self.paste(again, client_secret="wrong")
        self.assertTrue(again.problem)
        self.assertEqual(account.sudo().lwa_client_secret, self.amazon.seller["clientSecret"])


class TestSteps(ConnectCase):
    def test_the_company_of_france_begins_in_europe_at_home(self):
        wizard = self.env["amazon.connect"].with_user(self.manager).new({})
        self.assertEqual((wizard.region, wizard.marketplace_id.code), ("eu", "FR"))
        self.assertIn("sellercentral-europe", wizard.developer_url)
        wizard.region = "fe"
        wizard._onchange_region()
        self.assertEqual(wizard.marketplace_id.region, "fe")

    def test_marketplaces_of_the_sellers_other_accounts_cannot_be_chosen(self):
        first = self.paste().account_id
        first.marketplace_ids = self.env["amazon.marketplace"].search(
            [("marketplace_id", "=", FRANCE)]
        )
        wizard = self.paste()
        lines = {line.marketplace_id.marketplace_id: line for line in wizard.line_ids}
        self.assertEqual((lines[FRANCE].is_free, lines[FRANCE].is_chosen), (False, False))
        self.assertIn(first.name, lines[FRANCE].note)
        self.assertTrue(lines[GERMANY].is_free and lines[GERMANY].is_chosen)

    def test_one_marketplace_at_least_is_chosen(self):
        wizard = self.paste()
        wizard.line_ids.is_chosen = False
        with self.assertRaisesRegex(UserError, "one marketplace at least"):
            wizard.action_choose()

    def test_the_day_is_past_and_within_amazons_memory(self):
        wizard = self.paste()
        wizard.action_choose()
        today = fields.Date.today()
        for since, words in (
            (today + timedelta(days=2), "future"),
            (today - timedelta(days=800), "two years"),
            (False, "which day"),
        ):
            wizard.since = since
            with self.subTest(since=since), self.assertRaisesRegex(UserError, words):
                wizard.action_start()

    def test_a_day_begins_by_the_users_clock(self):
        self.manager.tz = "Asia/Tokyo"
        wizard = self.begin(since="2026-03-02")
        self.assertEqual(str(wizard._since()), "2026-03-01 15:00:00")

    def test_a_long_history_is_counted_in_part_and_calls_are_left_for_its_reading(self):
        self.amazon.generate(620, seed=3)
        wizard = self.paste()
        wizard.since = fields.Date.today() - timedelta(days=60)
        wizard.action_choose()
        self.assertIn("More than 500 orders", wizard.preview)
        self.assertEqual(len(self.amazon.calls("searchOrders")), 5)

    def test_the_orders_are_counted_in_the_users_format(self):
        preview = Preview(changed=1234, channels=Counter(fbm=1200), is_all=True)
        words = self.env["amazon.account"]._amazon_tell_preview(preview)
        self.assertIn("since then: 1,234.", words)
        self.assertIn("1,200 for you to ship", words)

    def test_what_cannot_be_counted_is_said_and_stops_nothing(self):
        wizard = self.paste()
        self.amazon.fail("searchOrders", status=503)
        wizard.action_choose()
        self.assertEqual(wizard.step, "orders")
        self.assertIn("could not be counted", wizard.preview)
        self.assertTrue(wizard.action_start())

    def test_only_managers_set_up(self):
        for group in ("amazon_connector.group_amazon_user", "stock.group_stock_user"):
            user = new_test_user(self.env, group, groups=group)
            with self.subTest(group=group), self.assertRaises(AccessError):
                self.env["amazon.connect"].with_user(user).create({})


class TestAnotherSeller(ConnectCase):
    region = "na"
    marketplaces = ("ATVPDKIKX0DER",)

    def test_a_seller_of_another_region_is_told_which(self):
        wizard = self.paste()
        self.assertEqual(wizard.step, "credentials")
        self.assertIn("North America, not Europe", wizard.problem)
        wizard.action_back()
        self.assertFalse(wizard.problem)
        wizard.region = "na"
        wizard._onchange_region()
        wizard.action_next()
        wizard.action_test()
        self.assertEqual(wizard.step, "marketplaces")


class TestCompanies(ConnectCase):
    def test_the_company_says_who_is_responsible(self):
        self.env.company.amazon_responsible_ids = self.env.ref("base.user_admin")
        account = self.paste().account_id
        self.assertEqual(account.responsible_user_ids, self.env.ref("base.user_admin"))

    def test_the_account_is_the_managers_companys(self):
        france = self.env.ref("base.fr").id
        other = self.env["res.company"].create({"name": "Other company", "country_id": france})
        manager = new_test_user(
            self.env, "elsewhere", groups=MANAGER, company_id=other.id, company_ids=other.ids
        )
        wizard = self.env["amazon.connect"].with_user(manager).create({})
        ours = self.paste().account_id
        self.amazon = Simulator()
        self.assertEqual(self.paste(wizard).account_id.company_id, other)
        secret = ours.sudo().refresh_token
        with self.assertRaises(AccessError):
            self.paste(
                self.env["amazon.connect"].with_user(manager).create({"account_id": ours.id})
            )
        self.assertEqual(ours.sudo().refresh_token, secret)
