"""Feeds that go well: from the document to the packages and the report."""

import pytest
import requests

from tests.unit.simulator import feeds
from tests.unit.simulator.support import UNITED_STATES, a_shipment, an_order, errors


@pytest.fixture
def order():
    """An unshipped order: three pieces of item 11, one of item 12."""
    return an_order()


@pytest.fixture
def shop(simulator, order):
    """The order's seller, whose feeds are done at the first question."""
    return feeds.at_once(simulator.add_seller(order))


def test_a_feed_ships_what_its_messages_say(shop, order):
    content = feeds.an_envelope(shop, feeds.a_message(1, order["orderId"], ("11", 3), ("12", 1)))

    feed_id = feeds.send(shop, content)

    told = feeds.feed(shop, feed_id)
    assert (told["processingStatus"], told["feedType"]) == ("DONE", feeds.TYPE)
    assert feeds.counts(shop, feed_id) == [1, 1, 0, 0]
    assert feeds.results(shop, feed_id) == []
    shipped = shop.order(order["orderId"])
    assert shipped["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    (package,) = shipped["packages"]
    assert package.pop("createdTime")
    assert package == {
        "packageReferenceId": "1",
        "packageStatus": {"status": "SHIPPED"},
        "carrier": "DHL",
        "shipTime": "2026-03-02T08:00:00Z",
        "trackingNumber": "JD0001",
        "packageItems": [
            {"orderItemId": "11", "quantity": 3},
            {"orderItemId": "12", "quantity": 1},
        ],
    }


def test_a_feed_and_a_confirmation_with_one_reference_are_one_package(shop, order):
    shop.confirm(order["orderId"], a_shipment(("11", 2), packageReferenceId="7"))
    message = feeds.a_message(1, order["orderId"], ("11", 3), MerchantFulfillmentID=7)

    feeds.send(shop, feeds.an_envelope(shop, message))

    (package,) = shop.order(order["orderId"])["packages"]
    assert package["packageReferenceId"] == "7"
    assert package["packageItems"] == [{"orderItemId": "11", "quantity": 3}]
    assert [each["isEdit"] for each in shop.state()["shipments"]] == [False, True]


def test_the_same_feed_twice_ships_nothing_twice(shop, order):
    document = feeds.new_document(shop)
    message = feeds.a_message(1, order["orderId"], ("11", 2))
    feeds.upload(document, feeds.an_envelope(shop, message))

    made = [feeds.create(shop, document["feedDocumentId"]).json()["feedId"] for _ in range(2)]

    assert made[0] != made[1]
    assert [feeds.counts(shop, each) for each in made] == [[1, 1, 0, 0]] * 2
    assert len(shop.order(order["orderId"])["packages"]) == 1


def test_several_packages_of_one_order_come_in_one_feed(shop, order):
    messages = (feeds.a_message(number, order["orderId"], ("11", 1)) for number in (1, 2, 3))

    feeds.send(shop, feeds.an_envelope(shop, *messages))

    told = shop.order(order["orderId"])
    assert [each["packageReferenceId"] for each in told["packages"]] == ["1", "2", "3"]
    assert told["fulfillment"]["fulfillmentStatus"] == "PARTIALLY_SHIPPED"


def test_what_is_refused_is_in_the_report_and_the_rest_takes_effect(simulator):
    good, cancelled, other = an_order(), an_order(status="CANCELLED"), an_order()
    shop = feeds.at_once(simulator.add_seller(good, cancelled, other))
    content = feeds.an_envelope(
        shop,
        feeds.a_message(1, good["orderId"]),
        feeds.a_message(2, cancelled["orderId"]),
        feeds.a_message(3, other["orderId"], ("11", 4)),
        feeds.a_message(4, "171-9999999-9999999"),
        feeds.a_message(5, other["orderId"], CarrierCode="Other"),
    )

    feed_id = feeds.send(shop, content)

    assert feeds.counts(shop, feed_id) == [5, 1, 4, 0]
    found = feeds.results(shop, feed_id)
    assert [(number, code) for number, code, _, _ in found] == [
        (number, "Error") for number in "2345"
    ]
    assert found[0][3] == "The order is cancelled."
    assert found[1][2:] == (
        "18021",
        "Quantity: 4 of order item 11 is more than the 3 that are left to ship.",
    )
    assert "Invalid OrderID" in found[2][3]
    assert "CarrierName" in found[3][3]
    orders = [
        each.findtext("AdditionalInfo/AmazonOrderID")
        for each in feeds.report(shop, feed_id).iterfind("Result")
    ]
    assert orders[0] == cancelled["orderId"]
    assert [each["orderId"] for each in shop.state()["shipments"]] == [good["orderId"]]


def test_an_order_of_a_marketplace_that_the_feed_is_not_for_is_refused(simulator, order):
    shop = feeds.at_once(simulator.add_seller(order))
    content = feeds.an_envelope(shop, feeds.a_message(1, order["orderId"]))

    feed_id = feeds.send(shop, content, marketplaceIds=["A1PA6795UKMFR9"])

    assert "not for the order's marketplace" in feeds.results(shop, feed_id)[0][3]


def test_a_message_without_items_ships_all_that_is_left(shop, order):
    shop.confirm(order["orderId"], a_shipment(("11", 2), packageReferenceId="5"))
    message = feeds.a_message(6, order["orderId"])
    start, end = message.index("<Item>"), message.rindex("</Item>") + len("</Item>")

    feeds.send(shop, feeds.an_envelope(shop, message[:start] + message[end:]))

    packages = shop.order(order["orderId"])["packages"]
    assert packages[1]["packageItems"] == [
        {"orderItemId": "11", "quantity": 1},
        {"orderItemId": "12", "quantity": 1},
    ]


def test_a_message_without_a_reference_gets_the_next_number_and_a_repeat_edits(shop, order):
    shop.confirm(
        order["orderId"], a_shipment(("12", 1), packageReferenceId="41", trackingNumber="Z1")
    )
    for quantity in (1, 2):
        message = feeds.a_message(1, order["orderId"], ("11", quantity), MerchantFulfillmentID=None)
        feeds.send(shop, feeds.an_envelope(shop, message))

    packages = {
        each["packageReferenceId"]: each for each in shop.order(order["orderId"])["packages"]
    }
    assert set(packages) == {"41", "42"}
    assert packages["42"]["packageItems"] == [{"orderItemId": "11", "quantity": 2}]


def test_the_state_tells_feeds_with_what_was_sent_and_what_came_back(shop, order):
    content = feeds.an_envelope(shop, feeds.a_message(1, order["orderId"], ("11", 9)))

    feed_id = feeds.send(shop, content)

    (told,) = shop.state()["feeds"]
    assert (told["feedId"], told["processingStatus"]) == (feed_id, "DONE")
    assert told["content"] == content
    assert "ProcessingReport" in told["report"]
    assert told["results"][0]["orderId"] == order["orderId"]
    assert (told["results"][0]["messageId"], told["results"][0]["code"]) == (1, "18021")


def test_a_feed_waits_then_is_processed_then_is_done(fresh, order):
    shop = fresh.add_seller(order)
    feeds.set_feeds(shop, queueSeconds=60, processingSeconds=120)
    feed_id = feeds.send(shop, feeds.an_envelope(shop, feeds.a_message(1, order["orderId"])))

    queued = feeds.feed(shop, feed_id)
    fresh.advance(90)
    working = feeds.feed(shop, feed_id)
    untouched = shop.order(order["orderId"])
    fresh.advance(90)
    done = feeds.feed(shop, feed_id)

    assert [each["processingStatus"] for each in (queued, working, done)] == [
        "IN_QUEUE",
        "IN_PROGRESS",
        "DONE",
    ]
    assert "processingStartTime" not in queued
    assert "processingEndTime" not in working
    assert done["processingEndTime"] > done["processingStartTime"] > done["createdTime"]
    assert "packages" not in untouched
    assert shop.order(order["orderId"])["lastUpdatedTime"] == done["processingEndTime"]


def test_a_feed_takes_effect_without_being_asked_for(fresh, order):
    shop = fresh.add_seller(order)
    feeds.send(shop, feeds.an_envelope(shop, feeds.a_message(1, order["orderId"])))
    fresh.advance(60)

    assert len(shop.order(order["orderId"])["packages"]) == 1


def test_delays_hold_for_feeds_under_way_too(simulator, order):
    shop = simulator.add_seller(order)
    feeds.set_feeds(shop, queueSeconds=9999)
    feed_id = feeds.send(shop, feeds.an_envelope(shop, feeds.a_message(1, order["orderId"])))
    assert feeds.feed(shop, feed_id)["processingStatus"] == "IN_QUEUE"

    feeds.at_once(shop)

    assert feeds.feed(shop, feed_id)["processingStatus"] == "DONE"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"feedType": "POST_PRODUCT_DATA"}, "feedType"),
        ({"marketplaceIds": []}, "marketplaceIds"),
        ({"marketplaceIds": ["A13V1IB3VIYZZH"] * 26}, "marketplaceIds"),
        ({"inputFeedDocumentId": "nobody's"}, "inputFeedDocumentId"),
        ({"inputFeedDocumentId": 3}, "inputFeedDocumentId"),
        ({"colour": "red"}, "is not known to Amazon"),
    ],
)
def test_a_feed_that_amazon_does_not_take_is_refused(shop, changes, words):
    answer = feeds.create(shop, feeds.new_document(shop)["feedDocumentId"], **changes)

    assert answer.status_code == 400
    assert words in errors(answer)


