"""Each package has a tracking reference of its own; Odoo has one for the whole transfer."""

from odoo.tests.common import Form, new_test_user

from .orders import an_item, an_order
from .shipping import ShippingCase


class TestPackageTracking(ShippingCase):
    def setUp(self):
        super().setUp()
        sale = self.sync(an_order(an_item(quantity=3, total="30.00"), total="30.00"))
        self.picking = self.transfer(sale)
        self.packages = self.env["stock.move.line"].result_package_id
        self.nothing = self.packages

    def pack(self, *quantities, loose=0):
        """Put the transfer's mugs into packages of these quantities, and leave some loose."""
        self.picking.move_line_ids.unlink()
        self.packages = self.packages.create(
            [{"name": f"BOX-{number}"} for number, _quantity in enumerate(quantities)]
        )
        move = self.picking.move_ids
        contents = [*zip(self.packages, quantities), *([(self.nothing, loose)] if loose else [])]
        for package, quantity in contents:
            self.env["stock.move.line"].create(
                {
                    **move._prepare_move_line_vals(),
                    "quantity": quantity,
                    "picked": True,
                    "result_package_id": package.id,
                }
            )
        return self.packages

    def references(self, *parcels):
        return [self.picking._amazon_tracking_of(parcel) for parcel in parcels]

    def test_a_package_has_its_own(self):
        first, second = self.pack(2, 1)
        self.picking.carrier_tracking_ref = "WHOLE"
        first.amazon_tracking_ref = " 6A111 "
        self.assertEqual(self.references(first, second), ["6A111", "WHOLE"])

    def labelled(self):
        """Return the packages in the order in which Odoo has their labels printed."""
        own = "package_ids" in self.picking._fields  # on 17.0
        return self.picking.package_ids if own else self.packages

    def test_a_carrier_gives_one_for_each_joined_by_commas(self):
        self.pack(2, 1)
        first, second = self.labelled()
        self.picking.carrier_tracking_ref = "6A111, 6A222"
        self.assertEqual(self.references(first, second), ["6A111", "6A222"])

    def test_what_lies_in_no_package_comes_last(self):
        self.pack(1, 1, loose=1)
        first, second = self.labelled()
        self.picking.carrier_tracking_ref = "6A111,6A222,6A333"
        parcels = (first, second, self.nothing)
        self.assertEqual(self.references(*parcels), ["6A111", "6A222", "6A333"])

    def test_another_number_of_them_is_one_for_all(self):
        first, second = self.pack(2, 1)
        self.picking.carrier_tracking_ref = "6A111,6A222,6A333"
        self.assertEqual(self.references(first, second), ["6A111,6A222,6A333"] * 2)

    def test_without_packages_the_transfer_has_one(self):
        self.picking.carrier_tracking_ref = "6A111"
        self.assertEqual(self.references(self.nothing), ["6A111"])
        self.picking.carrier_tracking_ref = False
        self.assertEqual(self.references(self.nothing), [""])

    def test_a_clerk_enters_them_on_the_transfer(self):
        first, second = self.pack(2, 1)
        # 19.0 opens a transfer's form to those only who may create contacts.
        groups = "stock.group_stock_user,base.group_partner_manager"
        clerk = new_test_user(self.env, "clerk", groups=groups)
        form = Form(self.picking.with_user(clerk))
        for position, reference in enumerate(("6A111", "6A222")):
            with form.amazon_package_ids.edit(position) as line:
                line.amazon_tracking_ref = reference
        form.save()
        self.assertEqual((first | second).mapped("amazon_tracking_ref"), ["6A111", "6A222"])
        self.assertEqual(self.picking.move_line_ids.result_package_id, first | second)

    def test_only_transfers_to_amazons_buyers_list_their_packages(self):
        packages = self.pack(3)
        self.assertEqual(self.picking.amazon_package_ids, packages)
        self.picking.sale_id.amazon_order_ref = False
        self.assertFalse(self.picking.amazon_package_ids)

    def test_a_box_that_is_unpacked_forgets_its_number(self):
        [box] = self.pack(3)
        box.amazon_tracking_ref = "6A111"
        box.unpack()
        self.assertFalse(box.amazon_tracking_ref)

    def test_a_number_corrected_after_it_was_told_is_told_again(self):
        box, other = self.pack(2, 1)
        box.amazon_tracking_ref = other.amazon_tracking_ref = "6A111"
        self.picking.carrier_id = self.carrier
        self.picking._action_done()
        self.picking._amazon_prepare_shipments()
        shipments = self.picking.amazon_shipment_ids
        self.assertEqual(len(shipments._confirmed()), 2)
        box.amazon_tracking_ref = "6A111"
        self.assertEqual(shipments.mapped("state"), ["done", "done"])
        box.amazon_tracking_ref = "6A222"
        waiting = shipments.filtered(lambda shipment: shipment.state == "pending")
        self.assertEqual((waiting.package_id, waiting.tracking_ref), (box, "6A222"))

    def told_by_its_own_number(self):
        """Return a box that left with a number beside its transfer's, and its shipment."""
        [box] = self.pack(3)
        box.amazon_tracking_ref = "6A111"
        self.picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": "WHOLE"})
        self.picking._action_done()
        told = self.prepared(self.picking)
        told._confirmed()
        return box, told

    def test_a_number_emptied_after_it_was_told_gives_way_to_the_transfers(self):
        box, told = self.told_by_its_own_number()
        box.amazon_tracking_ref = False
        self.assertEqual((told.state, told.tracking_ref), ("pending", "WHOLE"))

    def test_a_box_that_leaves_again_for_another_order_keeps_its_old_number_there(self):
        [box] = self.pack(3)
        box.amazon_tracking_ref = "6A111"
        old = self.picking
        old.carrier_id = self.carrier
        old._action_done()
        told = self.prepared(old)
        told._confirmed()
        self.picking = self.transfer(self.sync(an_order(an_item())))
        self.picking.move_ids.quantity = 1
        self.picking.move_line_ids.result_package_id = box
        box.amazon_tracking_ref = "6A222"
        self.assertEqual((told.state, told.tracking_ref), ("done", "6A111"))
        self.assertEqual(self.references(box), ["6A222"])
        box.amazon_tracking_ref = False
        old.carrier_tracking_ref = "WHOLE"
        self.assertEqual((told.state, told.tracking_ref), ("done", "6A111"))
        old.carrier_id = self.a_carrier("Chronopost")
        self.assertEqual(
            (told.state, told.carrier_code, told.tracking_ref),
            ("pending", "Chronopost", "6A111"),
        )

    def test_a_box_that_is_unpacked_keeps_the_number_that_amazon_was_told(self):
        box, told = self.told_by_its_own_number()
        box.unpack()
        self.assertEqual(self.references(box), ["6A111"])
        self.picking.carrier_tracking_ref = "OTHER"
        self.assertEqual((told.state, told.tracking_ref), ("done", "6A111"))
