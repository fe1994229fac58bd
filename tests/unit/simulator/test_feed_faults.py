"""Feeds that end badly, in each of the shapes that a tester can order."""

import gzip
from xml.etree import ElementTree

import pytest
import requests

from simulator.feeds.faults import KINDS
from tests.unit.simulator import feeds
from tests.unit.simulator.support import an_order


@pytest.fixture
def orders():
    """Three unshipped orders."""
    return [an_order() for _ in range(3)]


@pytest.fixture
def shop(simulator, orders):
    """The orders' seller, whose feeds are done at the first question."""
    return feeds.at_once(simulator.add_seller(*orders))


def send(shop, orders, **fault):
    """Send a feed with a package for each order, which ends as the fault says."""
    answer = feeds.set_feeds(shop, faults=[fault])
    assert answer.status_code == 200, answer.text
    messages = (feeds.a_message(n, each["orderId"]) for n, each in enumerate(orders, 1))
    return feeds.send(shop, feeds.an_envelope(shop, *messages))


def shipped(shop):
    """Return the ids of the orders with a package."""
    return [each["orderId"] for each in shop.state()["orders"] if each.get("packages")]


def ids(orders):
    """Return the orders' ids."""
    return [each["orderId"] for each in orders]


def raw_report(shop, feed_id):
    """Return the report's bytes as they come."""
    told = feeds.feed(shop, feed_id)
    return feeds.download(shop, told["resultFeedDocumentId"])


def test_errors_for_some_messages_ship_the_others(shop, orders):
    feed_id = send(shop, orders, kind="errors", messages=[2], description="No.", code="99")

    assert feeds.results(shop, feed_id) == [("2", "Error", "99", "No.")]
    assert feeds.counts(shop, feed_id) == [3, 2, 1, 0]
    assert shipped(shop) == [orders[0]["orderId"], orders[2]["orderId"]]


def test_errors_can_be_ordered_by_order(shop, orders):
    feed_id = send(shop, orders, kind="errors", orderIds=[orders[2]["orderId"]])

    assert [each[0] for each in feeds.results(shop, feed_id)] == ["3"]


def test_errors_for_all_messages_ship_nothing(shop, orders):
    feed_id = send(shop, orders, kind="errors")

    assert feeds.counts(shop, feed_id) == [3, 0, 3, 0]
    assert shipped(shop) == []


def test_warnings_take_effect(shop, orders):
    feed_id = send(shop, orders, kind="warnings", messages=[1])

    assert [each[:2] for each in feeds.results(shop, feed_id)] == [("1", "Warning")]
    assert feeds.counts(shop, feed_id) == [3, 3, 0, 1]
    assert shipped(shop) == ids(orders)


def test_a_fatal_feed_without_a_report_may_have_taken_effect_in_part(shop, orders):
    feed_id = send(shop, orders, kind="fatal", applied=2)

    told = feeds.feed(shop, feed_id)

    assert told["processingStatus"] == "FATAL"
    assert "resultFeedDocumentId" not in told
    assert shipped(shop) == ids(orders[:2])


def test_a_fatal_feed_with_a_report_tells_of_the_feed_as_a_whole(shop, orders):
    feed_id = send(shop, orders, kind="fatalReport")

    assert feeds.feed(shop, feed_id)["processingStatus"] == "FATAL"
    ((number, code, _, _),) = feeds.results(shop, feed_id)
    assert (number, code) == ("0", "Error")
    assert shipped(shop) == []


def test_a_cancelled_feed_has_no_report(shop, orders):
    told = feeds.feed(shop, send(shop, orders, kind="cancelled"))

    assert told["processingStatus"] == "CANCELLED"
    assert "resultFeedDocumentId" not in told
    assert shipped(shop) == []


def test_a_stuck_feed_stays_in_progress(shop, orders):
    told = feeds.feed(shop, send(shop, orders, kind="stuck"))

    assert told["processingStatus"] == "IN_PROGRESS"
    assert "processingEndTime" not in told


def test_a_feed_can_be_done_without_a_report(shop, orders):
    told = feeds.feed(shop, send(shop, orders, kind="noReport"))

    assert told["processingStatus"] == "DONE"
    assert "resultFeedDocumentId" not in told
    assert shipped(shop) == ids(orders)


def test_a_report_may_not_say_which_messages_it_means(shop, orders):
    feed_id = send(shop, orders, kind="noMessageIds", messages=[1])

    assert [each[:2] for each in feeds.results(shop, feed_id)] == [(None, "Error")]
    assert feeds.counts(shop, feed_id) == [3, 2, 1, 0]
    assert orders[0]["orderId"].encode() not in raw_report(shop, feed_id)
    assert shipped(shop) == ids(orders[1:])


