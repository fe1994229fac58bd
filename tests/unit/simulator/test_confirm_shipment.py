"""confirmShipment: what is refused, and what a confirmed package does to its order."""

import json

import pytest

from tests.unit.simulator.support import (
    FRANCE,
    GERMANY,
    JAPAN,
    UNITED_STATES,
    a_shipment,
    an_order,
    errors,
)


@pytest.fixture
def order():
    """An unshipped order: three pieces of item 11, one of item 12."""
    return an_order()


@pytest.fixture
def shop(simulator, order):
    """The order's seller."""
    return simulator.add_seller(order)


def refused(answer, words):
    """Assert that Amazon says no with these words."""
    assert answer.status_code == 400, answer.text
    assert errors(answer).startswith("InvalidInput")
    assert words in errors(answer)


def test_a_confirmation_is_answered_without_content(shop, order):
    answer = shop.confirm(order["orderId"], a_shipment())

    assert answer.status_code == 204
    assert answer.content == b""


def test_a_part_of_the_order_makes_it_partially_shipped(shop, order):
    shop.confirm(order["orderId"], a_shipment(("11", 2)))

    told = shop.order(order["orderId"])
    assert told["fulfillment"]["fulfillmentStatus"] == "PARTIALLY_SHIPPED"
    assert [item["fulfillment"] for item in told["orderItems"]] == [
        {"quantityFulfilled": 2, "quantityUnfulfilled": 1},
        {"quantityFulfilled": 0, "quantityUnfulfilled": 1},
    ]


