"""Rule 5: the fallback product stands for an unknown SKU until it has a product of its own."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from .common import AmazonCase
from .orders import UNITED_STATES, an_item, an_order, changed


class FallbackCase(AmazonCase):
    def unknown(self, **values):
        return an_order(an_item("NOBODY-KNOWS", **values.pop("item", {})), **values)

    def assign(self, sale, product=None):
        """Assign a product to the order's SKUs, and press the button."""
        offers = sale.order_line.amazon_offer_id
        offers.product_id = product or self.mug
        return offers.action_mend_orders()["params"]["message"]

    def stock(self, product, location):
        quants = self.env["stock.quant"].search(
            [("product_id", "=", product.id), ("location_id", "child_of", location.id)]
        )
        return sum(quants.mapped("quantity"))

    def validate(self, picking, quantity=None):
        for move in picking.move_ids:
            move.quantity = quantity or move.product_uom_qty
            move.picked = True
        picking = self.tracked(picking).with_context(skip_sms=True, skip_backorder=True)
        picking._action_done()


class TestFallback(FallbackCase):
    def test_an_unknown_sku_gets_the_fallback_product_and_an_issue(self):
        order = self.unknown()
        sale = self.sync(order)
        self.assertEqual(sale.order_line.product_id, self.account.fallback_product_id)
        self.assertTrue(sale.picking_ids, "the fallback product is a good: a transfer arises")
        self.assertEqual(self.issues(order).reason, "product")
        self.assertIn("NOBODY-KNOWS", self.issues(order).message)

    def test_the_orders_that_used_it_can_be_found(self):
        sale = self.sync(self.unknown())
        self.sync(an_order())
        domain = [("order_line.amazon_sku_unknown", "=", True)]
        self.assertEqual(self.env["sale.order"].search(domain), sale)
        offer = sale.order_line.amazon_offer_id
        self.assertEqual(offer.orders_to_mend, 1)
        self.assertEqual(self.env["amazon.offer"].search([("orders_to_mend", "!=", 0)]), offer)
        self.assertEqual(offer.action_open_orders_to_mend()["domain"], [("id", "in", sale.ids)])

    def test_an_offer_of_the_fallback_product_itself_is_no_unknown_sku(self):
        self.account.fallback_product_id = self.mug
        order = an_order()
        self.sync(order)
        self.assertFalse(self.issues(order))

    def test_amazon_is_not_asked_to_see_that_an_order_is_right(self):
        order = self.unknown()
        sale = self.sync(order)
        issue = self.issues(order)
        calls = len(self.amazon.calls())
        issue.action_retry()
        self.assertEqual((issue.state, issue.try_count), ("open", 2))
        sale.picking_ids.action_cancel()
        sale.order_line.product_id = self.mug
        issue.action_retry()
        self.assertEqual(issue.state, "solved")
        self.assertEqual(len(self.amazon.calls()), calls)


