"""What the tests of validation stand on: transfers ready to leave, and a clerk who validates."""

from odoo.exceptions import UserError
from odoo.tests.common import Form, new_test_user

from .orders import an_order
from .shipping import ShippingCase


class ValidationCase(ShippingCase):
    """Goods in stock, and a warehouse clerk without any right on sales or Amazon."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock(cls.mug)
        cls.clerk = new_test_user(cls.env, "clerk", groups="stock.group_stock_user")

    @classmethod
    def stock(cls, product):
        """Put a hundred of a product into the company's warehouse."""
        warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 100)

    def waiting(self, *orders, carrier=True, tracking=None):
        """Return the orders' last transfers, ready to be validated by the clerk."""
        sales = self.sync(*(orders or [an_order()]))
        pickings = sales.picking_ids._amazon_last_step()
        return self.ready(pickings, carrier=carrier, tracking=tracking)

    def ready(self, pickings, carrier=True, tracking=None):
        """Put goods on the transfers, carrier and tracking reference too where told."""
        for move in pickings.move_ids:
            move.quantity = move.product_uom_qty
        pickings.write(
            {"carrier_id": carrier and self.carrier.id, "carrier_tracking_ref": tracking}
        )
        pickings = pickings.with_user(self.clerk).with_context(skip_sms=True)
        pickings.env.invalidate_all()
        return pickings

    def refused(self, records, method="button_validate"):
        """Return the message with which a validation is refused."""
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            getattr(records, method)()
        return str(caught.exception)

    def answer(self, action, method):
        """Press a button of the question that Odoo or the connector asks, as the browser does."""
        model = (
            self.env[action["res_model"]].with_user(self.clerk).with_context(**action["context"])
        )
        if action.get("res_id"):
            wizard = model.browse(action["res_id"])
        else:
            wizard = Form(model).save()
        return getattr(wizard, method)()

    def dropship(self, product):
        """Have a supplier of its own ship a product to the buyers."""
        supplier = self.env["res.partner"].create({"name": "Supplier"})
        route = self.env.ref("stock_dropshipping.route_drop_shipping")
        product.write(
            {
                "route_ids": [(6, 0, route.ids)],
                "seller_ids": [(0, 0, {"partner_id": supplier.id, "price": 3})],
            }
        )

    def ordered_from_supplier(self, sale):
        """Confirm the purchase of a sale's dropshipped goods, and return their transfer."""
        suppliers = sale.order_line.product_id.seller_ids.partner_id
        purchases = self.env["purchase.order"].search([("partner_id", "in", suppliers.ids)])
        purchases.filtered(lambda one: one.state == "draft").button_confirm()
        return sale.picking_ids

    def batch(self, pickings):
        """Return a confirmed batch of these transfers."""
        batch = self.env["stock.picking.batch"].create(
            {
                "picking_ids": [(6, 0, pickings.ids)],
                "picking_type_id": pickings.picking_type_id.id,
                "company_id": pickings.company_id.id,
            }
        )
        batch.action_confirm()
        return batch.with_user(self.clerk).with_context(skip_sms=True)


def label_carrier(case, label):
    """Return a delivery method whose carrier gives this reference with each label it sells."""
    carriers = type(case.env["delivery.carrier"])

    def labels_send_shipping(_carrier, pickings):
        return [{"exact_price": 5.0, "tracking_number": label} for _one in pickings]

    carriers.labels_send_shipping = labels_send_shipping
    case.addCleanup(delattr, carriers, "labels_send_shipping")
    carrier = case.env["delivery.carrier"].create({"name": "Labels", "product_id": case.mug.id})
    # No module of a carrier's is installed that would add its word to the selection.
    query = "UPDATE delivery_carrier SET delivery_type = 'labels' WHERE id = %s"
    case.env.cr.execute(query, [carrier.id])
    carrier.invalidate_recordset()
    return carrier
