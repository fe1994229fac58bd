"""What the tests of shipments stand on: transfers that leave with carrier and tracking number."""

from .common import AmazonCase


class ShippingCase(AmazonCase):
    """An account, and a delivery method « Colissimo »."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls.a_carrier("Colissimo")

    @classmethod
    def a_carrier(cls, name, **values):
        """Create a delivery method with a fixed price."""
        product = cls.env["product.product"].create({"name": name, "type": "service"})
        return cls.env["delivery.carrier"].create(
            {"name": name, "product_id": product.id, "delivery_type": "fixed", **values}
        )

    def transfer(self, sale):
        """Return the transfer of a sale to its buyer that waits to be validated."""
        return sale.picking_ids.filtered(
            lambda one: (
                one.location_dest_id.usage == "customer" and one.state not in ("done", "cancel")
            )
        )[:1]

    def ship(self, sale, quantities=None, carrier=None, tracking="6A12345678901", user=None):
        """Validate a sale's waiting transfer to the buyer, and return it.

        :param quantities: dict of the units that leave by product; all others stay behind for a
            backorder. None: everything leaves
        :param carrier: delivery.carrier; Colissimo unless told
        :param tracking: the transfer's tracking reference
        :param user: res.users who validates it
        """
        picking = self.transfer(sale)
        picking.write(
            {"carrier_id": (carrier or self.carrier).id, "carrier_tracking_ref": tracking}
        )
        return self.validate(picking.with_user(user or self.env.user), quantities)

    def validate(self, picking, quantities=None):
        """Validate a transfer with these quantities by product, the rest as a backorder."""
        for move in picking.move_ids:
            quantity = move.product_uom_qty
            if quantities is not None:
                quantity = quantities.get(move.product_id, 0)
            move.write({"quantity": quantity, "picked": bool(quantity)})
        picking.with_context(
            skip_sms=True, skip_backorder=True, cancel_backorder=False
        ).button_validate()
        self.assertEqual(picking.state, "done")
        return picking
