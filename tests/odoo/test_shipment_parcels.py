"""What a done transfer holds, as Amazon counts it: its items, in packages, with their numbers."""

from .orders import an_item, an_order
from .shipping import ShippingCase
from .test_kits import KitsCase


class TestShipmentParcels(ShippingCase):
    def test_a_transfer_without_packages_is_one_shipment(self):
        picking = self.ship(self.sync(an_order(an_item(quantity=2))), tracking="6A1")
        [shipment] = self.prepared(picking)
        self.assertEqual(shipment.tracking_ref, "6A1")
        self.assertEqual((shipment.carrier_code, shipment.carrier_id), ("Colissimo", self.carrier))
        self.assertEqual(shipment.shipped_at, picking.date_done)
        self.assertEqual(self.units(shipment), {"MUG-BLUE": 2})

    def test_each_package_is_a_shipment_with_its_own_number(self):
        picking = self.transfer(self.sync(an_order(an_item(quantity=3))))
        picking.move_line_ids.unlink()
        first = self.pack(picking, {self.mug: 1}, "6A-FIRST")
        second = self.pack(picking, {self.mug: 2}, "6A-SECOND")
        shipments = self.prepared(self.leave(picking))
        by_package = {one.package_id: (one.tracking_ref, self.units(one)) for one in shipments}
        self.assertEqual(
            by_package,
            {first: ("6A-FIRST", {"MUG-BLUE": 1}), second: ("6A-SECOND", {"MUG-BLUE": 2})},
        )

    def test_what_lies_in_no_package_is_a_shipment_beside_those_in_packages(self):
        picking = self.transfer(self.sync(an_order(an_item(quantity=3))))
        picking.move_line_ids.unlink()
        package = self.pack(picking, {self.mug: 1}, "6A-BOX")
        loose = self.pack(picking, {self.mug: 2})
        picking.move_line_ids.filtered(
            lambda one: one.result_package_id == loose
        ).result_package_id = False
        shipments = self.prepared(self.leave(picking, "6A-LOOSE"))
        told = {one.package_id: (one.tracking_ref, self.units(one)) for one in shipments}
        self.assertEqual(told[package], ("6A-BOX", {"MUG-BLUE": 1}))
        self.assertEqual(told[package.browse()], ("6A-LOOSE", {"MUG-BLUE": 2}))

    def test_two_lines_of_one_item_count_together(self):
        sale = self.sync(an_order(an_item(quantity=3, total="10.00"), total="10.00"))
        self.assertEqual(len(sale.order_line), 2)  # 3 for 10.00: a cent more for one
        [shipment] = self.prepared(self.ship(sale))
        [item] = shipment.item_ids
        self.assertEqual(item.quantity, 3)

    def test_goods_moved_by_the_dozen_are_told_in_units(self):
        picking = self.transfer(self.sync(an_order(an_item(quantity=24, total="24.00"))))
        picking.move_line_ids.unlink()
        picking.move_ids.write({"product_uom": self.env.ref("uom.product_uom_dozen").id})
        picking.move_ids.write({"product_uom_qty": 2})
        picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": "6A1"})
        [shipment] = self.prepared(self.validate(picking))
        self.assertEqual(self.units(shipment), {"MUG-BLUE": 24})

    def test_a_quantity_that_is_no_whole_number_is_not_told(self):
        metre = self.env.ref("uom.product_uom_meter").id
        units = {name: metre for name in ("uom_id", "uom_po_id") if name in self.mug._fields}
        rope = self._product("ROPE", **units)
        picking = self.transfer(self.sync(an_order(an_item("ROPE", quantity=2))))
        picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": "6A1"})
        self.assertFalse(self.prepared(self.validate(picking, {rope: 1.5})))
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertIn("1.5 of ", picking.amazon_sync_message)
        self.assertIn("whole units only", picking.amazon_sync_message)

    def test_lots_and_serial_numbers_are_told_as_units_of_their_item(self):
        clock = self._product("CLOCK", tracking="serial")
        picking = self.transfer(self.sync(an_order(an_item("CLOCK", quantity=2))))
        picking.move_line_ids.unlink()
        for number in ("S1", "S2"):
            self.pack(picking, {clock: 1})
            line = picking.move_line_ids[-1]
            line.lot_name = number
            line.lot_id = self.env["stock.lot"].create(
                {"name": number, "product_id": clock.id, "company_id": self.company.id}
            )
            line.result_package_id = False
        [shipment] = self.prepared(self.leave(picking))
        self.assertEqual(self.units(shipment), {"CLOCK": 2})

    def test_goods_of_lines_that_are_not_amazons_are_not_told(self):
        sale = self.sync(an_order())
        gift = self._product("GIFT")
        sale.order_line.create({"order_id": sale.id, "product_id": gift.id, "price_unit": 0})
        picking = self.ship(sale)
        self.assertIn(gift, picking.move_ids.product_id)
        [shipment] = self.prepared(picking)
        self.assertEqual(self.units(shipment), {"MUG-BLUE": 1})


