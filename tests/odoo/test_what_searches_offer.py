"""By what orders and sales are found and grouped, and what only developer mode shows."""

from contextlib import contextmanager
from types import SimpleNamespace

from lxml import etree
from odoo.http import _request_stack
from odoo.tests.common import TransactionCase, new_test_user
from odoo.tools.safe_eval import safe_eval

USER, MANAGER = (f"amazon_connector.group_amazon_{kind}" for kind in ("user", "manager"))
SELLERS = {
    "salesperson": "sales_team.group_sale_salesman",
    "bookkeeper": f"sales_team.group_sale_salesman_all_leads,{USER}",
    "sales manager": f"sales_team.group_sale_manager,{MANAGER}",
}
ALIKE = {"amazon_marketplace_id", "amazon_channel", "amazon_account_id"}
OF_AMAZON = {"amazon", "amazon_fbm", "amazon_fba"}


class TestSearches(TransactionCase):
    def offered(self, name, user):
        """Return what the search of an action offers: names of filters, and fields to group by."""
        action = self.env.ref(f"amazon_connector.action_amazon_{name}")
        model = self.env[action.res_model].with_user(user)
        views = model.get_views([(action.search_view_id.id, "search")])["views"]
        filters = etree.fromstring(views["search"]["arch"]).findall(".//filter")
        groups = {safe_eval(one.get("context") or "{}").get("group_by") for one in filters}
        return {one.get("name") for one in filters}, groups

    def test_orders_and_sales_by_marketplace_channel_account_state_and_day(self):
        states = {"unshipped", "partial", "shipped", "cancelled", "other_state"}
        due = {"amazon_late", "amazon_ship_today", "amazon_ship_week"}
        wanted = {
            "orders": (
                OF_AMAZON | due | {f"amazon_{state}" for state in states},
                ALIKE | {"amazon_state", "amazon_ship_by:day"},
            ),
            "sales": (OF_AMAZON, ALIKE),
        }
        for kind, groups in SELLERS.items():
            user = new_test_user(self.env, kind, groups=groups)
            for name, (filters, group_bys) in wanted.items():
                with self.subTest(user=kind, search=name):
                    found = self.offered(name, user)
                    self.assertLessEqual(filters, found[0])
                    self.assertLessEqual(group_bys, found[1])


class TestDeveloperMode(TransactionCase):
    @contextmanager
    def developer_mode(self, debug):
        _request_stack.push(SimpleNamespace(session=SimpleNamespace(debug=debug)))
        try:
            yield
        finally:
            _request_stack.pop()

    def shows_last_synchronisation(self, user):
        """Whether the tab of the orders shows « Last Order Synchronisation » to this user."""
        form = self.env["amazon.account"].with_user(user).get_view(view_type="form")["arch"]
        found = etree.fromstring(form).xpath(
            "//page[@name='orders']//field[@name='last_orders_sync'][not(@string)]"
        )
        return any(one.get("invisible") not in ("1", "True") for one in found)

    def test_it_alone_shows_the_last_order_synchronisation(self):
        for kind, group in (("user", USER), ("manager", MANAGER)):
            user = new_test_user(self.env, f"looking {kind}", groups=group)
            for debug in ("", "1"):
                with self.subTest(user=kind, debug=debug), self.developer_mode(debug):
                    self.assertEqual(self.shows_last_synchronisation(user), bool(debug))
