"""A package on its way to the buyer, as Amazon wants to be told of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from .errors import InvalidPackage

__all__ = ["Package", "ShippedItem", "confirm_shipment_body"]

_REFERENCE = re.compile(r"0*[1-9][0-9]*", re.ASCII)


@dataclass(frozen=True)
class ShippedItem:
    """How many units of an order item lie in the package.

    :ivar order_item_id: Amazon's, see ``OrderItem.order_item_id``
    :ivar quantity: 1 or more
    :ivar transparency_codes: of products in Amazon's Transparency program, one for each unit
    :raises InvalidPackage: no identifier, or no units
    """

    order_item_id: str
    quantity: int
    transparency_codes: tuple[str, ...] = ()

    def __post_init__(self):
        if not self.order_item_id:
            raise InvalidPackage("an item of the package has no order item id")
        if isinstance(self.quantity, bool) or not isinstance(self.quantity, int):
            raise InvalidPackage(f"the quantity of item {self.order_item_id} is no whole number")
        if self.quantity < 1:
            raise InvalidPackage(f"the quantity of item {self.order_item_id} is less than 1")


@dataclass(frozen=True)
class Package:
    """A package that was handed to a carrier.

    :ivar reference: a positive number of the seller's choice, as text: the same one again corrects
        that package of the order, another one adds a package
    :ivar carrier_code: one of Amazon's carrier codes, or ``Other``
    :ivar carrier_name: demanded with the carrier code ``Other``
    :ivar tracking_number: the carrier's
    :ivar shipped_at: when it was handed over, with a time zone
    :ivar items: what is inside, at least one
    :ivar shipping_method: the carrier's service, such as ``Standard``
    :raises InvalidPackage: something that Amazon demands is missing; the message says what
    """

    reference: str
    carrier_code: str
    tracking_number: str
    shipped_at: datetime
    items: tuple[ShippedItem, ...]
    carrier_name: str | None = None
    shipping_method: str | None = None

    def __post_init__(self):
        object.__setattr__(self, "items", tuple(self.items))
        if not _REFERENCE.fullmatch(str(self.reference)):
            raise InvalidPackage("the package's reference is no positive number")
        if not self.carrier_code:
            raise InvalidPackage("the package has no carrier code")
        if self.carrier_code.lower() == "other" and not self.carrier_name:
            raise InvalidPackage("a carrier that Amazon does not know needs its name")
        if not self.tracking_number:
            raise InvalidPackage("the package has no tracking number")
        if self.shipped_at.tzinfo is None:
            raise InvalidPackage("the package's shipping time has no time zone")
        if not self.items:
            raise InvalidPackage("the package is empty")


def confirm_shipment_body(marketplace_id: str, package: Package) -> dict[str, Any]:
    """Return Amazon's ``ConfirmShipmentRequest`` (model ordersV0): exactly what the model knows.

    :raises InvalidPackage: no marketplace
    """
    if not marketplace_id:
        raise InvalidPackage("the order's marketplace is not known")
    shipped = package.shipped_at.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    details = {
        "packageReferenceId": str(package.reference),
        "carrierCode": package.carrier_code,
        "carrierName": package.carrier_name,
        "shippingMethod": package.shipping_method,
        "trackingNumber": package.tracking_number,
        "shipDate": shipped.replace("+00:00", "Z"),
        "orderItems": [_item(item) for item in package.items],
    }
    told = {name: value for name, value in details.items() if value}
    return {"marketplaceId": marketplace_id, "packageDetail": told}


def _item(item: ShippedItem) -> dict[str, Any]:
    body: dict[str, Any] = {"orderItemId": item.order_item_id, "quantity": item.quantity}
    if item.transparency_codes:
        body["transparencyCodes"] = list(item.transparency_codes)
    return body
