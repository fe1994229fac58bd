"""Reading a feed POST_ORDER_FULFILLMENT_DATA, and holding it against what its schema says."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ..clock import format_moment, parse_moment


class Unreadable(Exception):
    """The feed as a whole cannot be read; ``code`` is Amazon's number for it."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


Item = tuple[str, int | None, list[str]]


@dataclass(frozen=True)
class Message:
    """One shipment of the feed: a package of an order.

    ``items`` are (order item id, quantity, transparency codes); None for the quantity is all that
    is left, and no items are all items. ``reference`` is the MerchantFulfillmentID, if told.
    """

    message_id: int
    order_id: str
    reference: str | None
    shipped: str
    carrier_code: str
    carrier_name: str
    shipping_method: str
    tracking_number: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class _Part:
    """An element that may stand at a place: its name, how often, and what is inside."""

    name: str
    least: int = 1
    most: int = 1
    check: Callable[[str], bool] | None = None
    parts: tuple["_Part", ...] = ()


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


def _is_moment(text: str) -> bool:
    """Whether it is a date and time, of a year that can be told in UTC with four digits."""
    try:
        return "T" in text and bool(parse_moment(_moment(text)))
    except (ValueError, OverflowError):
        return False


_TEXT, _NUMBER = _matches(r"(?s).*\S.*"), _matches(r"0*[1-9][0-9]{0,19}")
_ORDER_ID, _SHORT = _matches(r"\w{3}-\w{7}-\w{7}"), _matches(r"(?s).{0,50}")
_MANY = 1_000_000
_ITEM = _Part(
    "Item",
    0,
    _MANY,
    parts=(
        _Part("AmazonOrderItemCode", check=_TEXT),
        _Part("MerchantFulfillmentItemID", 0, check=_NUMBER),
        _Part("Quantity", 0, check=_NUMBER),
        _Part("TransparencyCode", 0, 10, check=_TEXT),
    ),
)
_FULFILMENT = _Part(
    "OrderFulfillment",
    parts=(
        _Part("AmazonOrderID", check=_ORDER_ID),
        _Part("MerchantFulfillmentID", 0, check=_NUMBER),
        _Part("FulfillmentDate", check=_is_moment),
        _Part(
            "FulfillmentData",
            0,
            parts=(
                _Part("CarrierCode", 0),
                _Part("CarrierName", 0, check=_SHORT),
                _Part("ShippingMethod", 0, check=_SHORT),
                _Part("ShipperTrackingNumber", 0, check=_SHORT),
            ),
        ),
        _Part("CODCollectionMethod", 0, check=_matches("DirectPayment")),
        _ITEM,
    ),
)
_ENVELOPE = _Part(
    "AmazonEnvelope",
    parts=(
        _Part(
            "Header",
            parts=(
                _Part("DocumentVersion", check=_matches(r"\d{1,2}\.\d{1,2}")),
                _Part("MerchantIdentifier", check=_TEXT),
            ),
        ),
        _Part("MessageType", check=_matches("OrderFulfillment")),
        _Part("PurgeAndReplace", 0, check=_matches("true|false|0|1")),
        _Part("EffectiveDate", 0, check=_is_moment),
        _Part(
            "Message",
            1,
            _MANY,
            parts=(
                _Part("MessageID", check=_NUMBER),
                _Part("OperationType", 0, check=_matches("Update|Delete|PartialUpdate")),
                _FULFILMENT,
            ),
        ),
    ),
)


def read_feed(content: bytes, seller_id: str) -> list[Message]:
    """Return the messages of a feed.

    :raises Unreadable: it is no XML, not what the schema says, or of another seller
    """
    if b"<!DOCTYPE" in content:
        raise Unreadable("5000", "XML Parsing Fatal Error: a DOCTYPE is not allowed.")
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Unreadable("5000", f"XML Parsing Fatal Error: {error}") from error
    if problem := _problem(root, _ENVELOPE, root.tag):
        raise Unreadable("5002", f"XML Parsing Error: {problem}")
    if (told := _text(root, "Header/MerchantIdentifier")) != seller_id:
        raise Unreadable("5001", f"The MerchantIdentifier {told} is not that of this seller.")
    messages = [_message(each) for each in root.iterfind("Message")]
    if len({message.message_id for message in messages}) < len(messages):
        raise Unreadable("5002", "XML Parsing Error: a MessageID occurs more than once.")
    return messages


def _problem(element: Element, part: _Part, path: str) -> str | None:
    """Return what is wrong with an element and all that is inside, the first of it."""
    if element.tag != part.name:
        return f"{path}: {part.name} is expected."
    if not part.parts:
        if len(element):
            return f"{path}: no element may be inside."
        text = (element.text or "").strip()
        return f"{path}: '{text}' is not valid." if part.check and not part.check(text) else None
    children, place = list(element), 0
    for each in part.parts:
        count = 0
        while place < len(children) and children[place].tag == each.name and count < each.most:
            if found := _problem(children[place], each, f"{path}/{each.name}"):
                return found
            place, count = place + 1, count + 1
        if count < each.least:
            return f"{path}: {each.name} is missing, or at another place than the schema says."
    if place < len(children):
        return f"{path}: {children[place].tag} is not expected here."
    return None


def _message(element: Element) -> Message:
    data = "OrderFulfillment/FulfillmentData"
    return Message(
        message_id=int(_text(element, "MessageID")),
        order_id=_text(element, "OrderFulfillment/AmazonOrderID"),
        reference=_text(element, "OrderFulfillment/MerchantFulfillmentID") or None,
        shipped=_moment(_text(element, "OrderFulfillment/FulfillmentDate")),
        carrier_code=_text(element, f"{data}/CarrierCode"),
        carrier_name=_text(element, f"{data}/CarrierName"),
        shipping_method=_text(element, f"{data}/ShippingMethod"),
        tracking_number=_text(element, f"{data}/ShipperTrackingNumber"),
        items=tuple(_item(each) for each in element.iterfind("OrderFulfillment/Item")),
    )


def _item(element: Element) -> Item:
    quantity = _text(element, "Quantity")
    codes = [(each.text or "").strip() for each in element.iterfind("TransparencyCode")]
    return _text(element, "AmazonOrderItemCode"), int(quantity) if quantity else None, codes


def _moment(text: str) -> str:
    """Return the ship date as the order tells it; one without a time zone is taken for UTC."""
    moment = datetime.fromisoformat(text)
    return format_moment(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()
