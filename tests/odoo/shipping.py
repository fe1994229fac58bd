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
        for move in picking.move_ids.filtered(lambda one: one.state != "cancel"):
            quantity = move.product_uom_qty
            if quantities is not None:
                quantity = quantities.get(move.product_id, 0)
            move.write({"quantity": quantity, "picked": bool(quantity)})
        picking.with_context(
            skip_sms=True, skip_backorder=True, cancel_backorder=False
        ).button_validate()
        self.assertEqual(picking.state, "done")
        return picking

    def pack(self, picking, quantities, number=None):
        """Put so many units by product of a waiting transfer into a package of its own."""
        package = self.env[picking.move_line_ids.result_package_id._name].create({})
        package.amazon_tracking_ref = number
        for product, quantity in quantities.items():
            move = picking.move_ids.filtered(lambda one, product=product: one.product_id == product)
            self.env["stock.move.line"].create(
                {
                    **move._prepare_move_line_vals(),
                    "quantity": quantity,
                    "picked": True,
                    "result_package_id": package.id,
                }
            )
        return package

    def leave(self, picking, number="6A1"):
        """Validate a transfer whose goods are in packages."""
        picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": number})
        picking.with_context(skip_sms=True, skip_backorder=True).button_validate()
        return picking

    def prepared(self, *pickings):
        """Have the shipments of transfers prepared; return those that wait to be told."""
        transfers = self.env["stock.picking"].union(*pickings)
        transfers._amazon_prepare_shipments()
        return transfers.amazon_shipment_ids.filtered(lambda one: one.state == "pending")

    def units(self, shipments):
        """Return the units in shipments by the SKU of the order's item."""
        units = {}
        for item in shipments.item_ids:
            sku = item.shipment_id.order_id.amazon_items[item.item_ref]["sku"]
            units[sku] = units.get(sku, 0) + item.quantity
        return units

    def take_back(self, picking, quantities=None, tracking=None):
        """Return goods of a done transfer: all, or these quantities by product.

        :param tracking: the tracking reference under which goods that came back leave again
        """
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_ids=picking.ids, active_model="stock.picking"
        )
        wizard = wizard.create({"picking_id": picking.id})
        for line in wizard.product_return_moves:
            done = line.move_id.quantity
            line.quantity = done if quantities is None else quantities.get(line.product_id, 0)
        create = getattr(wizard, "_create_returns", None) or wizard._create_return
        result = create()
        back = result if hasattr(result, "_name") else self.env["stock.picking"].browse(result[0])
        if tracking:
            back.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": tracking})
        return self.validate(back)
