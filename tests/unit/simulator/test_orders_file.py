"""Orders from a file: which seller gets them, which state wins, and when they are listed."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.simulator.support import (
    FRANCE,
    GERMANY,
    JAPAN,
    UNITED_STATES,
    Shop,
    Simulator,
    an_order,
    running,
)

DAY = timedelta(days=1)


@pytest.fixture
def start(tmp_path):
    """Return a function that starts a simulator with orders in a file."""
    started = []

    def start_with(*orders, options=()):
        path = tmp_path / "orders.json"
        path.write_text(json.dumps(orders), encoding="utf-8")
        started.append(running("--orders", path, *options))
        return Simulator(started[-1].__enter__())

    yield start_with
    for each in started:
        each.__exit__(None, None, None)


def shops(simulator):
    """Return the sellers by region."""
    accounts = simulator.get("sellers").json()
    return {account["region"]: Shop(simulator, account) for account in accounts}


def ago(**age):
    """Return a moment so long ago, as Amazon writes it."""
    return (datetime.now(UTC) - timedelta(**age)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_each_region_that_occurs_gets_a_seller_with_the_marketplaces_that_occur(start):
    orders = [an_order(marketplace=each) for each in (GERMANY, FRANCE, UNITED_STATES, JAPAN)]

    found = shops(start(*orders))

    assert {region: shop.account["marketplaceIds"] for region, shop in found.items()} == {
        "eu": [GERMANY, FRANCE],
        "na": [UNITED_STATES],
        "fe": [JAPAN],
    }
    assert len(found["eu"].found()) == 2
    assert found["fe"].found() == [orders[3]["orderId"]]


def test_credentials_are_the_same_at_every_start(start):
    order = an_order()

    first, second = (start(order).get("sellers").json() for _ in range(2))

    assert first == second


def test_of_an_order_that_comes_twice_the_newest_state_counts(start):
    order = an_order()
    newer = {**order, "lastUpdatedTime": "2026-03-02T00:00:00Z", "programs": ["NEW"]}
    tie = {**newer, "programs": ["NEWEST"]}

    shop = shops(start(newer, tie, order))["eu"]

    assert shop.found() == [order["orderId"]]
    assert shop.order(order["orderId"])["programs"] == ["NEWEST"]


def test_of_an_order_that_moved_to_another_region_only_the_newest_state_counts(start):
    order = an_order(marketplace=FRANCE)
    moved = an_order(marketplace=JAPAN, orderId=order["orderId"])
    moved["lastUpdatedTime"] = "2026-03-02T00:00:00Z"

    assert list(shops(start(order, moved))) == ["fe"]


@pytest.mark.parametrize(
    ("hint", "region"),
    [
        ({"salesChannel": {"channelName": "AMAZON", "marketplaceName": "Amazon.CO.JP"}}, "fe"),
        ({"proceeds": {"grandTotal": {"amount": "1", "currencyCode": "CAD"}}}, "na"),
        ({"recipient": {"deliveryAddress": {"countryCode": "AU"}}}, "fe"),
    ],
)
def test_an_order_of_no_marketplace_goes_where_it_seems_to_belong(start, hint, region):
    order = an_order(salesChannel={"channelName": "NON_AMAZON"})
    for name in ("proceeds", "recipient"):
        order.pop(name)

    found = shops(start(an_order(), {**order, **hint}))

    assert found[region].found()[-1] == order["orderId"]


def test_an_order_that_gives_no_hint_goes_to_the_first_seller(start):
    order = an_order(salesChannel={"channelName": "NON_AMAZON"})
    for name in ("proceeds", "recipient"):
        order.pop(name)

    found = shops(start(order, an_order(marketplace=JAPAN)))

    assert list(found) == ["fe"]
    assert order["orderId"] in found["fe"].found(marketplaceIds=JAPAN)


def test_a_lonely_order_that_gives_no_hint_has_a_seller_too(start):
    order = an_order(salesChannel={"channelName": "NON_AMAZON"}, proceeds={}, recipient={})

    (shop,) = shops(start(order)).values()

    assert shop.found() == [order["orderId"]]


@pytest.mark.parametrize("moment", [ago(seconds=1), ago(days=-40)])
def test_an_order_of_just_now_or_of_the_future_is_listed_at_once(start, moment):
    order = an_order(createdTime=moment, lastUpdatedTime=moment)

    shop = shops(start(order))["eu"]

    assert shop.found() == [order["orderId"]]
    assert shop.found(createdAfter="2020-01-01T00:00:00Z") == [order["orderId"]]


def test_with_old_orders_the_worlds_time_is_the_real_one(start):
    now = start(an_order()).now()

    assert ago(minutes=1) < now <= ago(seconds=0)


def test_recent_moves_all_times_by_the_same_whole_days(start):
    window = {"earliestDateTime": "2024-05-03T22:00:00Z", "latestDateTime": "2024-05-05T21:00:00Z"}
    fulfillment = {"fulfillmentStatus": "UNSHIPPED", "shipByWindow": window}
    old = an_order(createdTime="2024-04-01T08:15:00Z", lastUpdatedTime="2024-04-02T09:00:00Z")
    new = an_order(
        createdTime="2024-05-01T08:15:00Z",
        lastUpdatedTime="2024-05-02T09:00:00Z",
        fulfillment=fulfillment,
    )

    shop = shops(start(old, new, options=["--recent"]))["eu"]

    told = {order["orderId"]: order for order in shop.state()["orders"]}
    moved = datetime.fromisoformat(told[new["orderId"]]["lastUpdatedTime"])
    shift = moved - datetime.fromisoformat(new["lastUpdatedTime"])
    assert shift % DAY == timedelta(0)
    assert timedelta(hours=3) <= datetime.now(UTC) - moved <= timedelta(hours=27, minutes=1)
    for before, after in (
        (old["createdTime"], told[old["orderId"]]["createdTime"]),
        (new["createdTime"], told[new["orderId"]]["createdTime"]),
        (
            window["latestDateTime"],
            told[new["orderId"]]["fulfillment"]["shipByWindow"]["latestDateTime"],
        ),
    ):
        assert datetime.fromisoformat(after) - datetime.fromisoformat(before) == shift


def test_a_reset_brings_the_files_orders_back(start):
    order = an_order()
    simulator = start(order)
    shop = shops(simulator)["eu"]
    shop.push(order["orderId"], "cancel")

    simulator.post("reset")

    assert shops(simulator)["eu"].state()["orders"] == [order]


def test_an_empty_file_makes_a_world_without_sellers(start):
    assert start().get("sellers").json() == []
