"""Amazon's own consent page: there and back through real HTTP, and nobody else's answer counts."""

import logging
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import requests
from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tests import HttpCase, tagged
from odoo.tests.common import new_test_user

from .common import Simulator
from .test_connect import MANAGER, ConnectCase


class ConsentCase(ConnectCase):
    def setUp(self):
        super().setUp()
        self.give_application(self.amazon.seller)

    def give_application(self, seller):
        for name, value in (
            ("application_id", seller["applicationId"]),
            ("client_id", seller["clientId"]),
            ("client_secret", seller["clientSecret"]),
        ):
            self.settings.set_param(f"amazon_connector.{name}", value)

    def ask(self, wizard=None, **values):
        """Press « Sign in at Amazon »; return the setup and the address that opens."""
        wizard = wizard or self.begin(way="consent", **values)
        return wizard, wizard.action_consent()["url"]

    def press(self, address, answer="authorise", seller=None):
        """Press a button of Amazon's page; return the parameters that the browser brings back."""
        parts = urlsplit(address)
        form = {name: values[0] for name, values in parse_qs(parts.query).items()}
        form |= {"answer": answer, "seller": (seller or self.amazon.seller)["sellerId"]}
        page = f"{parts.scheme}://{parts.netloc}{parts.path}"
        told = requests.post(page, data=form, allow_redirects=False, timeout=10)
        assert told.status_code == 303, told.text
        query = parse_qs(urlsplit(told.headers["location"]).query)
        return {name: values[0] for name, values in query.items()}

    def receive(self, told, user=None):
        names = ("state", "spapi_oauth_code", "selling_partner_id", "error", "error_description")
        wizards = self.env["amazon.connect"].with_user(user or self.manager)
        return wizards._receive_consent({name: told.get(name) for name in names})


class TestAnswers(ConsentCase):
    def test_a_manager_connects_without_seeing_a_secret(self):
        wizard, address = self.ask()
        self.assertEqual(self.receive(self.press(address)), wizard)
        self.assertEqual((wizard.step, wizard.problem), ("marketplaces", False))
        account = wizard.account_id.sudo()
        self.assertEqual(account.refresh_token, self.amazon.seller["refreshToken"])
        self.assertEqual(account.seller_id, self.amazon.seller["sellerId"])
        self.assertTrue(wizard.account_id.is_connected)

    def test_consent_is_proposed_once_odoo_knows_the_application(self):
        self.assertEqual(self.begin().way, "consent")
        self.settings.set_param("amazon_connector.client_secret", False)
        self.assertEqual(self.begin().way, "paste")
        with self.assertRaisesRegex(UserError, "Settings ‣ Sales ‣ Amazon"):
            self.begin(way="consent").action_consent()

    def test_an_answer_counts_once(self):
        wizard, address = self.ask()
        told = self.press(address)
        self.receive(told)
        with self.assertRaisesRegex(UserError, "used already"):
            self.receive(told)
        self.assertEqual(wizard.step, "marketplaces")

    def test_an_answer_of_anybody_elses_question_counts_nothing(self):
        wizard, address = self.ask()
        told = self.press(address)
        stranger = new_test_user(self.env, "another manager", groups=MANAGER)
        number, proof = told["state"].split(".")
        for user, state in (
            (stranger, told["state"]),
            (self.manager, f"{number}.{proof[:-1]}"),
            (self.manager, f"{int(number) + 1}.{proof}"),
            (self.manager, f"{number}."),
            (self.manager, "99999999999999999999.x"),
            (self.manager, "²." + proof),
            (self.manager, "é.é"),
            (self.manager, ""),
            (self.manager, None),
        ):
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "no question"):
                self.receive({**told, "state": state}, user)
        self.assertFalse(wizard.account_id)
        self.assertEqual(self.receive(told).step, "marketplaces")  # and harms it not

    def test_an_answer_after_twenty_minutes_is_too_late(self):
        _wizard, address = self.ask()
        told = self.press(address)
        later = Datetime.now() + timedelta(minutes=21)
        with (
            patch("odoo.fields.Datetime.now", lambda: later),
            self.assertRaisesRegex(UserError, "twenty minutes"),
        ):
            self.receive(told)

    def test_the_proof_is_kept_as_a_digest_only(self):
        _wizard, address = self.ask()
        proof = parse_qs(urlsplit(address).query)["state"][0].split(".")[1]
        self.env.cr.execute("SELECT * FROM amazon_consent")
        self.assertNotIn(proof, str(self.env.cr.fetchall()))

    def test_who_refuses_at_amazon_reads_that_nothing_changed(self):
        wizard, address = self.ask()
        self.receive(self.press(address, "refuse"))
        self.assertIn("did not agree", wizard.problem)
        self.assertEqual((wizard.step, bool(wizard.account_id)), ("credentials", False))

    def test_an_answer_without_a_code_is_none(self):
        wizard, address = self.ask()
        told = self.press(address)
        del told["spapi_oauth_code"]
        self.receive(told)
        self.assertIn("without an authorisation", wizard.problem)

    def test_a_code_that_amazon_no_longer_takes_is_explained(self):
        wizard, address = self.ask()
        self.receive({**self.press(address), "spapi_oauth_code": "S-other"})
        self.assertIn("lives five minutes", wizard.problem)

    def test_a_wrong_client_secret_is_named(self):
        wizard, address = self.ask()
        told = self.press(address)
        self.settings.set_param("amazon_connector.client_secret", "wrong")
        self.receive(told)
        self.assertIn("client secret", wizard.problem)

    def test_an_account_is_never_connected_to_another_seller(self):
        wizard, address = self.ask()
        account = self.receive(self.press(address)).account_id
        other = Simulator().seller
        wizard = self.env["amazon.connect"].with_user(self.manager)
        wizard = wizard.create({"account_id": account.id, "step": "credentials", "way": "consent"})
        _wizard, address = self.ask(wizard)
        told = self.press(address)
        self.receive({**told, "selling_partner_id": other["sellerId"]})
        self.assertIn(other["sellerId"], wizard.problem)
        self.assertEqual(account.seller_id, self.amazon.seller["sellerId"])

    def test_amazon_itself_sends_back_to_https_only(self):
        self.settings.set_param("amazon_connector.test_server", False)
        self.settings.set_param("web.base.url", "http://shop.example")
        with self.assertRaisesRegex(UserError, "https"):
            self.ask()
        self.settings.set_param("web.base.url", "https://shop.example")
        _wizard, address = self.ask()
        self.assertRegex(address, r"^https://sellercentral[a-z-]*\.amazon\.[a-z.]+/apps/authorize/")
        self.assertIn("version=beta", address)
        self.settings.set_param("amazon_connector.application_is_published", "True")
        self.assertNotIn("version", self.ask()[1])


