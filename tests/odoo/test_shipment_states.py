"""What becomes of a shipment and its transfer: told, refused, corrected, shown by Amazon."""

from datetime import timedelta

from odoo.tests.common import new_test_user

from .orders import an_item, an_order, changed
from .shipping import ShippingCase


def with_package(order, shipment=None, status=None, **package):
    """Return the order as Amazon shows it with a package: a shipment's, unless told otherwise."""
    items = shipment.item_ids if shipment else ()
    shown = {
        "packageReferenceId": shipment.reference if shipment else "1",
        "packageStatus": {"status": "SHIPPED"},
        "carrier": shipment.carrier_code if shipment else "Colissimo",
        "trackingNumber": shipment.tracking_ref if shipment else "6A1",
        "packageItems": [
            {"orderItemId": item.item_ref, "quantity": item.quantity} for item in items
        ],
        **package,
    }
    return changed(order, status or "PARTIALLY_SHIPPED", minutes=20, packages=[shown])


class StatesCase(ShippingCase):
    def shipped(self, quantity=2, **ship):
        """Return (Amazon's order, its done transfer)."""
        order = an_order(an_item(quantity=quantity))
        return order, self.ship(self.sync(order), **ship)

    def shipment(self, **ship):
        """Return (Amazon's order, the shipment of its done transfer)."""
        order, picking = self.shipped(**ship)
        return order, self.prepared(picking)


class TestDoneTransfers(StatesCase):
    def test_a_done_transfer_waits_to_be_told(self):
        _order, picking = self.shipped()
        self.assertEqual(picking.amazon_sync_state, "pending")

    def test_the_scheduled_action_runs_soon_after(self):
        cron = self.env.ref("amazon_connector.cron_sync_shipments")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.shipped()
        now = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.assertGreater(now, triggers)

    def test_nothing_is_sent_in_the_click(self):
        sale = self.sync(an_order())
        asked = len(self.amazon.calls())
        self.ship(sale)
        self.assertEqual(len(self.amazon.calls()), asked)

    def test_an_order_that_amazon_shows_as_shipped_is_told_nothing(self):
        order = an_order()
        sale = self.sync(order)
        self.sync(changed(order, "SHIPPED"))
        picking = self.ship(sale)
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertFalse(self.prepared(picking))

    def test_an_order_shipped_on_amazon_before_it_was_told_is_told_nothing(self):
        order, picking = self.shipped()
        self.sync(changed(order, "SHIPPED"))
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertFalse(self.prepared(picking))

    def test_an_order_cancelled_on_amazon_before_it_was_told_is_told_nothing(self):
        order, picking = self.shipped()
        self.sync(changed(order, "CANCELLED"))
        self.assertTrue(picking.sale_id.amazon_cancelled_late)
        self.assertFalse(self.prepared(picking))
        self.assertFalse(picking.amazon_sync_state)
        self.assertFalse(picking.amazon_shipment_ids)
        self.assertFalse(self.env["stock.picking"]._amazon_forgotten(self.account))

    def test_a_prepared_shipment_of_an_order_cancelled_meanwhile_is_withdrawn(self):
        order, shipment = self.shipment()
        picking = shipment.picking_id
        self.sync(changed(order, "CANCELLED"))
        self.assertFalse(self.prepared(picking))
        self.assertFalse(picking.amazon_shipment_ids)
        self.assertFalse(picking.amazon_sync_state)

    def test_a_transfer_done_past_all_hooks_is_found(self):
        _order, picking = self.shipped()
        picking.amazon_sync_state = False
        self.assertEqual(self.env["stock.picking"]._amazon_forgotten(self.account), picking)
        self.account._prepare_shipments(float("inf"))
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.assertTrue(picking.amazon_shipment_ids)
        self.assertFalse(self.env["stock.picking"]._amazon_forgotten(self.account))

    def test_what_need_not_be_told_is_not_looked_at_for_ever(self):
        _order, picking = self.shipped()
        picking.amazon_sync_state = False
        picking.date_done -= timedelta(days=31)
        self.assertFalse(self.env["stock.picking"]._amazon_forgotten(self.account))

    def test_a_carrier_that_brought_no_number_is_a_failure_that_can_be_mended(self):
        _order, picking = self.shipped()
        picking.amazon_sync_state = False
        picking.carrier_tracking_ref = False
        picking._amazon_note_done()
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertIn("no tracking reference", picking.amazon_sync_message)
        [failure] = picking.amazon_shipment_ids
        self.assertFalse(failure.failure_told)
        picking.carrier_tracking_ref = "6A9"
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.assertEqual((failure.state, failure.tracking_ref), ("pending", "6A9"))

    def test_a_transfer_without_a_delivery_method_says_so(self):
        _order, picking = self.shipped()
        picking.carrier_id = False
        self.prepared(picking)
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertIn("without a delivery method", picking.amazon_sync_message)

    def test_a_clerk_who_knows_nothing_of_orders_may_do_all_this(self):
        clerk = new_test_user(self.env, "clerk", groups="stock.group_stock_user")
        _order, picking = self.shipped(user=clerk)
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.prepared(picking)._refused("No")
        picking.with_user(clerk)._amazon_retry()
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.prepared(picking)._confirmed()
        picking.with_user(clerk).carrier_tracking_ref = "6A2"
        self.assertEqual(picking.amazon_sync_state, "pending")

    def test_a_plain_order_is_none_of_amazons(self):
        plain = self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Somebody"}).id,
                "order_line": [(0, 0, {"product_id": self.mug.id, "product_uom_qty": 1})],
            }
        )
        plain.action_confirm()
        picking = self.ship(plain)
        self.assertFalse(picking._amazon_is_told())
        self.assertFalse(picking.amazon_sync_state)


