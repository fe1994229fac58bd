"""Every feed we write is one that Amazon's schema takes; nothing else is ever written.

The schema is ours, with the rules of Amazon's; where ``AMAZON_FEED_SCHEMA`` names Amazon's own
amzn-envelope.xsd, beside the files that it includes, every feed is held against that one as well.
"""

import os
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from amazon_api.carriers import CARRIERS, OTHER
from amazon_api.errors import InvalidPackage
from amazon_api.fulfilment_feed import FEED_TYPE, FulfilmentMessage, fits_in_feed, write_feed
from amazon_api.shipments import Package, ShippedItem, confirm_shipment_body

from .calls import FRANCE

SCHEMA = etree.XMLSchema(etree.parse(str(Path(__file__).with_name("order_fulfilment.xsd"))))
AMAZONS = os.environ.get("AMAZON_FEED_SCHEMA")
SCHEMAS = [SCHEMA, *([etree.XMLSchema(etree.parse(AMAZONS))] if AMAZONS else [])]
MERCHANT = "A2EXAMPLESELLER"
ORDER_ID = "404-1234567-7654321"
ITEM = ShippedItem("11111111111111", 2)
PACKAGE = Package(
    "1000001", "Other", "6A 123", datetime(2026, 10, 1, 10, tzinfo=timezone(timedelta(hours=2))),
    (ITEM, ShippedItem("22222222222222", 1)), carrier_name="Vélo & Cie <Paris>",
    shipping_method="Standard",
)  # fmt: skip


def parsed(feed: bytes) -> etree._Element:
    """Return the XML of a feed that Amazon's schema takes."""
    root = etree.fromstring(feed)
    for schema in SCHEMAS:
        schema.assertValid(root)
    return root


def feed_of(*packages, order_id=ORDER_ID) -> bytes:
    messages = enumerate(packages, start=1)
    return write_feed(MERCHANT, [FulfilmentMessage(n, order_id, one) for n, one in messages])


def test_the_feed_has_amazons_name():
    assert FEED_TYPE == "POST_ORDER_FULFILLMENT_DATA"


def test_a_package_is_told_with_all_that_is_known():
    root = parsed(feed_of(PACKAGE))
    assert root.findtext("Header/DocumentVersion") == "1.01"
    assert root.findtext("Header/MerchantIdentifier") == MERCHANT
    assert root.findtext("MessageType") == "OrderFulfillment"
    told = root.find("Message/OrderFulfillment")
    assert [(node.tag, (node.text or "").strip()) for node in told.iter()][1:] == [
        ("AmazonOrderID", ORDER_ID), ("MerchantFulfillmentID", "1000001"),
        ("FulfillmentDate", "2026-10-01T08:00:00.000Z"), ("FulfillmentData", ""),
        ("CarrierCode", "Other"), ("CarrierName", "Vélo & Cie <Paris>"),
        ("ShippingMethod", "Standard"), ("ShipperTrackingNumber", "6A 123"),
        ("Item", ""), ("AmazonOrderItemCode", "11111111111111"), ("Quantity", "2"),
        ("Item", ""), ("AmazonOrderItemCode", "22222222222222"), ("Quantity", "1"),
    ]  # fmt: skip


def test_what_is_not_known_is_not_told():
    package = replace(PACKAGE, carrier_code="UPS", carrier_name=None, shipping_method=None)
    data = parsed(feed_of(package)).find("Message/OrderFulfillment/FulfillmentData")
    assert [node.tag for node in data] == ["CarrierCode", "ShipperTrackingNumber"]


def test_each_message_has_its_number():
    root = parsed(feed_of(*[PACKAGE] * 3))
    assert [node.text for node in root.iter("MessageID")] == ["1", "2", "3"]


def test_the_feed_is_ascii_whatever_stands_in_it():
    feed = feed_of(replace(PACKAGE, carrier_name="佐川急便 🚚 Ω", shipping_method="Café"))
    assert feed.isascii()
    assert feed.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert parsed(feed).findtext(".//CarrierName") == "佐川急便 🚚 Ω"


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: carrier.code)
def test_each_carrier_of_the_table_is_one_of_the_schemas(carrier):
    parsed(feed_of(replace(PACKAGE, carrier_code=carrier.code)))


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"carrier_code": "Velo Express"}, "carrier code Velo Express"),
            ({"carrier_code": "ups"}, "carrier code ups"),  # Amazon compares to the letter
            ({"items": [ShippedItem("1", 1)]}, "item 1 has no number"),
            ({"items": [ShippedItem("1" * 15, 1)]}, "has no number"),
            ({"items": [ShippedItem("１" * 14, 1)]}, "has no number"),
            ({"items": [replace(ITEM, transparency_codes=("a", "b"))]}, "confirmShipment"),
        ],
    )
    def test_is_what_only_a_call_can_tell(self, changes, words):
        package = replace(PACKAGE, **changes)
        with pytest.raises(InvalidPackage, match=words) as caught:
            FulfilmentMessage(1, ORDER_ID, package)
        assert caught.value.reason == "feed"
        assert not fits_in_feed(ORDER_ID, package)
        assert confirm_shipment_body(FRANCE, package)

    @pytest.mark.parametrize(
        "order_id", ["", "404-1", "404_1234567_7654321", "404-1234567-765432é"]
    )
    def test_is_an_order_whose_number_the_schema_does_not_know(self, order_id):
        with pytest.raises(InvalidPackage, match="has no number"):
            FulfilmentMessage(1, order_id, PACKAGE)
        assert not fits_in_feed(order_id, PACKAGE)

    @pytest.mark.parametrize("number", [0, -1, 10**18])
    def test_is_a_number_of_a_message_that_amazon_cannot_read(self, number):
        with pytest.raises(ValueError, match="18 digits"):
            FulfilmentMessage(number, ORDER_ID, PACKAGE)

    def test_is_a_feed_without_messages_or_with_one_number_twice(self):
        message = FulfilmentMessage(1, ORDER_ID, PACKAGE)
        for messages in ([], [message, replace(message, order_id="404-7654321-1234567")]):
            with pytest.raises(ValueError, match="each number once"):
                write_feed(MERCHANT, messages)

    @pytest.mark.parametrize("merchant", ["", "  ", "A" * 51])
    def test_is_a_feed_of_no_seller(self, merchant):
        with pytest.raises(ValueError, match="seller"):
            write_feed(merchant, [FulfilmentMessage(1, ORDER_ID, PACKAGE)])


