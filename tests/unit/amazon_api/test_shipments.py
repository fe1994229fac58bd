"""A package that Amazon is told of: complete before it is sent."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from amazon_api.errors import GiveUp, InvalidPackage
from amazon_api.shipments import (
    TEXT_LIMIT,
    Package,
    ShippedItem,
    confirm_shipment_body,
    tracking_told,
)

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
    ("change", "reason", "words"),
    [
        ({"reference": "0"}, "reference", "reference"),
        ({"reference": "P1"}, "reference", "reference"),
        ({"reference": ""}, "reference", "reference"),
        ({"reference": "-1"}, "reference", "reference"),
        ({"reference": "1" * 21}, "reference", "20 digits"),
        ({"carrier_code": ""}, "carrier", "carrier code"),
        ({"carrier_code": "Other"}, "carrier_name", "needs its name"),
        ({"carrier_code": "Other", "carrier_name": " \0 "}, "carrier_name", "needs its name"),
        ({"tracking_number": ""}, "tracking", "no tracking number"),
        ({"tracking_number": None}, "tracking", "no tracking number"),
        ({"tracking_number": " \n\u200e"}, "tracking", "no tracking number"),
        ({"tracking_number": "6" * 51}, "tracking_too_long", "51 characters, Amazon takes 50"),
        ({"items": ()}, "items", "empty"),
        ({"shipped_at": None}, "date", "time zone"),
        ({"shipped_at": datetime(2026, 10, 1)}, "date", "time zone"),  # noqa: DTZ001 - the mistake
    ],
)
def test_what_amazon_demands_is_demanded_before_a_call_is_spent(change, reason, words):
    with pytest.raises(InvalidPackage, match=words) as caught:
        replace(PACKAGE, **change)
    assert caught.value.reason == reason
    assert isinstance(caught.value, (GiveUp, ValueError))


def test_what_only_people_read_is_cut_to_what_amazon_takes():
    """A cut tracking number would lead nowhere; a cut name still says who it is."""
    long = "Société des vélos-cargos de la rive gauche de la Seine à Paris"
    package = replace(PACKAGE, carrier_code="Other", carrier_name=long, shipping_method=long)
    assert package.carrier_name == package.shipping_method == long[:TEXT_LIMIT].rstrip()


@pytest.mark.parametrize(
    ("typed", "told"),
    [(" XY123\n", "XY123"), ("6A\t 123", "6A 123"), ("\u200eXY\u200b123\u202c", "XY123"),
     ("XY\x00123", "XY 123"), ("XY \u200b 1", "XY 1"),
     ("XY123\ud800", "XY123"), ("\ufeffXY123", "XY123")],
)  # fmt: skip
def test_a_copied_tracking_number_is_told_without_what_nobody_sees(typed, told):
    assert replace(PACKAGE, tracking_number=typed).tracking_number == told
    assert tracking_told(typed) == told


def test_names_are_told_on_one_line():
    package = replace(PACKAGE, carrier_name="Vélo\n cargo\x07", shipping_method="  24\u202fh ")
    assert (package.carrier_name, package.shipping_method) == ("Vélo cargo", "24 h")
    assert replace(PACKAGE, shipping_method=" \n").shipping_method is None


def test_units_of_one_order_item_are_told_as_one_item():
    """They may lie in the package as several lots."""
    parts = [ShippedItem("1", 2, ("a", "b")), ShippedItem("2", 5), ShippedItem("1", 1, ("c",))]
    items = replace(PACKAGE, items=parts).items
    assert items == (ShippedItem("1", 3, ("a", "b", "c")), ShippedItem("2", 5))


def test_a_reference_may_come_as_a_number():
    assert replace(PACKAGE, reference=1000001).reference == "1000001"


@pytest.mark.parametrize(
    ("change", "reason", "words"),
    [({"order_item_id": ""}, "items", "order item id"),
     ({"quantity": 0}, "quantity", "less than 1"), ({"quantity": -1}, "quantity", "less than 1"),
     ({"quantity": 1.5}, "quantity", "whole number"),
     ({"quantity": True}, "quantity", "whole number"),
     ({"quantity": 10**10}, "quantity", "beyond reason")],
)  # fmt: skip
def test_an_item_is_some_units_of_something(change, reason, words):
    with pytest.raises(InvalidPackage, match=words) as caught:
        replace(ITEM, **change)
    assert caught.value.reason == reason


def test_the_marketplace_is_demanded():
    with pytest.raises(InvalidPackage, match="marketplace") as caught:
        confirm_shipment_body("", PACKAGE)
    assert caught.value.reason == "marketplace"
