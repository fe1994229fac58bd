"""What Amazon shipped is found in Odoo's own reports of the inventory, by those who may see it."""

from lxml import etree
from odoo.tools.safe_eval import safe_eval

from .common import WarehouseCase
from .orders import GERMANY, an_order

VIEWS = {
    "stock.move.line": "stock.stock_move_line_view_search",
    "stock.move": "stock.view_move_search",
    "stock.quant": "stock.quant_search_view",
    "stock.location": "stock.view_location_search",
}


class TestReports(WarehouseCase):
    def setUp(self):
        super().setUp()
        self.fba, self.fbm = self.sync(
            an_order(status="SHIPPED", fulfilled_by="AMAZON", marketplace=GERMANY), an_order()
        )

    def filters(self, model):
        """Return (domain, context) of each filter of the model's own search view, by name."""
        view = self.env.ref(VIEWS[model])
        arch = self.env[model].with_user(self.clerk).get_view(view.id, "search")["arch"]
        return {
            one.get("name"): (one.get("domain") or "[]", one.get("context") or "{}")
            for one in etree.fromstring(arch).iter("filter")
        }

    def found(self, model, name):
        domain, _context = self.filters(model)[name]
        records = self.env[model].with_user(self.clerk)
        return records.search(safe_eval(domain)).sudo()

    def test_filters_find_moves_by_who_shipped_them(self):
        for model in ("stock.move", "stock.move.line"):
            with self.subTest(model=model):
                moves = self.found(model, "amazon_fba")
                self.assertEqual(moves.product_id, self.mug)
                self.assertEqual(moves.location_id, self.location)
                self.assertLessEqual(moves, self.found(model, "amazon"))
        fbm = self.found("stock.move", "amazon_fbm")
        self.assertEqual(fbm, self.fbm.picking_ids.move_ids)

    def test_what_came_into_amazons_stock_is_found_beside_what_left(self):
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        quants.create(
            {
                "product_id": self.mug.id,
                "location_id": self.location.id,
                "inventory_quantity": 5,
            }
        ).action_apply_inventory()
        moves = self.found("stock.move", "amazon_stock")
        self.assertEqual(sorted(moves.mapped("is_inventory")), [False, True])
        self.assertEqual(self.found("stock.quant", "amazon_stock").location_id, self.location)
        self.assertIn(self.location, self.found("stock.location", "amazon_stock"))
        self.assertNotIn(
            self.account.warehouse_id.lot_stock_id, self.found("stock.location", "amazon_stock")
        )

    def test_they_are_grouped_by_account_marketplace_and_order(self):
        germany = self.account.marketplace_ids.filtered(lambda one: one.code == "DE")
        for model in ("stock.move", "stock.move.line"):
            filters = self.filters(model)
            moves = self.env[model].with_user(self.clerk)
            domain = safe_eval(filters["amazon_fba"][0])
            for name, value in (
                ("group_amazon_account", self.account.id),
                ("group_amazon_marketplace", germany.id),
                ("group_amazon_order", self.fba.amazon_order_ref),
                ("group_amazon_channel", "fba"),
            ):
                field = safe_eval(filters[name][1])["group_by"]
                with self.subTest(model=model, field=field):
                    [(group, count)] = moves._read_group(domain, [field], ["__count"])
                    self.assertEqual((getattr(group, "id", group), count), (value, 1))

    def test_they_are_named_after_their_order_and_lead_to_it(self):
        move = self.fba.order_line.move_ids
        self.assertEqual(move.reference, self.fba.name)
        self.assertEqual(move.move_line_ids.reference, self.fba.name)
        opened = move.move_line_ids.action_open_reference()
        self.assertEqual((opened["res_model"], opened["res_id"]), ("sale.order", self.fba.id))

    def test_a_clerk_who_may_not_see_sales_is_led_to_the_move(self):
        line = self.fba.order_line.move_ids.move_line_ids.with_user(self.clerk)
        self.env.invalidate_all()
        self.assertEqual(line.action_open_reference()["res_model"], "stock.move.line")

    def test_what_amazon_ships_for_another_shop_is_found_too(self):
        order = an_order(
            status="SHIPPED", fulfilled_by="AMAZON", salesChannel={"channelName": "NON_AMAZON"}
        )
        self.sync(order)
        move = self.env["stock.move"].search([("amazon_order_ref", "=", order["orderId"])])
        self.assertIn(move, self.found("stock.move", "amazon_fba"))
        self.assertEqual(move.amazon_account_id, self.account)
        self.assertEqual(move.reference, order["orderId"])
