"""What should stand in Odoo, read from the file of orders alone.

Nothing of the addon is used here: what it makes of the orders is held against this.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tools.errors import ToolError

# The rule: which statuses on Amazon bring an order into Odoo, by who ships it.
BRING = {
    "AMAZON": {"SHIPPED", "PARTIALLY_SHIPPED"},
    "MERCHANT": {"UNSHIPPED", "PARTIALLY_SHIPPED"},
}
NEVER_WORTH = {"CANCELLED", "PENDING", "PENDING_AVAILABILITY", "UNFULFILLABLE"}
"""Statuses of which Amazon's amounts, where there are any, say nothing about the sale."""

MARGIN = timedelta(hours=1)


@dataclass(frozen=True)
class AmazonOrder:
    """The newest state of one order in the file."""

    reference: str
    status: str
    fulfilled_by: str
    channel: str
    total: Decimal | None
    currency: str | None

    @property
    def belongs_in_odoo(self) -> bool:
        """Whether it becomes a sales order though Odoo has never seen it."""
        ships = BRING.get(self.fulfilled_by, ())
        return self.channel != "NON_AMAZON" and self.status in ships

    @property
    def why_not(self) -> str:
        """Why it does not belong in Odoo, in a few words."""
        if self.channel == "NON_AMAZON":
            return "sold in another shop"
        shipper = {"AMAZON": "FBA", "MERCHANT": "FBM"}.get(self.fulfilled_by, "shipper unknown")
        return f"{shipper} {self.status.lower().replace('_', ' ') or 'without a status'}"


def read_file(path: Path) -> list[dict]:
    """Return the list of Order objects in a file.

    :raises ToolError: a sentence why it holds none
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ToolError(f"ORDERS={path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise ToolError(f"ORDERS={path} is not JSON: {error}.") from None
    if not isinstance(data, list) or not all(isinstance(order, dict) for order in data):
        raise ToolError(f"ORDERS={path} holds no list of orders (Amazon's orders_2026-01-01).")
    for place, order in enumerate(data, start=1):
        if not isinstance(order.get("orderId"), str) or not _moment(order, "lastUpdatedTime"):
            raise ToolError(
                f"ORDERS={path}: order {place} of the list lacks its orderId or lastUpdatedTime."
            )
    return data


def newest_states(data: list[dict]) -> list[AmazonOrder]:
    """Return each order once: the newest change counts, of equals the later in the list."""
    newest: dict[str, dict] = {}
    for order in data:
        known = newest.get(order["orderId"])
        if not known or _moment(order, "lastUpdatedTime") >= _moment(known, "lastUpdatedTime"):
            newest[order["orderId"]] = order
    return [_read(order) for order in newest.values()]


def before_the_oldest(data: list[dict]) -> str:
    """Return a moment before all changes in the list: ISO 8601, UTC, as Odoo writes it."""
    moments = [
        _moment(order, name) for order in data for name in ("createdTime", "lastUpdatedTime")
    ]
    oldest = min(filter(None, moments), default=datetime.now(timezone.utc))
    return (oldest - MARGIN).replace(microsecond=0, tzinfo=None).isoformat(" ")


def currencies(data: list[dict]) -> set[str]:
    """Return the currencies of all amounts told as the orders' or their items' totals."""
    amounts = [_proceeds(order).get("grandTotal") for order in data]
    for order in data:
        amounts += [_proceeds(item).get("proceedsTotal") for item in _items(order)]
        amounts += [_unit_price(item) for item in _items(order)]
    return {money["currencyCode"] for money in amounts if money and money.get("currencyCode")}


def _read(order: dict) -> AmazonOrder:
    fulfilment = order.get("fulfillment") or {}
    total = amazon_total(order)
    return AmazonOrder(
        reference=order["orderId"],
        status=fulfilment.get("fulfillmentStatus") or "",
        fulfilled_by=fulfilment.get("fulfilledBy") or "",
        channel=(order.get("salesChannel") or {}).get("channelName") or "",
        total=total[0] if total else None,
        currency=total[1] if total else None,
    )


def amazon_total(order: dict) -> tuple[Decimal, str] | None:
    """Return what Amazon says that an order is worth, and its currency; None if it says nothing.

    That is the grand total, else the sum of the items' totals when each of them is told.
    """
    total = _money(_proceeds(order).get("grandTotal"))
    if total:
        return total
    sums = [_money(_proceeds(item).get("proceedsTotal")) for item in _items(order)]
    if not sums or None in sums or len({currency for _amount, currency in sums}) != 1:
        return None
    return sum(amount for amount, _currency in sums), sums[0][1]


def _money(money: dict | None) -> tuple[Decimal, str] | None:
    try:
        return Decimal(money["amount"]), money["currencyCode"]
    except (TypeError, KeyError, InvalidOperation):
        return None


def _items(order: dict) -> list[dict]:
    return order.get("orderItems") or []


def _proceeds(thing: dict) -> dict:
    return thing.get("proceeds") or {}


def _unit_price(item: dict) -> dict | None:
    return ((item.get("product") or {}).get("price") or {}).get("unitPrice")


def _moment(order: dict, name: str) -> datetime | None:
    """Return the moment in a field, None when it tells none."""
    text = order.get(name)
    try:
        moment = datetime.fromisoformat(_seconds_only(text).upper().replace("Z", "+00:00"))
        return moment.astimezone(timezone.utc) if moment.tzinfo else None
    except (TypeError, AttributeError, ValueError, OverflowError):
        return None


def _seconds_only(text: str) -> str:
    """Leave out fractions of a second: older Pythons read three or six digits of them only."""
    head, dot, rest = text.partition(".")
    return head + rest.lstrip("0123456789") if dot else text
