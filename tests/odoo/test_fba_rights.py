"""Who works in the inventory, works with Amazon's stock too, with no right on its accounts."""

from lxml import etree
from odoo import release
from odoo.exceptions import UserError
from odoo.tests.common import new_test_user

from .common import AmazonCase, WarehouseCase
from .orders import an_order

LIST = "list" if release.version_info[0] > 17 else "tree"
# What a clerk opens under Inventory.
REPORTS = {
    "stock.move": (LIST, "form", "search", "pivot"),
    "stock.move.line": (LIST, "form", "search"),
    "stock.quant": (LIST, "search"),
    "stock.location": (LIST, "form", "search"),
    "stock.picking": (LIST, "form", "search"),
    "stock.picking.type": (LIST, "form", "search"),
    "stock.warehouse.orderpoint": (LIST, "search"),
    "amazon.stock.figure": (LIST, "form", "search", "graph", "pivot"),
}
# … and what moves are grouped by there.
GROUPED = ("amazon_channel", "amazon_account_id", "amazon_marketplace_id", "amazon_order_ref")


class TestInventoryUsers(WarehouseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "chief", groups="stock.group_stock_manager")

    def setUp(self):
        super().setUp()
        self.stock = self.account.warehouse_id.lot_stock_id
        for user in self.clerk | self.manager:
            self.assertFalse(user.has_group("amazon_connector.group_amazon_user"))
        self.env["stock.quant"]._update_available_quantity(self.mug, self.stock, 20)
        self.sync(an_order(status="SHIPPED", fulfilled_by="AMAZON"), an_order())

    def as_if_opened(self, model, kind, user):
        """Read what a view of a model shows, as the user's browser does."""
        records = self.env[model].with_user(user)
        records.env.invalidate_all()
        arch = etree.fromstring(records.get_view(view_type=kind)["arch"])
        names = [
            field.get("name")
            for field in arch.iter("field")
            if not any(above.tag == "field" for above in field.iterancestors())
        ]
        found = records.search([], limit=20)
        if kind in (LIST, "form"):
            found.read(names)
        return found

    def test_they_open_every_report_and_form(self):
        self.amazon.put_stock("MUG-BLUE", sellable=7)
        self.account._compare_stock()
        self.env.flush_all()
        for user in self.clerk | self.manager:
            for model, kinds in REPORTS.items():
                for kind in kinds:
                    with self.subTest(user=user.login, model=model, kind=kind):
                        found = self.as_if_opened(model, kind, user)
                        self.assertTrue(found or model == "stock.warehouse.orderpoint")

    def test_they_group_moves_by_what_is_amazons(self):
        for model in ("stock.move", "stock.move.line"):
            for name in GROUPED:
                moves = self.env[model].with_user(self.clerk)
                groups = moves._read_group([("amazon_channel", "=", "fba")], [name], ["__count"])
                self.assertEqual([count for _value, count in groups], [1])

    def test_a_clerk_reaches_the_comparison_with_amazon_by_a_menu(self):
        menu = self.env.ref("amazon_connector.menu_stock_amazon_figure")
        visible = menu.with_user(self.clerk)._visible_menu_ids()
        while menu:
            self.assertIn(menu.id, visible)
            menu = menu.parent_id

    def test_a_clerk_brings_goods_to_amazon_by_hand(self):
        operation = self.location.amazon_resupply_rule_ids.picking_type_id
        transfer = (
            self.env["stock.picking"]
            .with_user(self.clerk)
            .create({"picking_type_id": operation.id, **self.a_move_of(operation)})
        )
        self.assertEqual(transfer.location_dest_id, self.location)
        self.validate(transfer)
        quants = self.env["stock.quant"].with_user(self.clerk)
        found = quants.search([("location_id", "=", self.location.id)])
        self.assertEqual(sum(found.mapped("quantity")), 3)

    def a_move_of(self, operation):
        move = {
            "product_id": self.mug.id,
            "product_uom_qty": 4,
            "product_uom": self.mug.uom_id.id,
            "location_id": operation.default_location_src_id.id,
            "location_dest_id": operation.default_location_dest_id.id,
        }
        if "name" in self.env["stock.move"]._fields:
            move["name"] = self.mug.name
        return {
            "location_id": move["location_id"],
            "location_dest_id": move["location_dest_id"],
            "move_ids": [(0, 0, move)],
        }

    def validate(self, transfer):
        transfer.action_confirm()
        transfer.action_assign()
        transfer.move_ids.picked = True
        transfer.button_validate()
        self.assertEqual(transfer.state, "done")

    def test_a_manager_of_the_inventory_makes_the_rule_and_the_clerk_validates_its_transfer(self):
        rule = (
            self.env["stock.warehouse.orderpoint"]
            .with_user(self.manager)
            .create(
                {
                    "product_id": self.mug.id,
                    "location_id": self.location.id,
                    "product_min_qty": 5,
                    "product_max_qty": 10,
                    "trigger": "manual",
                }
            )
        )
        self.assertEqual(rule.route_id, self.env.ref("amazon_connector.route_resupply"))
        rule.action_replenish()
        transfer = self.env["stock.picking"].search([("location_dest_id", "=", self.location.id)])
        self.assertEqual(transfer.move_ids.product_uom_qty, 11, "one is missing already")
        self.validate(transfer.with_user(self.clerk))

    def test_a_manager_of_the_inventory_makes_locations_and_hears_why_one_is_kept(self):
        location = self.location.with_user(self.manager)
        location.env.invalidate_all()
        shelf = location.create({"name": "Returns", "location_id": location.id})
        self.assertTrue(shelf.amazon_stock)
        shelf.active = False
        with self.assertRaisesRegex(UserError, "Test shop"):
            location.active = False


class TestCompanies(AmazonCase):
    def test_every_model_that_belongs_to_a_company_has_its_rule(self):
        ours = self.env["ir.model"].search([("model", "=like", "amazon.%")])
        for model in ours:
            records = self.env.get(model.model)
            if records is None or records._abstract or not records._auto:
                continue
            if "company_id" not in records._fields:
                continue
            field = "create_uid" if records._transient else "company_id"
            rules = self.env["ir.rule"].search(
                [("model_id", "=", model.id), ("groups", "=", False)]
            )
            with self.subTest(model=model.model):
                self.assertIn(field, " ".join(rules.mapped("domain_force")))

    def test_moves_and_stock_of_one_company_are_not_those_of_another(self):
        self.amazon.put_stock("MUG-BLUE", sellable=7)
        self.account._compare_stock()
        self.sync(an_order(status="SHIPPED", fulfilled_by="AMAZON"))
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="stock.group_stock_manager",
            company_id=elsewhere.id,
            company_ids=[(6, 0, elsewhere.ids)],
        )
        for model, domain in (
            ("stock.move", [("amazon_channel", "=", "fba")]),
            ("stock.move.line", [("amazon_channel", "=", "fba")]),
            ("stock.location", [("amazon_stock", "=", True), ("company_id", "=", self.company.id)]),
            ("amazon.stock.figure", []),
        ):
            with self.subTest(model=model):
                self.assertTrue(self.env[model].search_count(domain))
                self.assertFalse(self.env[model].with_user(stranger).search_count(domain))
