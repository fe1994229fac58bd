"""Rule 10 for every kind of product: consumables, kits, units of measure, lots, serial numbers."""

from datetime import timedelta

from odoo import fields

from .orders import an_item, an_order, changed
from .test_kits import KitsCase

CONSUMABLE = "consu"


class GoodsCase(KitsCase):
    def sold(self, sku, quantity=1, shipped=None, **values):
        """Have Amazon ship an item; return the sales order."""
        total = f"{quantity * 12}.00"
        item = an_item(sku, quantity=quantity, total=total)
        status = "SHIPPED" if shipped is None else "PARTIALLY_SHIPPED"
        self.order = an_order(item, total=total, status=status, fulfilled_by="AMAZON", **values)
        if shipped is not None:
            self.tell(shipped)
        return self.sync(self.order)

    def tell(self, shipped):
        item = self.order["orderItems"][0]
        left = item["quantityOrdered"] - shipped
        item["fulfillment"] = {"quantityFulfilled": shipped, "quantityUnfulfilled": left}

    def consumable(self, reference):
        """Return a good whose quantity nobody tracks."""
        kind = {"detailed_type": CONSUMABLE}
        if "is_storable" in self.env["product.product"]._fields:
            kind = {"is_storable": False}
        return self._product(reference, **kind)

    def put_lots(self, product, **quantities):
        """Put lots into the Amazon location, the first one being the oldest."""
        lots = self.env["stock.lot"]
        for age, (name, quantity) in enumerate(reversed(quantities.items())):
            lot = lots.create(
                {"name": name, "product_id": product.id, "company_id": self.company.id}
            )
            came = fields.Datetime.now() - timedelta(days=age + 1)
            self.env["stock.quant"]._update_available_quantity(
                product, self.account.location_id, quantity, lot_id=lot, in_date=came
            )

    def lots_of(self, sale):
        """Return how much of which lot left for an order."""
        lines = sale.order_line.move_ids.filtered(lambda one: one.state == "done").move_line_ids
        taken = {}
        for line in lines.sorted(lambda line: line.lot_id.name):
            taken[line.lot_id.name] = taken.get(line.lot_id.name, 0) + line.quantity
        return taken


