"""Who may call, and what every answer has: Amazon's headers and error bodies."""

import json

import pytest
import requests

from tests.unit.simulator.support import (
    FRANCE,
    PARTICIPATIONS,
    SEARCH,
    UNITED_STATES,
    a_shipment,
    an_order,
    errors,
)

GETS = [SEARCH, f"{SEARCH}/171-1", PARTICIPATIONS]


@pytest.mark.parametrize("path", GETS)
def test_no_access_token_is_forbidden(simulator, path):
    answer = requests.get(simulator.url + path, timeout=30)

    assert answer.status_code == 403
    assert "Unauthorized: Access to requested resource is denied." in errors(answer)
    assert "Access token is missing in the request header." in errors(answer)


@pytest.mark.parametrize("path", GETS)
def test_an_unknown_access_token_is_forbidden(shop, path):
    shop.access_token = "Atza|made-up"

    answer = shop.call(path)

    assert answer.status_code == 403
    assert "revoked, malformed or invalid" in errors(answer)


def test_confirm_shipment_answers_401_to_a_malformed_token(shop):
    shop.access_token = "no token at all"

    assert shop.confirm("171-1", a_shipment()).status_code == 401


def test_an_access_token_ends_after_an_hour_of_the_worlds_clock(simulator, shop):
    simulator.advance(3590)
    assert shop.search().status_code == 200
    simulator.advance(20)

    answer = shop.search()

    assert answer.status_code == 403
    assert "The access token you provided has expired." in errors(answer)


def test_a_seller_sees_its_own_orders_only(simulator):
    order = an_order()
    owner, other = simulator.add_seller(order), simulator.add_seller()

    assert owner.found() == [order["orderId"]]
    assert other.found() == []
    assert other.call(f"{SEARCH}/{order['orderId']}").status_code == 404


def test_two_sellers_may_have_orders_of_the_same_id(simulator):
    order = an_order()
    first, second = simulator.add_seller(order), simulator.add_seller(order)

    first.push(order["orderId"], "cancel")

    assert first.order(order["orderId"])["fulfillment"]["fulfillmentStatus"] == "CANCELLED"
    assert second.order(order["orderId"])["fulfillment"]["fulfillmentStatus"] == "UNSHIPPED"


@pytest.mark.parametrize("marketplace", [UNITED_STATES, "ANOTHER", f"{FRANCE},{UNITED_STATES}"])
def test_a_marketplace_of_another_region_is_forbidden(shop, marketplace):
    answer = shop.search(marketplaceIds=marketplace)

    assert answer.status_code == 403
    assert "The marketplaces you provided are not valid for region." in errors(answer)


def test_a_marketplace_where_the_seller_does_not_sell_is_forbidden(simulator):
    shop = simulator.add_seller(marketplaceIds=[FRANCE])

    assert shop.search(marketplaceIds=FRANCE).status_code == 200
    assert shop.search(marketplaceIds="A1PA6795UKMFR9").status_code == 403


def test_every_answer_has_a_request_id_of_its_own(shop):
    good, bad = shop.search(), shop.call("/orders/2026-01-01/orders/none")

    assert good.headers["x-amzn-RequestId"] != bad.headers["x-amzn-RequestId"]


def test_an_unknown_address_is_not_found(shop):
    answer = shop.call("/orders/v0/orders")

    assert answer.status_code == 404
    assert errors(answer).startswith("NotFound")


def test_an_unknown_method_is_not_allowed(shop):
    answer = requests.delete(shop.simulator.url + SEARCH, timeout=30)

    assert answer.status_code == 405
    assert errors(answer).startswith("MethodNotAllowed")


def test_a_body_of_another_type_is_unsupported(shop):
    headers = {"content-type": "text/xml"}

    answer = shop.confirm("171-1", None, data=b"<xml/>", headers=headers)

    assert answer.status_code == 415
    assert errors(answer).startswith("UnsupportedMediaType")


def test_a_charset_beside_the_type_is_all_right(simulator):
    order = an_order()
    shop = simulator.add_seller(order)
    body = json.dumps(a_shipment()).encode()
    headers = {"content-type": "application/json; charset=utf-8"}

    assert shop.confirm(order["orderId"], None, data=body, headers=headers).status_code == 204


def test_a_body_of_more_than_ten_megabytes_is_too_large(shop):
    headers = {"content-type": "application/json"}

    answer = shop.confirm("171-1", None, data=b" " * (10 * 1024 * 1024 + 1), headers=headers)

    assert answer.status_code == 413
    assert errors(answer).startswith("RequestTooLarge")


def test_a_body_that_is_no_json_is_invalid(shop):
    headers = {"content-type": "application/json"}

    answer = shop.confirm("171-1", None, data=b"{not json", headers=headers)

    assert answer.status_code == 400
    assert errors(answer).startswith("InvalidInput")


@pytest.mark.parametrize("path", GETS)
def test_a_parameter_that_amazon_does_not_know_is_refused(shop, path):
    answer = shop.call(path, MarketplaceIds=FRANCE, lastUpdatedAfter="2026-01-01T00:00:00Z")

    assert answer.status_code == 400
    assert "MarketplaceIds" in errors(answer)