class TestMending(FallbackCase):
    def test_one_button_puts_the_product_on_all_orders_of_the_sku(self):
        orders = [self.unknown() for _one in range(3)]
        sales = self.sync(*orders)
        self.assertEqual(self.assign(sales), "Solved: 3. Still open: 0.")
        self.assertEqual(sales.order_line.product_id, self.mug)
        for sale, order in zip(sales, orders):
            self.assertTotal(sale, 12.0)
            self.assertFalse(self.issues(order))

    def test_the_waiting_transfer_has_the_product_instead(self):
        sale = self.sync(self.unknown(item={"quantity": 3, "total": "10.00"}, total="10.00"))
        self.assign(sale)
        waiting = sale.picking_ids.move_ids.filtered(lambda move: move.state != "cancel")
        self.assertEqual(waiting.product_id, self.mug)
        self.assertEqual(sum(waiting.mapped("product_uom_qty")), 3)
        self.assertTotal(sale, 10.0)

    def test_it_happens_by_itself_some_minutes_after_the_assignment(self):
        order = self.unknown()
        sale = self.sync(order)
        sale.order_line.amazon_offer_id.product_id = self.mug
        soon = self.issues(order).next_try - fields.Datetime.now()
        self.assertLess(soon, timedelta(minutes=15))
        self.env["amazon.issue"]._cron_retry()
        self.assertEqual(sale.order_line.product_id, self.account.fallback_product_id)
        later = fields.Datetime.now() + timedelta(minutes=15)
        with patch.object(fields.Datetime, "now", lambda: later):
            self.env["amazon.issue"]._cron_retry()
        self.assertEqual(sale.order_line.product_id, self.mug)
        self.assertFalse(self.issues(order))

    def test_an_update_of_the_order_mends_it_too(self):
        order = self.unknown()
        sale = self.sync(order)
        sale.order_line.amazon_offer_id.product_id = self.mug
        self.sync(changed(order))
        self.assertEqual(sale.order_line.product_id, self.mug)

    def test_an_invoiced_order_stays_and_is_named(self):
        order = self.unknown()
        sale = self.sync(order)
        self.account.fallback_product_id.invoice_policy = "order"
        sale._create_invoices().action_post()
        self.assertEqual(self.assign(sale), "Solved: 0. Still open: 1.")
        self.assertEqual(sale.order_line.product_id, self.account.fallback_product_id)
        self.assertIn("invoiced", self.issues(order).message)

    def test_another_product_on_an_order_is_not_touched(self):
        sale = self.sync(an_order())
        self.assertIn("Solved: 0.", self.assign(sale, self._product("OTHER")))
        self.assertEqual(sale.order_line.product_id, self.mug)

    def test_goods_that_left_are_moved_anew_as_the_right_product(self):
        sale = self.sync(self.unknown(item={"quantity": 3, "total": "9.00"}, total="9.00"))
        fallback, warehouse = self.account.fallback_product_id, sale.warehouse_id.lot_stock_id
        self.validate(sale.picking_ids, quantity=2)
        self.assertEqual(sale.order_line.qty_delivered, 2)
        self.assign(sale)
        self.assertEqual(self.stock(fallback, warehouse), 0)
        self.assertEqual(self.stock(self.mug, warehouse), -2)
        self.assertEqual(sale.order_line.qty_delivered, 2)
        todo = sale.picking_ids.move_ids.filtered(lambda one: one.state not in ("done", "cancel"))
        self.assertEqual(todo.product_id, self.mug)
        self.assertEqual(sum(todo.mapped("product_uom_qty")), 1)

    def test_the_clerk_reads_on_each_step_what_to_pack_until_the_product_is_assigned(self):
        self.account.warehouse_id.delivery_steps = "pick_ship"
        sale = self.sync(self.unknown())
        clerk = new_test_user(self.env, "packer", groups="stock.group_stock_user")
        line = sale.order_line.filtered("amazon_sku_unknown")
        words = f"{line.amazon_sku}: {line.name}"
        transfers = sale.picking_ids.with_user(clerk)
        self.assertEqual(set(transfers.mapped("amazon_unknown_goods")), {words})
        self.assign(sale)
        transfers.invalidate_recordset()
        waiting = sale.picking_ids.filtered(lambda one: one.state != "cancel").with_user(clerk)
        self.assertFalse(any(waiting.mapped("amazon_unknown_goods")))

    def test_picked_goods_go_back_and_are_picked_as_the_right_product(self):
        self.account.warehouse_id.delivery_steps = "pick_ship"
        sale = self.sync(self.unknown())
        fallback, warehouse = self.account.fallback_product_id, sale.warehouse_id
        picked = sale.picking_ids.filtered(lambda one: one.location_dest_id.usage != "customer")
        self.validate(picked)
        self.assign(sale)
        for location in (warehouse.lot_stock_id, warehouse.wh_output_stock_loc_id):
            self.assertEqual(self.stock(fallback, location), 0)
        todo = sale.picking_ids.move_ids.filtered(lambda one: one.state not in ("done", "cancel"))
        self.assertEqual(todo.product_id, self.mug)

    def test_what_amazon_shipped_leaves_its_location_as_the_right_product(self):
        order = self.unknown(
            item={"quantity": 2, "total": "9.00"},
            total="9.00",
            status="SHIPPED",
            fulfilled_by="AMAZON",
        )
        sale = self.sync(order)
        location = self.account.location_id
        date = sale.order_line.move_ids.date
        self.assign(sale)
        self.assertEqual(self.stock(self.account.fallback_product_id, location), 0)
        self.assertEqual(self.stock(self.mug, location), -2)
        self.assertEqual(sum(sale.order_line.mapped("qty_delivered")), 2)
        self.assertEqual(set(sale.order_line.move_ids.mapped("date")), {date})
        self.sync(changed(order, "SHIPPED", minutes=20))
        self.assertEqual(self.stock(self.mug, location), -2, "it does not leave twice")

    def test_a_lot_that_amazon_shipped_is_waited_for_with_an_issue(self):
        tracked = self._product("LOTS", tracking="lot")
        order = self.unknown(status="SHIPPED", fulfilled_by="AMAZON")
        sale = self.sync(order)
        self.assertIn("Solved: 1.", self.assign(sale, tracked))
        self.assertEqual(self.issues(order).reason, "stock")
        lot = self.env["stock.lot"].create(
            {"name": "L1", "product_id": tracked.id, "company_id": self.company.id}
        )
        location = self.account.location_id
        self.env["stock.quant"]._update_available_quantity(tracked, location, 1, lot_id=lot)
        self.issues(order).action_retry()
        self.assertFalse(self.issues(order))
        self.assertEqual(sale.order_line.qty_delivered, 1)
        self.assertEqual(self.stock(tracked, location), 0)

    def test_two_orders_that_wait_for_lots_are_tried_again_together(self):
        orders = [
            self.unknown(status="SHIPPED", fulfilled_by="AMAZON", item={"quantity": 1})
            for _number in range(2)
        ]
        sales = self.sync(*orders)
        tracked = self._product("LOT-WANTED", tracking="lot")
        sales.order_line.amazon_offer_id.product_id = tracked
        issues = self.issues(orders[0]) | self.issues(orders[1])
        issues.action_retry()
        for order in orders:
            self.assertEqual(self.issues(order).mapped("reason"), ["stock"])

    def test_who_may_not_sell_tries_again_what_then_waits_for_a_lot(self):
        order = self.unknown(status="SHIPPED", fulfilled_by="AMAZON")
        sale = self.sync(order)
        sale.order_line.amazon_offer_id.product_id = self._product("LOTS", tracking="lot")
        clerk = new_test_user(self.env, "clerk", groups="amazon_connector.group_amazon_user")
        self.issues(order).with_user(clerk).action_retry()
        self.assertEqual(self.issues(order).reason, "stock")

    def test_an_order_that_cannot_be_mended_says_why_and_holds_up_no_other(self):
        sales = self.sync(*(orders := [self.unknown(), self.unknown()]))
        self.validate(sales[0].picking_ids)
        told = self.assign(sales, self._product("LOTS", tracking="lot"))
        self.assertEqual(told, "Solved: 1. Still open: 1.")
        self.assertIn("lots", self.issues(orders[0]).message)

    def test_a_breakdown_while_mending_is_named_and_holds_up_no_other(self):
        orders = [self.unknown(), self.unknown()]
        sales = self.sync(*orders)
        mend = type(sales)._amazon_mend_lines

        def break_down(sale, lines):
            if sale == sales[0]:
                raise ZeroDivisionError
            return mend(sale, lines)

        with (
            patch.object(type(sales), "_amazon_mend_lines", break_down),
            mute_logger("odoo.addons.amazon_connector.models.sale_order_mend"),
        ):
            self.assertEqual(self.assign(sales), "Solved: 1. Still open: 1.")
        self.assertIn("ZeroDivisionError", self.issues(orders[0]).message)


