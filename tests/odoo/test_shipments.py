"""A shipment: one package of a transfer, as Amazon is told of it, and its states."""

from .orders import an_order
from .shipping import ShippingCase


class TestShipments(ShippingCase):
    def shipment(self, picking=None):
        picking = picking or self.ship(self.sync(an_order()))
        return self.env["amazon.shipment"].create({"picking_id": picking.id})

    def test_references_are_numbers_beyond_those_that_seller_central_gives(self):
        first = self.shipment()
        second = self.shipment(first.picking_id)
        self.assertGreater(int(first.reference), 1000000)
        self.assertEqual(int(second.reference), int(first.reference) + 1)

    def test_a_shipment_belongs_to_its_orders_account_and_company(self):
        shipment = self.shipment()
        self.assertEqual(shipment.account_id, self.account)
        self.assertEqual(shipment.company_id, self.company)
        self.assertEqual(shipment.marketplace_id, shipment.order_id.amazon_marketplace_id)
