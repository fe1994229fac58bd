"""searchOrders: pages, and the tokens that lead from one to the next."""

import pytest

from tests.unit.simulator.support import FRANCE, GERMANY, LONG_AGO, an_order, errors

MONTHS = [f"2026-0{month}-01T10:00:00Z" for month in range(1, 8)]


@pytest.fixture
def shop(simulator):
    """A seller of seven orders."""
    return simulator.add_seller(
        *(an_order(createdTime="2026-01-01T00:00:00Z", lastUpdatedTime=each) for each in MONTHS)
    )


def pages(shop, **query):
    """Yield the orders of each page."""
    token = {}
    while True:
        answer = shop.search(**query, **token).json()
        yield [order["orderId"] for order in answer["orders"]]
        if "pagination" not in answer:
            return
        token = {"paginationToken": answer["pagination"]["nextToken"]}


def first_token(shop, **query):
    """Return the token of the second page."""
    answer = shop.search(maxResultsPerPage=3, **query).json()
    return answer["pagination"]["nextToken"]


def test_pages_tell_each_order_once(shop):
    found = list(pages(shop, maxResultsPerPage=3))

    assert [len(page) for page in found] == [3, 3, 1]
    assert [order_id for page in found for order_id in page] == shop.found()


def test_the_last_page_has_no_token_even_when_it_is_full(simulator):
    shop = simulator.add_seller(an_order(), an_order())

    assert [len(page) for page in pages(shop, maxResultsPerPage=1)] == [1, 1]


def test_a_page_holds_a_hundred_orders_unless_told(simulator):
    shop = simulator.add_seller(*(an_order() for _ in range(101)))

    assert [len(page) for page in pages(shop)] == [100, 1]


@pytest.mark.parametrize("size", ["0", "101", "-1", "ten", "1.5", ""])
def test_a_page_size_must_be_from_1_to_100(shop, size):
    answer = shop.search(maxResultsPerPage=size)

    assert answer.status_code == 400
    assert "maxResultsPerPage must be between 1 and 100" in errors(answer)


@pytest.mark.parametrize("size", [1, 100])
def test_the_smallest_and_the_largest_page_size_are_allowed(shop, size):
    assert shop.search(maxResultsPerPage=size).status_code == 200


@pytest.mark.parametrize(
    "other",
    [
        {"fulfillmentStatuses": "SHIPPED"},
        {"fulfilledBy": "MERCHANT"},
        {"marketplaceIds": FRANCE},
        {"lastUpdatedAfter": "2020-01-02T00:00:00Z"},
        {"lastUpdatedAfter": LONG_AGO, "lastUpdatedBefore": "2026-07-15T00:00:00Z"},
        {"createdAfter": LONG_AGO},
    ],
)
def test_a_token_must_come_back_with_its_original_filters(shop, other):
    answer = shop.search(paginationToken=first_token(shop), **other)

    assert answer.status_code == 400
    assert "original filters" in errors(answer)


def test_a_token_alone_is_not_enough(shop):
    token = first_token(shop)

    answer = shop.call("/orders/2026-01-01/orders", paginationToken=token)

    assert answer.status_code == 400


def test_the_order_of_values_in_a_filter_does_not_matter(shop):
    token = first_token(shop, marketplaceIds=f"{FRANCE},{GERMANY}")

    answer = shop.search(paginationToken=token, marketplaceIds=f"{GERMANY},{FRANCE}")

    assert answer.status_code == 200


def test_page_size_and_included_data_may_change_between_pages(shop):
    answer = shop.search(
        paginationToken=first_token(shop), maxResultsPerPage=2, includedData="BUYER"
    )

    assert answer.status_code == 200
    assert len(answer.json()["orders"]) == 2
    assert "buyer" in answer.json()["orders"][0]


def test_a_token_lives_for_24_hours_of_the_worlds_clock(simulator, shop):
    token = first_token(shop)
    simulator.advance(24 * 3600 - 30)
    shop.access_token = shop.ask_token().json()["access_token"]
    assert shop.search(paginationToken=token).status_code == 200
    simulator.advance(60)

    answer = shop.search(paginationToken=token)

    assert answer.status_code == 400
    assert "expired" in errors(answer)


@pytest.mark.parametrize("token", ["made up", "QUJD", "", "ÿ", "A" * 400])
def test_a_made_up_token_is_invalid(shop, token):
    answer = shop.search(paginationToken=token)

    assert answer.status_code == 400
    assert "paginationToken is invalid" in errors(answer)


def test_a_changed_token_is_invalid(shop):
    token = first_token(shop)
    position = len(token) // 2
    changed = token[:position] + ("B" if token[position] == "A" else "A") + token[position + 1 :]

    assert shop.search(paginationToken=changed).status_code == 400


def test_the_token_of_another_seller_is_invalid(simulator, shop):
    token = first_token(shop)

    assert simulator.add_seller().search(paginationToken=token).status_code == 400


def test_an_order_that_changes_between_two_pages_moves_no_other_one(simulator, shop):
    everything = shop.found()
    first = shop.search(maxResultsPerPage=3).json()
    shop.push(everything[0], "cancel")
    shop.push(everything[5], "cancel")
    simulator.advance(300)

    rest = shop.found(paginationToken=first["pagination"]["nextToken"])

    # The sixth has changed: it is told by the next search from the limit on, and not lost.
    assert rest == [everything[index] for index in (3, 4, 6)]
    later = shop.found(lastUpdatedAfter=first["lastUpdatedBefore"])
    assert sorted(later) == sorted([everything[0], everything[5]])


def test_all_pages_tell_the_same_limit(simulator, shop):
    first = shop.search(maxResultsPerPage=3).json()
    simulator.advance(300)

    second = shop.search(paginationToken=first["pagination"]["nextToken"]).json()

    assert second["lastUpdatedBefore"] == first["lastUpdatedBefore"]


def test_pages_by_creation_are_stable_where_all_orders_are_of_one_moment(shop):
    found = pages(shop, createdAfter=LONG_AGO, maxResultsPerPage=2)

    assert [order_id for page in found for order_id in page] == sorted(shop.found())
