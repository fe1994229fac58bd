"""getOrder and getMarketplaceParticipations."""

import pytest

from tests.unit.simulator.support import (
    FRANCE,
    GERMANY,
    PARTICIPATIONS,
    SEARCH,
    an_order,
    errors,
)


def test_an_order_is_told_without_a_wrapper_of_its_own(simulator):
    order = an_order()
    shop = simulator.add_seller(order)

    answer = shop.call(f"{SEARCH}/{order['orderId']}")

    assert answer.status_code == 200
    assert list(answer.json()) == ["order"]
    assert answer.json()["order"]["orderId"] == order["orderId"]


def test_an_order_that_changed_just_now_is_told_at_once(simulator):
    order = an_order()
    shop = simulator.add_seller(order)
    shop.push(order["orderId"], "cancel")

    assert shop.order(order["orderId"])["fulfillment"]["fulfillmentStatus"] == "CANCELLED"


def test_an_unknown_order_is_not_found(shop):
    answer = shop.call(f"{SEARCH}/171-0000000-0000000")

    assert answer.status_code == 404
    assert errors(answer).startswith("NotFound")


def test_an_unknown_dataset_is_refused(simulator):
    order = an_order()
    shop = simulator.add_seller(order)

    answer = shop.call(f"{SEARCH}/{order['orderId']}", includedData="BUYER,GOSSIP")

    assert answer.status_code == 400
    assert "GOSSIP" in errors(answer)


def test_names_in_any_script_arrive_as_they_are(simulator):
    name = "山田 太郎 / أحمد / Ægir Þór 🏠"
    order = an_order(buyer={"buyerName": name})
    shop = simulator.add_seller(order)

    assert shop.order(order["orderId"])["buyer"]["buyerName"] == name


def test_participations_are_the_sellers_marketplaces(simulator):
    shop = simulator.add_seller(marketplaceIds=[FRANCE, GERMANY], name="Maison Garrigue")

    payload = shop.call(PARTICIPATIONS).json()["payload"]

    assert [each["marketplace"]["id"] for each in payload] == [FRANCE, GERMANY]
    assert payload[0] == {
        "marketplace": {
            "id": FRANCE,
            "name": "Amazon.fr",
            "countryCode": "FR",
            "defaultCurrencyCode": "EUR",
            "defaultLanguageCode": "fr_FR",
            "domainName": "www.amazon.fr",
        },
        "storeName": "Maison Garrigue",
        "participation": {"isParticipating": True, "hasSuspendedListings": False},
    }


@pytest.mark.parametrize(("region", "count"), [("na", 4), ("eu", 16), ("fe", 3)])
def test_a_seller_sells_on_all_marketplaces_of_its_region_unless_told(simulator, region, count):
    shop = simulator.add_seller(region=region)

    assert len(shop.call(PARTICIPATIONS).json()["payload"]) == count
