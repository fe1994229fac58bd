"""What the table of status changes stands on: how an order got there, and what Odoo shows then."""

from odoo import fields
from odoo.addons.amazon_connector.amazon_api.orders import order_from_json

from .common import AmazonCase
from .orders import an_item, an_order, changed

STATUSES = (
    "PENDING_AVAILABILITY",
    "PENDING",
    "UNSHIPPED",
    "PARTIALLY_SHIPPED",
    "SHIPPED",
    "CANCELLED",
    "UNFULFILLABLE",
    "INVOICE_UNCONFIRMED",  # not in Amazon's model: words that nobody knows yet come too
)
QUANTITY = 3


def read_grid(text):
    """Read a grid as people draw it: one row a situation, one column a status.

    :return: list of (situation, status, outcome)
    """
    rows = [line.split("|") for line in text.strip().splitlines()]
    return [
        (row[0].strip(), status, outcome)
        for row in rows
        for status, outcome in zip(STATUSES, row[1].split(), strict=True)
    ]


class StatusTableCase(AmazonCase):
    """Brings a whole grid of orders at once, each into its situation and then to its status."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mug.invoice_policy = "order"  # so that nothing need have left to be invoiced

    def an_order_of_three(self, status, left, **changes):
        """Return an order of three mugs of which so many have left, says Amazon."""
        item = an_item(
            quantity=QUANTITY,
            total="12.00",
            fulfillment={"quantityFulfilled": left, "quantityUnfulfilled": QUANTITY - left},
        )
        return an_order(item, status=status, **changes)

    def now(self, order, status, left, minutes=30):
        """Return the order in its new status; one that is partly shipped tells how far."""
        later = changed(order, status, minutes=minutes)
        if status == "PARTIALLY_SHIPPED":
            later["orderItems"][0]["fulfillment"] = {
                "quantityFulfilled": left,
                "quantityUnfulfilled": QUANTITY - left,
            }
        return later

    def bring(self, orders):
        """Synchronise the orders; words that the simulator refuses are slipped in on the way."""
        unheard = [one for one in orders if _status(one) == STATUSES[-1]]
        self.sync(*(one for one in orders if one not in unheard))
        told = [order_from_json(one) for one in unheard]
        self.env["sale.order"]._amazon_import(self.account._at_work(), told)
        self.env.flush_all()
        self.env.invalidate_all()

    # === Situations: what happened in Odoo before ===#

    def situate(self, situation, sales):
        """Let in Odoo happen what the situation's name says."""
        name = situation.replace(" ", "_").replace(",", "")
        getattr(self, f"_{name}")(sales)

    def _waiting(self, sales):
        """Nothing happened yet."""

    _part_elsewhere = _part_left_on_amazon = _left_on_amazon = _waiting
    _shipped_says_amazon = _cancelled_on_amazon = _waiting

    def _started(self, sales):
        moves = sales.picking_ids.move_ids
        for move in moves:
            move.quantity = 1
        moves.picked = True

    def _part_left(self, sales):
        self._started(sales)
        self.tracked(sales.picking_ids)._action_done()

    def _all_left(self, sales):
        moves = sales.picking_ids.move_ids
        for move in moves:
            move.quantity = move.product_uom_qty
        moves.picked = True
        self.tracked(sales.picking_ids)._action_done()

    def _draft_invoice(self, sales):
        for sale in sales:
            sale._create_invoices()

    def _posted_invoice(self, sales):
        self._draft_invoice(sales)
        sales.invoice_ids.action_post()

    _cancelled_too_late = _posted_invoice

    def _cancelled_in_odoo(self, sales):
        sales.with_context(disable_cancel_warning=True)._action_cancel()

    def _locked(self, sales):
        sales.action_lock()

    # === What Odoo shows ===#

    def facts(self, order):
        """Return what Odoo shows of an order, to be compared word by word."""
        sale = self.sales(order)
        moves = sale.order_line.move_ids
        out = moves.filtered(lambda move: move.location_dest_id.usage == "customer")
        left = out.filtered(lambda move: move.state == "done")
        waits = (out - left).filtered(lambda move: move.state != "cancel")
        return {
            "order": sale.state or "none",
            "waits": sum(waits.mapped("product_uom_qty")),
            "left": sum(left.mapped("quantity")),
            "invoices": sale.invoice_ids.mapped("state"),
            "cancelled late": sale.amazon_cancelled_late,
            "salesperson asked": len(sale.activity_ids),
            "clerk asked": len(sale.picking_ids.activity_ids),
            "synchronised": "done" in sale.picking_ids.mapped("amazon_sync_state"),
            "shipped ahead": sum(sale.order_line.mapped("amazon_qty_ahead")),
            "issues": self.issues(order).mapped("reason"),
            "total": sale.amount_total,
        }

    def assertOutcome(self, order, before, outcome):
        expected = {**before, **outcome(before)}
        self.assertEqual(self.facts(order), expected)
        sale = self.sales(order)
        if sale:
            self.assertEqual(sale.amazon_status, _status(order))

    def again(self, orders):
        """Bring the same once more, changed by nothing but the time."""
        self.bring([{**order, "lastUpdatedTime": _a_minute_later(order)} for order in orders])


def _status(order):
    return order["fulfillment"]["fulfillmentStatus"]


def _a_minute_later(order):
    moment = fields.Datetime.to_datetime(order["lastUpdatedTime"].replace("T", " ").rstrip("Z"))
    return fields.Datetime.add(moment, minutes=1).strftime("%Y-%m-%dT%H:%M:%SZ")
