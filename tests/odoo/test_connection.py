"""« Test the connection » names what is wrong, and what to do."""

from types import SimpleNamespace

from odoo.exceptions import UserError

from .common import AmazonCase, Simulator
from .orders import FRANCE


class TestConnection(AmazonCase):
    def problem(self, account=None):
        with self.assertRaises(UserError) as caught:
            (account or self.account).action_test_connection()
        return str(caught.exception)

    def test_a_wrong_secret_is_told_from_a_withdrawn_authorisation(self):
        for name, value, words in (
            ("lwa_client_secret", "wrong", "client ID or the client secret"),
            ("refresh_token", "Atzr|withdrawn", "no longer takes the refresh token"),
            ("lwa_client_id", "amzn1.application-oa2-client.other", "client ID"),
        ):
            kept = self.account[name]
            self.account[name] = value
            with self.subTest(name=name):
                self.assertIn(words, self.problem())
            self.account[name] = kept

    def test_the_refresh_token_of_another_application_is_named(self):
        self.account.refresh_token = Simulator().seller["refreshToken"]
        self.assertIn("another application's", self.problem())

    def test_a_seller_of_another_region_is_named(self):
        account = self._account(
            Simulator("na", ("ATVPDKIKX0DER",)), region="eu", marketplace_ids=[]
        )
        self.assertIn("North America, not Europe", self.problem(account))

    def test_another_region_is_found_where_amazon_denies_everything(self):
        amazon = Simulator("na", ("ATVPDKIKX0DER",))
        account = self._account(amazon, region="eu", marketplace_ids=[])
        amazon.fail("getMarketplaceParticipations", status=403)
        self.assertIn("North America, not Europe", self.problem(account))

    def test_a_missing_role_is_named(self):
        self.amazon.fail("getOrder", status=403, times=2)  # the second with a new token
        self.assertIn("Inventory and Order Tracking", self.problem())
        self.amazon.fail("getMarketplaceParticipations", status=403, times=3)
        message = self.problem()
        self.assertIn("Selling Partner Insights", message)
        self.assertNotIn("Inventory", message)

    def test_an_application_that_may_do_nothing_is_named(self):
        self.amazon.fail_all(
            *(
                {"operation": operation, "status": 403, "times": 9}
                for operation in ("getMarketplaceParticipations", "getOrder")
            )
        )
        self.assertIn("has no role", self.problem())

    def test_marketplaces_where_the_seller_does_not_sell_are_named(self):
        self.account.marketplace_ids += self.env["amazon.marketplace"].search([("code", "=", "IT")])
        answer = self.account.action_test_connection()["params"]
        self.assertEqual(answer["type"], "warning")
        self.assertIn("You do not sell on Amazon.it", answer["message"])

    def test_a_seller_who_sells_nowhere_is_told(self):
        self.amazon.fail(
            "getMarketplaceParticipations",
            status=200,
            body={
                "payload": [
                    {
                        "marketplace": {"id": FRANCE, "name": "Amazon.fr"},
                        "participation": {"isParticipating": False},
                    }
                ]
            },
        )
        self.assertIn("sells in no marketplace", self.problem())

    def test_a_server_that_nobody_reaches_is_told_from_a_refusal(self):
        self.account.test_server = "http://127.0.0.1:1"
        self.assertIn("firewall", self.problem())
        self.account.test_server = "https://amazon.invalid"
        self.assertIn("DNS", self.problem())

    def test_trouble_of_amazons_is_told_as_such(self):
        self.amazon.fail("getMarketplaceParticipations", status=503)
        self.assertIn("trouble of its own", self.problem())

    def test_a_clock_that_is_off_is_named(self):
        for lead, words in ((600, "10 minutes ahead"), (-600, "10 minutes behind"), (30, "")):
            hints = self.account._amazon_hints(SimpleNamespace(clock_lead=lead), ())
            with self.subTest(lead=lead):
                self.assertEqual(bool(words), any(words in hint for hint in hints if words))
