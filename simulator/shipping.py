"""The rules of confirmShipment, and what a confirmed package does to its order."""

import re
from copy import deepcopy
from datetime import datetime

from . import marketplaces
from .clock import format_moment
from .stored_order import (
    PENDING_STATUSES,
    StoredOrder,
    fulfilled,
    left,
    set_quantities,
    settle_status,
)

_POSITIVE_NUMBER = re.compile(r"[0-9]*[1-9][0-9]*", re.ASCII)


def refusals(order: StoredOrder, request: dict) -> list[str]:
    """Return why Amazon refuses this confirmation; empty when it does not.

    :param request: a body that Amazon's model ConfirmShipmentRequest allows
    """
    package = request["packageDetail"]
    found = _order_refusals(order, request)
    if not _POSITIVE_NUMBER.fullmatch(package["packageReferenceId"]):
        found.append("PackageReferenceId: is invalid, must be a positive numeric value.")
    if not package["carrierCode"].strip():
        found.append("CarrierCode: must not be empty.")
    if package["carrierCode"] == "Other" and not package.get("carrierName", "").strip():
        found.append("CarrierName: is required when CarrierCode is Other.")
    if not package["trackingNumber"].strip():
        found.append("TrackingNumber: must not be empty.")
    return found or _item_refusals(order, package)


def _order_refusals(order: StoredOrder, request: dict) -> list[str]:
    """Say what stands against any shipment of this order by its seller."""
    found = []
    if order.marketplace_id and request["marketplaceId"] != order.marketplace_id:
        found.append(f"MarketplaceId: is invalid, the order is of {order.marketplace_id}.")
    if "codCollectionMethod" in request and request["marketplaceId"] != marketplaces.JAPAN:
        found.append("CodCollectionMethod: is supported in the JP marketplace only.")
    if order.is_fba:
        found.append("The order is fulfilled by Amazon.")
    elif order.status in PENDING_STATUSES:
        found.append("The order is pending, and cannot be shipped yet.")
    elif order.status in ("CANCELLED", "UNFULFILLABLE"):
        found.append("The order is cancelled.")
    elif order.amazon_label or (
        order.status == "SHIPPED" and not find_package(order.data, request["packageDetail"])
    ):
        found.append(
            "Failed to create package due to not finding a matching package or order already"
            f" fulfilled. ErrorMessage(errorCode=GeneralError, errorDescription=Unable to find"
            f" package to update for order ({order.order_id}),"
            " errorMetric=PackageToUpdateNotFound, packageIndex=null)"
        )
    return found


def _item_refusals(order: StoredOrder, package: dict) -> list[str]:
    """Say what is wrong with the package's items: unknown ones, or more than what is left."""
    if not package["orderItems"]:
        return ["OrderItems: must not be empty."]
    known = {item["orderItemId"]: item for item in order.items}
    before = quantities(find_package(order.data, package))
    found = [
        f"Quantity: {each['quantity']} is invalid, must be a positive number."
        for each in package["orderItems"]
        if each["quantity"] < 1
    ]
    for item_id, quantity in quantities(package).items():
        if item_id not in known:
            found.append(
                f"OrderItemId {item_id} is invalid, please obtain the value through the"
                " getOrderItems API or Manage Orders page"
            )
        elif quantity > left(known[item_id]) + before.get(item_id, 0):
            found.append(
                f"Quantity: {quantity} of order item {item_id} is more than the"
                f" {left(known[item_id]) + before.get(item_id, 0)} that are left to ship."
            )
    return found


def find_package(data: dict, package: dict) -> dict | None:
    """Return the order's package with the same reference, if there is one."""
    for known in data.get("packages", []):
        if known["packageReferenceId"] == package["packageReferenceId"]:
            return known
    return None


def quantities(package: dict | None) -> dict[str, int]:
    """Return units by order item of a package, in the form of either API version."""
    found: dict[str, int] = {}
    for each in (package or {}).get("packageItems") or (package or {}).get("orderItems") or []:
        found[each["orderItemId"]] = found.get(each["orderItemId"], 0) + each["quantity"]
    return found


def with_package(order: StoredOrder, detail: dict, now: datetime) -> StoredOrder:
    """Return the order with a package added, or changed if its reference is known.

    :param detail: the ``packageDetail`` of a confirmation that nothing stands against
    """
    data = deepcopy(order.data)
    known = find_package(data, detail)
    before, after = quantities(known), quantities(detail)
    for item in data["orderItems"]:
        more = after.get(item["orderItemId"], 0) - before.get(item["orderItemId"], 0)
        set_quantities(item, fulfilled(item) + more, left(item) - more)
    packages = data.setdefault("packages", [])
    if known:
        packages.remove(known)
    created = known.get("createdTime") if known else None
    packages.append(_package(detail, created or format_moment(now)))
    settle_status(data)
    return order.changed_to(data, now)


def _package(detail: dict, created: str) -> dict:
    """Write a confirmed package as the model 2026-01-01 tells it."""
    package = {
        "packageReferenceId": detail["packageReferenceId"],
        "createdTime": created,
        "packageStatus": {"status": "SHIPPED"},
        "carrier": detail.get("carrierName") or detail["carrierCode"],
        "shipTime": detail["shipDate"],
        "trackingNumber": detail["trackingNumber"],
        "packageItems": detail["orderItems"],
    }
    if detail.get("shippingMethod"):
        package["shippingService"] = detail["shippingMethod"]
    return package
