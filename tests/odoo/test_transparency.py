"""Items in Amazon's Transparency programme: each unit that leaves has its code."""

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import Form, new_test_user

from .orders import an_item, an_order, changed
from .shipping import ShippingCase


def a_protected_item(sku="MUG-BLUE", quantity=3, **item):
    return an_item(sku, "30.00", quantity, programs=["TRANSPARENCY"], **item)


class TransparencyCase(ShippingCase):
    def setUp(self):
        super().setUp()
        self.sale = self.sync(an_order(a_protected_item(), total="30.00"))
        self.picking = self.transfer(self.sale)
        self.move = self.picking.move_ids

    def scan(self, *codes, move=None, user=None):
        """Scan codes in the dialog of a move, save, and return what it said last."""
        move = (move or self.move).with_user(user or self.env.user)
        action = move.action_amazon_transparency()
        dialog = Form(self.env[action["res_model"]].with_user(move.env.user).with_context(
            **action["context"]
        ))  # fmt: skip
        for code in codes:
            dialog.scan = code
            self.assertFalse(dialog.scan, "ready for the next")
        problem = dialog.problem
        dialog.save().action_save()
        return problem or ""


class TestTransparency(TransparencyCase):
    def test_each_unit_needs_a_code(self):
        self.assertEqual(self.move.amazon_codes_count, "0 of 3")
        self.scan("SN00001", "SN00002", "SN00003\r\n")
        self.assertEqual(self.move._amazon_transparency_codes(), ["SN00001", "SN00002", "SN00003"])
        self.assertEqual(self.move.amazon_codes_count, "3 of 3")
        self.assertEqual(self.picking._amazon_missing_codes(), [])
        self.assertFalse(self.picking.amazon_codes_missing)

    def test_what_is_missing_is_said_in_words(self):
        self.scan("SN00001")
        self.assertEqual(
            self.picking._amazon_missing_codes(),
            [f"{self.mug.display_name}: 1 Transparency codes for 3 units."],
        )

    def test_other_items_need_none(self):
        picking = self.transfer(self.sync(an_order()))
        self.assertFalse(picking.amazon_transparency or picking.move_ids.amazon_codes_count)
        self.assertEqual(picking._amazon_missing_codes(), [])

    def test_what_scanner_and_clerk_can_do_wrong_is_refused_in_words(self):
        self.mug.barcode = "4006381333931"
        cases = [
            ("SN00001", "SN00001", "stands here already"),
            ("04006381333931", None, "barcode of the product"),
            ("SHORT", None, "is no Transparency code"),
        ]
        for code, before, words in cases:
            with self.subTest(code=code):
                said = self.scan(*filter(None, (before, code)))
                self.assertIn(words, said)
        self.assertEqual(self.move._amazon_transparency_codes(), ["SN00001"])

    def test_no_more_than_leave_are_scanned(self):
        said = self.scan("SN00001", "SN00002", "SN00003", "SN00004")
        self.assertIn("3 codes already", said)
        self.assertEqual(self.move.amazon_codes_count, "3 of 3")

    def test_what_is_typed_or_pasted_is_checked_too(self):
        dialog = self.env["amazon.transparency.codes"].create({"move_id": self.move.id})
        dialog.codes = "SN00001\n\n  SN00002 \nSHORT\nSN00001"
        with self.assertRaisesRegex(UserError, "SHORT is no .*\n.*SN00001 stands here already"):
            dialog.action_save()
        dialog.codes = "SN00001\n\n  SN00002 "
        dialog.action_save()
        self.assertEqual(self.move.amazon_transparency_codes, "SN00001\nSN00002")

    def test_codes_are_of_what_leaves_now_and_the_backorder_has_its_own(self):
        self.move.write({"quantity": 2, "picked": True})
        self.assertEqual(self.move.amazon_codes_count, "0 of 2")
        self.scan("SN00001", "SN00002")
        first = self.ship(self.sale, {self.mug: 2})
        self.assertEqual(first.move_ids._amazon_transparency_codes(), ["SN00001", "SN00002"])
        rest = self.transfer(self.sale).move_ids
        self.assertEqual(rest.amazon_codes_count, "0 of 1")
        said = self.scan("SN00002", move=rest)
        self.assertIn(first.name, said)
        self.scan("SN00003", move=rest)
        self.assertEqual(rest._amazon_transparency_codes(), ["SN00003"])

    def test_too_many_are_a_problem_as_well(self):
        self.scan("SN00001", "SN00002", "SN00003")
        self.move.write({"quantity": 2, "picked": True})
        [said] = self.picking._amazon_missing_codes()
        self.assertIn("3 Transparency codes for 2 units", said)

    def test_they_can_be_changed_until_amazon_was_told(self):
        self.scan("SN00001", "SN00002", "SN00003")
        picking = self.ship(self.sale)
        picking.amazon_sync_state = "error"
        dialog = self.env["amazon.transparency.codes"].create({"move_id": self.move.id})
        dialog.codes = "SN00001\nSN00002\nSN00004"
        dialog.action_save()
        self.assertIn("SN00004", self.move._amazon_transparency_codes())
        picking.amazon_sync_state = "done"
        dialog = self.env["amazon.transparency.codes"].create({"move_id": self.move.id})
        self.assertTrue(dialog.is_told)
        with self.assertRaisesRegex(UserError, "told of these codes"):
            dialog.action_save()

    def test_who_works_in_the_warehouse_scans_them_and_nobody_else(self):
        clerk = new_test_user(
            self.env, "clerk", groups="stock.group_stock_user,base.group_partner_manager"
        )
        self.scan("SN00001", user=clerk)
        form = Form(self.picking.with_user(clerk))
        self.assertTrue(form.amazon_transparency)
        seller = new_test_user(self.env, "seller", groups="sales_team.group_sale_manager")
        with self.assertRaises(AccessError):
            self.scan("SN00002", user=seller)
        self.assertEqual(self.move._amazon_transparency_codes(), ["SN00001"])

    def test_the_dialog_goes_on_to_the_next_product(self):
        self._product("PLATE")
        order = an_order(
            a_protected_item(quantity=1), a_protected_item("PLATE", quantity=1), total="60.00"
        )
        mugs, plates = self.transfer(self.sync(order)).move_ids.sorted("id")
        action = mugs.picking_id.action_amazon_transparency()
        self.assertEqual(action["context"], {"default_move_id": mugs.id})
        dialog = self.env["amazon.transparency.codes"].create({"move_id": mugs.id})
        dialog.codes = "SN10001"
        self.assertEqual(dialog.action_save()["context"], {"default_move_id": plates.id})
        dialog = self.env["amazon.transparency.codes"].create({"move_id": plates.id})
        dialog.codes = "SN10002"
        self.assertEqual(dialog.action_save()["type"], "ir.actions.act_window_close")

    def test_an_item_may_leave_the_programme(self):
        item = a_protected_item(quantity=1)
        order = an_order(item, total="30.00")
        picking = self.transfer(self.sync(order))
        self.assertTrue(picking.amazon_transparency)
        self.sync(changed(order, orderItems=[{**item, "programs": []}]))
        self.assertEqual(picking._amazon_missing_codes(), [])

    def test_a_unit_is_amazons_whatever_the_transfer_counts_in(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.move._do_unreserve()
        self.move.write({"product_uom": dozen.id, "product_uom_qty": 1})
        self.assertEqual(self.move.amazon_codes_count, "0 of 12")


class TestTransparentKits(ShippingCase):
    def test_a_kit_has_one_code_scanned_at_one_of_its_parts(self):
        plate, kit = self._product("PLATE"), self._product("KIT")
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    (0, 0, {"product_id": self.mug.id, "product_qty": 2}),
                    (0, 0, {"product_id": plate.id, "product_qty": 1}),
                ],
            }
        )
        sale = self.sync(an_order(a_protected_item("KIT", quantity=3), total="30.00"))
        moves = self.transfer(sale).move_ids
        self.assertEqual(sorted(filter(None, moves.mapped("amazon_codes_count"))), ["0 of 3"])
        for move in moves:
            move.write({"quantity": 2 if move.product_id == self.mug else 1, "picked": True})
        self.assertEqual(sorted(filter(None, moves.mapped("amazon_codes_count"))), ["0 of 1"])

    def test_a_kit_that_is_completed_later_needs_its_code_then(self):
        plate, kit = self._product("PLATE"), self._product("KIT")
        lines = [(0, 0, {"product_id": one.id, "product_qty": 1}) for one in (self.mug, plate)]
        self.env["mrp.bom"].create(
            {"product_tmpl_id": kit.product_tmpl_id.id, "type": "phantom", "bom_line_ids": lines}
        )
        sale = self.sync(an_order(a_protected_item("KIT", quantity=2), total="30.00"))
        first = self.ship(sale, {self.mug: 2, plate: 0})
        self.assertEqual(first._amazon_missing_codes(), [])
        rest = self.transfer(sale).move_ids
        self.assertEqual(rest.mapped("amazon_codes_count"), ["0 of 2"])
