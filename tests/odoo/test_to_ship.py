"""The list « To ship »: what waits for Amazon's buyers, the most urgent first."""

from datetime import timedelta

from freezegun import freeze_time
from lxml import etree
from odoo import fields
from odoo.tests.common import new_test_user
from odoo.tools.safe_eval import safe_eval

from .orders import an_order
from .shipping import ShippingCase


class TestToShip(ShippingCase):
    def setUp(self):
        super().setUp()
        self.action = self.env.ref("amazon_connector.action_amazon_to_ship")
        self.domain = safe_eval(self.action.domain)

    def order_due_in(self, hours):
        sale = self.sync(an_order())
        sale.amazon_ship_by = hours and fields.Datetime.now() + timedelta(hours=hours)
        return sale

    def transfers(self, sales):
        return self.env["stock.picking"].browse(sale.picking_ids.id for sale in sales)

    def shown(self, kind="list", user=None):
        """Return the view that the menu opens, as its reader gets it.

        :param kind: "list", which 17.0 calls a tree, or "kanban"
        """
        views = {"list" if kind == "tree" else kind: view for view, kind in self.action.views}
        transfers = self.env["stock.picking"].with_user(user or self.env.user)
        return etree.fromstring(transfers.get_view(views[kind])["arch"])

    def listed(self, user=None, kind="list"):
        """Return what the menu's list shows of this test's orders, in the order of the view."""
        transfers = self.env["stock.picking"].with_user(user or self.env.user)
        ours = [("sale_id.amazon_account_id", "=", self.account.id)]
        order = self.shown(kind, user).get("default_order")
        return transfers.search(self.domain + ours, order=order)

    def test_the_menu_opens_the_list_and_the_kanban_is_one_click_away(self):
        kinds = [kind for _view, kind in self.action.views]
        self.assertIn(kinds[0], ("list", "tree"))
        self.assertEqual(kinds[1], "kanban")
        menus = ("menu_amazon_to_ship", "menu_stock_amazon_to_ship")
        for menu in menus:
            self.assertEqual(self.env.ref(f"amazon_connector.{menu}").action, self.action)

    def test_the_most_urgent_stands_first_and_what_has_no_date_last(self):
        undated, soon, late, later = map(self.order_due_in, (None, 1, -30, 100))
        order = [late, soon, later, undated]
        for kind in ("list", "kanban"):
            self.assertEqual(self.listed(kind=kind), self.transfers(order), kind)

    def test_late_ones_are_red(self):
        late, today, told = map(self.order_due_in, (-1, 0, -1))
        # Whatever the hour: the next moment is today's.
        today.amazon_ship_by = fields.Datetime.now() + timedelta(seconds=30)
        told.picking_ids.amazon_sync_state = "done"
        red = {
            "rows": self.shown(),
            "badges": self.shown().find(".//field[@name='amazon_urgency']"),
            "cards": self.shown("kanban").find(".//templates//field[@name='amazon_urgency']"),
        }
        self.assertEqual(red["cards"].get("widget"), "badge")
        for what, node in red.items():
            for sale in (late, today, told):
                values = {"amazon_urgency": sale.picking_ids.amazon_urgency}
                is_red = safe_eval(node.get("decoration-danger"), values)
                self.assertEqual(is_red, sale == late, what)

    def test_forms_and_lists_of_transfers_show_by_when_they_are_to_leave(self):
        own = [self.shown(), self.shown("kanban").find(".//templates")]
        general = [
            etree.fromstring(self.env["stock.picking"].get_view(view_type=kind)["arch"])
            for kind in ("form", self.action.views[0][1])
        ]
        for view in own + general:
            fields_shown = view.findall(".//field[@name='amazon_ship_by']")
            self.assertEqual(len(fields_shown), 1)
            self.assertFalse(fields_shown[0].get("column_invisible"))

    def test_a_word_says_how_urgent_it_is(self):
        late, later, undated = map(self.order_due_in, (-1, 48, None))
        words = [sale.picking_ids.amazon_urgency for sale in (late, later, undated)]
        self.assertEqual(words, ["late", "later", False])
        late.picking_ids.amazon_sync_state = "done"
        self.assertEqual(late.picking_ids.amazon_urgency, "told")

    def test_today_is_where_the_user_is(self):
        picking = self.order_due_in(0).picking_ids
        # At 20:30 in Paris; in Tokyo the next day has begun.
        moment = fields.Datetime.to_datetime("2026-05-02 18:30:00")
        picking.sale_id.amazon_ship_by = "2026-05-02 21:30:00"
        self.freeze(moment)
        for zone, word in (("Europe/Paris", "today"), ("Europe/Athens", "later")):
            there = picking.with_context(tz=zone)
            there.invalidate_recordset(["amazon_urgency"])
            self.assertEqual(there.amazon_urgency, word, zone)

    def test_what_left_or_was_cancelled_or_comes_back_is_not_listed(self):
        left, cancelled, waits = (self.order_due_in(5) for _number in range(3))
        out = self.ship(left)
        cancelled.picking_ids.action_cancel()
        wizard = self.env["stock.return.picking"].with_context(
            active_id=out.id, active_ids=out.ids, active_model="stock.picking"
        )
        returning = wizard.create({"picking_id": out.id})
        returning.product_return_moves.quantity = 1
        create = getattr(returning, "action_create_returns", None) or returning.create_returns
        create()
        self.assertEqual(len(left.picking_ids), 2, "goods come back")
        self.assertEqual(self.listed(), waits.picking_ids)

    def test_other_shops_transfers_are_not_listed(self):
        self.assertFalse(self.listed())
        sale = self.order_due_in(5)
        sale.amazon_order_ref = False
        self.assertFalse(self.listed())

    def test_of_several_steps_one_is_listed(self):
        warehouse = self.account.warehouse_id
        warehouse.delivery_steps = "pick_ship"
        sale = self.order_due_in(5)
        first = self.listed()
        self.assertEqual(len(first), 1)
        if len(sale.picking_ids) > 1:  # 17.0 makes all steps at once
            self.assertEqual(first.location_dest_id.usage, "customer")
        else:
            self.validate(first)
            self.assertEqual(self.listed().location_dest_id.usage, "customer")

    def test_who_works_in_the_warehouse_can_use_it(self):
        sale = self.order_due_in(5)
        clerk = new_test_user(self.env, "clerk", groups="stock.group_stock_user")
        listed = self.listed(clerk)
        self.assertEqual(listed.ids, sale.picking_ids.ids)
        self.assertTrue(self.shown(user=clerk).findall(".//field[@name='amazon_urgency']"))
        self.assertIn(listed.read(["amazon_urgency"])[0]["amazon_urgency"], ("today", "later"))
        menus = self.env["ir.ui.menu"].with_user(clerk)._visible_menu_ids()
        self.assertIn(self.env.ref("amazon_connector.menu_stock_amazon_to_ship").id, menus)

    def freeze(self, moment):
        frozen = freeze_time(moment)
        frozen.start()
        self.addCleanup(frozen.stop)
