"""What left late and what Amazon has not confirmed: figures of each account and a report."""

from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests.common import new_test_user

from .common import Simulator
from .orders import an_order
from .shipping import ShippingCase


class PunctualityCase(ShippingCase):
    def setUp(self):
        super().setUp()
        self.env.user.tz = "Europe/Paris"
        # Wednesday noon: figures of the week do not depend on the day of the test.
        self.now = self.freeze("2026-05-06 12:00:00")

    def freeze(self, moment):
        frozen = freeze_time(moment)
        frozen.start()
        self.addCleanup(frozen.stop)
        return fields.Datetime.to_datetime(moment)

    def shipment(self, ship_by, left=None, sync_state=None):
        """Bring an order in whose goods are due, and left, so many hours from now."""
        sale = self.sync(an_order())
        sale.amazon_ship_by = self.now + timedelta(hours=ship_by)
        picking = self.transfer(sale)
        if left is not None:
            self.ship(sale)
            picking.date_done = self.now + timedelta(hours=left)
        picking.amazon_sync_state = sync_state
        return picking

    def rows(self):
        self.env.flush_all()
        report = self.env["amazon.punctuality"]
        report.invalidate_model()  # what was read before is as it was then
        return report.search([("account_id", "=", self.account.id)])


class TestPunctuality(PunctualityCase):
    def test_what_is_late_and_what_is_unconfirmed(self):
        cases = [
            # due, left, state: late, unconfirmed
            (-24, -30, "done", (0, 0)),
            (-24, -20, "done", (1, 0)),
            (-24, None, None, (1, 0)),
            (-24, None, "done", (0, 0)),
            # Amazon was not told though its date is past.
            (-24, -30, "pending", (1, 1)),
            (-24, -30, "error", (1, 1)),
            (-24, -20, "error", (1, 1)),
            (-2, -3, "pending", (1, 0)),
            # Done past all hooks, and nobody told Amazon.
            (-24, -30, None, (1, 1)),
            (-24, -20, None, (1, 1)),
            (-2, -3, None, (1, 0)),
            (24, -1, "done", (0, 0)),
            (24, -30, "pending", (0, 1)),
        ]
        for due, left, state, told in cases:
            with self.subTest(due=due, left=left, state=state):
                picking = self.shipment(due, left, state)
                [row] = self.rows().filtered(lambda one, wanted=picking: one.picking_id == wanted)
                self.assertEqual((row.late, row.unconfirmed), told)

    def test_what_amazon_need_not_hear_of_is_not_unconfirmed(self):
        shipped, cancelled, gift = (self.shipment(-24, -30) for _number in range(3))
        shipped.sale_id.amazon_status = "SHIPPED"
        cancelled.sale_id.amazon_status = "CANCELLED"
        gift.move_ids.sale_line_id.amazon_item_ref = False
        self.assertEqual(self.rows().mapped("unconfirmed"), [0, 0, 0])
        self.assertEqual(self.rows().mapped("late"), [0, 0, 0])

    def test_what_is_not_due_yet_or_never_left_does_not_count(self):
        self.shipment(24)
        self.shipment(-24).action_cancel()
        self.assertFalse(self.rows())

    def test_the_account_shows_this_week_and_the_last(self):
        for hours in (-1, -2, -20):
            self.shipment(hours, hours - 1, "done")
        self.shipment(-10)
        self.shipment(2, -5, "pending")
        self.shipment(-24 * 7, -24 * 7 - 1, "done")
        self.shipment(-24 * 14, -24, "pending")
        self.env.flush_all()
        account = self.account
        this_week = (account.due_this_week, account.late_this_week, account.late_rate_this_week)
        self.assertEqual(this_week, (5, 1, 20.0))
        last_week = (account.due_last_week, account.late_last_week, account.late_rate_last_week)
        self.assertEqual(last_week, (1, 0, 0.0))
        self.assertEqual((account.unconfirmed_this_week, account.unconfirmed_last_week), (1, 0))
        self.assertTrue(account.too_late_this_week and not account.too_late_last_week)

    def due_by_week(self, language, zone):
        """Return what a user of this language, in this time zone, reads: due this week, and last.

        No cache is emptied in between: each reader has figures of their own.
        """
        self.env.flush_all()
        account = self.account.with_context(lang=language, tz=zone)
        return account.due_this_week, account.due_last_week

    def test_the_week_begins_as_the_users_language_has_it(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.shipment(-24 * 3, -24 * 3 - 1, "done")  # on Sunday
        self.assertEqual(self.due_by_week("en_US", "Europe/Paris"), (1, 0))
        self.assertEqual(self.due_by_week("fr_FR", "Europe/Paris"), (0, 1))

    def test_the_week_begins_at_midnight_where_the_user_is(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.shipment(-61.5, -62, "done")  # On Sunday, at 22:30 in UTC: in Paris on Monday.
        self.assertEqual(self.due_by_week("fr_FR", "Europe/Paris"), (1, 0))
        self.assertEqual(self.due_by_week("fr_FR", "UTC"), (0, 1))

    def test_the_next_week_begins_at_midnight_where_the_user_is(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.shipment(-24, -25, "done")
        self.freeze("2026-05-10 22:30:00")
        self.assertEqual(self.due_by_week("fr_FR", "UTC"), (1, 0))
        self.assertEqual(self.due_by_week("fr_FR", "Europe/Paris"), (0, 1))

    def test_an_account_without_shipments_is_fine(self):
        self.assertEqual((self.account.due_this_week, self.account.late_rate_last_week), (0, 0))
        self.assertFalse(self.account.too_late_this_week)

    def test_the_report_tells_rates_by_week_account_and_marketplace(self):
        for left in (-30, -30, -30, -20):
            self.shipment(-24, left, "done")
        self.env.flush_all()
        [(week, account, marketplace, late, rate, count)] = self.env[
            "amazon.punctuality"
        ]._read_group(
            [("account_id", "=", self.account.id)],
            ["ship_by:week", "account_id", "marketplace_id"],
            ["late:sum", "late_rate:avg", "__count"],
        )
        self.assertTrue(week)
        self.assertEqual(account, self.account)
        self.assertEqual(marketplace.code, "FR")
        self.assertEqual((late, rate, count), (1, 25.0, 4))

    def test_rates_of_groups_are_means_not_sums(self):
        [told] = self.env["amazon.punctuality"].fields_get(["late_rate"]).values()
        self.assertEqual(told.get("aggregator") or told.get("group_operator"), "avg")

    def test_it_is_told_to_amazons_users_of_the_company_only(self):
        self.shipment(-24)
        self.env.flush_all()
        user = new_test_user(self.env, "reader", groups="amazon_connector.group_amazon_user")
        report = self.env["amazon.punctuality"].with_user(user)
        ours = [("account_id", "=", self.account.id)]
        self.assertEqual(report.search_count(ours), 1)
        other = self.env["res.company"].create({"name": "Another company"})
        user.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.assertEqual(report.with_context(allowed_company_ids=other.ids).search_count(ours), 0)
        clerk = new_test_user(self.env, "clerk", groups="stock.group_stock_user")
        with self.assertRaises(AccessError):
            self.env["amazon.punctuality"].with_user(clerk).search([])

    def test_many_accounts_cost_no_more_queries_than_one(self):
        accounts = self.account | self._account(Simulator(self.region, self.marketplaces))
        self.account.read(["late_this_week"])
        self.env.flush_all()
        for some in (self.account, accounts):
            some.invalidate_recordset()
            some.mapped("name")
            with self.assertQueryCount(2):
                some.mapped("late_this_week")

    def test_the_button_opens_the_accounts_report(self):
        action = self.account.action_open_punctuality()
        self.assertEqual(action["domain"], [("account_id", "=", self.account.id)])
        picking = self.shipment(-24)
        [row] = self.rows()
        self.assertEqual(row.action_open_transfer()["res_id"], picking.id)


class TestWhenAmazonWasTold(PunctualityCase):
    """Late is what Amazon calls late: what it was told after its date, whenever it left."""

    def left(self, tracking="6A1"):
        """Ship goods that Amazon wants to have left by midnight."""
        sale = self.sync(an_order())
        sale.amazon_ship_by = self.now + timedelta(hours=12)
        return self.ship(sale, tracking=tracking)

    def tell(self):
        self.account.next_shipments_sync = False
        self.account._sync_shipments()

    def figures(self, picking):
        [row] = self.rows().filtered(lambda one: one.picking_id == picking)
        return row.late, row.unconfirmed

    def next_morning(self):
        return self.freeze("2026-05-07 10:00:00")

    def test_refused_in_time_and_corrected_the_next_morning_is_late(self):
        self.amazon.refuse_tracking("BAD1")
        picking = self.left("BAD1")
        self.tell()
        self.assertEqual((picking.amazon_sync_state, self.figures(picking)), ("error", (0, 0)))
        morning = self.next_morning()
        self.assertEqual(self.figures(picking), (1, 1))
        picking.carrier_tracking_ref = "6A1"
        self.tell()
        self.assertEqual((picking.amazon_sync_state, self.figures(picking)), ("done", (1, 0)))
        self.assertEqual(self.rows().told_at, morning)

    def test_told_in_time_and_corrected_the_next_morning_is_not(self):
        picking = self.left()
        self.tell()
        self.next_morning()
        picking.carrier_tracking_ref = "6A2"
        self.assertEqual(self.figures(picking), (0, 1))
        self.tell()
        self.assertEqual((picking.amazon_sync_state, self.figures(picking)), ("done", (0, 0)))
        self.assertEqual(self.rows().told_at, self.now)

    def test_what_others_told_amazon_counts_by_when_it_left(self):
        picking = self.left()
        self.prepared(picking)
        self.next_morning()
        self.assertEqual(self.figures(picking), (1, 1))
        picking.amazon_shipment_ids._confirmed()
        self.assertEqual(self.figures(picking), (0, 0))

    def test_what_a_feed_tells_counts_by_when_the_feed_was_sent(self):
        picking = self.left()
        feed = self.env["amazon.feed"].create({"account_id": self.account.id})
        self.prepared(picking)._processing(feed_id=feed.id)
        morning = self.next_morning()
        self.assertEqual(self.figures(picking), (1, 1))
        feed.sent_at = self.now
        self.assertEqual(self.figures(picking), (0, 1), "Amazon is at it since yesterday")
        feed.sent_at = morning
        picking.amazon_shipment_ids._confirmed()
        self.assertEqual(self.figures(picking), (1, 0))

    def test_what_left_beyond_the_order_is_late_for_nobody(self):
        picking = self.left()
        self.tell()
        beyond = {"picking_id": picking.id, "state": "error", "message": "One too many."}
        self.env["amazon.shipment"].create(beyond)
        self.next_morning()
        self.assertEqual(self.figures(picking), (0, 1))
