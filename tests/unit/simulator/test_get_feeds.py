"""getFeeds: filters, pages, and what is refused."""

import pytest

from tests.unit.simulator import feeds
from tests.unit.simulator.support import FRANCE, GERMANY, UNITED_STATES, errors


@pytest.fixture
def shop(fresh):
    """A seller with three feeds, an hour between them: the second is cancelled."""
    seller = feeds.at_once(fresh.add_seller())
    seller.made = []
    for fault in ([], [{"kind": "cancelled"}], []):
        feeds.set_feeds(seller, faults=fault)
        seller.made.append((feeds.send(seller, "<a/>"), fresh.now()))
        fresh.advance(3600)
        seller.access_token = seller.ask_token().json()["access_token"]
    return seller


def found(shop, **query):
    """Return the ids of the feeds that are found."""
    answer = shop.call(feeds.FEEDS, **{"feedTypes": feeds.TYPE, **query})
    assert answer.status_code == 200, answer.text
    return [feed["feedId"] for feed in answer.json()["feeds"]]


def test_feeds_are_told_newest_first(shop):
    assert found(shop) == [feed_id for feed_id, _ in reversed(shop.made)]


def test_a_feed_is_told_as_by_get_feed(shop):
    (feed_id, _), *_ = shop.made

    assert feeds.feed(shop, feed_id) in shop.call(feeds.FEEDS, feedTypes=feeds.TYPE).json()["feeds"]


def test_other_types_are_not_told(shop):
    assert found(shop, feedTypes="POST_PRODUCT_DATA") == []
    assert len(found(shop, feedTypes=f"POST_PRODUCT_DATA,{feeds.TYPE}")) == 3


def test_feeds_can_be_found_by_status(shop):
    first, second, third = (feed_id for feed_id, _ in shop.made)

    assert found(shop, processingStatuses="CANCELLED") == [second]
    assert found(shop, processingStatuses="CANCELLED,FATAL") == [third, second, first]


def test_feeds_can_be_found_by_time(shop):
    (first, _), (second, then), (third, _) = shop.made

    assert found(shop, createdSince=then) == [third] or found(shop, createdSince=then) == [
        third,
        second,
    ]
    assert found(shop, createdUntil=then)[-1] == first
    assert third not in found(shop, createdUntil=then)


def test_feeds_can_be_found_by_marketplace(shop):
    assert len(found(shop, marketplaceIds=FRANCE)) == 3
    assert found(shop, marketplaceIds=GERMANY) == []


def test_pages_follow_each_other(shop):
    first = shop.call(feeds.FEEDS, feedTypes=feeds.TYPE, pageSize=2).json()
    second = shop.call(feeds.FEEDS, nextToken=first["nextToken"]).json()

    told = [feed["feedId"] for page in (first, second) for feed in page["feeds"]]
    assert told == [feed_id for feed_id, _ in reversed(shop.made)]
    assert "nextToken" not in second


def test_feeds_of_long_ago_are_not_told(fresh, shop):
    fresh.advance(91 * 86400)
    shop.access_token = shop.ask_token().json()["access_token"]

    assert found(shop) == []
    assert found(shop, createdSince="2020-01-01T00:00:00Z") == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "Either feedTypes or nextToken is required"),
        ({"feedTypes": ""}, "feedTypes"),
        ({"feedTypes": ",".join("ABCDEFGHIJK")}, "1 to 10 values"),
        ({"feedTypes": "A", "processingStatuses": "FINE"}, "processingStatuses has no value FINE"),
        ({"feedTypes": "A", "pageSize": 0}, "pageSize"),
        ({"feedTypes": "A", "pageSize": 101}, "pageSize"),
        ({"feedTypes": "A", "createdSince": "yesterday"}, "createdSince must be in ISO 8601"),
        ({"feedTypes": "A", "nextToken": "x"}, "nextToken must be the only parameter"),
        ({"nextToken": "made up"}, "nextToken is invalid"),
        ({"feedTypes": "A", "colour": "red"}, "colour is not known"),
    ],
)
def test_a_question_that_breaks_a_rule_is_refused(simulator, query, words):
    answer = simulator.add_seller().call(feeds.FEEDS, **query)

    assert answer.status_code == 400
    assert words in errors(answer)


def test_a_token_of_orders_is_none_of_feeds(simulator):
    shop = simulator.add_seller()
    simulator.post(f"sellers/{shop.seller_id}/generate", {"count": 3, "days": 2})
    token = shop.search(maxResultsPerPage=1).json()["pagination"]["nextToken"]

    assert shop.call(feeds.FEEDS, nextToken=token).status_code == 400


def test_a_feeds_token_is_none_of_orders(shop):
    token = shop.call(feeds.FEEDS, feedTypes=feeds.TYPE, pageSize=1).json()["nextToken"]

    assert shop.search(paginationToken=token).status_code == 400


def test_a_marketplace_of_another_region_is_forbidden(simulator):
    shop = simulator.add_seller()

    answer = shop.call(feeds.FEEDS, feedTypes="A", marketplaceIds=UNITED_STATES)

    assert answer.status_code == 403