class TestShipmentStates(StatesCase):
    def test_the_transfers_state_is_the_worst_of_its_shipments(self):
        _order, shipment = self.shipment()
        picking = shipment.picking_id
        other = shipment.copy({"reference": "77"})
        seen = []
        for state in ("_processing", "_confirmed"):
            getattr(shipment, state)()
            seen.append(picking.amazon_sync_state)
        other._refused("Amazon says no")
        seen.append(picking.amazon_sync_state)
        self.assertEqual(seen, ["processing", "pending", "error"])
        self.assertEqual(picking.amazon_sync_message, "Amazon says no")
        other._confirmed()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertFalse(picking.amazon_sync_message)

    def test_what_amazon_confirmed_is_not_refused_afterwards(self):
        _order, shipment = self.shipment()
        shipment._confirmed()
        self.assertFalse(shipment._refused("Too late"))
        self.assertEqual(shipment.state, "done")

    def test_a_retry_begins_anew_with_the_same_reference(self):
        _order, shipment = self.shipment()
        shipment._refused("No", "NO")
        shipment.write({"tries": 3, "failure_told": True})
        reference, picking = shipment.reference, shipment.picking_id
        picking.carrier_id = self.a_carrier("Chronopost")
        [again] = self.prepared(picking)
        self.assertEqual((again, again.reference), (shipment, reference))
        self.assertEqual((again.tries, again.failure_told, again.message), (0, False, False))
        self.assertEqual(again.carrier_code, "Chronopost")

    def test_a_corrected_number_is_told_with_the_same_reference(self):
        _order, shipment = self.shipment()
        shipment._confirmed()
        shipment.picking_id.carrier_tracking_ref = "6A-RIGHT"
        self.assertEqual((shipment.state, shipment.tracking_ref), ("pending", "6A-RIGHT"))
        self.assertEqual(self.units(self.prepared(shipment.picking_id)), {"MUG-BLUE": 2})
        self.assertEqual(len(shipment.picking_id.amazon_shipment_ids), 1)

    def test_a_packages_number_corrected_beside_a_refused_package_is_told(self):
        _order, shipment = self.shipment()
        package = self.env[shipment.package_id._name].create({"amazon_tracking_ref": "6A-WRONG"})
        picking = shipment.picking_id
        picking.move_line_ids.result_package_id = package
        refused = shipment.copy({"reference": "77"})
        refused._refused("Another package is refused")
        shipment.write({"package_id": package.id, "tracking_ref": "6A-WRONG"})
        shipment._confirmed()
        package.amazon_tracking_ref = "6A-RIGHT"
        self.assertEqual((shipment.state, shipment.tracking_ref), ("pending", "6A-RIGHT"))

    def test_a_number_that_stays_the_same_or_is_taken_away_is_told_no_second_time(self):
        _order, shipment = self.shipment()
        shipment._confirmed()
        for number in (shipment.tracking_ref, False):
            shipment.picking_id.carrier_tracking_ref = number
            self.assertEqual(shipment.state, "done")

    def test_a_number_corrected_while_amazon_is_at_it_is_told_once_amazon_has_answered(self):
        for answer, words in (("_confirmed", ()), ("_refused", ("No",))):
            _order, shipment = self.shipment()
            shipment._processing()
            shipment.picking_id.carrier_tracking_ref = "6A-RIGHT"
            with self.subTest(answer=answer):
                self.assertEqual(shipment.state, "processing")
                getattr(shipment, answer)(*words)
                self.assertEqual(shipment.state, "pending")
                self.assertEqual(self.prepared(shipment.picking_id).tracking_ref, "6A-RIGHT")

    def test_a_correction_is_told_though_amazon_shows_the_order_as_shipped(self):
        order, shipment = self.shipment()
        shipment._confirmed()
        old = with_package(order, shipment, "SHIPPED")
        shipment.picking_id.carrier_tracking_ref = "6A-RIGHT"
        self.sync(old)
        self.assertEqual(self.prepared(shipment.picking_id), shipment)
        self.assertEqual(shipment.tracking_ref, "6A-RIGHT")

    def test_a_correction_that_amazon_shows_needs_no_more_telling(self):
        order, shipment = self.shipment()
        shipment._confirmed()
        shipment.picking_id.carrier_tracking_ref = "6A-RIGHT"
        self.sync(with_package(order, shipment, "SHIPPED"))
        self.assertEqual(shipment.state, "done")


