"""The overview: each figure is the number of records in the list that it opens."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests.common import new_test_user

from .orders import an_item, an_order
from .shipping import ShippingCase

FIGURES = {
    "orders_today",
    "orders_week",
    "ship_today",
    "ship_late",
    "shipments_refused",
    "issues",
    "offers_without_product",
    "stock_differs",
}


class TestOverview(ShippingCase):
    def setUp(self):
        super().setUp()
        now = fields.Datetime.now()
        self.late, self.soon, self.refused, self.old, self.unknown = self.sync(
            *(an_order() for _order in range(4)), an_order(an_item("NOBODY-KNOWS"))
        )
        self.late.amazon_ship_by = now - timedelta(hours=1)
        # Whatever the hour: the next moment is today's.
        self.soon.amazon_ship_by = now + timedelta(seconds=30)
        (self.unknown | self.refused | self.old).amazon_ship_by = now + timedelta(days=9)
        (self.late | self.soon | self.refused | self.unknown).date_order = now
        self.old.date_order = now - timedelta(days=30)
        self.prepared(self.ship(self.refused))._refused("Amazon does not know this carrier.", "No")
        self.env["amazon.stock.figure"].create(
            {
                "account_id": self.account.id,
                "location_id": self.account.location_id.id,
                "stock_pool": "EU",
                "sku": "MUG-BLUE",
                "product_id": self.mug.id,
                "day": now.date(),
                "taken_at": now,
                "is_current": True,
                "sellable": 50,
            }
        )

    def figures(self, account=None):
        account = account or self.account
        self.env.flush_all()
        self.env.invalidate_all()
        return {one["name"]: one for one in account.overview_figures}

    def counts(self):
        return {name: figure["count"] for name, figure in self.figures().items()}

    def test_each_figure_counts_what_is_there(self):
        self.assertEqual(
            self.counts(),
            {
                "orders_today": 4,
                "orders_week": 4,
                "ship_today": 1,
                "ship_late": 1,
                "shipments_refused": 1,
                "issues": 1,
                "offers_without_product": 1,
                "stock_differs": 1,
            },
        )

    def test_each_figure_opens_the_list_of_what_it_counts(self):
        for name, count in self.counts().items():
            window = self.account.action_open_overview(name)
            listed = self.env[window["res_model"]].search(window["domain"])
            self.assertEqual(len(listed), count, name)
            self.assertIn(self.account.name, window["display_name"])

    def test_another_accounts_work_is_not_counted(self):
        other = self.account.copy({"name": "Another shop"})
        self.assertEqual({one["count"] for one in self.figures(other).values()}, {0})
        self.assertEqual(set(self.figures(other)), FIGURES)

    def test_what_is_done_is_not_counted_any_more(self):
        self.late.picking_ids.amazon_sync_state = "done"
        self.soon._action_cancel()
        counts = self.counts()
        self.assertEqual([counts["ship_late"], counts["ship_today"]], [0, 0])
        self.assertEqual(counts["orders_today"], 3)

    def test_ten_cards_take_as_many_queries_as_one(self):
        others = [self.account.copy({"name": f"Shop {number}"}) for number in range(9)]
        few, many = (
            self.queries(self.env["amazon.account"].union(self.account, *more))
            for more in ([], others)
        )
        self.assertLessEqual(many, few)
        self.assertLess(few, 40)

    def queries(self, accounts):
        """Return how many queries the cards of these accounts take."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        accounts.mapped("overview_figures")
        accounts.mapped("condition_message")
        return self.env.cr.sql_log_count - before

    def test_the_chart_shows_last_week_and_this_one_day_by_day(self):
        self.old.date_order = fields.Datetime.now() - timedelta(days=7)
        last_week, this_week = self.account.overview_days[:7], self.account.overview_days[7:]
        for week, is_this, count in ((last_week, False, 1), (this_week, True, 4)):
            self.assertEqual({day["is_this_week"] for day in week}, {is_this})
            self.assertEqual((len(week), sum(day["count"] for day in week)), (7, count))
        (today,) = (day for day in this_week if day["is_today"])
        self.assertEqual(today["count"], 4)

    def test_an_order_counts_on_the_day_where_the_user_is(self):
        self.old.date_order = "2026-05-03 22:30:00"  # Monday in Paris, Sunday in London
        moment = fields.Datetime.to_datetime("2026-05-04 06:00:00")
        overview = type(self.account)
        for zone, day in (
            ("Europe/Paris", "Monday 4 May"),
            ("Europe/London", "Sunday 3 May"),
        ):
            account = self.account.with_context(tz=zone)
            self.env.invalidate_all()
            with (
                patch.object(overview, "_week_start", lambda _account: 0),
                patch.object(fields.Date, "context_today", lambda _record: moment.date()),
                patch(
                    "odoo.addons.amazon_connector.models.amazon_account_overview.local_midnight",
                    lambda _env, days=0: moment + timedelta(days),
                ),
            ):
                busy = [one["date"] for one in account.overview_days if one["count"]]
            self.assertEqual(busy, [day], zone)

    def test_a_word_and_a_sentence_say_how_the_account_is(self):
        def condition():
            self.env.flush_all()
            self.env.invalidate_all()
            return self.account.condition, self.account.condition_message

        self.assertEqual(condition()[0], "attention")
        self.assertIn("refuses shipments", condition()[1])
        self.account.orders_sync_failures = 1
        self.account.orders_sync_message = "Amazon cannot be reached."
        self.assertEqual(condition(), ("trouble", "Amazon cannot be reached."))
        self.account.action_stop_orders()
        self.assertEqual(condition()[0], "off")
        self.assertIn("stopped by hand", condition()[1])
        self.account.refresh_token = False
        self.assertEqual(condition()[0], "unconnected")
        new = self._account(self.amazon, name="New", marketplace_ids=self.marketplace.ids)
        self.assertEqual(new.condition, "attention")
        self.assertIn("no exchange rate for PLN", new.condition_message)
        self.env["res.currency.rate"].create(
            {"currency_id": self.marketplace.currency_id.id, "rate": 4.25, "name": "2026-01-01"}
        )
        new.invalidate_recordset()
        self.assertEqual(new.condition, "working")
        new.orders_checked_at = fields.Datetime.now()
        new.invalidate_recordset()
        self.assertEqual(new.condition, "well")

    @property
    def marketplace(self):
        return self.env.ref("amazon_connector.marketplace_pl")

    def test_who_may_not_open_a_list_sees_its_figure_all_the_same(self):
        user = new_test_user(
            self.env, "looks", groups="base.group_user,amazon_connector.group_amazon_user"
        )
        theirs = self.figures(self.account.with_user(user))
        self.assertEqual({name: one["count"] for name, one in theirs.items()}, self.counts())
        closed = {name for name, one in theirs.items() if not one["opens"]}
        self.assertEqual(closed, {"orders_today", "orders_week", "ship_today", "ship_late"})

    def test_another_companys_accounts_have_no_card(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        user = new_test_user(
            self.env,
            "elsewhere",
            groups="base.group_user,amazon_connector.group_amazon_user",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.assertNotIn(self.account, self.env["amazon.account"].with_user(user).search([]))

    def test_the_overview_is_the_apps_first_screen(self):
        menus = self.env.ref("amazon_connector.menu_amazon").child_id.sorted("sequence")
        action = self.env.ref("amazon_connector.action_amazon_overview")
        self.assertEqual(menus[0].action, action)
        self.assertEqual(action.views[0][1], "kanban")


class TestAmazonSales(ShippingCase):
    def test_odoos_analysis_knows_marketplace_channel_and_account(self):
        sale = self.sync(an_order())
        self.env.flush_all()
        ours = [("amazon_account_id", "=", self.account.id)]
        ((marketplace, channel, total),) = self.env["sale.report"]._read_group(
            ours, ["amazon_marketplace_id", "amazon_channel"], ["price_total:sum"]
        )
        self.assertEqual((marketplace, channel), (sale.amazon_marketplace_id, "fbm"))
        self.assertAlmostEqual(total, sale.amount_total)
        window = self.env.ref("amazon_connector.action_amazon_sales")
        self.assertEqual([kind for _view, kind in window.views], ["graph", "pivot"])
