"""Amazon's own figures beside Odoo's: read, compared, kept, and told of."""

from datetime import timedelta
from unittest.mock import patch

from lxml import etree
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests.common import new_test_user
from odoo.tools.safe_eval import safe_eval

from .common import Simulator, WarehouseCase
from .orders import FRANCE, GERMANY, UNITED_KINGDOM, an_item, an_order


class StockFiguresCase(WarehouseCase):
    marketplaces = (FRANCE, GERMANY, UNITED_KINGDOM)

    def put_here(self, product, quantity, location=None, **values):
        self.env["stock.quant"]._update_available_quantity(
            product, location or self.location, quantity, **values
        )

    def an_offer(self, sku, place=None):
        """Return a new offer of the mug, a French one unless said otherwise."""
        place = place or self.account.marketplace_ids.filtered(lambda one: one.code == "FR")
        return self.env["amazon.offer"].create(
            {
                "account_id": self.account.id,
                "product_id": self.mug.id,
                "sku": sku,
                "marketplace_id": place.id,
            }
        )

    def compare(self, account=None):
        outcome = (account or self.account)._compare_stock()
        self.assertEqual(outcome, "done")

    def figure(self, sku="MUG-BLUE", **key):
        domain = [("sku", "=", sku), ("is_current", "=", True)]
        domain += [(name, "=", value) for name, value in key.items()]
        line = self.env["amazon.stock.figure"].search(domain)
        line.ensure_one()
        return line

    def figures(self, sku="MUG-BLUE"):
        """Return (Amazon's, Odoo's, the difference, the result)."""
        line = self.figure(sku)
        return line.amazon_quantity, line.odoo_quantity, line.difference, line.state


