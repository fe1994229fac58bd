"""The control interface: sellers, orders, what is believed, the clock, the beginning again."""

from datetime import datetime, timedelta

import pytest
import requests

from tests.unit.simulator.support import (
    FRANCE,
    GERMANY,
    UNITED_STATES,
    a_shipment,
    an_item,
    an_order,
)


def problems(answer, status=400):
    """Return what the control interface finds wrong."""
    assert answer.status_code == status, answer.text
    return " ".join(answer.json()["problems"])


def test_a_new_seller_gets_all_that_a_program_needs(simulator):
    answer = simulator.post("sellers", {"region": "eu", "name": "Garrigue"}).json()

    assert set(answer) == {
        "sellerId",
        "name",
        "region",
        "marketplaceIds",
        "clientId",
        "clientSecret",
        "refreshToken",
        "applicationId",
    }
    assert (answer["name"], answer["region"]) == ("Garrigue", "eu")
    assert answer in simulator.get("sellers").json()


def test_no_two_sellers_share_a_credential(simulator):
    first, second = (simulator.add_seller().account for _ in range(2))

    for name in ("sellerId", "clientId", "clientSecret", "refreshToken", "applicationId"):
        assert first[name] != second[name]


def test_two_sellers_may_use_one_application(simulator):
    first = simulator.add_seller().account
    second = simulator.add_seller(region="na", applicationOf=first["sellerId"]).account

    for name in ("clientId", "clientSecret", "applicationId"):
        assert first[name] == second[name]
    assert first["refreshToken"] != second["refreshToken"]


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({}, "region must be one of"),
        ({"region": "mars"}, "region must be one of"),
        ({"region": "eu", "marketplaceIds": [UNITED_STATES]}, UNITED_STATES),
        ({"region": "eu", "marketplaceIds": FRANCE}, "marketplaceIds"),
        ({"region": "eu", "colour": "red"}, "colour"),
        ({"region": "eu", "orders": {}}, "list of Order"),
        ([], "JSON object"),
    ],
)
def test_a_seller_that_makes_no_sense_is_refused(simulator, wish, words):
    assert words in problems(simulator.post("sellers", wish))


def test_a_seller_with_an_order_that_amazon_would_refuse_is_not_made(simulator):
    count = len(simulator.get("sellers").json())

    simulator.post("sellers", {"region": "eu", "orders": [{"orderId": "1"}]})

    assert len(simulator.get("sellers").json()) == count


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"colour": "red"}, "colour: is not known to Amazon"),
        ({"order_id": "1"}, "order_id: is not known to Amazon"),
        ({"buyer": {"buyerAge": 3}}, "buyer.buyerAge: is not known"),
        ({"orderItems": [an_item("1", 1, size="L")]}, "orderItems[0].size: is not known"),
        ({"fulfillment": {"fulfillmentStatus": "LOST"}}, "fulfillment.fulfillmentStatus"),
        ({"orderItems": [{"orderItemId": "1", "product": {}}]}, "orderItems[0].quantityOrdered"),
        ({"orderItems": [an_item("1", "3")]}, "orderItems[0].quantityOrdered"),
        ({"salesChannel": None}, "salesChannel"),
        ({"createdTime": "2026-01-01"}, "createdTime"),
        ({"lastUpdatedTime": "2026-01-01T00:00:00"}, "time zone"),
        ({"proceeds": {"grandTotal": {"amount": 3, "currencyCode": "EUR"}}}, "grandTotal.amount"),
        ({"salesChannel": {"channelName": "AMAZON", "marketplaceId": UNITED_STATES}}, "not sell"),
    ],
)
def test_an_order_that_amazon_would_refuse_is_refused_with_the_field_named(shop, changes, words):
    order = {**an_order(), **changes}

    told = problems(shop.add(order))

    assert words in told
    assert order["orderId"] in told
    assert shop.state()["orders"] == []


def test_all_wrong_orders_of_a_list_are_told_and_none_is_added(shop):
    told = problems(shop.add(an_order(x=1), an_order(), an_order(y=1)))

    assert "x: is not known" in told
    assert "y: is not known" in told
    assert shop.state()["orders"] == []


def test_fields_that_are_null_are_left_out(shop):
    order = an_order()
    shop.add({**order, "buyer": None})

    assert "buyer" not in shop.order(order["orderId"])


@pytest.mark.parametrize("order", [{}, [], "text", {"orderId": ""}, {"orderId": 3}])
def test_what_is_no_order_at_all_is_refused(shop, order):
    assert "orderId" in problems(shop.add(order))


def test_an_unchecked_order_is_told_as_it_is(shop):
    order = an_order(colour="red", orderItems=[{"orderItemId": 3}])

    assert shop.add(order, checked="no").status_code == 200

    assert shop.search().json()["orders"][0]["colour"] == "red"
    assert shop.order(order["orderId"])["orderItems"] == [{"orderItemId": 3}]


