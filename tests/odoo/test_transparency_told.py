"""Codes of the Transparency programme, from the scanner to Amazon: with each unit its own."""

from odoo.tests import tagged

from .orders import an_order
from .test_kits import KitsCase
from .test_shipping_ways import WaysCase
from .test_transparency import TransparencyCase, a_protected_item


@tagged("post_install", "-at_install")
class TestCodesTold(WaysCase, KitsCase):
    def protected(self, sku="MUG-BLUE", quantity=2):
        """Return (Amazon's order of protected goods, its transfer ready to be validated)."""
        order = an_order(a_protected_item(sku, quantity), total="30.00")
        return order, self.waiting(order, tracking="6A1")

    def scan(self, picking, *codes):
        """Have the clerk scan codes for a transfer's goods."""
        moves = picking.move_ids
        move = (moves.filtered("amazon_codes_missing") or moves)[:1]
        self.assertFalse(TransparencyCase.scan(self, *codes, move=move, user=self.clerk))

    def assertCodesTold(self, order, *packages):
        """Amazon believes in these packages: (number, units, codes)."""
        self.tell()
        found = [
            (package["trackingNumber"], item["quantity"], item.get("transparencyCodes"))
            for package in self.amazon.packages(order["orderId"])
            for item in package["packageItems"]
        ]
        self.assertEqual(sorted(found), list(packages))
        self.assertFalse(self.account.feed_ids, "a feed has no place for codes")

    def test_without_codes_the_goods_stay_and_with_them_amazon_hears_all(self):
        order, picking = self.protected()
        self.assertIn("0 Transparency codes for 2 units", self.refused(picking))
        self.scan(picking, "SN00001", "SN00002")
        picking.button_validate()
        self.assertCodesTold(order, ("6A1", 2, ["SN00001", "SN00002"]))

    def test_typed_codes_are_told_like_scanned_ones(self):
        order, picking = self.protected()
        codes = self.env["amazon.transparency.codes"].with_user(self.clerk)
        dialog = codes.create({"move_id": picking.move_ids.id})
        dialog.codes = " SN00001\n\nSN00002 "
        dialog.action_save()
        picking.env.invalidate_all()
        picking.button_validate()
        self.assertCodesTold(order, ("6A1", 2, ["SN00001", "SN00002"]))

    def test_part_and_backorder_each_tell_their_own(self):
        order, picking = self.protected(quantity=3)
        picking.move_ids.quantity = 1
        self.scan(picking, "SN00001")
        self.answer(picking.button_validate(), "process")
        self.assertCodesTold(order, ("6A1", 1, ["SN00001"]))
        rest = self.rest(picking, "6A2")
        self.assertIn("0 Transparency codes for 2 units", self.refused(rest))
        self.scan(rest, "SN00002", "SN00003")
        rest.button_validate()
        self.assertCodesTold(order, ("6A1", 1, ["SN00001"]), ("6A2", 2, ["SN00002", "SN00003"]))

    def test_two_packages_share_the_codes_each_by_its_units(self):
        order, picking = self.protected(quantity=3)
        picking.sudo().move_line_ids.unlink()
        self.pack(picking.sudo(), {self.mug: 1}, "6A-ONE")
        self.pack(picking.sudo(), {self.mug: 2}, "6A-TWO")
        picking.env.invalidate_all()
        self.scan(picking, "SN00001", "SN00002", "SN00003")
        picking.button_validate()
        self.assertCodesTold(
            order, ("6A-ONE", 1, ["SN00001"]), ("6A-TWO", 2, ["SN00002", "SN00003"])
        )

    def test_a_kit_tells_one_code_for_all_its_parts(self):
        self.stock(self.plate)
        order, picking = self.protected("KIT", quantity=2)
        self.scan(picking, "SN00001", "SN00002")
        picking.button_validate()
        self.assertCodesTold(order, ("6A1", 2, ["SN00001", "SN00002"]))

    def test_a_code_that_was_wrong_is_corrected_and_told_again(self):
        order, picking = self.protected(quantity=1)
        self.scan(picking, "SN00001")
        picking.button_validate()
        words = {"errors": [{"code": "InvalidInput", "message": "TransparencyCodes: unknown."}]}
        self.amazon.fail("confirmShipment", status=400, body=words, times=1)
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertIn("Transparency codes", picking.amazon_sync_message)
        codes = self.env["amazon.transparency.codes"].with_user(self.clerk)
        dialog = codes.create({"move_id": picking.move_ids.id})
        dialog.codes = "SN00009"
        dialog.action_save()
        picking.action_amazon_retry_sync()
        self.assertCodesTold(order, ("6A1", 1, ["SN00009"]))

    def test_a_code_that_lacks_once_more_left_is_told_with_the_others(self):
        order, picking = self.protected()
        picking.move_ids.quantity = 1
        self.scan(picking, "SN00001")
        self.answer(picking.button_validate(), "process_cancel_backorder")
        self.assertCodesTold(order, ("6A1", 1, ["SN00001"]))
        picking.sudo().move_ids.filtered(lambda one: one.state == "done").quantity = 2
        words = {"errors": [{"code": "InvalidInput", "message": "TransparencyCodes: too few."}]}
        self.amazon.fail("confirmShipment", status=400, body=words, times=1)
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "error")
        self.scan(picking, "SN00002")
        self.assertCodesTold(order, ("6A1", 2, ["SN00001", "SN00002"]))
        self.assertEqual(picking.amazon_sync_state, "done")


@tagged("post_install", "-at_install")
class TestCodesToldBesideAFeed(TestCodesTold):
    """The same outcome where all else is told in a feed."""

    by_feed = True
    one_in = 2
