"""Amazon's quantities become counted ones in Odoo's own « Physical Inventory », for review."""

from datetime import timedelta

from .common import WarehouseCase
from .goods import receive
from .orders import an_item, an_order, minutes_ago


class AdjustmentCase(WarehouseCase):
    def put_here(self, product, quantity, **values):
        self.env["stock.quant"]._update_available_quantity(
            product, self.location, quantity, **values
        )

    def lot(self, product, name):
        return self.env["stock.lot"].create(
            {"name": name, "product_id": product.id, "company_id": self.company.id}
        )

    def prepare(self, *skus):
        """Compare, and prepare the adjustment of these SKUs as a clerk of the warehouse."""
        self.account._compare_stock()
        lines = self.env["amazon.stock.figure"].search(
            [("sku", "in", skus), ("is_current", "=", True)]
        )
        self.assertEqual(len(lines), len(skus))
        return lines.with_user(self.clerk).action_prepare_count()

    def quants(self, product):
        return self.env["stock.quant"].search(
            [("product_id", "=", product.id), ("location_id", "=", self.location.id)]
        )

    def assertRefused(self, said, words):
        self.assertEqual(said["tag"], "display_notification")
        self.assertIn(words, said["params"]["message"])
        self.assertFalse(said["params"]["next"])


class TestAdjustment(AdjustmentCase):
    def test_is_shown_for_review_and_changes_nothing_by_itself(self):
        self.amazon.put_stock("MUG-BLUE", sellable=7)
        self.put_here(self.mug, 10)
        window = self.prepare("MUG-BLUE")
        quant = self.quants(self.mug)
        self.assertEqual(window["res_model"], "stock.quant")
        self.assertEqual(self.env["stock.quant"].search(window["domain"]), quant)
        self.assertEqual((quant.quantity, quant.inventory_quantity), (10, 7))
        self.assertTrue(quant.inventory_quantity_set)
        self.assertEqual(quant.user_id, self.clerk)

    def test_once_applied_both_agree(self):
        self.amazon.put_stock("MUG-BLUE", sellable=7)
        self.put_here(self.mug, -3)
        self.prepare("MUG-BLUE")
        self.quants(self.mug).action_apply_inventory()
        self.assertRefused(self.prepare("MUG-BLUE"), "agree")

    def test_what_odoo_has_none_of_is_counted_anew(self):
        self.amazon.put_stock("MUG-BLUE", sellable=7)
        self.prepare("MUG-BLUE")
        quant = self.quants(self.mug)
        self.assertEqual((quant.quantity, quant.inventory_quantity), (0, 7))

    def put_back(self, hours):
        """Let the newest figures be of so many hours ago."""
        lines = self.env["amazon.stock.figure"].search([("is_current", "=", True)])
        lines.taken_at -= timedelta(hours=hours)
        return lines

    def test_what_amazon_shipped_since_it_told_is_no_longer_counted(self):
        self.amazon.put_stock("MUG-BLUE", sellable=100)
        self.put_here(self.mug, 110)
        self.prepare("MUG-BLUE")
        lines = self.put_back(5)
        for hours, units in ((2, 30), (10, 7)):
            item = an_item(quantity=units, total="60.00")
            order = an_order(item, total="60.00", fulfilled_by="AMAZON", status="SHIPPED")
            self.sync({**order, "lastUpdatedTime": minutes_ago(60 * hours)})
        lines.with_user(self.clerk).action_prepare_count()
        quant = self.quants(self.mug)
        self.assertEqual((quant.quantity, quant.inventory_quantity), (73, 70))

    def test_what_came_since_amazon_told_is_counted_too(self):
        self.amazon.put_stock("MUG-BLUE", sellable=100)
        self.prepare("MUG-BLUE")
        lines = self.put_back(5)
        receive(self.mug, 20, 1.0, self.location)
        lines.with_user(self.clerk).action_prepare_count()
        self.assertEqual(self.quants(self.mug).inventory_quantity, 120)

    def test_a_figure_that_is_older_than_a_day_must_be_taken_anew(self):
        self.amazon.put_stock("MUG-BLUE", sellable=7)
        self.account._compare_stock()
        said = self.put_back(25).with_user(self.clerk).action_prepare_count()
        self.assertRefused(said, "Compare the stock first")

    def test_amazons_none_is_a_count_too(self):
        self.amazon.put_stock("MUG-BLUE", sellable=0)
        self.put_here(self.mug, 4)
        self.prepare("MUG-BLUE")
        quant = self.quants(self.mug)
        self.assertEqual((quant.inventory_quantity, quant.inventory_quantity_set), (0, True))

    def test_all_skus_of_a_product_are_counted_together(self):
        self.env["amazon.offer"].create(
            {
                "account_id": self.account.id,
                "product_id": self.mug.id,
                "sku": "MUG-2",
                "marketplace_id": self.account.marketplace_ids[0].id,
            }
        )
        self.amazon.put_stock("MUG-BLUE", sellable=7)
        self.amazon.put_stock("MUG-2", sellable=2)
        self.put_here(self.mug, 20)
        self.prepare("MUG-BLUE")
        self.assertEqual(self.quants(self.mug).inventory_quantity, 9)

    def test_what_agrees_is_passed_over_in_silence(self):
        plate = self._product("PLATE")
        self.amazon.put_stock("MUG-BLUE", sellable=7)
        self.amazon.put_stock("PLATE", sellable=5)
        self.put_here(plate, 5)
        window = self.prepare("MUG-BLUE", "PLATE")
        found = self.env["stock.quant"].search(window["domain"])
        self.assertEqual(found, self.quants(self.mug))

    def test_one_lot_is_counted(self):
        tracked = self._product("TRACKED", tracking="lot")
        self.amazon.put_stock("TRACKED", sellable=7)
        self.put_here(tracked, 10, lot_id=self.lot(tracked, "L1"))
        self.prepare("TRACKED")
        self.assertEqual(self.quants(tracked).inventory_quantity, 7)

    def test_of_several_lots_it_says_why_not_and_the_others_are_prepared(self):
        tracked = self._product("TRACKED", tracking="lot")
        self.amazon.put_stock("TRACKED", sellable=7)
        self.amazon.put_stock("MUG-BLUE", sellable=7)
        for name in ("L1", "L2"):
            self.put_here(tracked, 5, lot_id=self.lot(tracked, name))
        said = self.prepare("TRACKED", "MUG-BLUE")
        self.assertIn("TRACKED: It lies in several lots", said["params"]["message"])
        self.assertNotIn("MUG-BLUE", said["params"]["message"])
        self.assertEqual([kind for _id, kind in said["params"]["next"]["views"]], ["list"])
        found = self.env["stock.quant"].search(said["params"]["next"]["domain"])
        self.assertEqual(found, self.quants(self.mug))
        self.assertFalse(any(self.quants(tracked).mapped("inventory_quantity_set")))

    def test_without_a_lot_it_says_why_not(self):
        self._product("TRACKED", tracking="lot")
        self.amazon.put_stock("TRACKED", sellable=7)
        self.assertRefused(self.prepare("TRACKED"), "Odoo knows of none there")

    def test_of_serial_numbers_it_says_why_not(self):
        tracked = self._product("SERIAL", tracking="serial")
        self.put_here(tracked, 1, lot_id=self.lot(tracked, "S1"))
        self.amazon.put_stock("SERIAL", sellable=7)
        self.assertRefused(self.prepare("SERIAL"), "serial number")

    def test_a_kit_cannot_be_counted(self):
        kit = self._product("KIT")
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [(0, 0, {"product_id": self.mug.id})],
            }
        )
        self.amazon.put_stock("KIT", sellable=3)
        self.assertRefused(self.prepare("KIT"), "It is a kit")

    def test_a_sku_without_a_product_cannot_be_counted(self):
        self.amazon.put_stock("NOBODY-KNOWS", sellable=3)
        self.assertRefused(self.prepare("NOBODY-KNOWS"), "no product")
