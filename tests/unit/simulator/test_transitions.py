"""What a tester lets Amazon do with orders: ship, cancel, release, change."""

import pytest

from tests.unit.simulator.support import an_item, an_order, euro


@pytest.fixture
def order():
    """An unshipped order: three pieces of item 11, one of item 12."""
    return an_order()


@pytest.fixture
def shop(simulator, order):
    """The order's seller."""
    return simulator.add_seller(order)


def refused(answer, status, words):
    """Assert that the control interface says no."""
    assert answer.status_code == status, answer.text
    assert words in " ".join(answer.json()["problems"])


def quantities(order):
    """Return (fulfilled, unfulfilled) of each item."""
    told = [item["fulfillment"] for item in order["orderItems"]]
    return [(each["quantityFulfilled"], each["quantityUnfulfilled"]) for each in told]


@pytest.mark.parametrize("name", ["ship", "cancel", "change"])
def test_every_push_counts_as_an_update_now(simulator, shop, order, name):
    before = simulator.now()

    answer = shop.push(order["orderId"], name)

    assert answer.status_code == 200
    assert answer.json()["lastUpdatedTime"] >= before
    assert answer.json() == shop.order(order["orderId"])


def test_shipping_ships_all_that_is_left(shop, order):
    shipped = shop.push(order["orderId"], "ship").json()

    assert shipped["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert quantities(shipped) == [(3, 0), (1, 0)]
    (package,) = shipped["packages"]
    assert package["packageReferenceId"] == "1"
    assert package["packageItems"] == [
        {"orderItemId": "11", "quantity": 3},
        {"orderItemId": "12", "quantity": 1},
    ]


def test_shipping_may_be_in_parts(shop, order):
    part = {"items": [{"orderItemId": "11", "quantity": 1}], "trackingNumber": "T1"}

    once = shop.push(order["orderId"], "ship", part).json()
    twice = shop.push(order["orderId"], "ship", {"carrier": "UPS"}).json()

    assert once["fulfillment"]["fulfillmentStatus"] == "PARTIALLY_SHIPPED"
    assert quantities(once) == [(1, 2), (0, 1)]
    assert twice["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert [each["packageReferenceId"] for each in twice["packages"]] == ["1", "2"]
    assert twice["packages"][0]["trackingNumber"] == "T1"
    assert twice["packages"][1]["carrier"] == "UPS"


def test_amazons_own_orders_ship_without_packages(simulator):
    order = an_order(by="AMAZON")
    shop = simulator.add_seller(order)

    shipped = shop.push(order["orderId"], "ship").json()

    assert quantities(shipped) == [(3, 0), (1, 0)]
    assert "packages" not in shipped


@pytest.mark.parametrize(
    "items", [[{"orderItemId": "11", "quantity": 4}], [{"orderItemId": "9"}], 3]
)
def test_shipping_more_than_there_is_is_refused(shop, order, items):
    assert shop.push(order["orderId"], "ship", {"items": items}).status_code == 400


@pytest.mark.parametrize("status", ["PENDING", "SHIPPED", "CANCELLED"])
def test_shipping_needs_something_to_ship(simulator, status):
    order = an_order(status=status)
    shop = simulator.add_seller(order)

    refused(shop.push(order["orderId"], "ship"), 409, status)


def test_a_package_of_the_same_reference_is_refused(shop, order):
    part = {"items": [{"orderItemId": "11", "quantity": 1}], "packageReferenceId": "7"}
    shop.push(order["orderId"], "ship", part)

    refused(shop.push(order["orderId"], "ship", part), 409, "packageReferenceId")


def test_a_cancelled_order_has_nothing_left_to_ship(shop, order):
    wish = {"cancelledBy": "MERCHANT", "cancelReason": "Plus de stock"}

    cancelled = shop.push(order["orderId"], "cancel", wish).json()

    assert cancelled["fulfillment"]["fulfillmentStatus"] == "CANCELLED"
    assert quantities(cancelled) == [(0, 0), (0, 0)]
    for item in cancelled["orderItems"]:
        assert item["cancellation"]["cancellationExecution"] == wish


def test_a_shipped_order_can_be_cancelled_and_keeps_what_was_shipped(shop, order):
    shop.push(order["orderId"], "ship")

    assert quantities(shop.push(order["orderId"], "cancel").json()) == [(3, 0), (1, 0)]


def test_an_order_is_cancelled_once(shop, order):
    shop.push(order["orderId"], "cancel")

    refused(shop.push(order["orderId"], "cancel"), 409, "already")


def a_pending_order(status="PENDING"):
    """Return an order of which Amazon tells little yet."""
    order = an_order(status=status, orderItems=[an_item("11", 3), an_item("12", 1)])
    for part in (order, *order["orderItems"]):
        part.pop("proceeds")
    order.pop("buyer")
    return order


@pytest.mark.parametrize("status", ["PENDING", "PENDING_AVAILABILITY"])
def test_a_released_order_is_ready_to_ship_and_has_prices(simulator, status):
    order = a_pending_order(status)
    shop = simulator.add_seller(order)

    released = shop.push(order["orderId"], "release", {"buyer": {"buyerName": "Zoë"}}).json()

    assert released["fulfillment"]["fulfillmentStatus"] == "UNSHIPPED"
    assert quantities(released) == [(0, 3), (0, 1)]
    assert released["buyer"] == {"buyerName": "Zoë"}
    assert released["orderItems"][0]["proceeds"]["proceedsTotal"] == euro("30.00")
    assert released["proceeds"]["grandTotal"] == euro("40.00")


def test_prices_that_are_told_stay_when_an_order_is_released(simulator):
    order = an_order(status="PENDING", proceeds={"grandTotal": euro("41.50")})
    shop = simulator.add_seller(order)

    released = shop.push(order["orderId"], "release").json()

    assert released["proceeds"]["grandTotal"] == euro("41.50")
    assert released["orderItems"][0]["proceeds"] == order["orderItems"][0]["proceeds"]


def test_an_order_without_unit_prices_is_released_without_a_total(simulator):
    order = a_pending_order()
    del order["orderItems"][0]["product"]["price"]
    shop = simulator.add_seller(order)

    assert "proceeds" not in shop.push(order["orderId"], "release").json()


def test_only_a_pending_order_can_be_released(shop, order):
    refused(shop.push(order["orderId"], "release"), 409, "does not wait")


def test_a_change_reaches_any_field(shop, order):
    patch = {"recipient": {"deliveryAddress": {"name": "Anaïs"}}, "programs": ["PRIME"]}

    changed = shop.push(order["orderId"], "change", patch).json()

    assert changed["recipient"]["deliveryAddress"] == {
        **order["recipient"]["deliveryAddress"],
        "name": "Anaïs",
    }
    assert changed["programs"] == ["PRIME"]


def test_a_null_takes_a_field_away(shop, order):
    changed = shop.push(order["orderId"], "change", {"buyer": {"buyerEmail": None}}).json()

    assert changed["buyer"] == {"buyerName": "Léa Garçon"}


def test_items_are_changed_one_by_one_and_new_ones_added(shop, order):
    patch = {"orderItems": [{"orderItemId": "12", "quantityOrdered": 5}, an_item("13", 2)]}

    changed = shop.push(order["orderId"], "change", patch).json()

    assert [item["quantityOrdered"] for item in changed["orderItems"]] == [3, 5, 2]
    assert changed["orderItems"][1]["product"] == order["orderItems"][1]["product"]


@pytest.mark.parametrize(
    ("patch", "words"),
    [
        ({"colour": "red"}, "not known to Amazon"),
        ({"orderItems": None}, "orderItems"),
        ({"orderId": "other"}, "keeps its orderId"),
        ({"fulfillment": {"fulfillmentStatus": "LOST"}}, "fulfillmentStatus"),
    ],
)
def test_a_change_that_amazon_does_not_allow_changes_nothing(shop, order, patch, words):
    refused(shop.push(order["orderId"], "change", patch), 400, words)
    assert shop.state()["orders"] == [order]


@pytest.mark.parametrize("name", ["ship", "cancel"])
def test_a_wish_that_is_not_known_is_refused(shop, order, name):
    refused(shop.push(order["orderId"], name, {"colour": "red"}), 400, "colour")


def test_an_unknown_order_is_not_found(simulator, shop):
    refused(shop.push("171-0", "ship"), 404, "171-0")
    refused(simulator.post("orders/171-0/ship"), 404, "171-0")


def test_the_seller_need_not_be_told_where_only_one_has_the_order(simulator, shop, order):
    assert simulator.post(f"orders/{order['orderId']}/ship").status_code == 200


def test_the_seller_must_be_told_where_several_have_the_order(simulator, shop, order):
    simulator.add_seller(order)

    refused(simulator.post(f"orders/{order['orderId']}/ship"), 409, "sellerId")
