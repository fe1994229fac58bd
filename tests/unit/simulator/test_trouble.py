"""The page's part where a tester lets Amazon's next answers fail, and takes it back."""

import pytest
import requests

from simulator.faults import Fault
from simulator.feeds.faults import KINDS
from simulator.operations import OPERATIONS
from simulator.trouble import FAILURES, FEED_ENDS, REQUESTS, words_of_answer
from tests.unit.simulator import feeds
from tests.unit.simulator.support import a_shipment, an_order
from tests.unit.simulator.test_page import Reader, page


@pytest.fixture
def order():
    """An unshipped order."""
    return an_order()


@pytest.fixture
def shop(simulator, order):
    """The order's seller, whose feeds are done at the first question."""
    return feeds.at_once(simulator.add_seller(order))


def trouble(shop, name, **wish):
    """Send what a form or a button of that part sends."""
    return shop.simulator.post(f"sellers/{shop.seller_id}/trouble/{name}", wish)


def shown(shop):
    """Return the words of the page."""
    return " ".join(" ".join(Reader(page(shop.simulator, seller=shop.seller_id)).texts).split())


def test_nothing_waits_at_first(shop):
    assert "Make Amazon fail (nothing waits)" in shown(shop)


def test_an_answer_that_is_made_to_fail_waits_fails_and_is_gone(shop, order):
    trouble(shop, "answer", operation="confirmShipment", failure="overloaded", times=2)

    assert "Make Amazon fail (1 waiting)" in shown(shop)
    assert "Confirm a shipment, the next 2 times : Amazon is overloaded (503)" in shown(shop)
    answers = [shop.confirm(order["orderId"], a_shipment()).status_code for _ in range(3)]
    assert answers == [503, 503, 204]
    assert "nothing waits" in shown(shop)


def test_several_troubles_wait_beside_each_other(shop, order):
    trouble(shop, "answer", operation="confirmShipment", failure="tooMany")
    trouble(shop, "answer", operation="getOrder", failure="broken")
    trouble(shop, "feed", end="cancelled")
    trouble(shop, "tracking", number=" JD0001 ")

    assert "(4 waiting)" in shown(shop)
    assert "Tracking number JD0001 : always refused" in shown(shop)
    assert shop.confirm(order["orderId"], a_shipment()).status_code == 429
    assert shop.confirm(order["orderId"], a_shipment()).status_code == 400
    feed_id = feeds.send(shop, "<a/>")
    assert feeds.feed(shop, feed_id)["processingStatus"] == "CANCELLED"


def test_each_can_be_taken_back_by_its_button(simulator, shop):
    trouble(shop, "answer", operation="confirmShipment", failure="tooMany")
    trouble(shop, "answer", operation="getOrder", failure="broken")
    trouble(shop, "feed", end="cancelled")
    trouble(shop, "tracking", number="JD0001")

    for left in (3, 2, 1, 0):
        button = Buttons(page(simulator, seller=shop.seller_id)).found[0]
        answer = requests.post(
            simulator.url + button["data-post"], data=button["data-body"], timeout=30
        )
        assert answer.status_code == 200
        state = shop.state()
        waiting = (*state["faults"], *state["feedFaults"], *state["refusedTracking"])
        assert len(waiting) == left


def test_all_can_be_taken_back_at_once(shop):
    trouble(shop, "answer", operation="*", failure="tooMany")
    trouble(shop, "tracking", number="JD0001")

    trouble(shop, "take-back")

    assert "nothing waits" in shown(shop)


class Buttons(Reader):
    """Collects the buttons that take something back."""

    def __init__(self, text):
        self.found = []
        super().__init__(text)

    def handle_starttag(self, name, attributes):
        super().handle_starttag(name, attributes)
        told = dict(attributes)
        if name == "button" and str(told.get("data-post")).endswith("/take-back"):
            self.found.append(told)


@pytest.mark.parametrize("failure", FAILURES)
def test_every_failure_can_be_ordered_and_is_told_in_its_words(shop, failure):
    assert trouble(shop, "answer", operation="getOrder", failure=failure).status_code == 200

    assert FAILURES[failure][0] in shown(shop)


@pytest.mark.parametrize("end", FEED_ENDS)
def test_every_end_of_a_feed_can_be_ordered_and_is_told_in_its_words(shop, end):
    assert trouble(shop, "feed", end=end).status_code == 200

    assert FEED_ENDS[end][0] in shown(shop)


def test_every_operation_and_every_kind_of_feed_fault_is_offered():
    assert {operation.name for operation in OPERATIONS} <= set(REQUESTS)
    assert set(KINDS) == set(FEED_ENDS) - {"first"}


def test_faults_of_programs_are_told_too(shop):
    fault = {"operation": "getOrder", "status": 418, "delaySeconds": 2, "cutAfterBytes": 3}

    assert words_of_answer(Fault.read(fault)) == "status 418, 2 s late, cut off"
    shop.plan_faults(fault)
    feeds.set_feeds(shop, faults=[{"kind": "errors", "messages": [2], "orderIds": ["171-1"]}])
    assert "status 418, 2 s late, cut off" in shown(shop)
    assert "Refused: message 2, 171-1" in shown(shop)


@pytest.mark.parametrize(
    ("name", "wish"),
    [
        ("answer", {"operation": "getOrder", "failure": "nonsense"}),
        ("answer", {"operation": "nonsense", "failure": "late"}),
        ("answer", {"operation": "getOrder", "failure": "late", "times": 0}),
        ("answer", {"operation": "getOrder", "failure": "late", "colour": "red"}),
        ("answer", {"operation": "getOrder", "failure": ["late"]}),
        ("feed", {"end": "nonsense"}),
        ("feed", {"end": "gzip", "times": "often"}),
        ("tracking", {"number": " "}),
        ("tracking", {}),
        ("take-back", {"colour": "red"}),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(shop, name, wish):
    answer = trouble(shop, name, **wish)

    assert answer.status_code == 400
    assert answer.json()["problems"]
    assert "nothing waits" in shown(shop)


def test_feeds_are_shown_with_what_was_sent_and_what_the_report_says(shop, order):
    feeds.send(shop, feeds.an_envelope(shop, feeds.a_message(1, order["orderId"], ("11", 9))))

    text = shown(shop)

    assert "Feeds of shipments (1)" in text
    assert "1 refused" in text
    assert "is more than the 3 that are left to ship. (18021)" in text
    assert "<MerchantFulfillmentID>1</MerchantFulfillmentID>" in text
    assert "<MessagesWithError>1</MessagesWithError>" in text


def test_shipments_are_shown_with_the_way_they_came(shop, order):
    shop.confirm(order["orderId"], a_shipment(("11", 1)))
    feed_id = feeds.send(shop, feeds.an_envelope(shop, feeds.a_message(2, order["orderId"])))
    shop.confirm(order["orderId"], a_shipment(("11", 2)))

    text = shown(shop)

    assert "Shipments confirmed by programs (3)" in text
    assert f"1 × SKU-11 DHL JD0002 feed {feed_id}" in text
    assert "1 × SKU-11 DHL JD0001 a call" in text
    assert "2 × SKU-11 DHL JD0001 a call, a change" in text