def test_all_of_the_order_makes_it_shipped(shop, order):
    shop.confirm(order["orderId"], a_shipment(("11", 2)))
    shop.confirm(order["orderId"], a_shipment(("11", 1), ("12", 1), packageReferenceId="2"))

    told = shop.order(order["orderId"])
    assert told["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert [item["fulfillment"]["quantityUnfulfilled"] for item in told["orderItems"]] == [0, 0]
    assert [package["packageReferenceId"] for package in told["packages"]] == ["1", "2"]


def test_the_package_is_told_with_the_order(shop, order):
    shop.confirm(order["orderId"], a_shipment(("12", 1), shippingMethod="Express"))

    package = shop.order(order["orderId"])["packages"][0]
    assert package.pop("createdTime")
    assert package == {
        "packageReferenceId": "1",
        "packageStatus": {"status": "SHIPPED"},
        "carrier": "DHL",
        "shipTime": "2026-03-02T08:00:00Z",
        "shippingService": "Express",
        "trackingNumber": "JD0001",
        "packageItems": [{"orderItemId": "12", "quantity": 1}],
    }


def test_the_order_counts_as_updated_now(simulator, shop, order):
    before = simulator.now()

    shop.confirm(order["orderId"], a_shipment())

    assert shop.order(order["orderId"])["lastUpdatedTime"] >= before


def test_the_same_reference_again_edits_the_package(shop, order):
    shop.confirm(order["orderId"], a_shipment(("11", 3)))
    edit = a_shipment(("11", 1), ("12", 1), trackingNumber="JD0002")

    assert shop.confirm(order["orderId"], edit).status_code == 204

    told = shop.order(order["orderId"])
    assert [package["trackingNumber"] for package in told["packages"]] == ["JD0002"]
    assert told["orderItems"][0]["fulfillment"]["quantityFulfilled"] == 1
    assert told["orderItems"][1]["fulfillment"]["quantityFulfilled"] == 1
    assert told["fulfillment"]["fulfillmentStatus"] == "PARTIALLY_SHIPPED"


def test_the_package_of_a_shipped_order_can_still_be_edited(shop, order):
    whole = a_shipment(("11", 3), ("12", 1))
    shop.confirm(order["orderId"], whole)
    whole["packageDetail"]["trackingNumber"] = "JD0009"

    assert shop.confirm(order["orderId"], whole).status_code == 204
    assert shop.order(order["orderId"])["packages"][0]["trackingNumber"] == "JD0009"


def test_a_new_package_of_a_shipped_order_is_refused(shop, order):
    shop.confirm(order["orderId"], a_shipment(("11", 3), ("12", 1)))

    answer = shop.confirm(order["orderId"], a_shipment(packageReferenceId="2"))

    refused(answer, "PackageToUpdateNotFound")


@pytest.mark.parametrize("reference", ["0", "00", "-1", "1.5", "A1", "", " 1", "１"])
def test_a_reference_must_be_a_positive_number(shop, order, reference):
    answer = shop.confirm(order["orderId"], a_shipment(packageReferenceId=reference))

    refused(answer, "PackageReferenceId: is invalid, must be a positive numeric value.")


def test_a_reference_that_is_a_json_number_is_refused(shop, order):
    answer = shop.confirm(order["orderId"], a_shipment(packageReferenceId=1))

    refused(answer, "fields with invalid type [packageDetail.packageReferenceId]")


def test_more_than_what_was_ordered_is_refused(shop, order):
    refused(shop.confirm(order["orderId"], a_shipment(("11", 4))), "more than the 3 that are left")


def test_more_than_what_is_left_is_refused_and_changes_nothing(shop, order):
    shop.confirm(order["orderId"], a_shipment(("11", 2)))
    before = shop.order(order["orderId"])

    answer = shop.confirm(order["orderId"], a_shipment(("11", 2), packageReferenceId="2"))

    refused(answer, "more than the 1 that are left")
    assert shop.order(order["orderId"]) == before


def test_an_edit_may_use_what_its_own_package_held(shop, order):
    shop.confirm(order["orderId"], a_shipment(("11", 2)))

    assert shop.confirm(order["orderId"], a_shipment(("11", 3))).status_code == 204
    refused(shop.confirm(order["orderId"], a_shipment(("11", 4))), "more than the 3")


def test_an_item_that_comes_twice_in_a_package_is_added_up(shop, order):
    refused(shop.confirm(order["orderId"], a_shipment(("11", 2), ("11", 2))), "4 of order item 11")
    assert shop.confirm(order["orderId"], a_shipment(("11", 2), ("11", 1))).status_code == 204


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_must_be_positive(shop, order, quantity):
    refused(shop.confirm(order["orderId"], a_shipment(("11", quantity))), "positive number")


def test_an_unknown_item_is_refused(shop, order):
    answer = shop.confirm(order["orderId"], a_shipment(("99", 1)))

    refused(answer, "OrderItemId 99 is invalid, please obtain the value")


def test_a_package_without_items_is_refused(shop, order):
    refused(shop.confirm(order["orderId"], a_shipment(orderItems=[])), "must not be empty")


def test_the_carrier_other_needs_a_name(shop, order):
    other = a_shipment(carrierCode="Other")
    refused(shop.confirm(order["orderId"], other), "CarrierName: is required")
    other["packageDetail"]["carrierName"] = "  "
    refused(shop.confirm(order["orderId"], other), "CarrierName: is required")
    other["packageDetail"]["carrierName"] = "Coursier du coin"

    assert shop.confirm(order["orderId"], other).status_code == 204
    assert shop.order(order["orderId"])["packages"][0]["carrier"] == "Coursier du coin"


@pytest.mark.parametrize(
    ("field", "words"),
    [("carrierCode", "CarrierCode: must not"), ("trackingNumber", "TrackingNumber: must not")],
)
def test_carrier_and_tracking_number_must_not_be_empty(shop, order, field, words):
    refused(shop.confirm(order["orderId"], a_shipment(**{field: " "})), words)


@pytest.mark.parametrize(
    "field", ["packageReferenceId", "carrierCode", "trackingNumber", "shipDate", "orderItems"]
)
def test_a_missing_field_is_named(shop, order, field):
    body = a_shipment()
    del body["packageDetail"][field]

    refused(shop.confirm(order["orderId"], body), f"packageDetail.{field}")


@pytest.mark.parametrize("date", ["02/21/2022", "yesterday", 20220221])
def test_a_ship_date_must_be_iso_8601(shop, order, date):
    answer = shop.confirm(order["orderId"], a_shipment(shipDate=date))

    refused(answer, "packageDetail.shipDate")


@pytest.mark.parametrize(
    "body",
    [
        {**a_shipment(), "marketplaceIds": [FRANCE]},
        {**a_shipment(), "path": "/orders"},
        a_shipment(weight=3),
        a_shipment(orderItems=[{"orderItemId": "11", "quantity": 1, "price": 3}]),
    ],
)
def test_a_field_that_amazon_does_not_know_is_refused(shop, order, body):
    refused(shop.confirm(order["orderId"], body), "is not known to Amazon")


@pytest.mark.parametrize("body", [[], "text", 3, None, {}])
def test_a_body_of_another_shape_is_refused(shop, order, body):
    headers = {"content-type": "application/json"}

    answer = shop.confirm(order["orderId"], None, data=json.dumps(body), headers=headers)

    refused(answer, "fields with invalid type")


def test_several_mistakes_are_told_at_once(shop, order):
    answer = shop.confirm(order["orderId"], a_shipment(packageReferenceId="x", trackingNumber=""))

    assert len(answer.json()["errors"]) == 2


def test_an_unknown_order_is_not_found(shop):
    answer = shop.confirm("171-0000000-0000000", a_shipment())

    assert answer.status_code == 404


def test_another_marketplace_than_the_orders_is_refused(shop, order):
    answer = shop.confirm(order["orderId"], a_shipment(marketplace=GERMANY))

    refused(answer, f"the order is of {FRANCE}")


def test_a_marketplace_of_another_region_is_forbidden(shop, order):
    answer = shop.confirm(order["orderId"], a_shipment(marketplace=UNITED_STATES))

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"by": "AMAZON"}, "fulfilled by Amazon"),
        ({"status": "PENDING"}, "pending"),
        ({"status": "PENDING_AVAILABILITY"}, "pending"),
        ({"status": "CANCELLED"}, "cancelled"),
        ({"status": "UNFULFILLABLE"}, "cancelled"),
        ({"status": "SHIPPED"}, "PackageToUpdateNotFound"),
    ],
)
def test_an_order_that_is_not_to_be_shipped_is_refused(simulator, changes, words):
    order = an_order(**changes)
    shop = simulator.add_seller(order)

    refused(shop.confirm(order["orderId"], a_shipment()), words)
    assert shop.state()["shipments"] == []


