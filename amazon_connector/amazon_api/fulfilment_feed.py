"""The feed POST_ORDER_FULFILLMENT_DATA: many packages told at once, as Amazon's schema wants it.

The elements and their order, the lengths and the patterns are those of OrderFulfillment.xsd,
amzn-base.xsd, amzn-header.xsd and amzn-envelope.xsd (release 4.1). One message that breaks them
makes Amazon refuse the whole feed, so each is held to them before it joins the others. Transparency
codes are told by calls alone: the schema has room for ten of an item, and an item may be of more
units.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from .carriers import OTHER, by_code
from .errors import InvalidPackage
from .shipments import Package, ShippedItem, moment_told

__all__ = ["FEED_TYPE", "FulfilmentMessage", "fits_in_feed", "write_feed"]

FEED_TYPE = "POST_ORDER_FULFILLMENT_DATA"

_ORDER_ID = re.compile(r"[A-Za-z0-9]{3}-[A-Za-z0-9]{7}-[A-Za-z0-9]{7}")
_ITEM_ID = re.compile(r"[0-9]{14}")
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
_MERCHANT_LIMIT = 50
_MESSAGE_LIMIT = 10**18


@dataclass(frozen=True)
class FulfilmentMessage:
    """One package in a feed.

    :ivar message_id: from 1 on, within its feed; the processing report names it
    :ivar order_id: Amazon's
    :raises InvalidPackage: a feed cannot hold it (``reason`` feed), ``confirm_shipment`` may
    """

    message_id: int
    order_id: str
    package: Package

    def __post_init__(self):
        if not 1 <= self.message_id < _MESSAGE_LIMIT:
            raise ValueError("a message's number lies between 1 and 18 digits")
        _check(self.order_id, self.package)


def fits_in_feed(order_id: str, package: Package) -> bool:
    """Return whether a feed can hold this package; if not, ``confirm_shipment`` tells it."""
    try:
        _check(order_id, package)
    except InvalidPackage:
        return False
    return True


def write_feed(merchant_id: str, messages: Iterable[FulfilmentMessage]) -> bytes:
    """Return the XML of a feed, in UTF-8 of which only ASCII is used.

    :param merchant_id: the seller's ID
    :raises ValueError: no seller, no messages, or two of the same number
    """
    messages = list(messages)
    numbers = {message.message_id for message in messages}
    if not messages or len(numbers) != len(messages):
        raise ValueError("a feed holds at least one message, and each number once")
    if not merchant_id.strip() or len(merchant_id.strip()) > _MERCHANT_LIMIT:
        raise ValueError("a feed names its seller, in at most 50 characters")
    envelope = etree.Element("AmazonEnvelope", {_SCHEMA: "amzn-envelope.xsd"})
    header = _add(envelope, "Header")
    _add(header, "DocumentVersion", "1.01")
    _add(header, "MerchantIdentifier", merchant_id.strip())
    _add(envelope, "MessageType", "OrderFulfillment")
    for message in messages:
        _add_message(envelope, message)
    # Characters beyond ASCII become references: right whatever encoding Amazon reads it in.
    text = etree.tostring(envelope, encoding="us-ascii", pretty_print=True, xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + text


def _add_message(envelope: etree._Element, message: FulfilmentMessage) -> None:
    package, told = message.package, _add(envelope, "Message")
    _add(told, "MessageID", str(message.message_id))
    fulfilment = _add(told, "OrderFulfillment")
    _add(fulfilment, "AmazonOrderID", message.order_id)
    _add(fulfilment, "MerchantFulfillmentID", package.reference)
    _add(fulfilment, "FulfillmentDate", moment_told(package.shipped_at))
    data = _add(fulfilment, "FulfillmentData")
    _add(data, "CarrierCode", package.carrier_code)
    for name, text in (
        ("CarrierName", package.carrier_name),
        ("ShippingMethod", package.shipping_method),
        ("ShipperTrackingNumber", package.tracking_number),
    ):
        if text:
            _add(data, name, text)
    for item in package.items:
        _add_item(fulfilment, item)


def _add_item(fulfilment: etree._Element, item: ShippedItem) -> None:
    told = _add(fulfilment, "Item")
    _add(told, "AmazonOrderItemCode", item.order_item_id)
    _add(told, "Quantity", str(item.quantity))


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, name)
    element.text = text
    return element


def _check(order_id: str, package: Package) -> None:
    """Hold a package to what the schema of feeds asks beyond what every package is held to."""
    if not _ORDER_ID.fullmatch(order_id):
        _refuse(f"order {order_id} has no number as the schema of feeds wants it")
    if package.carrier_code != OTHER and not by_code(package.carrier_code):
        _refuse(f"the schema of feeds does not know the carrier code {package.carrier_code}")
    for item in package.items:
        if not _ITEM_ID.fullmatch(item.order_item_id):
            _refuse(f"item {item.order_item_id} has no number as the schema of feeds wants it")
        if item.transparency_codes:
            _refuse("transparency codes are told by confirmShipment, not by a feed")


def _refuse(why: str) -> None:
    raise InvalidPackage(why, reason="feed")
