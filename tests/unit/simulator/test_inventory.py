"""What Amazon has in its warehouses: put there, sold, lost, and told."""

import pytest
import requests

from tests.unit.simulator.support import FRANCE, GERMANY, an_item, an_order, errors

UNITED_KINGDOM = "A1F83G8C2ARO7P"
SUMMARIES = "/fba/inventory/v1/summaries"


@pytest.fixture
def shop(simulator):
    """A seller that may ask as often as it likes."""
    return simulator.add_seller(quotaFactor=1000)


def ask(shop, marketplace=FRANCE, **query):
    asked = {"granularityType": "Marketplace", "granularityId": marketplace, "details": "true"}
    return shop.call(SUMMARIES, **{**asked, "marketplaceIds": marketplace, **query})


def told(shop, marketplace=FRANCE, **query):
    """Return the summaries by SKU."""
    answer = ask(shop, marketplace, **query)
    assert answer.status_code == 200, answer.text
    return {each["sellerSku"]: each for each in answer.json()["payload"]["inventorySummaries"]}


def put(shop, *wishes):
    answer = shop.simulator.post(f"sellers/{shop.seller_id}/inventory", list(wishes))
    assert answer.status_code == 200, answer.text


def fba(quantity=3, **changes):
    return an_order(by="AMAZON", orderItems=[an_item("11", quantity)], **changes)


def sellable(shop, sku="SKU-11", marketplace=FRANCE):
    return told(shop, marketplace)[sku]["inventoryDetails"]["fulfillableQuantity"]


def test_a_sku_of_which_nobody_said_anything_has_what_its_orders_need(simulator):
    order = fba()
    shop = simulator.add_seller(order, quotaFactor=1000)
    details = told(shop)["SKU-11"]["inventoryDetails"]
    assert details["fulfillableQuantity"] == 0
    assert details["reservedQuantity"]["pendingCustomerOrderQuantity"] == 3

    shop.push(order["orderId"], "ship")
    assert told(shop)["SKU-11"]["totalQuantity"] == 0


def test_what_is_sold_is_reserved_and_leaves_with_its_shipment(simulator):
    shop = simulator.add_seller(quotaFactor=1000)
    put(shop, {"sku": "SKU-11", "sellable": 10})
    order = fba()
    shop.add(order)
    assert (sellable(shop), told(shop)["SKU-11"]["totalQuantity"]) == (7, 10)

    shop.push(order["orderId"], "ship")
    assert (sellable(shop), told(shop)["SKU-11"]["totalQuantity"]) == (7, 7)


def test_of_what_arrived_the_orders_took_theirs(simulator):
    shop = simulator.add_seller(fba(), quotaFactor=1000)
    put(shop, {"sku": "SKU-11", "arrived": 10})
    assert sellable(shop) == 7


def test_a_cancelled_order_gives_its_units_back(simulator):
    shop = simulator.add_seller(quotaFactor=1000)
    put(shop, {"sku": "SKU-11", "sellable": 10})
    order = fba()
    shop.add(order)
    shop.push(order["orderId"], "cancel")
    assert sellable(shop) == 10


def test_a_merchants_order_takes_nothing_from_amazon(simulator):
    assert told(simulator.add_seller(an_order(), quotaFactor=1000)) == {}


def test_a_parcel_is_lost_on_its_way_first(shop):
    put(shop, {"sku": "A", "sellable": 5, "inboundShipped": 3})
    lost = shop.simulator.post(
        f"sellers/{shop.seller_id}/inventory/lose", {"sku": "A", "quantity": 4}
    )
    assert lost.status_code == 200
    details = told(shop)["A"]["inventoryDetails"]
    assert (details["inboundShippedQuantity"], details["fulfillableQuantity"]) == (0, 4)
    assert shop.state()["inventory"][0]["sellable"] == 4