class TestShownByAmazon(StatesCase):
    def test_a_package_with_our_reference_is_told(self):
        for state in ("pending", "processing", "error"):
            order, shipment = self.shipment()
            if state == "processing":
                shipment._processing()
            elif state == "error":
                shipment._refused("No answer")
            self.sync(with_package(order, shipment))
            with self.subTest(state=state):
                self.assertEqual(shipment.state, "done")
                self.assertEqual(shipment.picking_id.amazon_sync_state, "done")

    def test_a_package_told_in_seller_central_with_the_same_number_and_goods_is_told(self):
        order, shipment = self.shipment(tracking="6A 123")
        shipment._refused("No")
        self.sync(with_package(order, shipment, packageReferenceId="1", trackingNumber="6a123"))
        self.assertEqual(shipment.state, "done")

    def test_a_package_with_other_goods_or_cancelled_is_another_one(self):
        order, shipment = self.shipment()
        shipment._refused("No")
        other = [{"orderItemId": shipment.item_ids.item_ref, "quantity": 1}]
        self.sync(with_package(order, shipment, packageReferenceId="1", packageItems=other))
        self.assertEqual(shipment.state, "error")
        self.sync(with_package(order, shipment, packageStatus={"status": "CANCELLED"}))
        self.assertEqual(shipment.state, "error")

    def test_an_order_shown_as_shipped_settles_all_its_transfers(self):
        order, shipment = self.shipment()
        shipment._refused("No")
        self.sync(changed(order, "SHIPPED"))
        self.assertEqual(shipment.state, "done")
        self.assertEqual(shipment.picking_id.amazon_sync_state, "done")

    def test_a_page_of_orders_with_shipments_takes_no_query_an_order(self):
        # The first fills the caches of what never changes.
        _first, few, many = (self.queries_of_an_update(count) for count in (2, 3, 12))
        self.assertEqual(few, many)

    def queries_of_an_update(self, count):
        orders = [an_order() for _each in range(count)]
        pickings = [self.ship(sale) for sale in self.sync(*orders)]
        self.prepared(*pickings)._confirmed()
        shipped = [
            with_package(order, picking.amazon_shipment_ids, "SHIPPED")
            for order, picking in zip(orders, pickings)
        ]
        self.sync(*shipped)
        self.account.last_orders_sync = "2020-01-01 00:00:00"
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.account._sync_orders()
        return self.env.cr.sql_log_count - before


