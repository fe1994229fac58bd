"""Faults that a tester orders."""

import time

import pytest
import requests

from tests.unit.simulator.support import PARTICIPATIONS, a_shipment, an_order, errors


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "InvalidInput"),
        (401, "Unauthorized"),
        (403, "Unauthorized"),
        (404, "NotFound"),
        (413, "RequestTooLarge"),
        (415, "UnsupportedMediaType"),
        (429, "QuotaExceeded"),
        (500, "InternalFailure"),
        (503, "ServiceUnavailable"),
    ],
)
def test_a_status_comes_with_amazons_own_body(shop, status, code):
    shop.plan_faults({"operation": "searchOrders", "status": status})

    answer = shop.search()

    assert answer.status_code == status
    assert errors(answer).startswith(code)
    assert "x-amzn-RequestId" in answer.headers


def test_a_fault_is_over_after_its_times(shop):
    shop.plan_faults({"operation": "searchOrders", "status": 503, "times": 2})

    assert [shop.search().status_code for _ in range(4)] == [503, 503, 200, 200]


def test_faults_follow_one_another(shop):
    shop.plan_faults(
        {"operation": "searchOrders", "status": 503}, {"operation": "searchOrders", "status": 429}
    )

    assert [shop.search().status_code for _ in range(3)] == [503, 429, 200]


def test_a_fault_meets_its_own_operation_only(shop):
    shop.plan_faults({"operation": "searchOrders", "status": 503})

    assert shop.call(PARTICIPATIONS).status_code == 200
    assert shop.search().status_code == 503


def test_a_star_meets_every_operation(shop):
    shop.plan_faults({"operation": "*", "status": 503, "times": 3})

    assert shop.call(PARTICIPATIONS).status_code == 503
    assert shop.search().status_code == 503
    assert shop.ask_token().status_code == 503


def test_a_fault_meets_its_own_seller_only(simulator, shop):
    shop.plan_faults({"operation": "searchOrders", "status": 503})

    assert simulator.add_seller().search().status_code == 200


def test_body_type_and_headers_can_be_anything(shop):
    shop.plan_faults(
        {
            "operation": "searchOrders",
            "status": 503,
            "body": "<html>Sorry</html>",
            "contentType": "text/html",
            "headers": {"Retry-After": "7", "x-amzn-RequestId": "mine"},
        }
    )

    answer = shop.search()

    assert answer.text == "<html>Sorry</html>"
    assert answer.headers["content-type"] == "text/html"
    assert answer.headers["Retry-After"] == "7"
    assert answer.headers["x-amzn-RequestId"] == "mine"


@pytest.mark.parametrize(
    ("body", "text"), [("", ""), ('{"orders": [', '{"orders": ['), ({"orders": 3}, '{"orders": 3}')]
)
def test_a_body_may_be_empty_broken_or_json(shop, body, text):
    shop.plan_faults({"operation": "searchOrders", "status": 200, "body": body})

    assert shop.search().text == text


def test_an_answer_can_be_late_and_right(shop):
    shop.plan_faults({"operation": "searchOrders", "delaySeconds": 0.4})
    started = time.monotonic()

    assert shop.search().status_code == 200
    assert time.monotonic() - started >= 0.4


def test_others_are_served_while_one_answer_is_late(simulator, shop):
    shop.plan_faults({"operation": "searchOrders", "delaySeconds": 5})
    with pytest.raises(requests.Timeout):
        requests.get(
            f"{simulator.url}/orders/2026-01-01/orders",
            headers={"x-amz-access-token": shop.access_token},
            timeout=0.3,
        )
    started = time.monotonic()

    assert simulator.add_seller().search().status_code == 200
    assert time.monotonic() - started < 3


def test_a_late_call_takes_effect_though_nobody_waits_for_the_answer(simulator):
    order = an_order()
    shop = simulator.add_seller(order)
    shop.plan_faults({"operation": "confirmShipment", "delaySeconds": 0.5})
    with pytest.raises(requests.Timeout):
        requests.post(
            f"{simulator.url}/orders/v0/orders/{order['orderId']}/shipmentConfirmation",
            json=a_shipment(),
            headers={"x-amz-access-token": shop.access_token},
            timeout=0.2,
        )

    until = time.monotonic() + 10
    while not shop.state()["shipments"] and time.monotonic() < until:
        time.sleep(0.1)
    assert len(shop.state()["shipments"]) == 1


def test_an_answer_can_be_cut_off(simulator):
    shop = simulator.add_seller(an_order())
    shop.plan_faults({"operation": "searchOrders", "cutAfterBytes": 20})

    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        shop.search()
    assert shop.search().status_code == 200


def test_an_answer_without_content_can_be_cut_off_too_and_has_taken_effect(simulator):
    order = an_order()
    shop = simulator.add_seller(order)
    shop.plan_faults({"operation": "confirmShipment", "cutAfterBytes": 1})

    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        shop.confirm(order["orderId"], a_shipment())
    assert len(shop.state()["shipments"]) == 1


def test_the_answer_of_a_sign_in_can_be_cut_off_too(shop):
    shop.plan_faults({"operation": "token", "cutAfterBytes": 1})

    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        shop.ask_token()
    assert shop.ask_token().status_code == 200


def test_a_faulty_call_has_no_effect(simulator):
    order = an_order()
    shop = simulator.add_seller(order)
    shop.plan_faults({"operation": "confirmShipment", "status": 500})

    assert shop.confirm(order["orderId"], a_shipment()).status_code == 500
    assert shop.state()["shipments"] == []


def test_after_handling_the_call_takes_effect_and_only_its_answer_is_lost(simulator):
    order = an_order()
    shop = simulator.add_seller(order)
    shop.plan_faults({"operation": "confirmShipment", "status": 500, "afterHandling": True})

    assert shop.confirm(order["orderId"], a_shipment()).status_code == 500
    assert len(shop.state()["shipments"]) == 1


def test_the_token_endpoint_can_fail(shop):
    body = {"error": "invalid_grant", "error_description": "revoked"}
    shop.plan_faults({"operation": "token", "status": 400, "body": body})

    assert shop.ask_token().json() == body
    assert shop.ask_token().status_code == 200


def test_the_token_endpoint_fails_in_its_own_form_unless_told(shop):
    shop.plan_faults({"operation": "token", "status": 500})

    assert shop.ask_token().json()["error"] == "server_error"


def test_new_faults_replace_those_that_wait(shop):
    shop.plan_faults({"operation": "searchOrders", "status": 503, "times": 9})
    assert [fault["times"] for fault in shop.state()["faults"]] == [9]
    shop.plan_faults()

    assert shop.state()["faults"] == []
    assert shop.search().status_code == 200


@pytest.mark.parametrize(
    "fault",
    [
        {"operation": "listOrders", "status": 500},
        {"status": 500},
        {"operation": "token", "status": "500"},
        {"operation": "token", "colour": "red"},
        "token",
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(shop, fault):
    answer = shop.plan_faults(fault)

    assert answer.status_code == 400
    assert answer.json()["problems"]


def test_faulty_calls_are_recorded_with_their_status(shop):
    shop.plan_faults({"operation": "searchOrders", "status": 503})
    shop.search(fulfilledBy="AMAZON")

    call = shop.state()["calls"][-1]

    assert (call["operation"], call["status"]) == ("searchOrders", 503)
    assert call["parameters"]["fulfilledBy"] == "AMAZON"
