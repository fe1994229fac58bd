"""What happens to orders without their seller's program: what a tester lets Amazon do."""

from copy import deepcopy
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from . import shipping
from .clock import format_moment
from .exceptions import ControlError
from .stored_order import (
    CLOSED_STATUSES,
    PENDING_STATUSES,
    StoredOrder,
    fulfilled,
    left,
    set_quantities,
    settle_status,
)

SHIP_FIELDS = {
    "items",
    "packageReferenceId",
    "carrier",
    "shippingService",
    "trackingNumber",
    "amazonLabel",
}
CANCEL_FIELDS = {"cancelledBy", "cancelReason"}


def ship(order: StoredOrder, wish: dict, now: datetime) -> StoredOrder:
    """Ship what is left of an order, or only ``items``: ``[{orderItemId, quantity}]``.

    A merchant's order gets a package, as if shipped by hand on Amazon's pages; with
    ``amazonLabel`` as if by Amazon's own label service, after which no seller may confirm a
    shipment any more.
    """
    _demand_known(wish, SHIP_FIELDS)
    if order.status in CLOSED_STATUSES or order.status in PENDING_STATUSES:
        raise ControlError(f"{order.order_id} is {order.status}: it cannot be shipped", status=409)
    data = deepcopy(order.data)
    quantities = _wished_quantities(order, wish.get("items"))
    for item in data["orderItems"]:
        more = quantities.get(item["orderItemId"], 0)
        set_quantities(item, fulfilled(item) + more, left(item) - more)
    if not order.is_fba:
        package = _package(order, wish, quantities, now)
        if shipping.find_package(data, package):
            raise ControlError("the order has a package of that packageReferenceId", status=409)
        data.setdefault("packages", []).append(package)
    settle_status(data)
    shipped = order.changed_to(data, now)
    shipped.amazon_label = order.amazon_label or bool(wish.get("amazonLabel"))
    return shipped


def cancel(order: StoredOrder, wish: dict, now: datetime) -> StoredOrder:
    """Cancel an order: nothing of it remains to be shipped."""
    _demand_known(wish, CANCEL_FIELDS)
    if order.status == "CANCELLED":
        raise ControlError(f"{order.order_id} is CANCELLED already", status=409)
    data = deepcopy(order.data)
    execution = {
        "cancelledBy": wish.get("cancelledBy", "BUYER"),
        "cancelReason": wish.get("cancelReason", "Order created by mistake"),
    }
    for item in data["orderItems"]:
        set_quantities(item, fulfilled(item), 0)
        item.setdefault("cancellation", {})["cancellationExecution"] = execution
    data.setdefault("fulfillment", {})["fulfillmentStatus"] = "CANCELLED"
    return order.changed_to(data, now)


def release(order: StoredOrder, wish: dict, now: datetime) -> StoredOrder:
    """Make a pending order ready to be shipped.

    ``wish`` is what becomes known with it, as for :func:`change`. Where the order has no prices
    yet, they are made from its items' unit prices.
    """
    if order.status not in PENDING_STATUSES:
        raise ControlError(f"{order.order_id} is {order.status}: it does not wait", status=409)
    data = merged(deepcopy(order.data), wish)
    data.setdefault("fulfillment", {})["fulfillmentStatus"] = "UNSHIPPED"
    for item in data["orderItems"]:
        set_quantities(item, fulfilled(item), left(item))
    _price(data)
    return order.changed_to(data, now)


def change(order: StoredOrder, wish: dict, now: datetime) -> StoredOrder:
    """Change any of an order's fields.

    ``wish`` is a JSON merge patch (RFC 7396), except that ``orderItems`` and ``packages`` are
    merged entry by entry, found by ``orderItemId`` and ``packageReferenceId``.
    """
    if wish.get("orderId", order.order_id) != order.order_id:
        raise ControlError("an order keeps its orderId")
    return order.changed_to(merged(deepcopy(order.data), wish), now)


