"""Orders to test with: a small one to build upon."""

from __future__ import annotations

import copy

MARKETPLACES = {"FR": "A13V1IB3VIYZZH", "US": "ATVPDKIKX0DER", "UK": "A1F83G8C2ARO7P"}

ORDER = {
    "orderId": "404-1234567-1234567",
    "createdTime": "2026-10-01T08:00:00Z",
    "lastUpdatedTime": "2026-10-01T09:30:00.123Z",
    "salesChannel": {"channelName": "AMAZON", "marketplaceId": MARKETPLACES["FR"]},
    "fulfillment": {"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT"},
    "orderItems": [
        {
            "orderItemId": "11111111111111",
            "quantityOrdered": 1,
            "product": {"asin": "B000000001", "sellerSku": "CHAIR-1", "title": "Chaise"},
        }
    ],
}


def money(amount, currency: str = "EUR") -> dict:
    return {"amount": str(amount), "currencyCode": currency}


def order(**changes) -> dict:
    """Return the small order with changes at its top; None takes a field away."""
    changed = {**copy.deepcopy(ORDER), **changes}
    return {name: value for name, value in changed.items() if value is not None}


def breakdown(kind: str, subtotal=None, currency: str = "EUR", **details) -> dict:
    """Return one of an item's breakdowns, its details as ``ITEM=1, SHIPPING=2``."""
    told: dict = {"type": kind}
    if subtotal is not None:
        told["subtotal"] = money(subtotal, currency)
    if details:
        told["detailedBreakdowns"] = [
            {"subtype": subtype, "value": money(value, currency)}
            for subtype, value in details.items()
        ]
    return told


def item(*breakdowns, total=None, currency: str = "EUR", quantity: int = 1, unit_price=None):
    """Return an item with these proceeds."""
    proceeds: dict = {}
    if breakdowns:
        proceeds["breakdowns"] = list(breakdowns)
    if total is not None:
        proceeds["proceedsTotal"] = money(total, currency)
    product = {"sellerSku": "CHAIR-1"}
    if unit_price is not None:
        product["price"] = {"unitPrice": money(unit_price, currency)}
    told = {"orderItemId": "1", "quantityOrdered": quantity, "product": product}
    return {**told, "proceeds": proceeds} if proceeds else told


def sold(*items, market: str | None = "FR", grand_total=None, currency: str = "EUR", **changes):
    """Return an order of these items, in a marketplace, with or without a grand total."""
    channel = {"channelName": "AMAZON"}
    if market:
        channel["marketplaceId"] = MARKETPLACES.get(market, market)
    proceeds = dict(changes.pop("proceeds", {}))
    if grand_total is not None:
        proceeds["grandTotal"] = money(grand_total, currency)
    return order(orderItems=list(items), salesChannel=channel, proceeds=proceeds, **changes)
