"""Who sets up what: roles of Amazon's beside Odoo's own of sales, stock and accounting."""

from lxml import etree
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tests.common import new_test_user

from .test_connect import MANAGER, ConnectCase

USER = "amazon_connector.group_amazon_user"
PEOPLE = {
    "salesperson": f"sales_team.group_sale_salesman,{USER}",
    "clerk": "stock.group_stock_user",
    "accountant": "account.group_account_manager",
}
# What an administrator enters, by its system parameter.
APPLICATION = {
    "application_id": "amazn1.sp.solution.1",
    "client_id": "amzn1.application-oa2-client.1",
    "client_secret": "amzn1.oa2-cs.v1.1",
}


@tagged("post_install", "-at_install")
class TestRoles(ConnectCase):
    def test_nobody_but_managers_sees_the_way_to_connect(self):
        for kind, groups in PEOPLE.items():
            user = new_test_user(self.env, kind, groups=groups)
            menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            with self.subTest(kind=kind):
                self.assertNotIn(self.env.ref("amazon_connector.menu_amazon_connect").id, menus)
        menus = self.env["ir.ui.menu"].with_user(self.manager)._visible_menu_ids()
        self.assertIn(self.env.ref("amazon_connector.menu_amazon_connect").id, menus)
        self.assertNotIn(self.env.ref("amazon_connector.menu_amazon_settings").id, menus)

    def test_an_account_opens_for_all_who_may_see_it_and_shows_no_secret(self):
        account = self.paste().account_id
        for kind, groups in {**PEOPLE, "manager": MANAGER}.items():
            user = self.env["res.users"].search([("login", "=", kind)])
            user = user or new_test_user(self.env, kind, groups=groups)
            mine = account.with_user(user)
            access = self.env["ir.model.access"].with_user(user)
            if not access.check("amazon.account", "read", raise_exception=False):
                continue
            names = etree.fromstring(mine.get_view(view_type="form")["arch"]).xpath("//field/@name")
            with self.subTest(kind=kind):
                self.assertFalse({"lwa_client_secret", "refresh_token"} & set(names))
                self.assertTrue(mine.read(["is_connected"])[0]["is_connected"])

    def test_an_empty_list_of_accounts_says_what_this_person_can_do(self):
        user = new_test_user(self.env, "looking", groups=USER)
        for person, words in ((self.manager, "Connect your first"), (user, "Ask a manager")):
            windows = self.env["ir.actions.act_window"].with_user(person)
            access = self.env["ir.model.access"].with_user(person)
            for name in ("overview", "account"):
                with self.subTest(user=person.login, action=name):
                    window = windows._for_xml_id(f"amazon_connector.action_amazon_{name}")
                    self.assertIn(words, window["help"])
                    links = etree.HTML(window["help"]).findall(".//a[@type='action']")
                    self.assertEqual(len(links), person == self.manager)
                    for link in links:
                        opened = self.env["ir.actions.act_window"].browse(int(link.get("name")))
                        allowed = access.check(opened.res_model, "create", raise_exception=False)
                        self.assertTrue(allowed)

    def test_a_user_cannot_connect_by_the_buttons_methods(self):
        account = self.paste().account_id
        user = new_test_user(self.env, "user", groups=USER)
        with self.assertRaises(AccessError):
            account.with_user(user).action_connect()
        with self.assertRaises(AccessError):
            self.env["amazon.connect"].with_user(user)._receive_consent({"state": "1.x"})


@tagged("post_install", "-at_install")
class TestSettings(ConnectCase):
    def save(self, **values):
        settings = self.env["res.config.settings"].create(values)
        settings.execute()

    def test_an_administrator_tells_odoo_the_application(self):
        self.save(**{f"amazon_{name}": value for name, value in APPLICATION.items()})
        application = self.env["amazon.account"]._amazon_application()
        self.assertTrue(application.is_complete and application.is_draft)
        self.assertEqual(application.application_id, APPLICATION["application_id"])

    def test_a_new_client_secret_reaches_the_accounts_that_sign_in_by_it(self):
        account = self.paste().account_id.sudo()
        client_id = account.lwa_client_id
        self.save(
            amazon_application_id="amzn1.sp.solution.1",
            amazon_client_id=client_id,
            amazon_client_secret=account.lwa_client_secret,
        )
        self.save(amazon_client_secret="amzn1.oa2-cs.v1.new")
        self.assertEqual(account.lwa_client_secret, "amzn1.oa2-cs.v1.new")
        self.save(amazon_client_id="amzn1.application-oa2-client.other")
        self.assertEqual(account.lwa_client_id, client_id)

    def test_only_administrators_read_the_application(self):
        self.save(**{f"amazon_{name}": value for name, value in APPLICATION.items()})
        with self.assertRaises(AccessError):
            self.env["ir.config_parameter"].with_user(self.manager).search([]).read(["value"])
        with self.assertRaises(AccessError):
            self.env["res.config.settings"].with_user(self.manager).create({})

    def test_the_settings_show_the_block_and_where_amazon_sends_back(self):
        self.settings.set_param("web.base.url", "https://shop.example")
        with Form(self.env["res.config.settings"]) as settings:
            self.assertEqual(settings.amazon_callback, "https://shop.example/amazon/authorise")
        arch = self.env["res.config.settings"].get_view(view_type="form")["arch"]
        self.assertTrue(
            etree.fromstring(arch).xpath(
                "//app[@name='sale_management']//*[@id='amazon_application']"
            )
        )

    def test_the_switch_for_enterprises_connector_is_hidden_and_its_neighbours_are_not(self):
        arch = etree.fromstring(self.env["res.config.settings"].get_view(view_type="form")["arch"])
        (switch,) = arch.xpath("//field[@name='module_sale_amazon']")
        hidden = "ancestor::*[@invisible='1' or @invisible='True']"
        self.assertTrue(switch.xpath(hidden))
        for block in arch.xpath("//block[@id='connectors_setting_container']"):
            others = block.xpath("setting[not(.//field[@name='module_sale_amazon'])]")
            self.assertFalse([one.get("id") for one in others if one.xpath(hidden)])
            self.assertEqual(bool(others), block.get("invisible") is None, "no bare title")
