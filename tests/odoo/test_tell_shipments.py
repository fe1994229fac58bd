"""The run that tells Amazon: its button, its scheduled action, waiting, trouble and rights."""

from datetime import timedelta
from functools import partial
from unittest.mock import patch

from odoo import fields
from odoo.addons.amazon_connector.amazon_api.client import Client
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from .common import Simulator
from .telling import CONFIRM, TellingCase

MODELS = "odoo.addons.amazon_connector.models"
LOGGERS = (f"{MODELS}.amazon_account_confirm", f"{MODELS}.amazon_account_shipments")


class RunCase(TellingCase):
    def run_cron(self):
        with mute_logger(f"{MODELS}.amazon_account_work", *LOGGERS):
            self.env["amazon.account"]._cron_sync_shipments()

    def states(self, pickings):
        return pickings.mapped("amazon_sync_state")

    def thrifty(self):
        """Have Amazon count the account's calls as it does in truth."""
        self.amazon = Simulator(self.region, self.marketplaces, quota_factor=1)
        self.account.active = False
        self.account = self._account(self.amazon, name="Thrifty")

    def use_up(self, operation, calls):
        for _time in range(calls):
            self.env["amazon.quota"]._take(self.account._quota_holder(), operation)


class TestButton(RunCase):
    def answer(self):
        with mute_logger(*LOGGERS):
            return self.account.action_sync_shipments()["params"]

    def test_it_says_in_figures_what_happened(self):
        self.amazon.refuse_tracking("BAD1")
        self.shipped(self.mugs(1), self.mugs(1))
        self.shipped(self.mugs(1), tracking="BAD1")
        answer = self.answer()
        self.assertEqual(answer["type"], "warning")
        self.assertEqual(answer["message"], "2 told to Amazon, 1 refused by Amazon")

    def test_what_waits_is_said_with_its_moment(self):
        self.choose(by_feed=True)
        self.shipped(self.mugs(1))
        answer = self.answer()
        self.assertIn("Waiting: 1.", answer["message"])
        self.assertRegex(answer["message"], r"goes on by itself at \S+ \d")

    def test_trouble_is_said_with_what_it_means(self):
        self.shipped(*(self.mugs(1) for _number in range(4)))
        self.amazon.fail(CONFIRM, status=503, times=9)
        answer = self.answer()
        self.assertEqual(answer["type"], "warning")
        self.assertIn("tried again by itself", answer["message"])
        self.assertIn("Waiting: 4.", answer["message"])

    def test_another_process_at_it_is_no_error(self):
        with self.registry.cursor() as other:
            lock = (0x414D53, self.account.id)
            other.execute("SELECT pg_advisory_lock(%s, %s)", lock)
            self.assertEqual(self.account._sync_shipments(), "busy")
            self.assertEqual(self.answer()["type"], "info")
            other.execute("SELECT pg_advisory_unlock(%s, %s)", lock)

    def test_orders_may_be_synchronised_meanwhile(self):
        with self.registry.cursor() as other:
            lock = (self.account._order_sync_lock(), self.account.id)
            other.execute("SELECT pg_advisory_lock(%s, %s)", lock)
            self.assertEqual(self.account._sync_shipments(), "done")
            other.execute("SELECT pg_advisory_unlock(%s, %s)", lock)

    def test_without_credentials_it_says_what_to_do(self):
        self.account.refresh_token = False
        with self.assertRaisesRegex(UserError, "refresh token"):
            self.account.action_sync_shipments()

    def test_only_managers_press_it(self):
        clerk = new_test_user(self.env, "clerk", groups="amazon_connector.group_amazon_user")
        with self.assertRaises(AccessError):
            self.account.with_user(clerk).action_sync_shipments()

    def test_a_manager_without_any_other_right_may(self):
        picking = self.shipped(self.mugs(1))
        manager = new_test_user(self.env, "manager", groups="amazon_connector.group_amazon_manager")
        self.account.with_user(manager).action_sync_shipments()
        self.assertEqual(picking.amazon_sync_state, "done")


