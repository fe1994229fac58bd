"""An order's status on Amazon as people read it, and how they find orders by it."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

from dateutil.relativedelta import relativedelta
from lxml import etree
from odoo import fields
from odoo.tools.safe_eval import safe_eval

from .common import AmazonCase
from .orders import an_order, changed
from .status_table import STATUSES


class AtGreenwich(datetime):
    """A moment as the domain of a filter knows it in the browser, for a user in UTC."""

    def to_utc(self):
        return self


class TestOrderState(AmazonCase):
    def test_it_follows_amazons_word(self):
        order = an_order()
        sale = self.sync(order)
        self.assertEqual((sale.amazon_status, sale.amazon_state), ("UNSHIPPED", "unshipped"))
        self.sync(changed(order, "SHIPPED"))
        self.assertEqual((sale.amazon_status, sale.amazon_state), ("SHIPPED", "shipped"))

    def test_a_word_that_nobody_knows_is_shown_as_it_is(self):
        sale = self.sync(an_order())
        sale.amazon_status = "HELD_AT_CUSTOMS"
        self.assertEqual(sale.amazon_state, "other")
        self.assertIn("HELD_AT_CUSTOMS", sale._amazon_picture().values())
        sale.amazon_status = False
        self.assertFalse(sale.amazon_state)
        self.assertIn("?", sale._amazon_picture().values())

    def test_each_status_that_amazon_is_known_to_tell_has_words(self):
        for status in STATUSES:
            words = self.env["sale.order"]._amazon_status_label(status)
            self.assertNotIn(words, ("?", status))

    def test_the_form_shows_amazons_own_word_only_where_there_is_no_other(self):
        form = etree.fromstring(self.env["sale.order"].get_view(view_type="form")["arch"])
        for name, hidden in (("amazon_status", "!="), ("amazon_state", "==")):
            shown = form.xpath(f"//field[@name='{name}'][not(@invisible='1')]")
            self.assertEqual(
                [one.get("invisible") for one in shown],
                [f"amazon_state {hidden} 'other'"] * 2,  # in the alert and on the tab
                name,
            )


class TestFilters(AmazonCase):
    def filters(self):
        view = self.env.ref("amazon_connector.action_amazon_orders").search_view_id
        arch = self.env["sale.order"].get_view(view.id, "search")["arch"]
        return {one.get("name"): one for one in etree.fromstring(arch).iter("filter")}

    def found(self, name):
        """Return which orders of the account a filter of the search finds."""
        names = {
            "datetime": SimpleNamespace(datetime=AtGreenwich, time=time),
            "context_today": date.today,
            "relativedelta": relativedelta,
        }
        domain = safe_eval(self.filters()[name].get("domain"), names)
        return self.sales_of_account().filtered_domain(domain)

    def sales_of_account(self):
        return self.env["sale.order"].search([("amazon_account_id", "=", self.account.id)])

    def test_each_status_is_found_by_its_filter(self):
        sales = self.sync(*(an_order() for _status in range(5)))
        names = ("unshipped", "partial", "shipped", "cancelled", "other_state")
        words = ("UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED", "HELD_AT_CUSTOMS")
        for sale, word in zip(sales, words):
            sale.amazon_status = word
        for sale, name in zip(sales, names):
            self.assertEqual(self.found(f"amazon_{name}"), sale, name)

    def test_what_is_to_leave_is_found_by_how_urgent_it_is(self):
        sales = self.sync(*(an_order() for _order in range(5)))
        late, today, soon, far, shipped = sales
        now = fields.Datetime.now()
        late.amazon_ship_by = shipped.amazon_ship_by = now - timedelta(hours=1)
        # Whatever the hour: the next moment is today's.
        today.amazon_ship_by = now + timedelta(seconds=30)
        soon.amazon_ship_by = now + timedelta(days=7)
        far.amazon_ship_by = now + timedelta(days=9)
        shipped.amazon_status = "SHIPPED"
        for name, found in (
            ("amazon_late", late),
            ("amazon_ship_today", late | today),
            ("amazon_ship_week", late | today | soon),
        ):
            self.assertEqual(self.found(name), found, name)
