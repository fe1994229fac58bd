from odoo import api, fields, models

from ..order_extras import OTHER_LEVEL, item_extras, order_extras, service_level
from .amazon_delivery_rule import SERVICE_LEVEL_NAMES

# What a buyer wrote. Amazon leaves it out some time after the delivery, which takes nothing back;
# and once an order has left, nobody needs it any more, so that it does not come again either.
PERSONAL = {
    "amazon_delivery_instructions",
    "amazon_gift_message",
    "amazon_customization_url",
}
UNSENT = ("PENDING_AVAILABILITY", "PENDING", "UNSHIPPED", "PARTIALLY_SHIPPED")
# What may be taken back: everything else stays as it was told when Amazon says nothing of it.
FOLLOWED_WHEN_EMPTY = {
    "amazon_is_prime",
    "amazon_transparency",
    "amazon_is_business",
    "amazon_cancel_requested",
    "amazon_cancel_reason",
}


class SaleOrder(models.Model):
    """What Amazon tells beside goods and money: dates, gifts, wishes of the buyer."""

    _inherit = "sale.order"

    amazon_is_prime = fields.Boolean("Prime", copy=False, readonly=True)
    amazon_is_business = fields.Boolean("Amazon Business", copy=False, readonly=True)
    amazon_service_level = fields.Selection(
        [*SERVICE_LEVEL_NAMES, (OTHER_LEVEL, "Other")],
        "Service Level",
        copy=False,
        readonly=True,
        help="How fast the buyer was promised the goods.",
    )
    amazon_service_word = fields.Char(
        "Service Level on Amazon", copy=False, readonly=True, help="In Amazon's own word."
    )
    amazon_ship_by = fields.Datetime(
        "Ship by", copy=False, readonly=True, help="When Amazon wants the goods to have left."
    )
    amazon_deliver_by = fields.Datetime(
        "Deliver by", copy=False, readonly=True, help="When the buyer was promised the goods."
    )
    amazon_delivery_instructions = fields.Text("Delivery Instructions", copy=False, readonly=True)
    amazon_gift = fields.Boolean(
        "Gift", copy=False, readonly=True, help="With a message of the buyer's, or to be wrapped."
    )
    amazon_customized = fields.Boolean(
        "Customised", copy=False, readonly=True, help="With wishes of the buyer's for a product."
    )
    amazon_cancel_requested = fields.Boolean(
        "Cancellation Requested",
        copy=False,
        readonly=True,
        help="The buyer asks to cancel the order, or a part of it.",
    )
    amazon_cancel_reason = fields.Text("Reason of the Cancellation", copy=False, readonly=True)
    amazon_replaces_order_ref = fields.Char(
        "Replaces Amazon Order", copy=False, readonly=True, index="btree_not_null"
    )
    amazon_replaces_order_id = fields.Many2one(
        "sale.order", "Replaces", compute="_compute_amazon_replaces_order_id"
    )

    @api.depends("amazon_replaces_order_ref", "company_id")
    def _compute_amazon_replaces_order_id(self):
        refs = [ref for ref in self.mapped("amazon_replaces_order_ref") if ref]
        found = self.search([("amazon_order_ref", "in", refs)]) if refs else self.browse()
        originals = {(order.company_id, order.amazon_order_ref): order for order in found}
        for order in self:
            order.amazon_replaces_order_id = originals.get(
                (order.company_id, order.amazon_replaces_order_ref)
            )

    @api.model
    def _amazon_extras(self, account, order):
        """Return the values of what Amazon tells beside goods and money.

        :param account: amazon.account that the order came through
        :param order: amazon_api Order
        :return: dict of values of a new sales order; the goods' lines have their own from
            ``order_extras.item_extras``
        """
        values = order_extras(order)
        carrier = self._amazon_carrier(account, order)
        return {**values, "carrier_id": carrier.id} if carrier else values

    @api.model
    def _amazon_carrier(self, account, order):
        """Return the delivery method for what the seller ships; may be empty.

        No line is added for it: the buyer paid Amazon, and what the delivery cost stands on the
        order already.
        """
        if not order.is_fbm:
            return self.env["delivery.carrier"]
        marketplace = account._amazon_find_marketplace(order)
        return account._amazon_delivery_method(service_level(order), marketplace)

    def _amazon_follow_extras(self, account, order):
        """Bring a known order to what Amazon tells now; what is equal is not written."""
        self.ensure_one()
        level = self.amazon_service_level
        self._amazon_write_told(order, order_extras(order))
        goods = self.order_line.filtered("amazon_is_goods").grouped("amazon_item_ref")
        for item in order.items:
            for line in goods.get(item.order_item_id, ()):
                line._amazon_write_told(order, item_extras(item))
        if self.amazon_service_level != level:
            self._amazon_follow_service_level(account, order)

    def _amazon_follow_service_level(self, account, order):
        """Take the delivery method of the new service level, unless a person chose another."""
        carrier = self._amazon_carrier(account, order)
        if not carrier or carrier == self.carrier_id:
            return
        before = self.carrier_id
        self.carrier_id = carrier
        self.picking_ids._amazon_waiting().filtered(
            lambda picking: picking.carrier_id == before and not picking.carrier_tracking_ref
        ).carrier_id = carrier

    def _amazon_write_told(self, order, told):
        _write_told(self, order, told)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    amazon_gift_message = fields.Text("Gift Message", copy=False, readonly=True)
    amazon_gift_wrap_level = fields.Char("Gift Wrap", copy=False, readonly=True)
    amazon_customization_url = fields.Char(
        "Customisation",
        copy=False,
        readonly=True,
        help="Where Amazon keeps what the buyer wishes on the product.",
    )
    amazon_transparency = fields.Boolean(
        "Transparency",
        copy=False,
        readonly=True,
        help="In Amazon's programme against counterfeits: each unit shipped needs its code.",
    )
    amazon_cancel_requested = fields.Boolean("Cancellation Requested", copy=False, readonly=True)
    amazon_cancel_reason = fields.Text("Reason of the Cancellation", copy=False, readonly=True)

    def _amazon_write_told(self, order, told):
        _write_told(self, order, told)


def _write_told(record, order, told):
    """Write what Amazon tells otherwise than it stands on the record."""
    values = {
        name: value
        for name, value in told.items()
        if (value or name in FOLLOWED_WHEN_EMPTY)
        and (name not in PERSONAL or order.status in UNSENT)
        and record[name] != value
    }
    if values:
        record.write(values)