# Anything that people, labels and other programs may put into these fields.
TEXTS = st.text(max_size=70)
PACKAGES = st.builds(
    Package,
    reference=st.integers(1, 10**20 - 1).map(str),
    carrier_code=st.sampled_from([OTHER, *(carrier.code for carrier in CARRIERS)]),
    tracking_number=st.text(min_size=1, max_size=50).map(lambda text: f"6{text}"[:50]),
    shipped_at=st.datetimes(
        datetime(2000, 1, 2), datetime(2090, 1, 1),  # noqa: DTZ001 - the zones are beside them
        timezones=st.sampled_from([timezone.utc, timezone(timedelta(hours=-9, minutes=-30))]),
    ),
    items=st.lists(
        st.builds(
            ShippedItem,
            order_item_id=st.from_regex(r"[0-9]{14}", fullmatch=True),
            quantity=st.integers(1, 10_000),
        ),
        min_size=1,
        max_size=5,
    ),
    carrier_name=TEXTS.map(lambda text: f"C{text}"),
    shipping_method=st.none() | TEXTS,
)  # fmt: skip
ORDER_IDS = st.from_regex(r"[A-Z0-9]{3}-[0-9]{7}-[0-9]{7}", fullmatch=True)


@given(st.lists(st.tuples(ORDER_IDS, PACKAGES), min_size=1, max_size=5))
def test_any_packages_make_a_feed_that_the_schema_takes(shipped):
    messages = [FulfilmentMessage(number, *one) for number, one in enumerate(shipped, start=1)]
    root = parsed(write_feed(MERCHANT, messages))
    told = root.findall("Message/OrderFulfillment")
    for (order_id, package), node in zip(shipped, told, strict=True):
        assert node.findtext("AmazonOrderID") == order_id
        assert node.findtext("MerchantFulfillmentID") == package.reference
        assert node.findtext("FulfillmentData/ShipperTrackingNumber") == package.tracking_number
        items = [(one[0].text, int(one[1].text)) for one in node.findall("Item")]
        assert items == [(item.order_item_id, item.quantity) for item in package.items]


@given(PACKAGES)
def test_a_call_tells_the_same_as_a_feed(package):
    node = parsed(feed_of(package)).find("Message/OrderFulfillment")
    told = confirm_shipment_body(FRANCE, package)["packageDetail"]
    assert told["packageReferenceId"] == node.findtext("MerchantFulfillmentID")
    assert told["shipDate"] == node.findtext("FulfillmentDate")
    names = ("carrierCode", "carrierName", "shippingMethod", "trackingNumber")
    tags = ("CarrierCode", "CarrierName", "ShippingMethod", "ShipperTrackingNumber")
    for name, tag in zip(names, tags, strict=True):
        assert told.get(name) == node.findtext(f"FulfillmentData/{tag}")


class TestTheSchema:
    """It does refuse: a schema that takes everything would prove nothing."""

    @pytest.mark.parametrize(
        ("pattern", "change"),
        [
            (rb"<CarrierCode>Other<", b"<CarrierCode>Nobody<"),
            (rb"<Quantity>2<", b"<Quantity>0<"),
            (rb"<AmazonOrderItemCode>1", b"<AmazonOrderItemCode>"),
            (rb">1000001<", b">P1<"),
            (rb"<ShippingMethod>Standard<", b"<ShippingMethod>" + b"x" * 51 + b"<"),
            (rb"<FulfillmentDate>[^<]*<", b"<FulfillmentDate>yesterday<"),
            (rb"(<AmazonOrderID>.*</AmazonOrderID>)\s*(<Merch.*ID>)", rb"\2\1"),
            (rb"<MessageID>1</MessageID>", b""),
            (rb"<MessageType>.*</MessageType>", b""),
        ],
    )
    def test_refuses_what_amazons_would(self, pattern, change):
        broken, times = re.subn(pattern, change, feed_of(PACKAGE))
        assert times
        assert not any(schema.validate(etree.fromstring(broken)) for schema in SCHEMAS)
