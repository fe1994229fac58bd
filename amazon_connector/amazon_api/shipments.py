"""A package on its way to the buyer, as Amazon wants to be told of it.

Amazon's model of confirmShipment names no lengths. Those of the feed's schema are kept for both
ways, so that a package has the same outcome on either: what only people read is cut, what must be
exact is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from .errors import InvalidPackage

__all__ = [
    "TEXT_LIMIT",
    "Package",
    "ShippedItem",
    "confirm_shipment_body",
    "is_reference",
    "moment_told",
    "tracking_told",
]

TEXT_LIMIT = 50  # characters of a carrier's name, a shipping method, a tracking number

_REFERENCE = re.compile(r"0*[1-9][0-9]*", re.ASCII)
_REFERENCE_LIMIT = 20
_QUANTITY_LIMIT = 10**9


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
        object.__setattr__(self, "transparency_codes", tuple(self.transparency_codes))
        if not self.order_item_id:
            raise InvalidPackage("an item of the package has no order item id", reason="items")
        what = f"the quantity of item {self.order_item_id}"
        if isinstance(self.quantity, bool) or not isinstance(self.quantity, int):
            raise InvalidPackage(f"{what} is no whole number", reason="quantity")
        if self.quantity < 1:
            raise InvalidPackage(f"{what} is less than 1", reason="quantity")
        if self.quantity > _QUANTITY_LIMIT:
            raise InvalidPackage(f"{what} is beyond reason", reason="quantity")


@dataclass(frozen=True)
class Package:
    """A package that was handed to a carrier.

    Texts are put on one line, without what nobody can see. Units of the same order item are told
    as one item.

    :ivar reference: a positive number of the seller's choice, as text of at most 20 digits: the
        same one again corrects that package of the order, another one adds a package
    :ivar carrier_code: one of Amazon's carrier codes (see ``carriers``), or ``Other``
    :ivar carrier_name: demanded with the carrier code ``Other``; cut after 50 characters
    :ivar tracking_number: the carrier's, of at most 50 characters
    :ivar shipped_at: when it was handed over, with a time zone
    :ivar items: what is inside, at least one
    :ivar shipping_method: the carrier's service, such as ``Standard``; cut after 50 characters
    :raises InvalidPackage: something that Amazon demands is missing, or too long; the message says
        what, and ``reason`` in one word
    """

    reference: str
    carrier_code: str
    tracking_number: str
    shipped_at: datetime
    items: tuple[ShippedItem, ...]
    carrier_name: str | None = None
    shipping_method: str | None = None

    def __post_init__(self):
        self._tidy()
        for broken, reason, message in self._rules():
            if broken:
                raise InvalidPackage(message, reason=reason)

    def _tidy(self) -> None:
        tidy = {
            "reference": str(self.reference),
            "carrier_code": _line(self.carrier_code),
            "tracking_number": tracking_told(self.tracking_number),
            "items": tuple(_merged(self.items)),
            "carrier_name": _cut(_line(self.carrier_name)) or None,
            "shipping_method": _cut(_line(self.shipping_method)) or None,
        }
        for name, value in tidy.items():
            object.__setattr__(self, name, value)

    def _rules(self) -> Iterable[tuple[bool, str, str]]:
        """Yield each rule of Amazon's: whether it is broken, in one word, and in a sentence."""
        if not is_reference(self.reference):
            yield True, "reference", "the package's reference is no positive number of 20 digits"
        yield not self.carrier_code, "carrier", "the package has no carrier code"
        if self.carrier_code.lower() == "other" and not self.carrier_name:
            yield True, "carrier_name", "a carrier that Amazon does not know needs its name"
        yield not self.tracking_number, "tracking", "the package has no tracking number"
        length = len(self.tracking_number)
        too_long = f"the tracking number has {length} characters, Amazon takes {TEXT_LIMIT}"
        yield length > TEXT_LIMIT, "tracking_too_long", too_long
        no_zone = not self.shipped_at or self.shipped_at.tzinfo is None
        yield no_zone, "date", "the package's shipping time has no time zone"
        yield not self.items, "items", "the package is empty"


def confirm_shipment_body(marketplace_id: str, package: Package) -> dict[str, Any]:
    """Return Amazon's ``ConfirmShipmentRequest`` (model ordersV0): exactly what the model knows.

    :raises InvalidPackage: no marketplace
    """
    if not marketplace_id:
        raise InvalidPackage("the order's marketplace is not known", reason="marketplace")
    details = {
        "packageReferenceId": package.reference,
        "carrierCode": package.carrier_code,
        "carrierName": package.carrier_name,
        "shippingMethod": package.shipping_method,
        "trackingNumber": package.tracking_number,
        "shipDate": moment_told(package.shipped_at),
        "orderItems": [_item(item) for item in package.items],
    }
    told = {name: value for name, value in details.items() if value}
    return {"marketplaceId": marketplace_id, "packageDetail": told}


def is_reference(text: str | None) -> bool:
    """Return whether Amazon takes this as the reference of a package."""
    return bool(_REFERENCE.fullmatch(text or "")) and len(text) <= _REFERENCE_LIMIT


def moment_told(moment: datetime) -> str:
    """Return a time as Amazon reads it: in UTC, cut to the millisecond."""
    told = moment.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    return told.replace("+00:00", "Z")


def tracking_told(number: str | None) -> str:
    """Return a tracking number as Amazon is told it, and so shows it again.

    A copied one may hold marks that nobody sees, line ends and the like.
    """
    return _line("".join(one for one in number or "" if unicodedata.category(one) != "Cf"))


def _item(item: ShippedItem) -> dict[str, Any]:
    body: dict[str, Any] = {"orderItemId": item.order_item_id, "quantity": item.quantity}
    if item.transparency_codes:
        body["transparencyCodes"] = list(item.transparency_codes)
    return body


def _merged(items: Iterable[ShippedItem]) -> Iterable[ShippedItem]:
    """Return the items with each order item once."""
    found: dict[str, ShippedItem] = {}
    for item in items:
        known = found.get(item.order_item_id)
        found[item.order_item_id] = (
            item
            if known is None
            else ShippedItem(
                item.order_item_id,
                known.quantity + item.quantity,
                known.transparency_codes + item.transparency_codes,
            )
        )
    return found.values()


def _line(text: str | None) -> str:
    """Return a text on one line, of characters that can be written in XML and JSON."""
    unwritable = ("Cc", "Cs", "Cn", "Zl", "Zp")
    letters = (" " if unicodedata.category(one) in unwritable else one for one in text or "")
    return " ".join("".join(letters).split())


def _cut(text: str) -> str:
    return text[:TEXT_LIMIT].rstrip()