def test_an_order_shipped_by_amazons_label_service_is_always_refused(shop, order):
    wish = {"amazonLabel": True, "packageReferenceId": "1"}
    shop.push(order["orderId"], "ship", {**wish, "items": [{"orderItemId": "11", "quantity": 1}]})

    refused(shop.confirm(order["orderId"], a_shipment()), "PackageToUpdateNotFound")
    refused(shop.confirm(order["orderId"], a_shipment(packageReferenceId="2")), "order already")


def test_cash_on_delivery_is_collected_in_japan_only(simulator, shop, order):
    japanese = an_order(marketplace=JAPAN)
    far_east = simulator.add_seller(japanese, region="fe")
    cod = {"codCollectionMethod": "DirectPayment"}

    refused(shop.confirm(order["orderId"], {**a_shipment(), **cod}), "JP marketplace only")
    answer = far_east.confirm(japanese["orderId"], {**a_shipment(marketplace=JAPAN), **cod})
    assert answer.status_code == 204


def test_transparency_codes_are_kept(shop, order):
    item = {"orderItemId": "11", "quantity": 1, "transparencyCodes": ["T1"]}

    shop.confirm(order["orderId"], a_shipment(orderItems=[item]))

    assert shop.order(order["orderId"])["packages"][0]["packageItems"] == [item]


def test_the_world_remembers_every_confirmation(shop, order):
    shop.confirm(order["orderId"], a_shipment(("11", 1)))
    shop.confirm(order["orderId"], a_shipment(("11", 2)))

    first, second = shop.state()["shipments"]
    assert (first["orderId"], first["trackingNumber"]) == (order["orderId"], "JD0001")
    assert first["orderItems"] == [{"orderItemId": "11", "quantity": 1}]
    assert (first["isEdit"], second["isEdit"]) == (False, True)


def test_quantities_that_are_shipped_already_are_heeded(simulator):
    order = an_order(status="PARTIALLY_SHIPPED")
    order["orderItems"][0]["fulfillment"] = {"quantityFulfilled": 2, "quantityUnfulfilled": 1}
    shop = simulator.add_seller(order)

    refused(shop.confirm(order["orderId"], a_shipment(("11", 2))), "more than the 1")
    assert shop.confirm(order["orderId"], a_shipment(("11", 1), ("12", 1))).status_code == 204
    assert shop.order(order["orderId"])["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
