"""What the tests of telling Amazon stand on: shipments that are told one by one, or in a feed."""

import contextlib
from unittest.mock import patch

from .orders import an_item, an_order
from .shipping import ShippingCase

CONFIRM = "confirmShipment"


class TellingCase(ShippingCase):
    """An account that tells Amazon of what left; the way is chosen by the test."""

    by_feed = False

    def setUp(self):
        super().setUp()
        self.amazon.feed_delay(0)
        self.choose(self.by_feed)

    def choose(self, by_feed):
        """Have Amazon told in a feed, or by a call each."""
        accounts = type(self.env["amazon.account"])
        choice = patch.object(accounts, "_is_feed_quicker", lambda _account, count: by_feed)
        choice.start()
        self.addCleanup(choice.stop)

    def shipped(self, *orders, **shipping):
        """Bring orders, ship all that they hold, and return the transfers."""
        return self.env["stock.picking"].union(
            *(self.ship(sale, **shipping) for sale in self.sync(*orders))
        )

    def mugs(self, quantity, **changes):
        """Return an order of so many mugs."""
        return an_order(an_item(quantity=quantity), **changes)

    def tell(self, account=None):
        """Tell Amazon, and let it work off its feed, as the next runs would."""
        account = account or self.account
        outcome = account._sync_shipments()
        feeds = account._open_feeds()
        if feeds:
            self.due()
            outcome = account._sync_shipments()
        return outcome

    def killed(self, moment, records):
        """Tell Amazon, and have the process killed when it comes to this method."""
        killed = patch.object(type(records), moment, side_effect=SystemExit)
        with killed, contextlib.suppress(SystemExit):
            self.account._sync_shipments()

    def due(self):
        """Let the time come for all that waits for a moment."""
        self.env["amazon.feed"].search([("next_poll", "!=", False)]).next_poll = False
        self.env["amazon.shipment"].search([("next_try", "!=", False)]).next_try = False
        self.account.next_shipments_sync = False

    def shipments(self, pickings):
        return pickings.amazon_shipment_ids.sorted("id")

    def ship_elsewhere(self, order, **wish):
        """Have somebody ship an order in Seller Central; see the simulator's control of it."""
        self.amazon._post(f"/_control/orders/{order['orderId']}/ship", wish)

    def cancel_on_amazon(self, order):
        self.amazon._post(f"/_control/orders/{order['orderId']}/cancel", {})

    def packages(self, order):
        """Return the packages that Amazon believes in, as (number, {item: units})."""
        return [
            (
                package["trackingNumber"],
                {each["orderItemId"]: each["quantity"] for each in package["packageItems"]},
            )
            for package in self.amazon.packages(order["orderId"])
        ]

    def all_of(self, order):
        return {item["orderItemId"]: item["quantityOrdered"] for item in order["orderItems"]}

    def triggers(self):
        """Return the moments at which the scheduled action runs besides its regular runs."""
        cron = self.env.ref("amazon_connector.cron_sync_shipments")
        return self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).mapped("call_at")