@pytest.mark.parametrize(
    "changes",
    [
        {"orderItems": None},
        {"orderItems": [3]},
        {"fulfillment": "SHIPPED", "salesChannel": [], "recipient": None},
        {"fulfillment": {"fulfillmentStatus": ["SHIPPED"]}},
    ],
)
def test_the_rest_of_the_world_goes_on_beside_an_unchecked_order(shop, changes):
    good, bad = an_order(), an_order(**changes)
    shop.add(good)
    shop.add(bad, checked="no")

    assert sorted(shop.found()) == sorted([good["orderId"], bad["orderId"]])
    assert good["orderId"] in shop.found(fulfillmentStatuses="UNSHIPPED", marketplaceIds=FRANCE)
    assert [row["sku"] for row in shop.state()["stock"]] == ["SKU-11", "SKU-12"]
    assert shop.push(bad["orderId"], "ship").status_code == 409
    assert shop.confirm(bad["orderId"], a_shipment()).status_code == 404
    assert requests.get(f"{shop.simulator.url}/?seller={shop.seller_id}", timeout=30).ok


@pytest.mark.parametrize("name", ["orderId", "createdTime", "lastUpdatedTime"])
def test_even_an_unchecked_order_needs_an_id_and_its_times(shop, name):
    order = an_order()
    del order[name]

    assert shop.add(order, checked="no").status_code == 400


def test_an_order_of_the_same_id_is_replaced(shop):
    order = an_order()
    shop.add(order)

    shop.add({**order, "programs": ["PRIME"], "lastUpdatedTime": "2025-01-01T00:00:00Z"})

    assert [each["programs"] for each in shop.state()["orders"]] == [["PRIME"]]


def test_within_a_list_the_newest_state_wins_and_the_later_on_a_tie(shop):
    order = an_order()
    newest = {**order, "lastUpdatedTime": "2026-03-09T00:00:00Z"}

    answer = shop.add({**newest, "programs": ["A"]}, {**newest, "programs": ["B"]}, order)

    assert answer.json() == {"orderIds": [order["orderId"]]}
    assert shop.order(order["orderId"])["programs"] == ["B"]


def test_orders_are_made_up_when_asked_for(simulator):
    shop = simulator.add_seller(marketplaceIds=[GERMANY])

    made = simulator.post(f"sellers/{shop.seller_id}/generate", {"count": 12, "seed": 3}).json()

    assert len(made["orderIds"]) == 12
    assert shop.found() == []
    simulator.advance(122)
    assert sorted(shop.found(marketplaceIds=GERMANY)) == sorted(made["orderIds"])


def test_made_up_orders_can_be_spread_over_past_days_and_are_listed_at_once(simulator, shop):
    simulator.post(f"sellers/{shop.seller_id}/generate", {"count": 50, "days": 300})

    state = shop.state()
    days = {order["createdTime"][:10] for order in state["orders"]}
    assert len(days) > 30
    newest = max(order["lastUpdatedTime"] for order in state["orders"])
    age = datetime.fromisoformat(state["now"]) - datetime.fromisoformat(newest)
    assert age > timedelta(minutes=2), "older than what a search leaves out yet"


@pytest.mark.parametrize(
    "wish", [{"count": 0}, {"count": "3"}, {"days": -1}, {"seed": 1.5}, {"colour": 1}, []]
)
def test_made_up_orders_need_whole_numbers(simulator, shop, wish):
    problems(simulator.post(f"sellers/{shop.seller_id}/generate", wish))


def test_the_state_tells_all_that_is_believed(simulator):
    order = an_order()
    shop = simulator.add_seller(order)
    shop.confirm(order["orderId"], a_shipment())

    state = shop.state()

    assert state["seller"] == shop.account
    assert [each["orderId"] for each in state["orders"]] == [order["orderId"]]
    assert len(state["shipments"]) == 1
    assert [row["sku"] for row in state["stock"]] == ["SKU-11", "SKU-12"]
    assert [call["operation"] for call in state["calls"]] == ["token", "confirmShipment"]
    assert state["calls"][1]["parameters"] == {"orderId": order["orderId"], "body": a_shipment()}
    assert state["now"] <= simulator.now()


def test_an_unknown_seller_is_not_found(simulator):
    problems(simulator.get("state", sellerId="A0"), status=404)
    problems(simulator.get("state"), status=404)
    problems(simulator.post("sellers/A0/orders", []), status=404)


def test_a_body_that_is_no_json_is_refused(simulator):
    answer = requests.post(f"{simulator.url}/_control/sellers", data="{", timeout=30)

    assert "not JSON" in problems(answer)


def test_the_clock_moves_forward_when_told(simulator):
    before = simulator.now()

    after = simulator.post("clock", {"advanceSeconds": 3600}).json()["now"]

    assert after > before


def test_the_clock_can_be_set(fresh):
    fresh.post("clock", {"now": "2030-01-01T00:00:00Z"})

    assert fresh.now().startswith("2030-01-01T00:00:0")


@pytest.mark.parametrize(
    "wish", [{"advanceSeconds": "3"}, {"now": "soon"}, {"now": 3}, {"hours": 3}, []]
)
def test_the_clock_needs_seconds_or_a_moment(simulator, wish):
    problems(simulator.post("clock", wish))


def test_a_reset_makes_the_world_as_it_was_at_the_start(fresh):
    shop = fresh.add_seller(an_order())
    fresh.advance(24 * 3600)
    tomorrow = fresh.now()

    fresh.post("reset")

    assert fresh.get("sellers").json() == []
    assert fresh.now() < tomorrow
    assert shop.search().status_code == 403
