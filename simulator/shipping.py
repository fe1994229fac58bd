"""The rules of confirmShipment, and what a confirmed package does to its order."""

import re
from copy import deepcopy
from datetime import datetime

from . import marketplaces
from .clock import format_moment
from .package_rules import Refusal
from .stored_order import (
    PENDING_STATUSES,
    StoredOrder,
    fulfilled,
    left,
    set_quantities,
    settle_status,
)

_POSITIVE_NUMBER = re.compile(r"[0-9]*[1-9][0-9]*", re.ASCII)


def refusals(order: StoredOrder, request: dict) -> list[Refusal]:
    """Return what stands against any shipment of this order by its seller, and its reference.

    :param request: a body that Amazon's model ConfirmShipmentRequest allows
    """
    found = []
    if order.marketplace_id and request["marketplaceId"] != order.marketplace_id:
        words = f"MarketplaceId: is invalid, the order is of {order.marketplace_id}."
        found.append(Refusal(words, "18006"))
    if "codCollectionMethod" in request and request["marketplaceId"] != marketplaces.JAPAN:
        words = "CodCollectionMethod: is supported in the JP marketplace only."
        found.append(Refusal(words, "18007"))
    if order.is_fba:
        found.append(Refusal("The order is fulfilled by Amazon.", "18011"))
    elif order.status in PENDING_STATUSES:
        words = "The order is pending, and cannot be shipped yet."
        found.append(Refusal(words, "18012"))
    elif order.status in ("CANCELLED", "UNFULFILLABLE"):
        found.append(Refusal("The order is cancelled.", "18013"))
    elif order.amazon_label or (
        order.status == "SHIPPED" and not find_package(order.data, request["packageDetail"])
    ):
        found.append(
            Refusal(
                "Failed to create package due to not finding a matching package or order already"
                " fulfilled. ErrorMessage(errorCode=GeneralError, errorDescription=Unable to find"
                f" package to update for order ({order.order_id}),"
                " errorMetric=PackageToUpdateNotFound, packageIndex=null)",
                "18014",
            )
        )
    if not _POSITIVE_NUMBER.fullmatch(request["packageDetail"]["packageReferenceId"]):
        words = "PackageReferenceId: is invalid, must be a positive numeric value."
        found.append(Refusal(words, "18060"))
    return found


def item_refusals(order: StoredOrder, package: dict) -> list[Refusal]:
    """Say what is wrong with the package's items: unknown ones, more than what is left, codes."""
    if not package["orderItems"]:
        return [Refusal("OrderItems: must not be empty.", "18020")]
    known = {item["orderItemId"]: item for item in order.items}
    before = quantities(find_package(order.data, package))
    found = [
        Refusal(f"Quantity: {each['quantity']} is invalid, must be a positive number.", "18022")
        for each in package["orderItems"]
        if each["quantity"] < 1
    ]
    for item_id, quantity in quantities(package).items():
        if item_id not in known:
            words = (
                f"OrderItemId {item_id} is invalid, please obtain the value through the"
                " getOrderItems API or Manage Orders page"
            )
            found.append(Refusal(words, "18023"))
            continue
        possible = left(known[item_id]) + before.get(item_id, 0)
        if quantity > possible:
            words = (
                f"Quantity: {quantity} of order item {item_id} is more than the"
                f" {possible} that are left to ship."
            )
            found.append(Refusal(words, "18021"))
    return found or _code_refusals(known, package)


def _code_refusals(known: dict[str, dict], package: dict) -> list[Refusal]:
    """Say which items of the Transparency programme do not have a code for each unit."""
    found = []
    for each in package["orderItems"]:
        item = known.get(each["orderItemId"], {})
        codes = each.get("transparencyCodes", [])
        if "TRANSPARENCY" in item.get("programs", []) and len(set(codes)) != each["quantity"]:
            words = (
                f"TransparencyCodes: order item {each['orderItemId']} needs one for each unit:"
                f" {each['quantity']}, not {len(set(codes))}."
            )
            found.append(Refusal(words, "18030"))
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