def test_what_is_on_its_way_arrives(shop):
    put(shop, {"sku": "A", "sellable": 5, "inboundShipped": 3, "inboundReceiving": 2})
    shop.simulator.post(f"sellers/{shop.seller_id}/inventory/arrive", {"sku": "A"})
    assert sellable(shop, "A") == 10


@pytest.mark.parametrize(
    ("path", "wish"),
    [("", {}), ("", {"sku": "A", "sellable": -1}), ("", {"sku": "A", "colour": 1}),
     ("", {"sku": "A", "marketplaceId": "X"}), ("/lose", {"sku": "A"}),
     ("/lose", {"sku": "A", "quantity": "1"})],
)  # fmt: skip
def test_a_wish_that_makes_no_sense_is_refused(shop, path, wish):
    answer = shop.simulator.post(f"sellers/{shop.seller_id}/inventory{path}", wish)
    assert answer.status_code in (400, 409) and answer.json()["problems"]
    assert shop.state()["inventory"] == []


def test_the_european_shops_tell_one_pool_and_the_british_one_another(shop):
    put(shop, {"sku": "A", "sellable": 5})
    put(shop, {"sku": "A", "sellable": 2, "marketplaceId": UNITED_KINGDOM})
    assert [sellable(shop, "A", each) for each in (FRANCE, GERMANY, UNITED_KINGDOM)] == [5, 5, 2]


def test_pages_follow_each_other_for_thirty_seconds(fresh):
    shop = fresh.add_seller(quotaFactor=1000)
    put(shop, *({"sku": f"A{number:03}", "sellable": 1} for number in range(120)))
    first = ask(shop).json()
    token = first["pagination"]["nextToken"]
    second = ask(shop, nextToken=token).json()
    third = ask(shop, nextToken=second["pagination"]["nextToken"]).json()
    skus = [
        each["sellerSku"]
        for page in (first, second, third)
        for each in page["payload"]["inventorySummaries"]
    ]
    assert skus == [f"A{number:03}" for number in range(120)]
    assert "pagination" not in third
    fresh.advance(31)
    assert "expired" in errors(ask(shop, nextToken=token))


def test_a_token_goes_with_its_question_only(shop):
    put(shop, *({"sku": f"A{number:03}", "sellable": 1} for number in range(60)))
    token = ask(shop).json()["pagination"]["nextToken"]
    assert "invalid" in errors(ask(shop, GERMANY, nextToken=token))


def test_some_skus_can_be_asked_for(shop):
    put(shop, *({"sku": sku, "sellable": 1} for sku in "ABC"))
    assert set(told(shop, sellerSkus="A,C")) == {"A", "C"}


def test_what_did_not_change_since_is_left_out(fresh):
    shop = fresh.add_seller()
    put(shop, {"sku": "A", "sellable": 1})
    fresh.advance(600)
    since = fresh.now()
    put(shop, {"sku": "B", "sellable": 1})
    assert set(told(shop, startDateTime=since)) == {"B"}


def test_without_details_there_are_none(shop):
    put(shop, {"sku": "A", "sellable": 1})
    assert "inventoryDetails" not in told(shop, details="false")["A"]


@pytest.mark.parametrize(
    "wrong",
    [{"granularityType": "Country"}, {"granularityId": GERMANY}, {"details": "yes"},
     {"startDateTime": "soon"}, {"startDateTime": "2020-01-01T00:00:00Z"}, {"nextToken": "x"},
     {"sellerSkus": ",".join(map(str, range(51)))}],
)  # fmt: skip
def test_a_question_that_breaks_a_rule_is_refused(shop, wrong):
    assert ask(shop, **wrong).status_code == 400


def test_the_page_shows_it(shop):
    put(shop, {"sku": "A", "sellable": 1, "inboundShipped": 2})
    page = shop.simulator.url + f"/?seller={shop.seller_id}"
    shown = requests.get(page, timeout=30).text
    assert "In Amazon’s warehouses (1)" in shown
    assert "Lose one" in shown and "All arrives" in shown