def merged(data: Any, wish: Any) -> Any:
    """Return ``data`` with the merge patch ``wish`` applied to it."""
    if not isinstance(wish, dict):
        return wish
    if not isinstance(data, dict):
        data = {}
    for name, value in wish.items():
        if value is None:
            data.pop(name, None)
        elif name in _KEYS and isinstance(value, list):
            data[name] = _merged_list(data.get(name, []), value, _KEYS[name])
        else:
            data[name] = merged(data.get(name), value)
    return data


_KEYS = {"orderItems": "orderItemId", "packages": "packageReferenceId"}
TRANSITIONS = {"ship": ship, "cancel": cancel, "release": release, "change": change}


def _merged_list(entries: list, wishes: list, key: str) -> list:
    """Merge each wish into the entry of the same key; append those that have none."""
    result = list(entries)
    for wish in wishes:
        keys = [entry.get(key) for entry in result]
        if isinstance(wish, dict) and wish.get(key) in keys:
            index = keys.index(wish[key])
            result[index] = merged(result[index], wish)
        else:
            result.append(wish)
    return result


def _demand_known(wish: dict, fields: set[str]) -> None:
    if strangers := sorted(set(wish) - fields):
        raise ControlError(f"not known: {', '.join(strangers)}; may be {', '.join(sorted(fields))}")


def _wished_quantities(order: StoredOrder, items: list[dict] | None) -> dict[str, int]:
    """Return what to ship of which order item: all that is left when not told."""
    possible = {item["orderItemId"]: left(item) for item in order.items}
    if items is None:
        return {item_id: quantity for item_id, quantity in possible.items() if quantity}
    try:
        wished = {each["orderItemId"]: each["quantity"] for each in items}
    except (TypeError, KeyError) as error:
        raise ControlError("items is a list of {orderItemId, quantity}") from error
    for item_id, quantity in wished.items():
        if not isinstance(quantity, int) or not 1 <= quantity <= possible.get(item_id, 0):
            left_over = possible.get(item_id, 0)
            raise ControlError(f"{quantity} of item {item_id}: {left_over} are left to ship")
    return wished


def _package(order: StoredOrder, wish: dict, quantities: dict[str, int], now: datetime) -> dict:
    moment = format_moment(now)
    number = len(order.data.get("packages", [])) + 1
    return {
        "packageReferenceId": wish.get("packageReferenceId", str(number)),
        "createdTime": moment,
        "packageStatus": {"status": "SHIPPED"},
        "carrier": wish.get("carrier", "DHL"),
        "shipTime": moment,
        "shippingService": wish.get("shippingService", "Standard"),
        "trackingNumber": wish.get("trackingNumber", f"SIM{order.order_id.replace('-', '')}"),
        "packageItems": [
            {"orderItemId": item_id, "quantity": quantity}
            for item_id, quantity in quantities.items()
        ],
    }


def _price(data: dict) -> None:
    """Give items without proceeds those of their unit price, and the order their sum."""
    totals = []
    for item in data["orderItems"]:
        unit_price = item.get("product", {}).get("price", {}).get("unitPrice")
        if unit_price and "proceeds" not in item:
            amount = str(_decimal(unit_price["amount"]) * item["quantityOrdered"])
            money = {"amount": amount, "currencyCode": unit_price["currencyCode"]}
            breakdown = {"type": "ITEM", "subtotal": money}
            item["proceeds"] = {"proceedsTotal": money, "breakdowns": [breakdown]}
        totals.append(item.get("proceeds", {}).get("proceedsTotal"))
    if "grandTotal" not in data.get("proceeds", {}) and all(totals):
        amount = str(sum(_decimal(total["amount"]) for total in totals))
        grand_total = {"amount": amount, "currencyCode": totals[0]["currencyCode"]}
        data.setdefault("proceeds", {})["grandTotal"] = grand_total


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ControlError(f"not an amount: {text}") from error