class TestShippedOnAmazonOnly(StatesCase):
    def test_what_was_told_from_here_is_not_ahead_though_it_came_back(self):
        order, shipment = self.shipment()
        shipment._confirmed()
        self.take_back(shipment.picking_id)
        self.sync(with_package(order, shipment, "SHIPPED"))
        line = shipment.order_id.order_line
        self.assertEqual((line.amazon_qty_shipped, line.amazon_qty_ahead), (2, 0))
        self.assertFalse(shipment.picking_id.activity_ids)

    def test_what_left_of_one_line_of_an_item_is_not_ahead_on_the_other(self):
        order = an_order(an_item(quantity=3, total="10.00"), total="10.00")
        sale = self.sync(order)
        picking = self.transfer(sale)
        last = picking.move_ids.sorted(lambda move: move.sale_line_id.sequence)[-1]
        picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": "6A1"})
        (picking.move_ids - last).write({"quantity": 0})
        last.write({"quantity": 1, "picked": True})
        picking.with_context(skip_sms=True, skip_backorder=True).button_validate()
        later = changed(order, "PARTIALLY_SHIPPED")
        later["orderItems"][0]["fulfillment"] = {"quantityFulfilled": 1, "quantityUnfulfilled": 2}
        self.sync(later)
        self.assertEqual(sum(sale.order_line.mapped("amazon_qty_ahead")), 0)
        self.assertFalse(self.transfer(sale).activity_ids)

    def test_what_seller_central_told_is_ahead(self):
        order = an_order(an_item(quantity=2))
        sale = self.sync(order)
        self.sync(changed(order, "SHIPPED"))
        self.assertEqual(sale.order_line.amazon_qty_ahead, 2)

    def test_what_left_elsewhere_is_noted_on_all_lines_of_an_item(self):
        order = an_order(an_item(quantity=3, total="10.00"), total="10.00")
        sale = self.sync(order)
        self.sync(changed(order, "SHIPPED"))
        sale._amazon_left_elsewhere()
        self.assertEqual(sum(sale.order_line.mapped("amazon_qty_shipped_elsewhere")), 3)
        self.assertEqual(sum(sale.order_line.mapped("amazon_qty_ahead")), 0)
        self.assertFalse(self.transfer(sale))

    def test_a_backorder_made_after_amazon_showed_the_order_as_shipped_is_marked(self):
        order = an_order(an_item(quantity=2))
        sale = self.sync(order)
        self.sync(changed(order, "SHIPPED"))
        self.ship(sale, {self.mug: 1})
        self.assertEqual(self.transfer(sale).amazon_sync_state, "done")
        self.assertFalse(self.prepared(*sale.picking_ids))

    def test_a_transfer_made_after_amazon_showed_the_order_as_shipped_is_marked(self):
        order = an_order()
        sale = self.sync(order)
        self.transfer(sale).action_cancel()
        self.sync(changed(order, "SHIPPED"))
        sale.order_line.write({"product_uom_qty": 2, "price_unit": sale.order_line.price_unit})
        self.assertEqual(self.transfer(sale).amazon_sync_state, "done")
