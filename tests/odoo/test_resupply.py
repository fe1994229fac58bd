"""Goods come to Amazon's location by the route « Resupply Amazon », as reordering rules ask."""

from .common import AmazonCase
from .orders import an_item, an_order


class TestResupply(AmazonCase):
    def setUp(self):
        super().setUp()
        self.location = self.account.location_id
        self.stock = self.account.warehouse_id.lot_stock_id
        self.route = self.env.ref("amazon_connector.route_resupply")
        self.quants = self.env["stock.quant"]

    def rule_of(self, product, minimum=5, maximum=10):
        return self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": product.id,
                "location_id": self.location.id,
                "product_min_qty": minimum,
                "product_max_qty": maximum,
            }
        )

    def run_scheduler(self):
        model = "procurement.group" if "procurement.group" in self.env else "stock.rule"
        self.env[model].run_scheduler()

    def transfers(self):
        return self.env["stock.picking"].search([("location_dest_id", "=", self.location.id)])

    def sold_by_amazon(self, quantity):
        item = an_item(quantity=quantity, total=f"{quantity * 12}.00")
        return self.sync(
            an_order(item, total=f"{quantity * 12}.00", status="SHIPPED", fulfilled_by="AMAZON")
        )

    def available(self, location):
        return self.quants._get_available_quantity(self.mug, location, allow_negative=True)

    def test_each_location_that_is_chosen_gets_an_operation_type_of_its_own(self):
        other = self.location.copy({"name": "Amazon Poland"})
        place = self.account.marketplace_ids[0]
        self.account.marketplace_setting_ids = [
            (0, 0, {"marketplace_id": place.id, "location_id": other.id})
        ]
        rules = self.route.rule_ids.filtered(
            lambda rule: rule.location_dest_id in self.location | other
        )
        self.assertEqual(len(rules), 2)
        for rule in rules:
            self.assertEqual(rule.location_src_id, self.stock)
            self.assertEqual(rule.picking_type_id.default_location_dest_id, rule.location_dest_id)
        self.assertEqual(len(rules.picking_type_id), 2)

    def test_the_transfers_of_two_locations_have_numbers_of_their_own(self):
        other = self.location.copy({"name": "Amazon Poland"})
        other._amazon_resupply_from(self.account.warehouse_id)
        operations = (self.location | other).amazon_resupply_rule_ids.picking_type_id
        transfers = self.env["stock.picking"].create(
            [
                {
                    "picking_type_id": operation.id,
                    "location_id": self.stock.id,
                    "location_dest_id": operation.default_location_dest_id.id,
                }
                for operation in operations
            ]
        )
        self.assertEqual(len(transfers), 2)
        self.assertEqual(len(set(transfers.mapped("name"))), 2)

    def test_each_clerk_reads_its_name_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        other = self.location.copy({"name": "Amazon Poland"})
        other._amazon_resupply_from(self.account.warehouse_id)
        operation = other.amazon_resupply_rule_ids.picking_type_id
        names = [operation.with_context(lang=lang).name for lang in ("en_US", "fr_FR")]
        self.assertEqual(
            names,
            ["Shipping to Amazon: Amazon Poland", "Expédition vers Amazon\u00a0: Amazon Poland"],
        )

    def test_a_location_that_several_accounts_share_has_one_rule(self):
        self._account(self.amazon, marketplace_ids=[], refresh_token="another")
        rules = self.route.rule_ids.filtered(lambda rule: rule.location_dest_id == self.location)
        self.assertEqual(len(rules), 1)

    def test_after_sales_of_amazons_a_reordering_rule_brings_what_lacks(self):
        self.quants._update_available_quantity(self.mug, self.stock, 20)
        self.quants._update_available_quantity(self.mug, self.location, 6)
        orderpoint = self.rule_of(self.mug)
        self.assertEqual(orderpoint.route_id, self.route)
        self.run_scheduler()
        self.assertFalse(self.transfers(), "six are enough")
        self.sold_by_amazon(3)
        self.run_scheduler()
        transfer = self.transfers()
        self.assertEqual(transfer.location_id, self.stock)
        self.assertEqual(transfer.move_ids.product_uom_qty, 7)
        self.assertEqual(transfer.picking_type_id.name, "Shipping to Amazon")

    def test_the_clerk_validates_the_transfer_and_the_goods_are_with_amazon(self):
        self.quants._update_available_quantity(self.mug, self.stock, 20)
        self.rule_of(self.mug)
        self.run_scheduler()
        transfer = self.transfers()
        transfer.action_assign()
        transfer.move_ids.picked = True
        transfer.button_validate()
        self.assertEqual(transfer.state, "done")
        self.assertFalse(transfer.amazon_sync_state)
        self.assertEqual((self.available(self.location), self.available(self.stock)), (10, 10))

    def test_what_amazon_oversold_is_negative_and_brought_too(self):
        self.sold_by_amazon(2)
        self.assertEqual(self.available(self.location), -2)
        self.rule_of(self.mug, minimum=0, maximum=0)
        self.run_scheduler()
        self.assertEqual(self.transfers().move_ids.product_uom_qty, 2)

    def test_it_is_bought_where_the_rule_says_so(self):
        vendor = self.env["res.partner"].create({"name": "Pottery"})
        buy = self.env["stock.rule"].search([("action", "=", "buy")]).route_id
        bowl = self._product(
            "BOWL",
            route_ids=[(6, 0, buy.ids)],
            seller_ids=[(0, 0, {"partner_id": vendor.id, "price": 3})],
        )
        rule = self.route.rule_ids.filtered(lambda one: one.location_dest_id == self.location)
        rule.procure_method = "mts_else_mto"
        self.rule_of(bowl)
        self.run_scheduler()
        self.assertEqual(self.transfers().move_ids.product_uom_qty, 10)
        line = self.env["purchase.order.line"].search([("product_id", "=", bowl.id)])
        self.assertEqual((line.product_qty, line.order_id.partner_id), (10, vendor))

    def test_fbm_deliveries_never_reserve_what_lies_there(self):
        self.quants._update_available_quantity(self.mug, self.location, 5)
        sale = self.sync(an_order())
        sale.picking_ids.action_assign()
        self.assertEqual(sale.picking_ids.move_ids.quantity, 0)
        self.assertEqual(self.mug.free_qty, 0)

    def test_it_can_be_counted_like_any_other_location(self):
        quant = self.quants.with_context(inventory_mode=True).create(
            {
                "product_id": self.mug.id,
                "location_id": self.location.id,
                "inventory_quantity": 42,
            }
        )
        quant.action_apply_inventory()
        self.assertEqual(self.available(self.location), 42)
