"""Rule 2: which of Amazon's statuses create a sales order, and what later ones change."""

from .common import AmazonCase, days_ago
from .orders import an_item, an_order, changed, money


class TestNewOrders(AmazonCase):
    def test_an_unshipped_fbm_order_becomes_a_confirmed_order_with_a_waiting_transfer(self):
        sale = self.sync(an_order())
        self.assertEqual(sale.state, "sale")
        self.assertEqual(sale.amazon_channel, "fbm")
        self.assertEqual(sale.order_line.product_id, self.mug)
        self.assertEqual(len(sale.picking_ids), 1)
        self.assertNotIn(sale.picking_ids.state, ("done", "cancel"))

    def test_a_shipped_fba_order_leaves_the_amazon_location_without_a_transfer(self):
        sale = self.sync(an_order(status="SHIPPED", fulfilled_by="AMAZON"))
        self.assertEqual((sale.state, sale.amazon_channel), ("sale", "fba"))
        self.assertFalse(sale.picking_ids)
        move = sale.order_line.move_ids
        self.assertEqual(move.state, "done")
        self.assertEqual(move.location_id, self.account.location_id)
        self.assertEqual(move.location_dest_id.usage, "customer")
        self.assertEqual(sale.order_line.qty_delivered, 1)

    def test_a_partly_shipped_fba_order_is_whole_and_moves_only_what_left(self):
        item = an_item(
            quantity=3,
            total="12.00",
            fulfillment={"quantityFulfilled": 1, "quantityUnfulfilled": 2},
        )
        order = an_order(item, status="PARTIALLY_SHIPPED", fulfilled_by="AMAZON")
        sale = self.sync(order)
        self.assertTotal(sale, 12.0)
        self.assertEqual(sum(sale.order_line.mapped("qty_delivered")), 1)
        self.sync(changed(order, "SHIPPED"))
        self.assertEqual(sum(sale.order_line.mapped("qty_delivered")), 3)
        self.assertFalse(sale.picking_ids)

    def test_a_partly_shipped_fbm_order_is_whole_and_its_transfer_holds_only_the_rest(self):
        item = an_item(
            quantity=3,
            total="10.00",
            fulfillment={"quantityFulfilled": 2, "quantityUnfulfilled": 1},
        )
        sale = self.sync(an_order(item, status="PARTIALLY_SHIPPED", total="10.00"))
        self.assertTotal(sale, 10.0)
        self.assertEqual(sum(sale.order_line.mapped("product_uom_qty")), 3)
        self.assertEqual(sum(sale.order_line.mapped("qty_delivered")), 2)
        self.assertEqual(sum(sale.picking_ids.move_ids.mapped("product_uom_qty")), 1)

    def test_it_counts_on_a_day_of_the_past_too_as_for_the_accruals_of_that_day(self):
        item = an_item(
            total="10.00",
            quantity=3,
            fulfillment={"quantityFulfilled": 1, "quantityUnfulfilled": 2},
        )
        sale = self.sync(an_order(item, status="PARTIALLY_SHIPPED", total="10.00"))
        lines = sale.order_line.with_context(accrual_entry_date=days_ago(1).date())
        name = "qty_delivered"
        if f"{name}_at_date" in lines._fields:  # from 19.0 on
            name = f"{name}_at_date"
        self.assertEqual(sum(lines.mapped(name)), 1)

    def test_no_other_status_creates_anything(self):
        nothing = [
            ("MERCHANT", "PENDING"),
            ("MERCHANT", "PENDING_AVAILABILITY"),
            ("MERCHANT", "SHIPPED"),
            ("MERCHANT", "CANCELLED"),
            ("MERCHANT", "UNFULFILLABLE"),
            ("AMAZON", "PENDING"),
            ("AMAZON", "UNSHIPPED"),
            ("AMAZON", "CANCELLED"),
            ("AMAZON", "UNFULFILLABLE"),
        ]
        orders = [an_order(fulfilled_by=channel, status=status) for channel, status in nothing]
        self.assertFalse(self.sync(*orders))
        refs = [order["orderId"] for order in orders]
        self.assertFalse(self.env["amazon.issue"].search([("order_ref", "in", refs)]))

    def test_the_order_is_dated_when_the_buyer_placed_it(self):
        order = an_order()
        sale = self.sync(order)
        self.assertEqual(sale.date_order.strftime("%Y-%m-%dT%H:%M:%SZ"), order["createdTime"])

    def test_an_order_that_amazon_ships_for_another_shop_creates_no_sales_order(self):
        order = an_order(
            status="SHIPPED",
            fulfilled_by="AMAZON",
            salesChannel={"channelName": "NON_AMAZON", "marketplaceId": self.marketplaces[0]},
        )
        self.assertFalse(self.sync(order))
        move = self.env["stock.move"].search([("amazon_order_ref", "=", order["orderId"])])
        self.assertEqual((move.state, move.product_id), ("done", self.mug))
        self.assertEqual(move.location_dest_id.usage, "customer")
        self.assertEqual(self.issues(order).reason, "stock")

    def test_goods_of_another_shop_are_linked_to_the_order_that_amazons_alias_names(self):
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Web customer"}).id,
                "order_line": [(0, 0, {"product_id": self.mug.id, "product_uom_qty": 1})],
            }
        )
        order = an_order(
            status="SHIPPED",
            fulfilled_by="AMAZON",
            salesChannel={"channelName": "NON_AMAZON", "marketplaceId": self.marketplaces[0]},
            orderAliases=[{"aliasId": sale.name, "aliasType": "SELLER_ORDER_ID"}],
        )
        self.sync(order)
        self.assertEqual(sale.order_line.qty_delivered, 1)
        self.assertFalse(self.issues(order))

    def test_they_leave_once_even_when_the_other_shops_order_comes_later(self):
        order = an_order(
            status="SHIPPED",
            fulfilled_by="AMAZON",
            salesChannel={"channelName": "NON_AMAZON", "marketplaceId": self.marketplaces[0]},
            orderAliases=[{"aliasId": "WEB/0815", "aliasType": "SELLER_ORDER_ID"}],
        )
        self.sync(order)
        self.assertEqual(self.issues(order).reason, "stock")
        sale = self.env["sale.order"].create(
            {
                "name": "WEB/0815",
                "partner_id": self.env["res.partner"].create({"name": "Web customer"}).id,
                "order_line": [(0, 0, {"product_id": self.mug.id, "product_uom_qty": 1})],
            }
        )
        self.sync(order)
        move = self.env["stock.move"].search([("amazon_order_ref", "=", order["orderId"])])
        self.assertEqual((len(move), move.sale_line_id), (1, sale.order_line))
        self.assertEqual(sale.order_line.qty_delivered, 1)
        self.assertFalse(self.issues(order))

    def test_they_leave_once_though_their_offer_gets_another_product(self):
        jar = self._product("JAR")
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Web customer"}).id,
                "order_line": [(0, 0, {"product_id": one.id}) for one in (self.mug, jar)],
            }
        )
        order = an_order(
            status="SHIPPED",
            fulfilled_by="AMAZON",
            salesChannel={"channelName": "NON_AMAZON", "marketplaceId": self.marketplaces[0]},
            orderAliases=[{"aliasId": sale.name, "aliasType": "SELLER_ORDER_ID"}],
        )
        self.sync(order)
        self.account.offer_ids.product_id = jar
        self.sync(changed(order, minutes=20))
        moves = self.env["stock.move"].search([("amazon_order_ref", "=", order["orderId"])])
        self.assertEqual((moves.product_id, moves.state), (self.mug, "done"))

    def test_orders_of_other_shops_are_imported_when_the_account_says_so(self):
        self.account.import_non_amazon = True
        order = an_order(
            status="SHIPPED",
            fulfilled_by="AMAZON",
            salesChannel={"channelName": "NON_AMAZON", "marketplaceId": self.marketplaces[0]},
        )
        self.assertTotal(self.sync(order), 12.0)

    def test_who_ships_it_does_not_matter_before_there_is_anything_to_ship(self):
        for status in ("PENDING", "CANCELLED", "UNFULFILLABLE"):
            order = an_order(status=status)
            del order["fulfillment"]["fulfilledBy"]
            self.assertFalse(self.sync(order))
            self.assertFalse(self.issues(order))


