"""Carriers, tracking numbers, ship dates and codes that are refused, by either way of telling."""

import pytest

from simulator.carriers import CARRIER_CODES
from tests.unit.simulator import feeds
from tests.unit.simulator.support import a_shipment, an_item, an_order, errors


@pytest.fixture
def order():
    """An unshipped order of 1 March 2026."""
    return an_order()


@pytest.fixture
def shop(simulator, order):
    """The order's seller, whose feeds are done at the first question."""
    return feeds.at_once(simulator.add_seller(order))


def refused_both_ways(shop, order, words, **changes):
    """Assert that confirmShipment and a feed are refused with the same words."""
    answer = shop.confirm(order["orderId"], a_shipment(**changes))
    names = {"carrierCode": "CarrierCode", "trackingNumber": "ShipperTrackingNumber"}
    names |= {"shipDate": "FulfillmentDate", "carrierName": "CarrierName"}
    told = {names[name]: value for name, value in changes.items()}
    message = feeds.a_message(1, order["orderId"], **told)
    feed_id = feeds.send(shop, feeds.an_envelope(shop, message))

    assert answer.status_code == 400
    assert words in errors(answer)
    assert [each[0:2] for each in feeds.results(shop, feed_id)] == [("1", "Error")]
    assert words in feeds.results(shop, feed_id)[0][3]
    assert shop.state()["shipments"] == []


@pytest.mark.parametrize("code", ["dhl", "Colis Privé", "My Cousin", "DHL Paket"])
def test_a_carrier_that_is_not_in_amazons_list_to_the_letter_is_refused(shop, order, code):
    refused_both_ways(shop, order, f"CarrierCode: {code} is not", carrierCode=code)


def test_other_without_a_name_is_refused(shop, order):
    refused_both_ways(shop, order, "CarrierName: is required", carrierCode="Other")


def test_other_is_refused_in_india(simulator):
    india = "A21TJRUUN4KGV"
    order = an_order(marketplace=india)
    shop = simulator.add_seller(order)
    package = a_shipment(marketplace=india, carrierCode="Other", carrierName="Coursier du coin")

    assert "not taken in this marketplace" in errors(shop.confirm(order["orderId"], package))


def test_the_list_has_the_carriers_that_everybody_knows():
    known = {"DHL", "UPS", "FedEx", "DPD", "GLS", "La Poste", "Colissimo", "Chronopost", "Other"}

    assert known | {"Mondial Relay", "Colis Prive", "Self Delivery", "USPS"} <= CARRIER_CODES
    assert len(CARRIER_CODES) > 300
    assert all(code == code.strip() and code for code in CARRIER_CODES)


@pytest.mark.parametrize("number", ["UNKNOWN-1", "xunknownx", "A<B", "№ 5", "A\tB"])
def test_a_tracking_number_that_no_carrier_knows_is_refused(shop, order, number):
    escaped = number.replace("<", "&lt;")
    answer = shop.confirm(order["orderId"], a_shipment(trackingNumber=number))
    message = feeds.a_message(1, order["orderId"], ShipperTrackingNumber=escaped)
    feed_id = feeds.send(shop, feeds.an_envelope(shop, message))

    assert f"does not know {number}" in errors(answer)
    assert "does not know" in feeds.results(shop, feed_id)[0][3]


@pytest.mark.parametrize("number", ["1Z999AA10123456784", "JD 0001", "8R/12.3_4-5+6"])
def test_usual_tracking_numbers_are_taken(shop, order, number):
    answer = shop.confirm(order["orderId"], a_shipment(trackingNumber=number))

    assert answer.status_code == 204


def test_a_tracking_number_can_be_refused_by_the_tester_until_he_takes_it_back(shop, order):
    feeds.set_feeds(shop, refusedTracking={"JD0001": "Nobody has seen JD0001."})
    assert shop.state()["refusedTracking"] == {"JD0001": "Nobody has seen JD0001."}

    refused_both_ways(shop, order, "Nobody has seen JD0001.", trackingNumber="JD0001")

    feeds.set_feeds(shop, refusedTracking={})
    assert shop.confirm(order["orderId"], a_shipment()).status_code == 204


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2026-02-01T08:00:00Z", "before the order"),
        ("2999-01-01T00:00:00Z", "in the future"),
        ("9999-12-31T23:59:59Z", "in the future"),
    ],
)
def test_a_ship_date_before_the_order_or_in_the_future_is_refused(fresh, order, date, words):
    shop = feeds.at_once(fresh.add_seller(order))

    refused_both_ways(shop, order, words, shipDate=date)


@pytest.mark.parametrize("date", ["2026-02-28T10:00:00Z", "2026-03-01T09:00:00+14:00"])
def test_a_ship_date_on_the_day_before_is_taken_for_the_sake_of_time_zones(shop, order, date):
    assert shop.confirm(order["orderId"], a_shipment(shipDate=date)).status_code == 204


def test_a_world_ahead_of_time_takes_the_dates_that_programs_know(fresh):
    shop = fresh.add_seller()
    before = fresh.now()
    fresh.advance(10 * 86400)
    shop.access_token = shop.ask_token().json()["access_token"]
    placed = an_order(createdTime=fresh.now(), lastUpdatedTime=fresh.now())
    shop.add(placed)

    assert shop.confirm(placed["orderId"], a_shipment(shipDate=before)).status_code == 204


def test_items_of_the_transparency_programme_need_a_code_for_each_unit(simulator):
    order = an_order(orderItems=[an_item("11", 2, programs=["TRANSPARENCY"]), an_item("12", 1)])
    shop = feeds.at_once(simulator.add_seller(order))

    def package(*codes):
        item = {"orderItemId": "11", "quantity": 2, "transparencyCodes": list(codes)}
        return a_shipment(orderItems=[item, {"orderItemId": "12", "quantity": 1}])

    for codes in ((), ("T1",), ("T1", "T1"), ("T1", "T2", "T3")):
        answer = shop.confirm(order["orderId"], package(*codes))
        assert "TransparencyCodes: order item 11 needs one for each unit: 2" in errors(answer)
    assert shop.confirm(order["orderId"], package("T1", "T2")).status_code == 204


def test_a_feed_can_tell_transparency_codes_too(simulator):
    order = an_order(orderItems=[an_item("11", 1, programs=["TRANSPARENCY"])])
    shop = feeds.at_once(simulator.add_seller(order))
    message = feeds.a_message(1, order["orderId"])
    coded = message.replace("</Item>", "<TransparencyCode>T1</TransparencyCode></Item>")

    without = feeds.send(shop, feeds.an_envelope(shop, message))
    with_code = feeds.send(shop, feeds.an_envelope(shop, coded))

    assert "TransparencyCodes" in feeds.results(shop, without)[0][3]
    assert feeds.results(shop, with_code) == []
    (package,) = shop.order(order["orderId"])["packages"]
    assert package["packageItems"][0]["transparencyCodes"] == ["T1"]
