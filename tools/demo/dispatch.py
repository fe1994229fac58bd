"""What the demo's warehouse does inside Odoo: delivery methods, and transfers that have left."""

from contextlib import contextmanager
from unittest.mock import patch

# The service levels for which an order goes by the fast method.
FAST = ("same_day", "next_day", "expedited")
STATES = {
    "pending": "to be told",
    "processing": "Amazon is at it",
    "done": "synchronised",
    "error": "failed",
}


class Dispatch:
    """The warehouse of one database's first company.

    Doing it twice changes nothing that is right already.

    :param env: of that company
    :param deliveries: dict: `methods` by name, the `usual` and the `fast` one of them, and what has
        `left`: dicts of order, carrier and tracking; `by_feed`: the region that is told by feed
    """

    def __init__(self, env, deliveries):
        self._env = env
        self._deliveries = deliveries

    def add_delivery_methods(self, accounts):
        """Create the delivery methods that are missing, and choose one for an account's orders."""
        methods = {name: self._method(name) for name in self._deliveries["methods"]}
        for account in accounts:
            if not account.carrier_id:
                account.carrier_id = methods[self._deliveries["usual"]]
            if not account.delivery_rule_ids:
                fast = methods[self._deliveries["fast"]].id
                account.delivery_rule_ids = [
                    (0, 0, {"service_level": level, "carrier_id": fast}) for level in FAST
                ]

    def _method(self, name):
        methods = self._env["delivery.carrier"].with_context(lang="en_US")
        found = methods.search([("name", "=", name)], limit=1)
        if found:
            return found
        product = self._env["product.product"].create(
            {"name": name, "type": "service", "sale_ok": False, "purchase_ok": False}
        )
        return methods.create({"name": name, "product_id": product.id, "delivery_type": "fixed"})

    def ship(self):
        """Validate the transfers that have left, with their carrier and tracking reference."""
        for parcel in self._deliveries["left"]:
            order = self._env["sale.order"].search([("amazon_order_ref", "=", parcel["order"])])
            picking = order.picking_ids.filtered(lambda one: one.state not in ("done", "cancel"))
            # Some left in an earlier demo; of others a visitor made something else.
            if len(picking) == 1 and "done" not in order.picking_ids.mapped("state"):
                self._validate(picking, parcel)

    def _validate(self, picking, parcel):
        picking.write(
            {
                "carrier_id": self._method(parcel["carrier"]).id,
                "carrier_tracking_ref": parcel["tracking"],
            }
        )
        for move in picking.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        picking.with_context(skip_sms=True).button_validate()

    @contextmanager
    def telling_by_feed(self):
        """Have Amazon told by feed, as the connector does by itself of many shipments at once."""
        accounts = type(self._env["amazon.account"])
        with patch.object(accounts, "_is_feed_quicker", lambda _account, count: bool(count)):
            yield

    def ask_of_feeds(self):
        """Have Amazon asked at once what became of its feeds, not after a minute."""
        waiting = self._env["amazon.feed"].search([("next_poll", "!=", False)])
        waiting.next_poll = False
        self._env.cr.commit()

    def shipments(self):
        """Return what Odoo says of each package that has left for one of Amazon's orders.

        A transfer that Odoo calls told, or about to be, without any package is told of like one
        that has no reference.
        """
        shipments = self._env["amazon.shipment"].search([], order="id")
        return [
            {
                "order": shipment.order_id.amazon_order_ref,
                "transfer": shipment.picking_id.name,
                "transfer_state": STATES.get(shipment.picking_id.amazon_sync_state, ""),
                "reference": shipment.reference,
                "carrier": shipment.carrier_id.name or shipment.carrier_code or "",
                "tracking": shipment.tracking_ref or "",
                "items": {item.item_ref: item.quantity for item in shipment.item_ids},
                "state": STATES[shipment.state],
                "message": shipment.message or "",
            }
            for shipment in shipments
        ] + [self._bare(picking) for picking in self._without_package()]

    def _without_package(self):
        return self._env["stock.picking"].search(
            [
                ("sale_id.amazon_order_ref", "!=", False),
                ("state", "=", "done"),
                ("amazon_sync_state", "!=", False),
                ("amazon_shipment_ids", "=", False),
            ],
            order="id",
        )

    def _bare(self, picking):
        state = STATES[picking.amazon_sync_state]
        return {
            "order": picking.sale_id.amazon_order_ref,
            "transfer": picking.name,
            "transfer_state": state,
            "reference": "",
            "carrier": picking.carrier_id.name or "",
            "tracking": picking.carrier_tracking_ref or "",
            "items": {},
            "state": state,
            "message": picking.amazon_sync_message or "",
        }

    def waiting(self):
        """Return how many transfers of Amazon's orders wait to be shipped."""
        return self._env["stock.picking"].search_count(
            [
                ("sale_id.amazon_order_ref", "!=", False),
                ("state", "not in", ("done", "cancel")),
                ("amazon_sync_state", "=", False),
            ]
        )