class TestKnownOrders(AmazonCase):
    @staticmethod
    def kept(records):
        """Return what the database keeps of records: what is computed may follow the clock."""
        return records.read([name for name, field in records._fields.items() if field.store])

    def test_the_same_order_again_changes_nothing(self):
        order = an_order(an_item(quantity=3, total="10.00"), total="10.00")
        sale = self.sync(order)
        before = self.kept(sale), self.kept(sale.order_line), self.kept(sale.picking_ids)
        self.account.last_orders_sync = "2020-01-01 00:00:00"
        self.account._sync_orders()
        self.env.invalidate_all()
        after = self.kept(sale), self.kept(sale.order_line), self.kept(sale.picking_ids)
        self.assertEqual(after, before)
        self.assertEqual(self.sales(order), sale)

    def test_a_pending_order_comes_when_it_is_released(self):
        order = an_order(status="PENDING")
        self.assertFalse(self.sync(order))
        self.assertTotal(self.sync(changed(order, "UNSHIPPED")), 12.0)

    def test_cancelled_on_amazon_is_cancelled_in_odoo_with_its_transfer(self):
        order = an_order()
        sale = self.sync(order)
        self.sync(changed(order, "CANCELLED"))
        self.assertEqual(sale.state, "cancel")
        self.assertEqual(sale.picking_ids.state, "cancel")

    def test_a_cancellation_after_goods_left_is_told_and_not_done(self):
        order = an_order()
        sale = self.sync(order)
        self.ship(sale)
        self.sync(changed(order, "CANCELLED"))
        self.assertEqual(sale.state, "sale")
        self.assertTrue(sale.amazon_cancelled_late)
        self.assertEqual(len(sale.activity_ids), 1)
        self.sync(changed(order, "CANCELLED", minutes=20))
        self.assertEqual(len(sale.activity_ids), 1, "one activity, however often Amazon says so")

    def test_a_cancellation_after_the_invoice_is_told_and_not_done(self):
        self.mug.invoice_policy = "order"
        order = an_order()
        sale = self.sync(order)
        sale._create_invoices().action_post()
        self.sync(changed(order, "CANCELLED"))
        self.assertEqual(sale.state, "sale")
        self.assertTrue(sale.amazon_cancelled_late)

    def test_shipped_says_amazon_marks_the_waiting_transfer_and_tells_its_clerk(self):
        order = an_order()
        sale = self.sync(order)
        self.sync(changed(order, "SHIPPED"))
        self.assertEqual(sale.picking_ids.amazon_sync_state, "done")
        self.assertEqual(len(sale.picking_ids.activity_ids), 1)
        self.assertNotEqual(sale.picking_ids.state, "done")

    def test_shipped_says_amazon_too_of_a_transfer_that_was_done_here(self):
        order = an_order()
        sale = self.sync(order)
        self.ship(sale)
        self.sync(changed(order, "SHIPPED"))
        self.assertEqual(sale.picking_ids.amazon_sync_state, "done")
        self.assertFalse(sale.picking_ids.activity_ids)

    def test_a_new_line_on_an_fba_order_makes_no_delivery_from_the_warehouse(self):
        sale = self.sync(an_order(status="SHIPPED", fulfilled_by="AMAZON"))
        sale.order_line = [(0, 0, {"product_id": self.mug.id, "product_uom_qty": 1})]
        self.assertFalse(sale.picking_ids)

    def ship(self, sale):
        move = sale.picking_ids.move_ids
        move.quantity = move.product_uom_qty
        move.picked = True
        self.tracked(sale.picking_ids)._action_done()


