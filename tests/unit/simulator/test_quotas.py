"""Quotas: Amazon's figures, a bucket for each seller, application and operation."""

import pytest

from tests.unit.simulator.support import PARTICIPATIONS, SEARCH, a_shipment, an_order, errors

FIGURES = {
    "searchOrders": (0.0056, 20),
    "getOrder": (0.5, 30),
    "confirmShipment": (2, 10),
    "getMarketplaceParticipations": (0.016, 15),
}


def caller(simulator, operation, **wish):
    """Return a new seller's function that makes one call of ``operation``."""
    order = an_order()
    shop = simulator.add_seller(order, **wish)
    calls = {
        "searchOrders": shop.search,
        "getOrder": lambda: shop.call(f"{SEARCH}/{order['orderId']}"),
        "confirmShipment": lambda: shop.confirm(order["orderId"], a_shipment()),
        "getMarketplaceParticipations": lambda: shop.call(PARTICIPATIONS),
    }
    return calls[operation]


def burst(call):
    """Call until the quota is exceeded; return how often it went well."""
    for count in range(100):
        if call().status_code == 429:
            return count
    raise AssertionError("there is no quota")


@pytest.mark.parametrize("operation", FIGURES)
def test_as_many_calls_as_amazon_allows_go_through_at_once(simulator, operation):
    rate, calls = FIGURES[operation]

    # Slow operations refill nothing meanwhile; fast ones may refill a call or two.
    assert calls <= burst(caller(simulator, operation)) <= calls + (2 if rate >= 0.5 else 0)


@pytest.mark.parametrize("operation", ["searchOrders", "getMarketplaceParticipations"])
def test_a_call_comes_back_after_its_time_and_no_sooner(simulator, operation):
    call = caller(simulator, operation)
    burst(call)
    seconds = 1 / FIGURES[operation][0]
    simulator.advance(seconds * 0.9)
    assert call().status_code == 429
    simulator.advance(seconds * 0.1)

    assert call().status_code == 200
    assert call().status_code == 429


def test_more_than_the_burst_is_never_saved_up(simulator):
    call = caller(simulator, "searchOrders")
    call()
    simulator.advance(10 * 24 * 3600)
    shop_calls = caller(simulator, "searchOrders")

    assert burst(shop_calls) == 20


def test_a_refused_call_is_told_in_amazons_words(simulator):
    call = caller(simulator, "searchOrders")
    burst(call)

    answer = call()

    assert answer.status_code == 429
    assert errors(answer).startswith(
        "QuotaExceeded: You exceeded your quota for the requested resource."
    )
    assert "x-amzn-RequestId" in answer.headers
    assert "x-amzn-RateLimit-Limit" not in answer.headers


def test_calls_that_amazon_refuses_count_too(simulator):
    shop = simulator.add_seller()
    for _ in range(20):
        assert shop.search(fulfilledBy="NOBODY").status_code == 400

    assert shop.search().status_code == 429


def test_each_operation_has_a_quota_of_its_own(simulator):
    shop = simulator.add_seller()
    burst(shop.search)

    assert shop.call(PARTICIPATIONS).status_code == 200


def test_each_seller_has_a_quota_of_its_own(simulator):
    burst(simulator.add_seller().search)

    assert simulator.add_seller().search().status_code == 200


def test_a_new_access_token_brings_no_new_quota(simulator):
    shop = simulator.add_seller()
    burst(shop.search)
    shop.access_token = shop.ask_token().json()["access_token"]

    assert shop.search().status_code == 429


@pytest.mark.parametrize("operation", FIGURES)
def test_a_good_answer_tells_the_rate(simulator, operation):
    answer = caller(simulator, operation)()

    assert answer.headers["x-amzn-RateLimit-Limit"] == str(FIGURES[operation][0])


def test_the_rate_is_told_with_400_and_404_but_not_with_403(shop):
    assert "x-amzn-RateLimit-Limit" in shop.search(fulfilledBy="NOBODY").headers
    assert "x-amzn-RateLimit-Limit" in shop.call(f"{SEARCH}/unknown").headers
    shop.access_token = "Atza|wrong"
    assert "x-amzn-RateLimit-Limit" not in shop.search().headers


def test_a_factor_makes_a_sellers_quota_faster_and_keeps_its_burst(simulator):
    call = caller(simulator, "searchOrders", quotaFactor=10)
    assert call().headers["x-amzn-RateLimit-Limit"] == "0.056"
    assert burst(call) == 19
    simulator.advance(18)

    assert call().status_code == 200
