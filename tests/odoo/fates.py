"""What must be true of any order that Amazon's model allows, once it was synchronised."""

import contextlib
import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

from .common import AmazonCase

REPORTS = Path(__file__).parents[2] / ".build" / "reports"
CREATES = {
    "MERCHANT": {"UNSHIPPED", "PARTIALLY_SHIPPED"},
    "AMAZON": {"SHIPPED", "PARTIALLY_SHIPPED"},
}
# Why an order may stay outside of Odoo; where Odoo's own error stands, it broke.
NOT_IMPORTED = {"unreadable", "amounts", "marketplace", "currency", "refused"}
BROKEN = re.compile(r"^\w+(Error|Exception|Violation): ")


class FateCase(AmazonCase):
    """Judges orders by rule 2: in Odoo to the cent, an issue, or left out; and once."""

    @contextlib.contextmanager
    def kept(self, order):
        """Keep an order with which something is wrong in a file, and say where."""
        try:
            yield
        except AssertionError as error:
            REPORTS.mkdir(parents=True, exist_ok=True)
            path = REPORTS / f"order-{order['orderId']}.json"
            path.write_text(json.dumps([order], indent=1, ensure_ascii=False), encoding="utf-8")
            raise AssertionError(f"{error}\nmake demo ORDERS={path} shows it.") from error

    def assertFate(self, account, order, sound):
        sale = account.order_ids.filtered(lambda one: one.amazon_order_ref == order["orderId"])
        issues = account.issue_ids.filtered(lambda one: one.order_ref == order["orderId"])
        reasons = set(issues.mapped("reason"))
        for issue in issues:
            self.assertNotRegex(issue.message, BROKEN)
        fate = self.fate(order)
        if sale:
            self.assertEqual(fate, "imported")
            self.assertImported(sale, order, sound, reasons)
        elif fate == "imported":
            self.assertTrue(reasons & NOT_IMPORTED, "neither an order nor an issue")
            self.assertFalse(
                sound, f"an order that is all right was refused: {issues.mapped('message')}"
            )
        elif fate == "unclear":
            self.assertTrue(reasons & NOT_IMPORTED, "neither an order nor an issue")
        elif fate == "nothing":
            # Of an order that was cancelled since, Amazon may have shipped some: stock to see to.
            cancelled = order["fulfillment"]["fulfillmentStatus"] == "CANCELLED"
            self.assertLessEqual(reasons, {"unreadable", "stock"} if cancelled else {"unreadable"})

    def fate(self, order):
        """Return what rule 2 says: imported, nothing, another shop's, or unclear."""
        fulfillment = order.get("fulfillment", {})
        status, shipper = fulfillment.get("fulfillmentStatus"), fulfillment.get("fulfilledBy")
        if status and status not in set().union(*CREATES.values()):
            return "nothing"
        if shipper not in CREATES or not status:
            return "unclear"
        if order["salesChannel"]["channelName"] == "NON_AMAZON":
            return "another shop's"
        return "imported" if status in CREATES[shipper] else "nothing"

    def assertImported(self, sale, order, sound, reasons):
        self.assertEqual(sale.state, "sale")
        told = order.get("proceeds", {}).get("grandTotal", {}).get("amount")
        if told:
            compared = sale.currency_id.compare_amounts(sale.amazon_total, float(Decimal(told)))
            self.assertEqual(compared, 0, "Amazon's own total")
        differs = sale.currency_id.compare_amounts(sale.amount_total, sale.amazon_total)
        self.assertFalse(sound and differs, f"{sale.amount_total} for {sale.amazon_total}")
        self.assertEqual(bool(differs), "total" in reasons)
        self.assertEqual(bool(differs), bool(sale.amazon_total_difference))
        ordered = Counter()
        for item in order["orderItems"]:
            ordered[item["orderItemId"]] += item["quantityOrdered"]
        for line in sale.order_line.filtered("amazon_is_goods"):
            ordered[line.amazon_item_ref] -= line.product_uom_qty
        self.assertFalse(any(ordered.values()), "each item's units, no more and no fewer")

    def assertNothingTwice(self, account):
        refs = account.order_ids.mapped("amazon_order_ref")
        self.assertEqual(len(set(refs)), len(refs))
        kinds = account.issue_ids.mapped(lambda issue: (issue.order_ref, issue.reason))
        self.assertEqual(len(set(kinds)), len(kinds))
        buyers = account.order_ids.partner_id.filtered("amazon_email").mapped("amazon_email")
        self.assertEqual(len(set(buyers)), len(buyers))