class TestTaxesOfMendedOrders(FallbackCase):
    def tax(self, rate, **values):
        return self.env["account.tax"].create(
            {
                "name": f"Tax {rate} {values}",
                "amount": rate,
                "type_tax_use": "sale",
                "company_id": self.company.id,
                **values,
            }
        )

    def test_a_contained_tax_becomes_that_of_the_product(self):
        self.account.fallback_product_id.taxes_id = self.tax(20)
        reduced = self.tax(10)
        self.mug.taxes_id = reduced
        item = {"total": "12.90", "breakdowns": {"ITEM": "10.00", "SHIPPING": "2.90"}}
        sale = self.sync(self.unknown(item=item, total="12.90"))
        self.assign(sale)
        self.assertEqual(self.taxes_of(sale.order_line), reduced._amazon_twin())
        self.assertTotal(sale, 12.9)

    def test_where_no_tax_stood_the_products_own_is_contained_in_europe(self):
        self.mug.taxes_id = self.tax(20)
        sale = self.sync(self.unknown())
        taxes = "tax_ids" if "tax_ids" in sale.order_line._fields else "tax_id"
        sale.order_line.write({taxes: [(5,)], "price_unit": 12.0})
        self.assign(sale)
        self.assertEqual(self.taxes_of(sale.order_line), self.mug.taxes_id._amazon_twin())
        self.assertTotal(sale, 12.0)


class TestTaxesOnTop(FallbackCase):
    region = "na"
    marketplaces = (UNITED_STATES,)

    def test_amazons_tax_stays_to_the_cent(self):
        tax = TestTaxesOfMendedOrders.tax
        self.account.fallback_product_id.taxes_id = tax(self, 10)
        self.mug.taxes_id = tax(self, 7)
        item = {
            "total": "11.00",
            "currency": "USD",
            "breakdowns": {"ITEM": "10.00", "TAX": ("1.00", {"ITEM": "1.00"})},
        }
        sale = self.sync(self.unknown(item=item, total="11.00", marketplace=UNITED_STATES))
        self.assertTotal(sale, 11.0)
        self.assign(sale)
        self.assertTotal(sale, 11.0)
        self.assertEqual(sale.order_line[0].product_id, self.mug)

    def test_a_tax_that_amazon_withholds_and_pays_gets_none_of_ours_beside_it(self):
        self.mug.taxes_id = TestTaxesOfMendedOrders.tax(self, 7)
        item = {
            "total": "11.00",
            "currency": "USD",
            "breakdowns": {"ITEM": "10.00", "TAX": ("1.00", {"ITEM": "1.00"})},
            "tax": {"taxCollections": [{"model": "MARKETPLACE_FACILITATOR"}]},
        }
        sale = self.sync(self.unknown(item=item, total="11.00", marketplace=UNITED_STATES))
        before = len(sale.order_line)
        self.assign(sale)
        self.assertTotal(sale, 11.0)
        self.assertEqual(len(sale.order_line), before)
        self.assertFalse(self.taxes_of(sale.order_line))
