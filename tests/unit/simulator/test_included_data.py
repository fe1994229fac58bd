"""What an answer tells of an order: what was asked for, and what Amazon gives away."""

import pytest

from tests.unit.simulator.support import EVERYTHING, an_item, an_order, euro

DATASETS = {
    "BUYER": ["buyer"],
    "RECIPIENT": ["recipient"],
    "PROCEEDS": ["proceeds", "orderItems.proceeds"],
    "EXPENSE": ["orderItems.expense"],
    "PROMOTION": ["orderItems.promotion"],
    "CANCELLATION": ["orderItems.cancellation"],
    "FULFILLMENT": ["fulfillment", "orderItems.fulfillment"],
    "PACKAGES": ["packages"],
    "TAX": ["tax", "orderItems.tax"],
    "PAYMENT": ["payment"],
    "FULFILLMENT_ORDERS": ["fulfillmentOrders"],
}
ALWAYS = {
    "orderId",
    "orderAliases",
    "createdTime",
    "lastUpdatedTime",
    "programs",
    "associatedOrders",
    "salesChannel",
    "orderItems",
    "orderItems.orderItemId",
    "orderItems.quantityOrdered",
    "orderItems.product",
    "orderItems.programs",
    "orderItems.measurement",
}


def a_full_order(**changes):
    """Return an order that has something of every dataset."""
    points = {"pointsGranted": {"pointsNumber": 3, "pointsMonetaryValue": euro("0.03")}}
    item = an_item(
        "11",
        1,
        programs=["TRANSPARENCY"],
        measurement={"unit": "COUNT", "value": 1},
        expense={"pointsCost": points},
        promotion={"breakdowns": [{"promotionId": "P"}]},
        cancellation={"cancellationRequest": {"requester": "BUYER"}},
        fulfillment={"quantityFulfilled": 0, "quantityUnfulfilled": 1},
        tax={"taxCollections": [{"model": "MARKETPLACE_FACILITATOR"}]},
    )
    parts = {
        "orderAliases": [{"aliasId": "WEB-1", "aliasType": "SELLER_ORDER_ID"}],
        "programs": ["PRIME"],
        "associatedOrders": [{"orderId": "1", "associationType": "EXCHANGE_ORIGINAL_ID"}],
        "payment": {"paymentExecutions": [{"paymentMethod": "Invoice"}]},
        "tax": {"taxRegistrations": [{"entityType": "BUYER"}]},
        "packages": [{"packageReferenceId": "1"}],
        "fulfillmentOrders": [{"fulfillmentOrderId": "F"}],
        "orderItems": [item],
    }
    return an_order(**{**parts, **changes})


def fields(order):
    """Return the names of an order's fields, and of its item's."""
    return set(order) | {f"orderItems.{name}" for name in order["orderItems"][0]}


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_dataset_is_told_when_asked_for_and_no_other(simulator, dataset):
    order = a_full_order()
    shop = simulator.add_seller(order)

    assert fields(shop.order(order["orderId"], dataset)) == ALWAYS | set(DATASETS[dataset])


def test_without_included_data_only_the_bare_order_is_told(simulator):
    order = a_full_order()
    shop = simulator.add_seller(order)

    assert fields(shop.search().json()["orders"][0]) == ALWAYS


def test_all_datasets_together_tell_the_whole_order(simulator):
    order = a_full_order()
    shop = simulator.add_seller(order)

    assert shop.order(order["orderId"]) == order


def test_searches_and_single_orders_tell_the_same(simulator):
    order = a_full_order()
    shop = simulator.add_seller(order)

    found = shop.search(includedData=EVERYTHING).json()["orders"]

    assert found == [shop.order(order["orderId"])]


def test_an_order_fulfilled_by_amazon_tells_no_email_no_phone_and_no_packages(simulator):
    order = a_full_order(by="AMAZON")
    shop = simulator.add_seller(order)

    told = shop.order(order["orderId"])

    assert told["buyer"] == {"buyerName": "Léa Garçon"}
    assert "packages" not in told
    assert "phone" not in told["recipient"]["deliveryAddress"]
    assert told["recipient"]["deliveryAddress"]["city"] == "Lille"


@pytest.mark.parametrize(
    ("status", "latest", "told"),
    [
        ("SHIPPED", "2026-03-05T00:00:00Z", False),
        ("SHIPPED", "2099-03-05T00:00:00Z", True),
        ("UNSHIPPED", "2026-03-05T00:00:00Z", True),
    ],
)
def test_the_phone_of_a_shipped_order_is_told_until_the_latest_delivery(
    simulator, status, latest, told
):
    window = {"latestDateTime": latest}
    fulfillment = {
        "fulfillmentStatus": status,
        "fulfilledBy": "MERCHANT",
        "deliverByWindow": window,
    }
    order = an_order(fulfillment=fulfillment)
    shop = simulator.add_seller(order)

    address = shop.order(order["orderId"])["recipient"]["deliveryAddress"]

    assert ("phone" in address) is told


def test_what_is_left_out_of_an_answer_stays_in_the_world(simulator):
    order = a_full_order(by="AMAZON")
    shop = simulator.add_seller(order)
    shop.order(order["orderId"])

    assert shop.state()["orders"] == [order]
