"""Rule 10, as far as an order's goods must leave the Amazon location."""

from .common import AmazonCase
from .orders import an_item, an_order, changed


def shipped(*items, **values):
    return an_order(*items, status="SHIPPED", fulfilled_by="AMAZON", **values)


class TestAmazonLocation(AmazonCase):
    def test_every_company_has_one_outside_of_its_warehouses(self):
        company = self.env["res.company"].create({"name": "New company"})
        for one in (company, self.company):
            location = one.amazon_location_id
            self.assertEqual((location.usage, location.company_id), ("internal", one))
            self.assertFalse(location.warehouse_id)

    def test_goods_at_amazon_are_reserved_by_no_delivery_of_ours(self):
        self.env["stock.quant"]._update_available_quantity(self.mug, self.account.location_id, 10)
        sale = self.sync(an_order())
        sale.picking_ids.action_assign()
        self.assertEqual(sale.picking_ids.state, "confirmed")

    def test_an_fba_sale_lowers_the_stock_at_amazon(self):
        location = self.account.location_id
        self.env["stock.quant"]._update_available_quantity(self.mug, location, 10)
        self.sync(shipped(an_item(quantity=3, total="10.00"), total="10.00"))
        quants = self.env["stock.quant"].search(
            [("product_id", "=", self.mug.id), ("location_id", "=", location.id)]
        )
        self.assertEqual(sum(quants.mapped("quantity")), 7)

    def test_the_account_may_have_a_location_of_its_own(self):
        own = self.account.location_id.copy({"name": "Amazon Germany"})
        self.account.location_id = own
        sale = self.sync(shipped())
        self.assertEqual(sale.order_line.move_ids.location_id, own)


class TestFbaMoves(AmazonCase):
    def test_goods_leave_once_however_often_the_order_comes(self):
        order = shipped()
        sale = self.sync(order)
        for minutes in (30, 20, 10):
            self.sync(changed(order, "SHIPPED", minutes=minutes))
        self.assertEqual(sum(sale.order_line.move_ids.mapped("quantity")), 1)

    def test_what_left_before_the_rest_was_cancelled_leaves_here_too(self):
        item = an_item(quantity=3, total="12.00")
        order = an_order(item, status="PARTIALLY_SHIPPED", fulfilled_by="AMAZON")
        figures = order["orderItems"][0]["fulfillment"]
        figures.update(quantityFulfilled=1, quantityUnfulfilled=2)
        sale = self.sync(order)
        figures.update(quantityFulfilled=2, quantityUnfulfilled=0)
        self.sync(changed(order, "CANCELLED"))
        self.assertEqual(sale.order_line.qty_delivered, 2)
        self.assertTrue(sale.amazon_cancelled_late)

    def test_what_a_person_lowered_on_the_order_leaves_as_amazon_shipped_it(self):
        order = an_order(
            an_item(quantity=3, total="10.00"),
            total="10.00",
            status="PARTIALLY_SHIPPED",
            fulfilled_by="AMAZON",
        )
        sale = self.sync(order)
        lines = sale.order_line
        self.assertEqual(len(lines), 2, "the cents do not divide")
        lines[1].write({"product_uom_qty": 0, "price_unit": lines[1].price_unit})
        self.sync(changed(order, "SHIPPED"))
        self.assertEqual(sum(lines.mapped("qty_delivered")), 3)
        self.assertFalse(sale.picking_ids)

    def test_goods_leave_when_amazon_says(self):
        order = shipped()
        move = self.sync(order).order_line.move_ids
        self.assertEqual(move.date.strftime("%Y-%m-%dT%H:%M:%SZ"), order["lastUpdatedTime"])

    def test_services_move_nothing(self):
        service = self.env["product.product"].create(
            {"name": "Assembly", "default_code": "ASSEMBLY", "type": "service"}
        )
        sale = self.sync(shipped(an_item(sku="ASSEMBLY")))
        self.assertEqual(sale.order_line.product_id, service)
        self.assertFalse(sale.order_line.move_ids)

    def test_without_a_lot_the_move_waits_with_an_issue_and_the_others_go_on(self):
        tracked = self._product("TRACKED", tracking="lot")
        order = shipped(an_item(sku="TRACKED"), an_item(), total="24.00")
        sale, other = self.sync(order, shipped())
        lines = sale.order_line.grouped("product_id")
        self.assertEqual(lines[tracked].move_ids.state, "confirmed")
        self.assertEqual(lines[self.mug].qty_delivered, 1)
        self.assertEqual(other.order_line.qty_delivered, 1)
        self.assertEqual(self.issues(order).reason, "stock")
        self.assertIn("TRACKED", self.issues(order).message)

    def test_the_waiting_move_goes_when_the_lot_has_come(self):
        tracked = self._product("TRACKED", tracking="lot")
        order = shipped(an_item(sku="TRACKED"))
        sale = self.sync(order)
        lot = self.env["stock.lot"].create(
            {"name": "L1", "product_id": tracked.id, "company_id": self.company.id}
        )
        self.env["stock.quant"]._update_available_quantity(
            tracked, self.account.location_id, 5, lot_id=lot
        )
        self.issues(order).action_retry()
        self.assertEqual(sale.order_line.move_ids.state, "done")
        self.assertEqual(sale.order_line.move_ids.lot_ids, lot)
        self.assertFalse(self.issues(order))

    def test_what_waits_for_more_holds_no_lot_that_another_order_leaves_with(self):
        tracked = self._product("TRACKED", tracking="lot")
        lot = self.env["stock.lot"].create(
            {"name": "L1", "product_id": tracked.id, "company_id": self.company.id}
        )
        self.env["stock.quant"]._update_available_quantity(
            tracked, self.account.location_id, 1, lot_id=lot
        )
        larger = shipped(an_item(sku="TRACKED", quantity=2), minutes=50)
        smaller = shipped(an_item(sku="TRACKED"), minutes=40)
        for sales in (self.sync(larger), self.sync(larger, smaller)):
            self.assertEqual(sales[0].order_line.move_ids.state, "confirmed")
            self.assertTrue(self.issues(larger))
        self.assertEqual(sales[1].order_line.move_ids.state, "done")
        self.assertFalse(self.issues(smaller))

    def test_an_item_told_in_two_parts_leaves_by_the_lines_of_both(self):
        first, second = an_item(total="4.00", quantity=2), an_item(total="9.00", quantity=3)
        second["orderItemId"] = first["orderItemId"]
        sale = self.sync(shipped(first, second, total="13.00"))
        self.assertEqual(sale.order_line.mapped("qty_delivered"), [2, 3])

    def test_another_shops_goods_leave_though_no_marketplace_is_told(self):
        order = shipped(salesChannel={"channelName": "NON_AMAZON"})
        self.sync(order)
        move = self.env["stock.move"].search([("amazon_order_ref", "=", order["orderId"])])
        self.assertEqual((move.product_id, move.state), (self.mug, "done"))
