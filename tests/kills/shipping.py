"""Shipments in the tests with killed processes; what is here runs inside Odoo."""

import contextlib
from unittest.mock import patch

# Named, since the addon can be imported only once Odoo knows where it lies.
SECONDS_A_FEED = "odoo.addons.amazon_connector.models.amazon_account_feeds.SECONDS_A_FEED"


def ship(account):
    """Validate all transfers of an account's orders that wait, each with a number of its own.

    :return: how many left
    """
    env = account.env
    product = env["product.product"].create({"name": "Colissimo", "type": "service"})
    carrier = env["delivery.carrier"].create(
        {"name": "Colissimo", "product_id": product.id, "delivery_type": "fixed"}
    )
    waiting = account.order_ids.picking_ids.filtered(
        lambda one: one.state not in ("done", "cancel") and one.location_dest_id.usage == "customer"
    )
    for picking in waiting:
        picking.write({"carrier_id": carrier.id, "carrier_tracking_ref": f"6A{picking.id:011}"})
        for move in picking.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
    waiting.with_context(skip_sms=True).button_validate()
    return len(waiting)


@contextlib.contextmanager
def way_of_telling(way):
    """Have Amazon be told by a feed, or by a call for each shipment, whatever is quicker.

    :param way: 'calls' or 'feed'
    """
    seconds = 0 if way == "feed" else 10**9
    with patch(SECONDS_A_FEED, seconds):
        yield


def due_at_once(account):
    """Have everything be due that waits for its time."""
    env = account.env
    env["amazon.shipment"].search([("next_try", "!=", False)]).next_try = False
    env["amazon.feed"].search([("next_poll", "!=", False)]).next_poll = False
    account.next_shipments_sync = False
    env.cr.commit()


def untold(account):
    """Return how many transfers have left of which Amazon has not heard."""
    env = account.env
    env.invalidate_all()
    return env["stock.picking"].search_count(
        [
            ("sale_id.amazon_account_id", "=", account.id),
            ("state", "=", "done"),
            ("amazon_sync_state", "in", ("pending", "processing")),
        ]
    )


def shipments(account):
    """Return what stands in Odoo of each shipment: order, number, units by item, state."""
    found = account.env["amazon.shipment"].search([("account_id", "=", account.id)])
    return [
        [
            shipment.order_id.amazon_order_ref,
            shipment.tracking_ref,
            {item.item_ref: item.quantity for item in shipment.item_ids},
            shipment.state,
        ]
        for shipment in found
    ]
