"""What an answer tells of an order: the datasets that were asked for, and nothing that Amazon
keeps for itself."""

from datetime import datetime

from .clock import parse_moment
from .stored_order import StoredOrder

_ORDER_DATASETS = {
    "buyer": "BUYER",
    "recipient": "RECIPIENT",
    "proceeds": "PROCEEDS",
    "payment": "PAYMENT",
    "tax": "TAX",
    "fulfillment": "FULFILLMENT",
    "packages": "PACKAGES",
    "fulfillmentOrders": "FULFILLMENT_ORDERS",
}
_ITEM_DATASETS = {
    "proceeds": "PROCEEDS",
    "expense": "EXPENSE",
    "promotion": "PROMOTION",
    "cancellation": "CANCELLATION",
    "fulfillment": "FULFILLMENT",
    "tax": "TAX",
}


def told(order: StoredOrder, included: frozenset[str], now: datetime) -> dict:
    """Return the order's JSON as an answer tells it.

    :param included: values of includedData; datasets not among them are left out
    """
    if not order.checked:
        return order.data
    data = _only(order.data, _ORDER_DATASETS, included)
    data["orderItems"] = [_only(item, _ITEM_DATASETS, included) for item in order.items]
    if order.is_fba:
        data.pop("packages", None)
        _leave_out(data, "buyer", "buyerEmail")
    if order.is_fba or _is_delivered(order, now):
        _leave_out_phone(data)
    return data


def _only(data: dict, datasets: dict[str, str], included: frozenset[str]) -> dict:
    """Return ``data`` without the datasets that were not asked for."""
    return {
        name: value
        for name, value in data.items()
        if name not in datasets or datasets[name] in included
    }


def _leave_out(data: dict, parent: str, name: str) -> None:
    """Leave ``name`` out of ``data[parent]``, without touching the stored order."""
    if name in data.get(parent, {}):
        data[parent] = {key: value for key, value in data[parent].items() if key != name}


def _leave_out_phone(data: dict) -> None:
    if "deliveryAddress" in data.get("recipient", {}):
        data["recipient"] = dict(data["recipient"])
        _leave_out(data["recipient"], "deliveryAddress", "phone")


def _is_delivered(order: StoredOrder, now: datetime) -> bool:
    """Whether a shipped order's latest delivery date has passed: its phone is not told then."""
    latest = order.data.get("fulfillment", {}).get("deliverByWindow", {}).get("latestDateTime")
    if order.status != "SHIPPED" or not latest:
        return False
    try:
        return parse_moment(latest) < now
    except ValueError:
        return False