class TestKinds(GoodsCase):
    def test_consumables_are_delivered_and_counted_nowhere_as_odoo_does_it(self):
        ribbon = self.consumable("RIBBON")
        sale = self.sold("RIBBON", 2)
        self.assertEqual(
            (sale.order_line.move_ids.state, sale.order_line.qty_delivered), ("done", 2)
        )
        self.assertEqual(self.left(ribbon), 0)
        self.assertFalse(self.issues(self.order))

    def test_a_kit_of_consumables_too(self):
        ribbon = self.consumable("RIBBON")
        self.a_kit("GIFT-SET", {ribbon: 3, self.mug: 1})
        sale = self.sold("GIFT-SET", 2)
        quantities = {move.product_id: move.quantity for move in sale.order_line.move_ids}
        self.assertEqual(quantities, {ribbon: 6, self.mug: 2})
        self.assertEqual(sale.order_line.qty_delivered, 2)
        self.assertEqual((self.left(ribbon), self.left(self.mug)), (0, 2))

    def test_what_lies_in_a_package_leaves_it_and_what_lacks_is_missing_beside_it(self):
        quants, location = self.env["stock.quant"], self.account.location_id
        package = self.env[quants.package_id._name].create({})
        quants._update_available_quantity(self.mug, location, 5, package_id=package)
        for units, packed, beside in ((3, 2, 0), (4, 0, -2)):
            self.sold("MUG-BLUE", units)
            there = quants.search(
                [("product_id", "=", self.mug.id), ("location_id", "=", location.id)]
            )
            in_it = there.filtered("package_id")
            self.assertEqual(sum(in_it.mapped("quantity")), packed)
            self.assertEqual(sum((there - in_it).mapped("quantity")), beside)

    def test_a_product_that_is_counted_in_packs_leaves_in_packs(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        values = {"uom_id": dozen.id}
        if "uom_po_id" in self.env["product.product"]._fields:
            values["uom_po_id"] = dozen.id
        eggs = self._product("EGGS", **values)
        sale = self.sold("EGGS", 2)
        self.assertEqual((self.left(eggs), sale.order_line.qty_delivered), (2, 2))

    def test_components_by_the_dozen_leave_by_the_dozen(self):
        kit = self.a_kit("TWELVE", {self.mug: 1})
        bom = self.env["mrp.bom"].search([("product_tmpl_id", "=", kit.product_tmpl_id.id)])
        bom.bom_line_ids.product_uom_id = self.env.ref("uom.product_uom_dozen")
        sale = self.sold("TWELVE", 2)
        self.assertEqual((self.left(self.mug), sale.order_line.qty_delivered), (24, 2))


class TestLots(GoodsCase):
    def test_the_oldest_lot_leaves_first_and_the_next_one_where_it_does_not_suffice(self):
        tracked = self._product("TRACKED", tracking="lot")
        self.put_lots(tracked, L1=2, L2=5)
        self.assertEqual(self.lots_of(self.sold("TRACKED", 3)), {"L1": 2, "L2": 1})

    def test_each_unit_has_its_serial_number(self):
        tracked = self._product("SERIAL", tracking="serial")
        self.put_lots(tracked, S1=1, S2=1, S3=1)
        self.assertEqual(self.lots_of(self.sold("SERIAL", 2)), {"S1": 1, "S2": 1})

    def test_what_is_there_only_in_part_waits_whole(self):
        tracked = self._product("TRACKED", tracking="lot")
        self.put_lots(tracked, L1=2)
        sale = self.sold("TRACKED", 3)
        self.assertEqual((self.lots_of(sale), sale.order_line.qty_delivered), ({}, 0))
        self.assertIn("TRACKED", self.issues(self.order).message)
        self.assertIn("only 2 of the 3", self.issues(self.order).message)
        self.put_lots(tracked, L2=2)
        self.issues(self.order).action_retry()
        self.assertEqual(self.lots_of(sale), {"L1": 2, "L2": 1})
        self.assertFalse(self.issues(self.order))

    def test_shipped_in_two_parts_each_finds_its_lot(self):
        tracked = self._product("TRACKED", tracking="lot")
        self.put_lots(tracked, L1=1)
        sale = self.sold("TRACKED", 3, shipped=1)
        self.assertEqual((self.lots_of(sale), sale.order_line.qty_delivered), ({"L1": 1}, 1))
        self.tell(3)
        self.sync(changed(self.order, minutes=20))
        self.assertEqual(sale.order_line.qty_delivered, 1, "the other two have no lot yet")
        self.assertEqual(self.issues(self.order).reason, "stock")
        self.put_lots(tracked, L2=5)
        self.sync(changed(self.order, "SHIPPED", minutes=10))
        self.assertEqual(self.lots_of(sale), {"L1": 1, "L2": 2})
        self.assertFalse(self.issues(self.order))


class TestHistories(GoodsCase):
    """Shipped, cancelled, returned, one after the other in every mix."""

    # What happens, and then: (order's state, delivered quantity, what Amazon's stock lost).
    HISTORIES = (
        (("ship 1", "sale", 1, 1), ("ship 3", "sale", 3, 3), ("ship 3", "sale", 3, 3)),
        (("ship 1", "sale", 1, 1), ("back 1", "sale", 0, 0), ("ship 3", "sale", 2, 2)),
        (("ship 3", "sale", 3, 3), ("back 2", "sale", 1, 1), ("ship 3", "sale", 1, 1)),
        (("ship 1", "sale", 1, 1), ("cancel", "sale", 1, 1), ("back 1", "cancel", 0, 0)),
        (("ship 2", "sale", 2, 2), ("back 1", "sale", 1, 1), ("cancel", "sale", 1, 1)),
        (("ship 3", "sale", 3, 3), ("back 3", "sale", 0, 0), ("cancel", "cancel", 0, 0)),
        (("ship 1", "sale", 1, 1), ("cancel", "sale", 1, 1), ("ship 3", "sale", 3, 3)),
    )

    def test_quantities_follow_amazon_in_every_mix(self):
        for number, history in enumerate(self.HISTORIES):
            product = self._product(f"HISTORY-{number}")
            sale = None
            for place, (event, *expected) in enumerate(history):
                sale = self.happen(event, sale, product, minutes=90 - 10 * place)
                with self.subTest(history=number, event=event):
                    delivered = sale.order_line.qty_delivered
                    self.assertEqual([sale.state, delivered, self.left(product)], expected)

    def happen(self, event, sale, product, minutes):
        kind, _space, quantity = event.partition(" ")
        if not sale:
            return self.sold(product.default_code, 3, shipped=int(quantity), minutes=minutes)
        if kind == "ship":
            self.tell(int(quantity))
            status = "SHIPPED" if quantity == "3" else "PARTIALLY_SHIPPED"
            self.sync(changed(self.order, status, minutes=minutes))
        elif kind == "cancel":
            self.sync(changed(self.order, "CANCELLED", minutes=minutes))
        else:
            action = sale.action_amazon_return()
            wizard = self.env[action["res_model"]].browse(action["res_id"])
            wizard.line_ids.quantity = int(quantity)
            wizard.action_book()
        return sale


class TestSideBySide(GoodsCase):
    def test_one_product_sold_as_fba_and_fbm_has_the_right_stock_in_each_place(self):
        places = (self.account.location_id, self.account.warehouse_id.lot_stock_id)
        quants = self.env["stock.quant"]
        for place in places:
            quants._update_available_quantity(self.mug, place, 10)
        offers = self.env["amazon.offer"].create(
            [
                {
                    "account_id": self.account.id,
                    "marketplace_id": self.account.marketplace_ids[0].id,
                    "product_id": self.mug.id,
                    "sku": sku,
                }
                for sku in ("MUG-FBA", "MUG-FBM")
            ]
        )
        by_amazon = self.sold("MUG-FBA", 3, marketplace=offers[0].marketplace_id.marketplace_id)
        by_us = self.sync(
            an_order(
                an_item("MUG-FBM", quantity=2, total="24.00"),
                total="24.00",
                marketplace=offers[0].marketplace_id.marketplace_id,
            )
        )
        self.assertEqual((by_amazon | by_us).order_line.amazon_offer_id, offers)
        by_us.picking_ids.action_assign()
        stock = [quants._get_available_quantity(self.mug, place) for place in places]
        self.assertEqual(stock, [7, 8], "what is reserved is not available")
        by_us.picking_ids.move_ids.picked = True
        self.tracked(by_us.picking_ids)._action_done()
        found = quants.search([("product_id", "=", self.mug.id)])
        on_hand = {quant.location_id: quant.quantity for quant in found}
        self.assertEqual([on_hand[place] for place in places], [7, 8])
        self.assertEqual(self.mug.with_context(warehouse=self.account.warehouse_id.id).free_qty, 8)