class TestFigures(StockFiguresCase):
    def test_stand_beside_each_other(self):
        self.amazon.put_stock(
            "MUG-BLUE", sellable=7, inboundShipped=2, inboundReceiving=1, inboundWorking=50,
            reserved=3, unsellable=4, researching=1,
        )  # fmt: skip
        self.put_here(self.mug, 20)
        self.compare()
        line = self.figure()
        self.assertEqual(
            (line.sellable, line.inbound, line.reserved, line.unsellable, line.researching),
            (7, 3, 3, 4, 1),
        )
        self.assertEqual(line.planned, 50)
        self.assertEqual(self.figures(), (18, 20, 2, "more"))
        self.assertEqual(line.product_id, self.mug)

    def test_agree_after_a_sale_of_amazons(self):
        self.amazon.put_stock("MUG-BLUE", sellable=10)
        self.put_here(self.mug, 10)
        order = an_order(
            an_item(quantity=3, total="36.00"), total="36.00", fulfilled_by="AMAZON",
            status="SHIPPED",
        )  # fmt: skip
        order["orderItems"][0]["fulfillment"] = {"quantityFulfilled": 3, "quantityUnfulfilled": 0}
        self.sync(order)
        self.compare()
        self.assertEqual(self.figures(), (7, 7, 0, "same"))

    def test_a_pool_counts_once_however_many_marketplaces_tell_it(self):
        self.amazon.put_stock("MUG-BLUE", sellable=10)
        self.compare()
        self.assertEqual(self.figures()[0], 10)
        self.assertEqual(len(self.amazon.calls("getInventorySummaries")), 3)

    def test_britains_pool_has_a_line_of_its_own_and_shares_odoos_quantity(self):
        self.amazon.put_stock("MUG-BLUE", sellable=10)
        self.amazon.put_stock("MUG-BLUE", UNITED_KINGDOM, sellable=4)
        self.put_here(self.mug, 13)
        self.compare()
        europe, britain = self.figure(stock_pool="EU"), self.figure(stock_pool="GB")
        self.assertEqual((europe.odoo_quantity, europe.difference), (9, -1))
        self.assertEqual((britain.odoo_quantity, britain.difference), (4, 0))

    def test_a_location_of_its_own_is_compared_by_itself(self):
        other = self.location.copy({"name": "Amazon Britain"})
        britain = self.account.marketplace_ids.filtered(lambda one: one.code == "UK")
        self.account.marketplace_setting_ids = [
            (0, 0, {"marketplace_id": britain.id, "location_id": other.id})
        ]
        self.amazon.put_stock("MUG-BLUE", sellable=10)
        self.amazon.put_stock("MUG-BLUE", UNITED_KINGDOM, sellable=4)
        self.put_here(self.mug, 10)
        self.put_here(self.mug, 4, other)
        self.compare()
        self.assertEqual(self.figure(location_id=self.location.id).state, "same")
        self.assertEqual(self.figure(location_id=other.id).odoo_quantity, 4)

    def test_two_skus_of_one_product_share_its_quantity(self):
        self.an_offer("MUG-2")
        self.amazon.put_stock("MUG-BLUE", sellable=10)
        self.amazon.put_stock("MUG-2", sellable=5)
        self.put_here(self.mug, 17)
        self.compare()
        self.assertEqual(self.figures("MUG-2"), (5, 5, 0, "same"))
        self.assertEqual(self.figures("MUG-BLUE"), (10, 12, 2, "more"))

    def test_accounts_that_share_a_location_share_its_quantity(self):
        amazon = Simulator("na", ("ATVPDKIKX0DER",))
        other = self._account(amazon, name="America")
        self.amazon.put_stock("MUG-BLUE", sellable=10)
        amazon.put_stock("MUG-BLUE", sellable=5)
        self.put_here(self.mug, 15)
        self.compare()
        self.compare(other)
        for account in (self.account, other):
            self.assertEqual(self.figure(account_id=account.id).state, "same")

    def test_a_kit_counts_as_often_as_its_components_suffice(self):
        plate, kit = self._product("PLATE"), self._product("KIT")
        parts = [{"product_id": self.mug.id, "product_qty": 2}, {"product_id": plate.id}]
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [(0, 0, part) for part in parts],
            }
        )
        self.amazon.put_stock("KIT", sellable=3)
        self.put_here(self.mug, 9)
        self.put_here(plate, 5)
        self.compare()
        self.assertEqual(self.figures("KIT"), (3, 4, 1, "more"))

    def test_a_sku_without_a_product_says_so(self):
        self.amazon.put_stock("NOBODY-KNOWS", sellable=3)
        self.compare()
        self.assertEqual(self.figures("NOBODY-KNOWS"), (3, 0, -3, "no_product"))

    def test_what_amazon_no_longer_tells_it_no_longer_has(self):
        self.sync(an_order(fulfilled_by="AMAZON"))
        self.put_here(self.mug, 3)
        self.compare()
        mug = self.figure()
        self.assertEqual((mug.amazon_quantity, mug.reserved), (1, 1))
        figures = self.env["amazon.stock.figure"]
        figures._note(self.account, self.location, "EU", {})
        figures._compare(self.location)
        self.assertEqual(self.figures(), (0, 3, 3, "more"))

    def test_what_cannot_be_read_stays_as_it_was(self):
        self.amazon.put_stock("MUG-BLUE", sellable=10)
        self.compare()
        for unreadable in ({"MUG-BLUE"}, {""}):
            self.env["amazon.stock.figure"]._note(self.account, self.location, "EU", {}, unreadable)
            self.assertEqual(self.figures()[0], 10)

    def test_goods_that_amazon_tells_of_nowhere_are_shown(self):
        self.an_offer("MUG-BLUE")
        self.put_here(self.mug, 6)
        self.compare()
        self.assertEqual(self.figures(), (0, 6, 6, "more"))

    def test_what_is_negative_in_odoo_is_found_by_a_filter(self):
        self.amazon.put_stock("MUG-BLUE", sellable=1)
        self.put_here(self.mug, -2)
        self.compare()
        self.assertEqual(self.figures(), (1, -2, -3, "less"))
        arch = etree.fromstring(self.figure().get_view(view_type="search")["arch"])
        [domain] = arch.xpath("//filter[@name='negative']/@domain")
        self.assertEqual(self.figure().search(safe_eval(domain)), self.figure())

    def test_the_offer_shows_them(self):
        offer = self.an_offer("MUG-BLUE")
        self.amazon.put_stock("MUG-BLUE", sellable=10, unsellable=2)
        self.put_here(self.mug, 13)
        self.compare()
        offer.invalidate_recordset()
        self.assertEqual((offer.fba_sellable, offer.fba_unsellable), (10, 2))
        self.assertEqual((offer.fba_quantity, offer.fba_odoo_quantity), (12, 13))
        window = offer.action_open_stock()
        self.assertEqual(self.env["amazon.stock.figure"].search(window["domain"]), self.figure())