class TestScheduled(RunCase):
    def test_what_is_tried_again_beside_a_parcel_that_amazon_is_at_is_planned_first(self):
        sale = self.sync(self.mugs(2))
        line = sale.order_line.filtered("amazon_is_goods")
        line.write({"product_uom_qty": 3, "price_unit": line.price_unit})
        picking = self.ship(sale)
        self.prepared(picking)._processing()
        picking._amazon_retry()
        self.assertEqual(picking.amazon_sync_state, "processing")
        self.account._sync_shipments()
        self.assertIn("beyond what Amazon expects", picking.amazon_sync_message)
        self.assertFalse(self.amazon.calls(CONFIRM))

    def test_a_validated_transfer_is_told_a_moment_later(self):
        before = len(self.triggers())
        picking = self.shipped(self.mugs(1))
        self.assertFalse(self.amazon.calls(CONFIRM), "never inside the clerk's click")
        self.assertGreater(len(self.triggers()), before)
        self.run_cron()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertTrue(self.account.shipments_checked_at)

    def test_a_warehouse_clerk_without_any_right_to_orders_ships(self):
        clerk = new_test_user(self.env, "warehouse", groups="stock.group_stock_user")
        picking = self.shipped(self.mugs(1), user=clerk)
        self.run_cron()
        self.assertEqual(picking.amazon_sync_state, "done")

    def test_one_account_in_trouble_stops_no_other(self):
        picking = self.shipped(self.mugs(1))
        broken = self._account(Simulator(), name="Broken", refresh_token="no")
        broken.shipments_checked_at = fields.Datetime.now() - timedelta(days=9)
        self.account.shipments_checked_at = fields.Datetime.now()
        sync = type(broken)._sync_shipments

        def break_down(account, *parts):
            if account == broken:
                raise ZeroDivisionError
            return sync(account, *parts)

        with patch.object(type(broken), "_sync_shipments", break_down):
            self.run_cron()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertIn("integrator", broken.shipments_sync_message)
        self.assertGreater(broken.next_shipments_sync, fields.Datetime.now())

    def test_accounts_that_are_not_connected_are_passed_over(self):
        self.account.refresh_token = False
        self.run_cron()
        self.assertFalse(self.account.shipments_sync_message)

    def test_when_the_time_is_up_the_next_run_goes_on(self):
        pickings = self.shipped(*(self.mugs(1) for _number in range(3)))
        self.assertEqual(self.account._sync_shipments(seconds=0), "more")
        self.assertEqual(self.states(pickings), ["pending"] * 3)
        self.assertEqual(self.account._sync_shipments(), "done")
        self.assertEqual(self.states(pickings), ["done"] * 3)

    def test_the_most_urgent_go_first(self):
        later, sooner = self.shipped(self.mugs(1)), self.shipped(self.mugs(1))
        self.account._prepare_shipments(float("inf"))
        now = fields.Datetime.now()
        later.sale_id.amazon_ship_by = now + timedelta(days=3)
        sooner.sale_id.amazon_ship_by = now + timedelta(days=1)
        self.assertEqual(self.account._shipments_to_send().picking_id, sooner + later)
        self.assertEqual(self.account._shipments_to_send()[0].picking_id, sooner)

    def test_a_transfer_that_breaks_down_holds_up_no_other(self):
        bad, good = self.shipped(self.mugs(1)), self.shipped(self.mugs(1))
        prepare = type(bad)._amazon_prepare_shipments

        def break_down(pickings):
            if bad in pickings:
                raise ZeroDivisionError
            return prepare(pickings)

        with patch.object(type(bad), "_amazon_prepare_shipments", break_down):
            self.run_cron()
            self.run_cron()
        self.assertEqual(good.amazon_sync_state, "done")
        self.assertIn("ZeroDivisionError", bad.amazon_sync_message)
        self.assertEqual(len(bad.activity_ids), 1, "somebody is told, once")
        self.run_cron()
        self.assertEqual(bad.amazon_sync_state, "done")


