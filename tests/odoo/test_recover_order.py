"""« Retrieve an order »: what a person pastes, what came of each, and never an order twice."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.addons.amazon_connector.amazon_api.errors import AuthoriseAgain
from odoo.addons.amazon_connector.wizards.amazon_recover_order import references_in
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import Form, TransactionCase, new_test_user
from odoo.tools import mute_logger

from .common import AmazonCase, Simulator
from .orders import FRANCE, GERMANY, an_item, an_order, changed

PAUSE = "odoo.addons.amazon_connector.models.amazon_progress.BETWEEN_MESSAGES"
SECONDS_A_CLICK = "odoo.addons.amazon_connector.wizards.amazon_recover_order.SECONDS_A_CLICK"


class TestReferences(TransactionCase):
    def test_references_are_found_in_whatever_was_pasted(self):
        one, two = "404-1234567-1234567", "S02-8813047-5520916"
        for text in (
            f"{one} {two}",
            f"{one},{two};{one}",
            f"\n{one}\r\n\t{two}\n\n",
            f'"{one}", «{two}»',
            f"{one}\u00a0{two}\u200b",
            one.replace("-", "\u2013") + " " + two.lower(),
            f"https://sellercentral.amazon.fr/orders-v3/order/{one} ({two}).",
        ):
            with self.subTest(text=text):
                self.assertEqual(references_in(text), [(one, True), (two, True)])

    def test_what_is_no_reference_is_named(self):
        text = "404-1234567-123456 S00042, 'O04-1234567-12345678' ..."
        self.assertEqual(
            references_in(text),
            [("404-1234567-123456", False), ("S00042", False), ("O04-1234567-12345678", False)],
        )

    def test_nothing_is_nothing(self):
        self.assertEqual(references_in(False), [])
        self.assertEqual(references_in(' ,; "" \n'), [])


class RecoverCase(AmazonCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            "manager",
            groups="amazon_connector.group_amazon_manager",
            lang="en_US",
        )

    def wizard(self, *references):
        wizards = self.env["amazon.recover.order"].with_user(self.manager)
        return wizards.create({"account_id": self.account.id, "references": "\n".join(references)})

    def retrieve(self, *orders):
        """Retrieve these orders, and return the lines of what came of them."""
        refs = [order if isinstance(order, str) else order["orderId"] for order in orders]
        wizard = self.wizard(*refs)
        wizard.action_retrieve()
        return wizard.line_ids


class TestWhatCameOfIt(RecoverCase):
    def test_a_new_order_is_created_and_its_transfer_shown(self):
        order = an_order()
        self.amazon.add(order)
        line = self.retrieve(order)
        sale = self.sales(order)
        self.assertEqual((line.state, line.order_id), ("created", sale))
        self.assertIn(sale.picking_ids.name, line.message)
        self.assertIn("To be shipped", line.message)

    def test_a_known_order_stays_one_and_is_told_as_unchanged(self):
        order = an_order()
        sale = self.sync(order)
        line = self.retrieve(order)
        self.assertEqual((line.state, line.order_id), ("unchanged", sale))
        self.assertEqual(len(self.sales(order)), 1)

    def test_what_changed_on_a_known_order_is_told(self):
        order = an_order()
        sale = self.sync(order)
        self.amazon.add(changed(order, "CANCELLED"))
        line = self.retrieve(order)
        self.assertEqual((line.state, sale.state), ("updated", "cancel"))
        self.assertIn("State in Odoo: Sales Order → Cancelled", line.message)
        self.assertIn("Status on Amazon: To be shipped → Cancelled", line.message)

    def test_the_state_of_its_transfers_synchronisation_is_told(self):
        order = an_order()
        sale = self.sync(order)
        self.amazon.add(changed(order, "SHIPPED"))
        line = self.retrieve(order)
        self.assertEqual(sale.picking_ids.amazon_sync_state, "done")
        self.assertIn("Synchronised with Amazon", line.message)

    def test_an_order_that_amazon_ships_says_so(self):
        order = an_order(status="SHIPPED", fulfilled_by="AMAZON")
        self.amazon.add(order)
        self.assertIn("Amazon ships it", self.retrieve(order).message)

    def test_why_nothing_was_created_is_said_by_the_rule(self):
        for words, values in (
            ("not released", {"status": "PENDING"}),
            ("cancelled on Amazon", {"status": "CANCELLED"}),
            ("You had shipped it", {"status": "SHIPPED"}),
            ("has not shipped it yet", {"status": "UNSHIPPED", "fulfilled_by": "AMAZON"}),
            ("Cannot be shipped", {"status": "UNFULFILLABLE"}),
        ):
            with self.subTest(**values):
                order = an_order(**values)
                self.amazon.add(order)
                line = self.retrieve(order)
                self.assertEqual(line.state, "nothing")
                self.assertIn(words, line.message)
                self.assertFalse(self.sales(order) or self.issues(order))

    def test_an_order_of_another_shop_is_left_to_it(self):
        order = an_order(status="SHIPPED", fulfilled_by="AMAZON")
        order["salesChannel"]["channelName"] = "NON_AMAZON"
        order["orderAliases"] = [{"aliasType": "SELLER_ORDER_ID", "aliasId": "S1"}]
        self.amazon.add(order)
        self.assertNotIn(self.retrieve(order).state, ("created", "updated"))

    def test_an_unknown_order_is_not_found_and_makes_no_issue(self):
        line = self.retrieve("404-7654321-7654321")
        self.assertEqual(line.state, "missing")
        self.assertFalse(self.env["amazon.issue"].search([("order_ref", "=", line.reference)]))

    def test_an_order_that_cannot_be_imported_leads_to_its_issue(self):
        order = an_order(an_item("MUG-BLUE"), total="12.00")
        order["proceeds"]["grandTotal"]["currencyCode"] = "XTS"
        self.amazon.add(order)
        line = self.retrieve(order)
        self.assertEqual((line.state, line.issue_id), ("issue", self.issues(order)))
        self.assertTrue(line.message)

    def test_a_created_order_that_needs_a_look_says_that_too(self):
        order = an_order(an_item("NOBODY-KNOWS"))
        self.amazon.add(order)
        line = self.retrieve(order)
        self.assertEqual(line.state, "created")
        self.assertEqual(line.issue_id, self.issues(order))
        self.assertIn("NOBODY-KNOWS", line.message)

    def test_an_order_of_the_sellers_other_record_comes_through_that_one(self):
        places = {place.marketplace_id: place for place in self.account.marketplace_ids}
        self.account.marketplace_ids = places[FRANCE]
        other = self._account(self.amazon, name="Other record", marketplace_ids=places[GERMANY].ids)
        order = an_order(marketplace=GERMANY)
        self.amazon.add(order)
        line = self.retrieve(order)
        self.assertEqual(line.state, "created")
        self.assertEqual(self.sales(order).amazon_account_id, other)
        self.assertIn("Other record", line.message)

    def test_several_are_each_answered(self):
        one, two = an_order(), an_order(status="PENDING")
        self.amazon.add(one, two)
        self.startPatcher(patch(PAUSE, timedelta(0)))
        lines = self.retrieve(one, "S00042", two, one, "404-7654321-7654321")
        self.assertEqual(
            lines.mapped("state"), ["created", "wrong", "nothing", "missing"], "each once"
        )
        self.assertEqual(len(self.amazon.calls("getOrder")), 3)
        progress = lines.wizard_id.progress_id.sudo()
        self.assertEqual((progress.state, progress.is_seen), ("done", True))
        self.assertFalse(progress.is_shown, "the assistant shows them: no card, no notification")


class TestGoingOn(RecoverCase):
    def test_the_rest_waits_when_amazons_limit_is_reached_and_goes_on(self):
        orders = [an_order(), an_order()]
        self.amazon.add(*orders)
        wizard = self.wizard(*(order["orderId"] for order in orders))
        take = type(self.env["amazon.quota"])._take
        with patch.object(
            type(self.env["amazon.quota"]), "_take", side_effect=[self.plenty(take), (None, 2.0)]
        ):
            answer = wizard.action_retrieve()
        self.assertEqual(wizard.line_ids.mapped("state"), ["created", "waiting"])
        self.assertIn("limit of calls", wizard.hint)
        (told,) = answer["params"]["progress"]
        self.assertEqual((told["state"], told["percent"]), ("running", 50))
        self.assertEqual(told["words"].split("\n")[0], wizard.hint, "the card says why, too")
        self.assertEqual(answer["params"]["next"]["res_id"], wizard.id)
        self.go_on()
        self.assertEqual(wizard.line_ids.mapped("state"), ["created", "created"])
        self.assertFalse(wizard.is_waiting or wizard.hint)
        self.assertEqual(len(self.amazon.calls("getOrder")), 2, "none was asked for twice")

    def go_on(self):
        """Have the scheduled action do what the button left."""
        self.env["amazon.recover.order"]._cron_go_on()
        self.env.invalidate_all()

    def plenty(self, take):
        return take(self.env["amazon.quota"], self.account._quota_holder(), "getOrder")

    def test_while_the_orders_are_synchronised_it_says_so_and_asks_nothing(self):
        order = an_order()
        self.amazon.add(order)
        wizard = self.wizard(order["orderId"])
        with self.registry.cursor() as other:
            lock = self.env["amazon.account"]._order_sync_lock()
            other.execute("SELECT pg_advisory_lock(%s, %s)", (lock, self.account.id))
            wizard.action_retrieve()
            self.assertFalse(self.account._retry_orders([order["orderId"]]), "an issue, likewise")
            other.execute("SELECT pg_advisory_unlock(%s, %s)", (lock, self.account.id))
        self.assertIn("being worked on", wizard.hint)
        self.assertEqual(wizard.line_ids.state, "waiting")
        self.assertFalse(self.amazon.calls("getOrder"))
        self.go_on()
        self.assertEqual(wizard.line_ids.state, "created")

    def test_trouble_at_amazons_is_told_and_the_order_is_asked_for_later(self):
        order = an_order()
        self.amazon.add(order)
        self.amazon.fail("getOrder", times=1, status=503, body="")
        line = self.retrieve(order)
        self.assertEqual(line.state, "waiting")
        wizard = line.wizard_id
        self.assertIn("is tried again by itself", wizard.hint)
        self.assertEqual(wizard.progress_id.sudo().state, "running")
        self.assertFalse(wizard.is_waiting, "nobody has to press anything")
        cron = self.env.ref("amazon_connector.cron_recover_orders")
        again = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).mapped("call_at")
        self.assertGreater(max(again), fields.Datetime.now() + timedelta(minutes=4))
        self.go_on()
        self.assertEqual(line.state, "created")
        self.assertEqual((wizard.progress_id.sudo().state, wizard.hint), ("done", False))

    def test_what_a_person_has_to_mend_ends_it_until_somebody_goes_on(self):
        order = an_order()
        self.amazon.add(order)
        with patch.object(type(self.account), "_fetch_order", side_effect=AuthoriseAgain("No")):
            line = self.retrieve(order)
        wizard = line.wizard_id
        self.assertIn("refuses the credentials", wizard.hint)
        self.assertEqual(wizard.progress_id.sudo().state, "failed")
        self.assertTrue(wizard.is_waiting, "« Go on » tries again")
        self.assertEqual(wizard.action_retrieve()["res_id"], wizard.id)
        self.assertEqual(line.state, "created")

    def test_many_are_left_to_the_background_which_tells_who_asked_what_came_of_each(self):
        one, two = an_order(), an_order(status="PENDING")
        self.amazon.add(one, two)
        wizard = self.wizard(one["orderId"], two["orderId"])
        with patch(SECONDS_A_CLICK, -1):
            (begun,) = wizard.action_retrieve()["params"]["progress"]
        self.assertEqual((begun["state"], begun["percent"]), ("running", 0))
        self.assertFalse(wizard.is_waiting, "nobody has to press anything")
        self.go_on()
        self.assertEqual(wizard.line_ids.mapped("state"), ["created", "nothing"])
        progress = self.env["amazon.progress"].with_user(self.manager).browse(begun["id"])
        (end,) = progress.look()
        self.assertEqual((end["state"], end["title"]), ("done", "Orders retrieved"))
        self.assertEqual(end["words"], "1 new order", "told, but nothing this manager may open")
        self.assertEqual([part["part"] for part in end["parts"]], ["named"])
        self.assertFalse(progress.action_open("new"))
        self.assertEqual(progress.action_open("named")["res_id"], wizard.id)

    def test_one_that_breaks_down_in_the_background_says_so_and_holds_up_nobody_else(self):
        orders = [an_order(), an_order()]
        self.amazon.add(*orders)
        wizards = [self.wizard(order["orderId"]) for order in orders]
        with patch(SECONDS_A_CLICK, -1):
            for wizard in wizards:
                wizard.action_retrieve()
        recover = type(self.account)._recover_orders

        def break_down(account, lines, deadline):
            if lines.wizard_id == wizards[0]:
                raise ValueError("Oh")
            return recover(account, lines, deadline)

        with (
            patch.object(type(self.account), "_recover_orders", break_down),
            mute_logger("odoo.addons.amazon_connector.wizards.amazon_recover_order"),
        ):
            self.go_on()
        states = [wizard.progress_id.sudo().state for wizard in wizards]
        self.assertEqual(states, ["failed", "done"])
        self.assertEqual([wizard.is_waiting for wizard in wizards], [True, False])

    def test_one_that_cannot_even_begin_takes_no_other_along(self):
        under_way, other = self.wizard(an_order()["orderId"]), self.wizard(an_order()["orderId"])
        with patch(SECONDS_A_CLICK, -1):
            under_way.action_retrieve()
        self.account.sudo().refresh_token = False
        with self.assertRaises(UserError):
            other.action_retrieve()
        self.assertEqual(under_way.progress_id.sudo().state, "running")


class TestWhoMay(RecoverCase):
    def test_managers_open_it_from_the_account(self):
        action = self.account.with_user(self.manager).action_recover_orders()
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        form.references = "S00042"
        wizard = form.save()
        self.assertEqual(wizard.account_id, self.account)
        again = wizard.action_retrieve()
        self.assertEqual((again["res_model"], again["res_id"]), (wizard._name, wizard.id))

    def test_nobody_else_does(self):
        clerk = new_test_user(self.env, "clerk", groups="amazon_connector.group_amazon_user")
        with self.assertRaises(AccessError):
            self.account.with_user(clerk).action_recover_orders()
        with self.assertRaises(AccessError):
            self.env["amazon.recover.order"].with_user(clerk).create(
                {"account_id": self.account.id}
            )

    def test_another_companys_account_is_out_of_reach(self):
        company = self.env["res.company"].create({"name": "Other company"})
        foreign = self._account(Simulator(), company_id=company.id)
        wizard = self.env["amazon.recover.order"].with_user(self.manager)
        with self.assertRaises(AccessError):
            wizard.create(
                {"account_id": foreign.id, "references": "404-7654321-7654321"}
            ).action_retrieve()

    def test_without_a_reference_it_asks_for_one(self):
        with self.assertRaisesRegex(UserError, "404-1234567-1234567"):
            self.wizard(" ").action_retrieve()

    def test_what_was_created_can_be_opened(self):
        order = an_order()
        self.amazon.add(order)
        line = self.retrieve(order)
        action = line.action_open_order()
        self.assertEqual((action["res_model"], action["res_id"]), ("sale.order", line.order_id.id))
