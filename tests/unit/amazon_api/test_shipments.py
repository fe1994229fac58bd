"""A package that Amazon is told of: complete before it is sent."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from amazon_api.errors import GiveUp, InvalidPackage
from amazon_api.shipments import Package, ShippedItem, confirm_shipment_body

TOKYO = timezone(timedelta(hours=9))
ITEM = ShippedItem("11111111111111", 2)
PACKAGE = Package("1", "Chronopost", "XY123", datetime(2026, 10, 1, 17, tzinfo=TOKYO), (ITEM,))


def test_a_package_is_told_in_utc_without_what_is_not_known():
    assert confirm_shipment_body("A13V1IB3VIYZZH", PACKAGE) == {
        "marketplaceId": "A13V1IB3VIYZZH",
        "packageDetail": {
            "packageReferenceId": "1",
            "carrierCode": "Chronopost",
            "trackingNumber": "XY123",
            "shipDate": "2026-10-01T08:00:00.000Z",
            "orderItems": [{"orderItemId": "11111111111111", "quantity": 2}],
        },
    }


def test_a_package_is_told_with_all_that_is_known():
    item = replace(ITEM, transparency_codes=("a", "b"))
    package = replace(
        PACKAGE, carrier_code="Other", carrier_name="Vélo", shipping_method="24h", items=[item]
    )
    told = confirm_shipment_body("A13V1IB3VIYZZH", package)["packageDetail"]
    assert (told["carrierName"], told["shippingMethod"]) == ("Vélo", "24h")
    assert told["orderItems"][0]["transparencyCodes"] == ["a", "b"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reference": "0"}, "reference"), ({"reference": "P1"}, "reference"),
        ({"reference": ""}, "reference"), ({"reference": "-1"}, "reference"),
        ({"carrier_code": ""}, "carrier code"), ({"carrier_code": "Other"}, "needs its name"),
        ({"tracking_number": ""}, "tracking number"), ({"items": ()}, "empty"),
        ({"shipped_at": datetime(2026, 10, 1)}, "time zone"),  # noqa: DTZ001 - the very mistake
    ],
)  # fmt: skip
def test_what_amazon_demands_is_demanded_before_a_call_is_spent(change, words):
    with pytest.raises(InvalidPackage, match=words) as caught:
        replace(PACKAGE, **change)
    assert isinstance(caught.value, (GiveUp, ValueError))


@pytest.mark.parametrize(
    ("change", "words"),
    [({"order_item_id": ""}, "order item id"), ({"quantity": 0}, "less than 1"),
     ({"quantity": -1}, "less than 1"), ({"quantity": 1.5}, "whole number"),
     ({"quantity": True}, "whole number")],
)  # fmt: skip
def test_an_item_is_some_units_of_something(change, words):
    with pytest.raises(InvalidPackage, match=words):
        replace(ITEM, **change)


def test_the_marketplace_is_demanded():
    with pytest.raises(InvalidPackage, match="marketplace"):
        confirm_shipment_body("", PACKAGE)