class TestHistory(StockFiguresCase):
    def on(self, days):
        """Let it be so many days later."""
        day = fields.Date.today() + timedelta(days=days)
        return patch.object(fields.Date, "context_today", staticmethod(lambda *_args: day))

    def test_a_day_has_one_line_and_another_day_another(self):
        self.amazon.put_stock("MUG-BLUE", sellable=10)
        self.compare()
        self.amazon.lose("MUG-BLUE", 2)
        self.compare()
        with self.on(1):
            self.amazon.lose("MUG-BLUE")
            self.compare()
        lines = self.env["amazon.stock.figure"].search([("sku", "=", "MUG-BLUE")], order="day")
        self.assertEqual(lines.mapped("amazon_quantity"), [8, 7])
        self.assertEqual(lines.mapped("is_current"), [False, True])
        window = lines[0].action_open_history()
        self.assertEqual(self.env["amazon.stock.figure"].search(window["domain"]), lines)
        self.assertIn('"y": -7', lines[1].history_graph)

    def test_a_graph_shows_amazons_and_odoos_figures_day_by_day(self):
        self._product("PLATE")
        self.amazon.put_stock("MUG-BLUE", sellable=10)
        self.amazon.put_stock("PLATE", sellable=4)
        self.put_here(self.mug, 10)
        self.compare()
        with self.on(1):
            self.amazon.lose("MUG-BLUE", 3)
            self.compare()
        lines = self.env["amazon.stock.figure"].search([("is_current", "=", True)])
        window = lines.action_open_history()
        graph = etree.fromstring(lines.get_view(view_type="graph")["arch"])
        [day] = graph.xpath("//field[@interval]")
        [measure] = graph.xpath("//field[@type='measure']/@name")
        self.assertEqual((window["view_mode"][:5], measure), ("graph", "difference"))
        self.assertEqual(window["context"]["graph_groupbys"], ["day:day", "sku"])
        groups = lines._read_group(
            [*window["domain"], ("sku", "=", "MUG-BLUE")],
            [f"{day.get('name')}:{day.get('interval')}"],
            ["amazon_quantity:sum", "odoo_quantity:sum", f"{measure}:sum"],
        )
        self.assertEqual([row[1:] for row in groups], [(10, 10, 0), (7, 10, 3)])

    def test_old_days_are_thinned_out(self):
        self.amazon.put_stock("MUG-BLUE", sellable=10)
        self.compare()
        line = self.figure()
        for days in range(1, 130):
            line.copy({"day": line.day - timedelta(days=days), "is_current": False})
        self.env["amazon.stock.figure"]._thin_out()
        kept = self.env["amazon.stock.figure"].search([("sku", "=", "MUG-BLUE")]).mapped("day")
        old = [day for day in kept if day < fields.Date.today() - timedelta(days=90)]
        self.assertEqual(len(kept) - len(old), 91)
        self.assertEqual(len({day.isocalendar()[:2] for day in old}), len(old))
        self.assertLessEqual(len(old), 7)


class TestAsking(StockFiguresCase):
    def test_goes_on_page_by_page(self):
        for number in range(60):
            self.amazon.put_stock(f"A{number:02}", sellable=1)
        self.compare()
        self.assertEqual(self.account.stock_figure_count, 60)

    def test_a_failure_is_kept_and_tried_again_later(self):
        self.amazon.fail("getInventorySummaries", status=503)
        self.assertEqual(self.account._compare_stock(), "failed")
        self.assertTrue(self.account.stock_look_message)
        self.assertGreater(self.account.next_stock_look, fields.Datetime.now())
        self.compare()
        self.assertFalse(self.account.stock_look_message)

    def test_a_missing_right_names_the_role(self):
        self.amazon.fail("getInventorySummaries", status=403, times=2)
        self.account._compare_stock()
        self.assertIn("Amazon Fulfillment", self.account.stock_look_message)
        self.assertTrue(self.account.activity_ids)

    def test_the_next_run_goes_on_where_the_last_one_stopped(self):
        self.amazon.put_stock("MUG-BLUE", sellable=10)
        self.assertEqual(self.account._compare_stock(0), "more")
        self.account.stock_pools_read = f"{self.location.id} EU"
        self.compare()
        self.assertEqual(len(self.amazon.calls("getInventorySummaries")), 1)
        self.assertFalse(self.account.stock_pools_read)

    def test_the_scheduled_action_leaves_alone_what_was_just_compared_or_is_switched_off(self):
        self.account.compares_stock = False
        accounts = self.env["amazon.account"]
        accounts._cron_compare_stock()
        self.assertFalse(self.amazon.calls())
        self.account.compares_stock = True
        accounts._cron_compare_stock()
        before = len(self.amazon.calls("getInventorySummaries"))
        self.assertEqual(before, 3)
        accounts._cron_compare_stock()
        self.assertEqual(len(self.amazon.calls("getInventorySummaries")), before)


class TestRights(StockFiguresCase):
    def test_the_button_is_for_managers(self):
        manager = new_test_user(self.env, "manager", groups="amazon_connector.group_amazon_manager")
        self.amazon.put_stock("MUG-BLUE", sellable=10)
        said = self.account.with_user(manager).action_compare_stock()
        self.assertIn("1", said["params"]["message"])
        with self.assertRaises(AccessError):
            self.account.with_user(self.clerk).action_compare_stock()

    def test_a_clerk_sees_the_figures_of_his_company_and_changes_none(self):
        self.compare()
        self.amazon.put_stock("MUG-BLUE", sellable=10)
        self.compare()
        line = self.figure().with_user(self.clerk)
        line.invalidate_recordset()
        self.assertEqual(line.read(["amazon_quantity", "history_graph"])[0]["amazon_quantity"], 10)
        with self.assertRaises(AccessError):
            line.sellable = 11
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env, "stranger", groups="stock.group_stock_user", company_id=company.id
        )
        self.assertFalse(self.env["amazon.stock.figure"].with_user(stranger).search([]))