class TestTrouble(RunCase):
    def fails(self, times=1, **fault):
        self.amazon.fail(CONFIRM, times=times, **fault)
        with mute_logger(*LOGGERS):
            return self.account._sync_shipments()

    def test_one_shipment_in_trouble_is_tried_again_later_each_time(self):
        picking = self.shipped(self.mugs(1))
        waits = []
        for _time in range(3):
            self.assertEqual(self.fails(status=503), "done")
            shipment = self.shipments(picking)
            waits.append(shipment.next_try - fields.Datetime.now())
            self.due()
        self.assertEqual(waits, sorted(waits))
        self.assertEqual(shipment.tries, 3)
        self.assertTrue(shipment.message)
        self.assertEqual(self.account._sync_shipments(), "done")
        self.assertEqual(picking.amazon_sync_state, "done")

    def network_trouble(self, **fault):
        """Have three runs come to grief on the network, then tell Amazon, and all the while no one.

        Amazon hears of the shipment each time: only its answer gets lost.
        """
        self.account.responsible_user_ids = self.env.user
        order = self.mugs(1)
        picking = self.shipped(order)
        waits = []
        for _time in range(3):
            self.assertEqual(self.fails(**fault), "done")
            shipment = self.shipments(picking)
            self.assertEqual((shipment.state, shipment.failure_told), ("pending", False))
            waits.append((shipment.next_try - shipment.write_date).total_seconds())
            self.due()
        self.assertEqual(sorted(set(waits)), waits, "later each time")
        self.assertFalse(picking.activity_ids | self.account.activity_ids)
        self.assertEqual(self.account._sync_shipments(), "done")
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(len(self.packages(order)), 1)

    def test_an_answer_cut_off_by_the_network_is_nobodys_business(self):
        self.network_trouble(cutAfterBytes=1)

    def test_an_answer_that_takes_too_long_is_nobodys_business(self):
        impatient = partial(Client, timeout=1)
        with patch(f"{MODELS}.amazon_account.Client", impatient):
            self.network_trouble(delaySeconds=3)

    def test_it_does_not_hold_up_the_others(self):
        pickings = self.shipped(*(self.mugs(1) for _number in range(3)))
        self.fails(status=500)
        self.assertEqual(sorted(self.states(pickings)), ["done", "done", "pending"])

    def test_three_in_a_row_put_the_account_off(self):
        self.shipped(*(self.mugs(1) for _number in range(5)))
        self.assertEqual(self.fails(times=9, status=503), "failed")
        self.assertEqual(len(self.amazon.calls(CONFIRM)), 3)
        self.assertEqual(self.account.shipments_sync_failures, 1)
        self.assertGreater(self.account.next_shipments_sync, fields.Datetime.now())
        self.assertFalse(self.account.orders_sync_failures)

    def test_while_it_lasts_one_call_is_enough_and_the_pause_grows(self):
        self.shipped(*(self.mugs(1) for _number in range(5)))
        self.fails(times=20, status=503)
        first = self.account.next_shipments_sync
        self.due()
        self.account._sync_shipments()
        self.assertEqual(len(self.amazon.calls(CONFIRM)), 4)
        self.assertEqual(self.account.shipments_sync_failures, 2)
        self.assertGreater(self.account.next_shipments_sync, first)

    def test_the_cron_keeps_away_until_then(self):
        self.shipped(*(self.mugs(1) for _number in range(5)))
        self.fails(times=9, status=503)
        calls = len(self.amazon.calls())
        self.run_cron()
        self.assertEqual(len(self.amazon.calls()), calls)

    def test_over_it_leaves_nothing_behind(self):
        pickings = self.shipped(*(self.mugs(1) for _number in range(5)))
        self.fails(times=3, status=503)
        self.due()
        self.account._sync_shipments()
        self.assertEqual(self.states(pickings), ["done"] * 5)
        self.assertFalse(self.account.shipments_sync_message)
        self.assertFalse(self.account.shipments_sync_failures)
        self.assertFalse(any(self.shipments(pickings).mapped("message")))

    def test_refused_credentials_reach_the_responsible_once(self):
        self.account.responsible_user_ids = self.env.user
        self.shipped(self.mugs(1))
        self.account.refresh_token = "Atzr|revoked"
        for _time in range(2):
            self.assertEqual(self.account._sync_shipments(), "failed")
            self.due()
        self.account._sync_orders()
        self.assertEqual(len(self.account.activity_ids), 1)
        self.assertIn("refresh token", self.account.shipments_sync_message)

    def test_one_order_that_amazon_denies_holds_up_no_other(self):
        pickings = self.shipped(*(self.mugs(1) for _number in range(2)))
        self.assertEqual(self.fails(status=403), "done")
        self.assertEqual(sorted(self.states(pickings)), ["done", "pending"])

    def test_denied_whatever_it_asks_the_responsible_hear_of_it(self):
        self.account.responsible_user_ids = self.env.user
        self.shipped(self.mugs(1))
        self.assertEqual(self.fails(times=9, status=403), "failed")
        self.assertEqual(len(self.account.activity_ids), 1)

    def test_an_order_that_cannot_be_looked_up_holds_up_no_other(self):
        self.choose(by_feed=True)
        pickings = self.shipped(*(self.mugs(1) for _number in range(3)))
        self.amazon.fail_feed("fatal")
        self.account._sync_shipments()
        self.due()
        self.amazon.fail("getOrder", times=1, status=500)
        self.assertEqual(self.account._sync_shipments(), "done")
        self.assertEqual(sorted(self.states(pickings)), ["error", "error", "processing"])
        self.due()
        self.account._sync_shipments()
        self.assertEqual(self.states(pickings), ["error"] * 3)

    def test_a_shipment_that_breaks_down_holds_up_no_other(self):
        bad, good = self.shipped(self.mugs(1)), self.shipped(self.mugs(1))
        package = type(self.env["amazon.shipment"])._amazon_package

        def break_down(shipment):
            if shipment.picking_id == bad:
                raise ZeroDivisionError
            return package(shipment)

        with (
            patch.object(type(self.env["amazon.shipment"]), "_amazon_package", break_down),
            mute_logger(*LOGGERS),
        ):
            self.account._sync_shipments()
        self.assertEqual((bad + good).mapped("amazon_sync_state"), ["pending", "done"])
        self.assertIn("integrator", self.shipments(bad).message)

    def test_refused_while_orders_may_not_be_asked_for_it_waits_and_is_no_failure(self):
        self.amazon.refuse_tracking("BAD1")
        picking = self.shipped(self.mugs(1), tracking="BAD1")
        self.amazon.fail("getOrder", status=429, body="", headers={"retry-after": "90"}, times=1)
        self.account._sync_shipments()
        self.assertEqual(picking.amazon_sync_state, "pending")
        wait = self.shipments(picking).next_try - fields.Datetime.now()
        self.assertAlmostEqual(wait.total_seconds(), 90, delta=5)
        self.due()
        self.later(seconds=91)
        self.account._sync_shipments()
        self.assertEqual(picking.amazon_sync_state, "error")