def test_a_marketplace_of_another_region_is_forbidden(shop):
    document = feeds.new_document(shop)

    answer = feeds.create(shop, document["feedDocumentId"], marketplaceIds=[UNITED_STATES])

    assert answer.status_code == 403


def test_another_sellers_document_and_feed_are_not_known(simulator, shop, order):
    feed_id = feeds.send(shop, feeds.an_envelope(shop, feeds.a_message(1, order["orderId"])))
    document_id = feeds.feed(shop, feed_id)["resultFeedDocumentId"]
    other = simulator.add_seller()

    assert other.call(f"{feeds.FEEDS}/{feed_id}").status_code == 404
    assert other.call(f"{feeds.DOCUMENTS}/{document_id}").status_code == 404


def test_a_lost_answer_of_create_feed_leaves_a_feed_behind(shop, order):
    document = feeds.new_document(shop)
    feeds.upload(document, feeds.an_envelope(shop, feeds.a_message(1, order["orderId"])))
    shop.plan_faults({"operation": "createFeed", "status": 503, "afterHandling": True})

    answer = feeds.create(shop, document["feedDocumentId"])

    assert answer.status_code == 503
    (told,) = shop.call(feeds.FEEDS, feedTypes=feeds.TYPE).json()["feeds"]
    assert told["processingStatus"] == "DONE"
    assert len(shop.order(order["orderId"])["packages"]) == 1


def test_a_lost_answer_of_confirm_shipment_leaves_a_package_behind(shop, order):
    shop.plan_faults({"operation": "confirmShipment", "status": 500, "afterHandling": True})

    assert shop.confirm(order["orderId"], a_shipment(("11", 1))).status_code == 500
    assert shop.confirm(order["orderId"], a_shipment(("11", 1))).status_code == 204
    assert len(shop.order(order["orderId"])["packages"]) == 1


def test_quotas_are_counted(shop):
    for _ in range(15):
        assert feeds.post(shop, feeds.DOCUMENTS, {"contentType": "text/xml"}).status_code == 201

    answer = feeds.post(shop, feeds.DOCUMENTS, {"contentType": "text/xml"})

    assert answer.status_code == 429


def test_success_has_amazons_status_and_tells_the_rate(shop):
    answer = feeds.post(shop, feeds.DOCUMENTS, {"contentType": "text/xml"})

    assert answer.status_code == 201
    assert answer.headers["x-amzn-RateLimit-Limit"] == "0.5"
    assert requests.get(answer.json()["url"], timeout=30).status_code == 403
