"""The example orders: those of a small French shop, for the demonstration."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from simulator import marketplaces, orders_file, spec
from simulator.clock import parse_moment

ORDERS = orders_file.read_orders(orders_file.EXAMPLES)
NOW = datetime(2026, 12, 24, 18, tzinfo=UTC)


def marketplace(order):
    """Return the place where an order was placed."""
    return marketplaces.by_id(order["salesChannel"]["marketplaceId"])


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order["orderId"])
def test_amazon_could_send_it(order):
    assert spec.problems(spec.Order, order) == []


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order["orderId"])
def test_its_money_adds_up(order):
    told = [item["proceeds"] for item in order["orderItems"] if "proceeds" in item]
    if not told:
        assert "proceeds" not in order
        return
    tip = sum(
        Decimal(each["subtotal"]["amount"])
        for each in order["proceeds"]["breakdowns"]
        if each["type"] == "DELIVERY_TIP"
    )
    items = sum(Decimal(each["proceedsTotal"]["amount"]) for each in told)
    assert Decimal(order["proceeds"]["grandTotal"]["amount"]) == items + tip
    assert order["proceeds"]["grandTotal"]["currencyCode"] == marketplace(order).currency_code


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order["orderId"])
def test_its_times_are_in_order(order):
    assert parse_moment(order["createdTime"]) < parse_moment(order["lastUpdatedTime"])


def test_no_order_comes_twice():
    assert len({order["orderId"] for order in ORDERS}) == len(ORDERS)


def test_every_status_occurs():
    found = Counter(order["fulfillment"]["fulfillmentStatus"] for order in ORDERS)

    assert set(found) == set(spec.FULFILLMENT_STATUSES)


def test_they_come_from_many_places_and_most_from_france():
    found = Counter(marketplace(order).country_code for order in ORDERS)

    assert {"FR", "DE", "IT", "ES", "GB", "US", "CA"} <= set(found)
    assert found.most_common(1)[0][0] == "FR"
    assert {marketplace(order).region for order in ORDERS} == {"eu", "na"}


def test_moved_into_the_present_they_keep_their_distances_and_ids():
    moved = orders_file.made_recent(ORDERS, NOW)

    shifts = {
        parse_moment(after["lastUpdatedTime"]) - parse_moment(before["lastUpdatedTime"])
        for before, after in zip(ORDERS, moved, strict=True)
    }
    assert len(shifts) == 1
    newest = max(parse_moment(order["lastUpdatedTime"]) for order in moved)
    assert timedelta(hours=3) <= NOW - newest < timedelta(hours=27)
    assert [order["orderId"] for order in moved] == [order["orderId"] for order in ORDERS]


def test_a_second_run_on_the_same_day_gets_the_same_times():
    hour = timedelta(hours=1)
    newest = max(parse_moment(order["lastUpdatedTime"]) for order in ORDERS)
    first = newest + timedelta(days=50) + orders_file.RECENT + hour

    assert orders_file.made_recent(ORDERS, first) == orders_file.made_recent(
        ORDERS, first + 22 * hour
    )
