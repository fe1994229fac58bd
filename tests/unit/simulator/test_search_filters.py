"""searchOrders: the filters, and the order of what is found."""

import pytest

from tests.unit.simulator.support import FRANCE, GERMANY, an_order, errors

STATUSES = [
    "PENDING_AVAILABILITY",
    "PENDING",
    "UNSHIPPED",
    "PARTIALLY_SHIPPED",
    "SHIPPED",
    "CANCELLED",
    "UNFULFILLABLE",
]


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_can_be_asked_for(simulator, status):
    orders = {each: an_order(status=each) for each in STATUSES}
    shop = simulator.add_seller(*orders.values())

    assert shop.found(fulfillmentStatuses=status) == [orders[status]["orderId"]]


def test_several_statuses_are_separated_by_commas(simulator):
    orders = [an_order(status=status) for status in STATUSES]
    shop = simulator.add_seller(*orders)

    assert len(shop.found(fulfillmentStatuses="SHIPPED,CANCELLED")) == 2


def test_several_values_may_be_repeated_parameters_too(simulator):
    orders = [an_order(status=status) for status in STATUSES]
    shop = simulator.add_seller(*orders)

    assert len(shop.found(fulfillmentStatuses=["SHIPPED", "CANCELLED"])) == 2


@pytest.mark.parametrize(("by", "index"), [("MERCHANT", 0), ("AMAZON", 1)])
def test_who_fulfils_can_be_asked_for(simulator, by, index):
    orders = [an_order(), an_order(by="AMAZON")]
    shop = simulator.add_seller(*orders)

    assert shop.found(fulfilledBy=by) == [orders[index]["orderId"]]
    assert len(shop.found(fulfilledBy="AMAZON,MERCHANT")) == 2


def test_marketplaces_can_be_asked_for(simulator):
    french, german = an_order(), an_order(marketplace=GERMANY)
    shop = simulator.add_seller(french, german)

    assert shop.found(marketplaceIds=FRANCE) == [french["orderId"]]
    assert shop.found(marketplaceIds=GERMANY) == [german["orderId"]]
    assert len(shop.found(marketplaceIds=f"{FRANCE},{GERMANY}")) == 2
    assert len(shop.found()) == 2


def test_an_order_of_no_marketplace_is_listed_for_every_marketplace(simulator):
    order = an_order(salesChannel={"channelName": "NON_AMAZON"})
    shop = simulator.add_seller(order)

    assert shop.found(marketplaceIds=FRANCE) == [order["orderId"]]


def test_fifty_marketplaces_are_the_most(shop):
    assert shop.search(marketplaceIds=",".join([FRANCE] * 50)).status_code == 200

    answer = shop.search(marketplaceIds=",".join([FRANCE] * 51))

    assert answer.status_code == 400
    assert "At most 50 marketplaceIds" in errors(answer)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fulfillmentStatuses", "LOST"),
        ("fulfillmentStatuses", "SHIPPED,Unshipped"),
        ("fulfilledBy", "SELLER"),
        ("includedData", "EVERYTHING"),
    ],
)
def test_a_value_that_amazon_does_not_know_is_refused(shop, name, value):
    answer = shop.search(**{name: value})

    assert answer.status_code == 400
    assert f"{name} has no value" in errors(answer)


def test_filters_are_all_applied_together(simulator):
    wanted = an_order(status="SHIPPED", by="AMAZON", marketplace=GERMANY)
    others = [
        an_order(status="SHIPPED", by="AMAZON"),
        an_order(status="SHIPPED", marketplace=GERMANY),
        an_order(by="AMAZON", marketplace=GERMANY),
    ]
    shop = simulator.add_seller(wanted, *others)

    found = shop.found(fulfillmentStatuses="SHIPPED", fulfilledBy="AMAZON", marketplaceIds=GERMANY)

    assert found == [wanted["orderId"]]


def test_orders_come_oldest_change_first_and_by_id_on_a_tie(simulator):
    late = an_order(lastUpdatedTime="2026-03-03T10:00:00Z")
    first, second = an_order(), an_order()
    shop = simulator.add_seller(late, second, first)

    assert shop.found() == [first["orderId"], second["orderId"], late["orderId"]]


def test_by_creation_orders_come_oldest_first(simulator):
    old = an_order(createdTime="2026-01-01T00:00:00Z", lastUpdatedTime="2026-03-09T00:00:00Z")
    new = an_order(createdTime="2026-02-01T00:00:00Z", lastUpdatedTime="2026-03-01T00:00:00Z")
    shop = simulator.add_seller(new, old)

    assert shop.found(createdAfter="2025-01-01T00:00:00Z") == [old["orderId"], new["orderId"]]
    assert shop.found() == [new["orderId"], old["orderId"]]


def test_an_unknown_order_that_amazon_would_not_list_is_in_no_answer(shop):
    answer = shop.search().json()

    assert answer["orders"] == []
    assert "pagination" not in answer