def test_a_report_can_be_in_windows_1252(shop, orders):
    content = raw_report(shop, send(shop, orders, kind="windows1252", messages=[1]))

    with pytest.raises(UnicodeDecodeError):
        content.decode()
    assert "accepté" in content.decode("windows-1252")
    assert "0 €" in content.decode("windows-1252")
    assert b'encoding="WINDOWS-1252"' in content
    document_id = shop.state()["feeds"][0]["resultFeedDocumentId"]
    url = shop.call(f"{feeds.DOCUMENTS}/{document_id}").json()["url"]
    told = requests.get(url, timeout=30).headers["content-type"]
    assert told == "text/xml; charset=WINDOWS-1252"
    assert ElementTree.fromstring(content) is not None


def test_a_report_can_lie_about_its_encoding(shop, orders):
    fault = {"kind": "windows1252", "declaredEncoding": "UTF-8"}

    content = raw_report(shop, send(shop, orders, **fault))

    assert b'encoding="UTF-8"' in content
    with pytest.raises(UnicodeDecodeError):
        content.decode()


def test_a_report_can_be_in_utf_16(shop, orders):
    content = raw_report(shop, send(shop, orders, kind="errors", encoding="utf-16"))

    assert content.startswith((b"\xff\xfe", b"\xfe\xff"))
    assert ElementTree.fromstring(content) is not None


def test_a_report_can_be_compressed(shop, orders):
    feed_id = send(shop, orders, kind="gzip")
    document_id = feeds.feed(shop, feed_id)["resultFeedDocumentId"]

    told = shop.call(f"{feeds.DOCUMENTS}/{document_id}").json()

    assert told["compressionAlgorithm"] == "GZIP"
    packed = requests.get(told["url"], timeout=30).content
    assert b"ProcessingReport" in gzip.decompress(packed)


@pytest.mark.parametrize(("kind", "start"), [("notXml", b"<html>"), ("emptyReport", b"")])
def test_a_report_can_be_no_xml_at_all(shop, orders, kind, start):
    content = raw_report(shop, send(shop, orders, kind=kind))

    assert content[:6] == start
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(content)


def test_the_first_addresses_of_a_report_can_have_expired(shop, orders):
    document_id = feeds.feed(shop, send(shop, orders, kind="expired", expired=2))[
        "resultFeedDocumentId"
    ]
    path = f"{feeds.DOCUMENTS}/{document_id}"

    urls = [shop.call(path).json()["url"] for _ in range(3)]

    assert [requests.get(url, timeout=30).status_code for url in urls] == [403, 403, 200]


def test_shapes_can_be_put_together(shop, orders):
    fault = {"kind": "fatalReport", "gzip": True, "encoding": "utf-16", "expired": 1}
    document_id = feeds.feed(shop, send(shop, orders, **fault))["resultFeedDocumentId"]
    path = f"{feeds.DOCUMENTS}/{document_id}"
    assert requests.get(shop.call(path).json()["url"], timeout=30).status_code == 403

    assert b"D\x00o\x00n\x00e" not in feeds.download(shop, document_id)
    assert "fatal error" in feeds.download(shop, document_id).decode("utf-16")


def test_a_fault_waits_for_so_many_feeds_and_can_be_seen_and_taken_back(shop, orders):
    feeds.set_feeds(shop, faults=[{"kind": "cancelled", "times": 2}])
    content = feeds.an_envelope(shop, feeds.a_message(1, orders[0]["orderId"]))

    first = feeds.feed(shop, feeds.send(shop, content))
    waiting = shop.state()["feedFaults"]
    feeds.set_feeds(shop, faults=[])
    second = feeds.feed(shop, feeds.send(shop, content))

    assert first["processingStatus"] == "CANCELLED"
    assert waiting == [{"kind": "cancelled", "times": 1}]
    assert second["processingStatus"] == "DONE"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_told_with_the_state(shop, orders, kind):
    feed_id = send(shop, orders, kind=kind)

    (told,) = shop.state()["feeds"]

    assert told["feedId"] == feed_id
    assert told["content"].startswith("<?xml")


@pytest.mark.parametrize(
    "wish",
    [
        {"faults": [{"kind": "nonsense"}]},
        {"faults": [{"kind": "errors", "colour": "red"}]},
        {"faults": [{"kind": "errors", "messages": 3}]},
        {"faults": [{"kind": "errors", "encoding": "klingon"}]},
        {"faults": ["errors"]},
        {"faults": "errors"},
        {"queueSeconds": "soon"},
        {"colour": "red"},
        {"refusedTracking": ["JD0001"]},
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_and_changes_nothing(shop, wish):
    before = shop.state()["feedFaults"]

    answer = feeds.set_feeds(shop, **{"faults": [{"kind": "gzip"}], **wish})

    assert answer.status_code == 400
    assert answer.json()["problems"]
    assert shop.state()["feedFaults"] == before