class TestKitParcels(KitsCase, ShippingCase):
    def kits(self, quantity=1):
        return self.sync(an_order(an_item("KIT", quantity=quantity, total="12.00")))

    def test_a_kit_is_told_as_amazons_item_not_by_its_components(self):
        [shipment] = self.prepared(self.ship(self.kits(2)))
        self.assertEqual(self.units(shipment), {"KIT": 2})

    def test_a_kit_in_two_transfers_is_told_once_when_it_is_complete(self):
        sale = self.kits()
        first = self.ship(sale, {self.mug: 2}, tracking="6A1")
        self.assertFalse(self.prepared(first))
        self.assertEqual(first.amazon_sync_state, "done")
        [shipment] = self.prepared(self.ship(sale, tracking="6A2"))
        self.assertEqual((self.units(shipment), shipment.tracking_ref), ({"KIT": 1}, "6A2"))

    def test_picked_first_a_kit_lacks_what_still_lies_on_its_shelf(self):
        self.account.warehouse_id.delivery_steps = "pick_ship"
        sale = self.kits()
        shelf = sale.picking_ids.filtered(lambda one: one.location_dest_id.usage != "customer")
        self.validate(shelf, {self.mug: 2})
        self.assertFalse(self.prepared(self.ship(sale, {self.mug: 2})))

    def broken(self):
        """Ship the plate of a kit, give up its mugs, and return the order and that transfer."""
        sale = self.kits()
        first = self.ship(sale, {self.plate: 1}, tracking="6A1")
        self.assertFalse(self.prepared(first))
        self.assertEqual(first.amazon_sync_state, "done")
        self.transfer(sale).action_cancel()
        self.assertEqual(first.amazon_sync_state, "pending")
        first._amazon_prepare_shipments()
        return sale, first

    def test_a_kit_of_which_the_rest_is_given_up_comes_to_a_person(self):
        _sale, first = self.broken()
        self.assertEqual(first.amazon_sync_state, "error")
        self.assertIn("the kit [KIT] Product KIT left", first.amazon_sync_message)
        self.assertIn("1 × [PLATE] Product PLATE. No transfer", first.amazon_sync_message)
        self.assertFalse(first.amazon_shipment_ids.item_ids)

    def test_so_does_one_of_which_no_more_is_to_come_as_it_leaves(self):
        sale = self.kits()
        picking = self.transfer(sale)
        picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": "6A1"})
        for move in picking.move_ids:
            move.write({"quantity": 1, "picked": True})
        no_more = {"skip_backorder": True, "picking_ids_not_to_backorder": picking.ids}
        picking.with_context(skip_sms=True, **no_more).button_validate()
        picking._amazon_prepare_shipments()
        self.assertIn("1 × [MUG-BLUE]", picking.amazon_sync_message)

    def test_what_is_missing_of_it_leaves_after_all_and_nobody_is_asked_any_more(self):
        sale, first = self.broken()
        cancelled = sale.picking_ids.filtered(lambda one: one.state == "cancel")
        cancelled.copy().action_confirm()
        self.assertEqual(first.amazon_sync_state, "error")
        mugs = self.ship(sale, {self.mug: 2}, tracking="6A2")
        (first | mugs)._amazon_prepare_shipments()
        self.assertEqual(first.amazon_sync_state, "done")
        self.assertFalse(first.amazon_shipment_ids)
        self.assertEqual(self.units(mugs.amazon_shipment_ids), {"KIT": 1})

    def test_parts_that_came_back_make_no_kit_that_anybody_has_to_see_to(self):
        sale = self.kits()
        first = self.ship(sale, {self.plate: 1}, tracking="6A1")
        self.take_back(first)
        self.transfer(sale).action_cancel()
        self.assertFalse(self.prepared(first))
        self.assertEqual(first.amazon_sync_state, "done")

    def test_once_all_was_told_parts_that_are_over_trouble_nobody(self):
        sale = self.kits()
        picking = self.ship(sale, {self.mug: 3, self.plate: 1})
        self.assertEqual(self.units(self.prepared(picking)), {"KIT": 1})
        self.assertEqual(picking.amazon_sync_state, "pending")

    def test_of_several_kits_each_is_told_as_soon_as_it_is_whole(self):
        sale = self.kits(3)
        told = [
            self.units(self.prepared(self.ship(sale, quantities)))
            for quantities in (
                {self.mug: 3, self.plate: 2},
                {self.mug: 1, self.plate: 0},
                {self.mug: 2, self.plate: 1},
            )
        ]
        self.assertEqual(told, [{"KIT": 1}, {"KIT": 1}, {"KIT": 1}])

    def test_a_kit_in_two_packages_travels_with_the_one_that_completes_it(self):
        picking = self.transfer(self.kits())
        picking.move_line_ids.unlink()
        self.pack(picking, {self.mug: 2}, "6A-MUGS")
        self.pack(picking, {self.plate: 1}, "6A-PLATE")
        [shipment] = self.prepared(self.leave(picking))
        self.assertEqual((self.units(shipment), shipment.tracking_ref), ({"KIT": 1}, "6A-PLATE"))

    def test_kits_of_kits_count_by_their_last_components(self):
        self.a_kit("BOX", {self.kit: 2})
        sale = self.sync(an_order(an_item("BOX", quantity=2)))
        self.assertEqual(
            self.units(self.prepared(self.ship(sale, {self.mug: 4, self.plate: 3}))), {"BOX": 1}
        )