class TestChangedOrders(AmazonCase):
    def test_an_item_cancelled_by_itself_lowers_the_total_and_the_transfer(self):
        gone, kept = an_item(total="12.00"), an_item(total="8.00")
        order = an_order(gone, kept, total="20.00")
        sale = self.sync(order)
        nothing = {**gone, "quantityOrdered": 0}
        nothing.pop("proceeds")
        nothing.pop("fulfillment")
        later = changed(order, orderItems=[nothing, kept], proceeds={"grandTotal": money("8.00")})
        self.sync(later)
        self.assertTotal(sale, 8.0)
        self.assertEqual(sum(self.waiting(sale).mapped("product_uom_qty")), 1)
        self.assertFalse(self.issues(order))

    def test_a_lowered_quantity_lowers_the_transfer(self):
        item = an_item(total="30.00", quantity=3)
        order = an_order(item, total="30.00")
        sale = self.sync(order)
        fewer = an_item(total="20.00", quantity=2, orderItemId=item["orderItemId"])
        self.sync(changed(order, orderItems=[fewer], proceeds={"grandTotal": money("20.00")}))
        self.assertTotal(sale, 20.0)
        self.assertEqual(sum(self.waiting(sale).mapped("product_uom_qty")), 2)

    def test_an_added_charge_is_added(self):
        item = an_item(total="12.00")
        order = an_order(item)
        sale = self.sync(order)
        dearer = an_item(
            total="16.50",
            breakdowns={"ITEM": "12.00", "SHIPPING": "4.50"},
            orderItemId=item["orderItemId"],
        )
        self.sync(changed(order, orderItems=[dearer], proceeds={"grandTotal": money("16.50")}))
        self.assertTotal(sale, 16.5)

    def test_what_a_person_changed_in_odoo_stays_while_amazon_says_the_same(self):
        order = an_order()
        sale = self.sync(order)
        sale.order_line.price_unit = 11.0
        self.sync(changed(order))
        self.assertEqual(sale.amount_total, 11.0)
        self.assertEqual(self.issues(order).reason, "total", "and both totals are shown")

    def test_an_invoiced_order_keeps_its_lines_and_shows_both_totals(self):
        self.mug.invoice_policy = "order"
        item = an_item(total="12.00")
        order = an_order(item)
        sale = self.sync(order)
        sale._create_invoices().action_post()
        cheaper = an_item(total="10.00", orderItemId=item["orderItemId"])
        self.sync(changed(order, orderItems=[cheaper], proceeds={"grandTotal": money("10.00")}))
        self.assertEqual((sale.amount_total, sale.amazon_total), (12.0, 10.0))
        self.assertEqual(self.issues(order).reason, "total")

    def test_a_new_address_reaches_the_waiting_transfer(self):
        order = an_order()
        sale = self.sync(order)
        later = changed(order)
        later["recipient"]["deliveryAddress"]["addressLine1"] = "1 place Royale"
        self.sync(later)
        self.assertEqual(sale.partner_shipping_id.street, "1 place Royale")
        self.assertEqual(sale.picking_ids.partner_id, sale.partner_shipping_id)
        self.assertEqual(sale.partner_id.street, "12 rue des Lilas", "the invoice's stays")

    def test_a_locked_order_follows_amazon_too(self):
        item = an_item(total="12.00")
        order = an_order(item)
        sale = self.sync(order)
        sale.action_lock()
        cheaper = an_item(total="10.00", orderItemId=item["orderItemId"])
        self.sync(changed(order, orderItems=[cheaper], proceeds={"grandTotal": money("10.00")}))
        self.assertTotal(sale, 10.0)
        self.assertTrue(sale.locked)

    def test_less_told_than_before_changes_nothing(self):
        order = an_order()
        sale = self.sync(order)
        later = changed(order)
        later.pop("proceeds")
        later["orderItems"][0].pop("proceeds")
        self.sync(later)
        self.assertTotal(sale, 12.0)

    def waiting(self, sale):
        return sale.picking_ids.move_ids.filtered(lambda move: move.state != "cancel")
