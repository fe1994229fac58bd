"""Each unit that Amazon counts as shipped is one that left: it settles one shipment, not two."""

from .orders import an_item, an_order, changed
from .shipping import ShippingCase
from .telling import TellingCase


class TestShipmentClaims(ShippingCase):
    def sold(self, quantity):
        """Return (Amazon's order of so many mugs, its sales order)."""
        order = an_order(an_item(quantity=quantity, total="12.00"))
        return order, self.sync(order)

    def more(self, sale, quantity):
        """Have a person raise the line of the mug to so many."""
        line = sale.order_line.filtered("amazon_is_goods")
        line.write({"product_uom_qty": quantity, "price_unit": line.price_unit})

    def shown(self, order, shipped, *packages, minutes=10):
        """Have Amazon show so many units as shipped, in these packages: (reference, number)."""
        [item] = order["orderItems"]
        left = item["quantityOrdered"] - shipped
        later = changed(order, "PARTIALLY_SHIPPED" if left else "SHIPPED", minutes=minutes)
        later["orderItems"][0]["fulfillment"] = {
            "quantityFulfilled": shipped,
            "quantityUnfulfilled": left,
        }
        later["packages"] = [
            {
                "packageReferenceId": reference,
                "packageStatus": {"status": "SHIPPED"},
                "trackingNumber": number,
                "packageItems": [{"orderItemId": item["orderItemId"], "quantity": 1}],
            }
            for reference, number in packages
        ]
        self.sync(later)

    def test_one_package_of_seller_central_stands_for_one_of_two_shipments(self):
        order, sale = self.sold(2)
        pickings = [self.ship(sale, {self.mug: 1}, tracking="6A123") for _each in range(2)]
        shipments = self.prepared(*pickings)
        shipments._refused("No")
        self.shown(order, 1, ("1", "6A123"))
        self.assertEqual(sorted(shipments.mapped("state")), ["done", "error"])
        self.shown(order, 2, ("1", "6A123"), ("2", "6A123"), minutes=20)
        self.assertEqual(shipments.mapped("state"), ["done", "done"])
        self.assertEqual(set(shipments.mapped("reference")), {"1", "2"})

    def test_what_amazon_refused_stays_in_a_persons_hands_where_another_told_it_all(self):
        order, sale = self.sold(1)
        first = self.prepared(self.ship(sale))
        first._refused("No")
        self.more(sale, 2)
        second = self.prepared(self.ship(sale))
        second._confirmed()
        self.shown(order, 1, (second.reference, second.tracking_ref))
        self.assertEqual((first.state, second.state), ("error", "done"))

    def test_a_retry_of_it_says_that_amazon_expects_no_more(self):
        order, sale = self.sold(1)
        first = self.ship(sale, tracking="6A1")
        self.prepared(first)._refused("No")
        self.more(sale, 2)
        second = self.prepared(self.ship(sale, tracking="6A2"))
        second._confirmed()
        self.shown(order, 1, (second.reference, "6A2"))
        first._amazon_retry()
        self.assertFalse(self.prepared(first))
        self.assertEqual(first.amazon_sync_state, "error")
        self.assertIn("beyond what Amazon expects", first.amazon_sync_message)

    def test_what_was_ordered_more_by_hand_is_not_known_to_amazon_once_the_order_is_shipped(self):
        order, sale = self.sold(1)
        told = self.prepared(self.ship(sale))
        told._confirmed()
        self.more(sale, 2)
        picking = self.transfer(sale)
        for minutes in (10, 20):
            self.shown(order, 1, (told.reference, told.tracking_ref), minutes=minutes)
        [activity] = picking.activity_ids
        self.assertEqual(activity.summary, "More than was ordered")
        self.assertFalse(picking.amazon_sync_state)
        self.prepared(self.ship(sale))
        self.assertEqual(picking.amazon_sync_state, "error")
        self.assertIn("beyond what Amazon expects", picking.amazon_sync_message)

    def test_a_package_found_before_it_was_planned_keeps_the_reference_of_seller_central(self):
        order, sale = self.sold(2)
        picking = self.ship(sale, {self.mug: 1}, tracking="6A123")
        self.shown(order, 1, ("17", "6A123"))
        self.assertFalse(self.prepared(picking))
        self.assertEqual(picking.amazon_shipment_ids.reference, "17")


class TestCorrectedInSellerCentral(TellingCase):
    def test_a_correction_edits_the_package_that_seller_central_was_told_of(self):
        order = self.mugs(2)
        [sale] = self.sync(order)
        picking = self.ship(sale, {self.mug: 1}, tracking="UNKNOWN")
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "error")
        [item] = order["orderItems"]
        parcel = [{"orderItemId": item["orderItemId"], "quantity": 1}]
        self.amazon.ship(order["orderId"], items=parcel, trackingNumber="UNKNOWN")
        self.account._retry_orders([order["orderId"]])
        self.assertEqual(picking.amazon_sync_state, "done")
        picking.carrier_tracking_ref = "6A-RIGHT"
        self.tell()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertEqual(self.packages(order), [("6A-RIGHT", {item["orderItemId"]: 1})])
