"""Feeds that are not what the schema says: FATAL, with a report, and nothing is shipped."""

import contextlib
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.feeds.fulfilment import Unreadable, read_feed
from tests.unit.simulator import feeds
from tests.unit.simulator.support import an_order

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


@pytest.fixture
def order():
    """An unshipped order."""
    return an_order()


@pytest.fixture
def shop(simulator, order):
    """The order's seller, whose feeds are done at the first question."""
    return feeds.at_once(simulator.add_seller(order))


def is_fatal(shop, content, code, words):
    """Assert that a feed is refused as a whole, with these words in its report."""
    feed_id = feeds.send(shop, content)
    assert feeds.feed(shop, feed_id)["processingStatus"] == "FATAL"
    ((number, result, told, description),) = feeds.results(shop, feed_id)
    assert (number, result, told) == ("0", "Error", code)
    assert words in description
    assert feeds.counts(shop, feed_id) == [0, 0, 1, 0]
    assert shop.state()["shipments"] == []


@pytest.mark.parametrize(
    "content",
    ["", "not xml", "<a>", "\ufeffhello", b"\x00\xff", b"\x1f\x8bnot gzip", "<!DOCTYPE a><a/>"],
)
def test_what_is_no_xml_is_refused(shop, content):
    is_fatal(shop, content, "5000", "")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("AmazonEnvelope", "Envelope", "AmazonEnvelope is expected"),
        ("<DocumentVersion>1.01</DocumentVersion>", "", "DocumentVersion is missing"),
        ("1.01", "first", "'first' is not valid"),
        (">OrderFulfillment</MessageType>", ">Price</MessageType>", "'Price' is not valid"),
        ("<MessageID>1</MessageID>", "", "MessageID is missing"),
        ("<MessageID>1<", "<MessageID>0<", "'0' is not valid"),
        ("<AmazonOrderID>171-", "<AmazonOrderID>171", "AmazonOrderID: '171"),
        ("JD0001", "JD0001" * 9, "ShipperTrackingNumber: 'JD0001JD"),
        ("AmazonOrderID", "AmazonOrderId", "AmazonOrderID is missing"),
        ("<FulfillmentDate>2026-03-02T08:00:00Z</FulfillmentDate>", "", "FulfillmentDate"),
        ("2026-03-02T08:00:00Z", "2026-03-02 08:00:00", "FulfillmentDate: '2026-03-02 08"),
        ("2026-03-02T08:00:00Z", "yesterday", "'yesterday' is not valid"),
        ("2026-03-02T08:00:00Z", "0001-01-01T00:00:00+14:00", "is not valid"),
        ("2026-03-02T08:00:00Z", "0999-01-01T00:00:00", "is not valid"),
        ("<MerchantFulfillmentID>1<", "<MerchantFulfillmentID>A1<", "'A1' is not valid"),
        ("<Quantity>1<", "<Quantity>0<", "Quantity: '0' is not valid"),
        ("<Quantity>1<", "<Quantity>1.0<", "Quantity: '1.0' is not valid"),
        ("<Item>", "<Colour>red</Colour><Item>", "Colour is not expected"),
        ("<CarrierCode>DHL</CarrierCode>", "<CarrierCode><b/></CarrierCode>", "no element may be"),
    ],
)
def test_what_is_not_as_the_schema_says_is_refused(shop, order, old, new, words):
    content = feeds.an_envelope(shop, feeds.a_message(1, order["orderId"]))
    assert old in content

    is_fatal(shop, content.replace(old, new), "5002", words)


def test_the_order_of_elements_counts(shop, order):
    message = feeds.a_message(1, order["orderId"], CarrierName="DHL")
    code, name = "<CarrierCode>DHL</CarrierCode>", "<CarrierName>DHL</CarrierName>"
    assert code + name in message

    content = feeds.an_envelope(shop, message.replace(code + name, name + code))

    is_fatal(shop, content, "5002", "CarrierCode is not expected here")


def test_a_feed_without_messages_is_refused(shop):
    is_fatal(shop, feeds.an_envelope(shop), "5002", "Message is missing")


def test_a_message_id_may_come_once_only(shop, order):
    message = feeds.a_message(1, order["orderId"])

    is_fatal(shop, feeds.an_envelope(shop, message, message), "5002", "more than once")


def test_another_sellers_feed_is_refused(simulator, shop, order):
    other = simulator.add_seller()
    content = feeds.an_envelope(other, feeds.a_message(1, order["orderId"]))

    is_fatal(shop, content, "5001", "MerchantIdentifier")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_feed_may_be_in_any_encoding_that_it_names(shop, order, encoding):
    message = feeds.a_message(
        1, order["orderId"], CarrierCode="Other", CarrierName="Coursier d’à côté"
    )
    content = feeds.an_envelope(shop, message).replace("UTF-8", encoding)

    feed_id = feeds.send(shop, content.encode(encoding, "xmlcharrefreplace"))

    assert feeds.counts(shop, feed_id) == [1, 1, 0, 0]
    (package,) = shop.order(order["orderId"])["packages"]
    assert package["carrier"] == "Coursier d’à côté"


def test_a_date_without_a_time_zone_is_taken_for_utc(shop, order):
    message = feeds.a_message(1, order["orderId"], FulfillmentDate="2026-03-02T09:30:00")

    feeds.send(shop, feeds.an_envelope(shop, message))

    (package,) = shop.order(order["orderId"])["packages"]
    assert package["shipTime"] == "2026-03-02T09:30:00Z"


SELLER = SimpleNamespace(seller_id="A1")
GOOD = feeds.an_envelope(SELLER, feeds.a_message(1, "171-0000000-0000001")).encode()


@given(st.integers(0, len(GOOD)), st.integers(0, 40), st.binary(max_size=12) | st.just(b"<a>"))
def test_a_damaged_feed_is_read_or_refused_and_never_breaks_anything(start, length, put):
    damaged = GOOD[:start] + put + GOOD[start + length :]

    with contextlib.suppress(Unreadable):
        assert all(message.message_id for message in read_feed(damaged, SELLER.seller_id))


@given(st.text(alphabet="0123456789-T:Z+.", max_size=28))
def test_any_date_is_read_or_refused(date):
    content = GOOD.replace(b"2026-03-02T08:00:00Z", date.encode())

    with contextlib.suppress(Unreadable):
        assert read_feed(content, SELLER.seller_id)[0].shipped.endswith("Z")