@tagged("post_install", "-at_install")
class TestBrowser(ConsentCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.settings.set_param("web.base.url", self.base_url())
        self.manager.password = "the manager's password"

    def come_back(self, told):
        """Come back from Amazon in the manager's browser."""
        self.authenticate(self.manager.login, "the manager's password")
        self.env.flush_all()
        return self.opener.get(
            f"{self.base_url()}/amazon/authorise", params=told, allow_redirects=False, timeout=30
        )

    def test_the_browser_comes_back_to_the_next_step(self):
        wizard, address = self.ask()
        answer = self.come_back(self.press(address))
        self.assertEqual(answer.status_code, 303)
        self.assertIn(f"id={wizard.id}&", answer.headers["location"])
        self.assertEqual(answer.headers["referrer-policy"], "no-referrer")
        self.assertEqual(answer.headers["cache-control"], "no-store")
        wizard.invalidate_recordset()
        self.assertEqual(wizard.step, "marketplaces")

    def test_an_answer_to_nothing_shows_where_to_begin(self):
        answer = self.come_back({"spapi_oauth_code": "S-1", "state": "<b>1.x"})
        self.assertEqual(answer.status_code, 400)
        self.assertIn("no question", answer.text)
        self.assertIn("action_amazon_connect", answer.text)
        self.assertNotIn("S-1", answer.text)

    def test_who_is_not_signed_in_to_odoo_is_asked_to(self):
        self.authenticate(None, None)
        answer = self.opener.get(f"{self.base_url()}/amazon/authorise?state=1.x", timeout=30)
        self.assertIn("/web/login", answer.url)

    def test_neither_code_nor_state_reach_the_log(self):
        _wizard, address = self.ask()
        told = self.press(address)
        with self.assertLogs("odoo", "DEBUG") as logs:
            answer = self.come_back(told)
        # In tests, the server keeps its access log to itself.
        words, parts = '127.0.0.1 - - "%s" %s -', (f"GET {answer.request.path_url}", 303)
        line = logging.LogRecord("werkzeug", logging.INFO, "", 0, words, parts, None)
        self.assertTrue(logging.getLogger("werkzeug").filter(line))
        self.assertIn("GET /amazon/authorise", line.getMessage())
        self.assertIn("303", line.getMessage())
        text = "\n".join([*logs.output, line.getMessage()])
        for name in ("spapi_oauth_code", "state"):
            self.assertNotIn(told[name], text)
