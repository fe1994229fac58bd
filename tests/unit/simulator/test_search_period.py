"""searchOrders: the rules about times."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.simulator.support import LONG_AGO, an_order, errors

FAMILIES = ["created", "lastUpdated"]


def moment(text: str, **shift: float) -> str:
    """Return a moment of Amazon's, shifted."""
    read = datetime.fromisoformat(text) + timedelta(**shift)
    return read.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_search_needs_a_beginning(shop):
    answer = shop.call("/orders/2026-01-01/orders")

    assert answer.status_code == 400
    assert "Exactly one of createdAfter and lastUpdatedAfter" in errors(answer)


@pytest.mark.parametrize("family", FAMILIES)
def test_an_end_without_a_beginning_is_refused(shop, family):
    assert shop.search(**{f"{family}Before": LONG_AGO}).status_code == 400


@pytest.mark.parametrize(
    "names",
    [
        ("createdAfter", "lastUpdatedAfter"),
        ("createdAfter", "lastUpdatedBefore"),
        ("createdBefore", "lastUpdatedAfter"),
        ("createdAfter", "createdBefore", "lastUpdatedBefore"),
    ],
)
def test_the_two_families_never_mix(shop, names):
    answer = shop.search(**dict.fromkeys(names, LONG_AGO))

    assert answer.status_code == 400
    assert "cannot be used together" in errors(answer)


@pytest.mark.parametrize("family", FAMILIES)
def test_an_end_before_the_beginning_is_refused(shop, family):
    period = {f"{family}After": "2026-02-01T00:00:01Z", f"{family}Before": "2026-02-01T00:00:00Z"}

    answer = shop.search(**period)

    assert answer.status_code == 400
    assert f"{family}Before must be equal to or after {family}After" in errors(answer)


@pytest.mark.parametrize("family", FAMILIES)
def test_an_end_at_the_beginning_is_allowed_and_both_ends_count(simulator, family):
    order = an_order()
    shop = simulator.add_seller(order)
    instant = order[f"{family}Time"]

    period = {f"{family}After": instant, f"{family}Before": instant}

    assert shop.found(**period) == [order["orderId"]]


@pytest.mark.parametrize("family", FAMILIES)
def test_an_end_less_than_two_minutes_ago_is_refused(simulator, shop, family):
    now = simulator.now()
    begin = {f"{family}After": LONG_AGO}

    late = shop.search(**begin, **{f"{family}Before": moment(now, seconds=-110)})
    early = shop.search(**begin, **{f"{family}Before": moment(now, seconds=-121)})

    assert late.status_code == 400
    assert "at least two minutes before now" in errors(late)
    assert early.status_code == 200


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2026-01-01", "2026-01-01T00:00:00", "1767225600", "2026-13-01T00:00:00Z", ""],
)
def test_a_time_must_be_iso_8601_with_its_zone(shop, text):
    answer = shop.search(lastUpdatedAfter=text)

    assert answer.status_code == 400
    assert "lastUpdatedAfter must be in ISO 8601 format" in errors(answer)


@pytest.mark.parametrize("text", ["2026-03-01T12:00:00+02:00", "2026-03-01T10:00:00.000Z"])
def test_other_zones_and_fractions_of_seconds_are_understood(simulator, text):
    order = an_order(lastUpdatedTime="2026-03-01T10:00:00Z")
    shop = simulator.add_seller(order)

    assert shop.found(lastUpdatedAfter=text) == [order["orderId"]]


def test_a_time_may_be_given_once_only(shop):
    answer = shop.search(lastUpdatedAfter=[LONG_AGO, LONG_AGO])

    assert answer.status_code == 400
    assert "once only" in errors(answer)


def test_only_orders_of_the_period_are_found(simulator):
    orders = [an_order(lastUpdatedTime=f"2026-03-0{day}T10:00:00Z") for day in (1, 2, 3, 4)]
    shop = simulator.add_seller(*orders)

    found = shop.found(
        lastUpdatedAfter="2026-03-02T00:00:00Z", lastUpdatedBefore="2026-03-03T23:00:00Z"
    )

    assert found == [orders[1]["orderId"], orders[2]["orderId"]]


def test_creation_and_last_update_are_searched_apart(simulator):
    order = an_order(createdTime="2026-03-01T00:00:00Z", lastUpdatedTime="2026-03-09T00:00:00Z")
    shop = simulator.add_seller(order)

    assert shop.found(createdAfter="2026-03-05T00:00:00Z") == []
    assert shop.found(lastUpdatedAfter="2026-03-05T00:00:00Z") == [order["orderId"]]


def test_a_change_is_told_two_minutes_later(simulator):
    order = an_order()
    shop = simulator.add_seller(order)
    before = moment(simulator.now(), seconds=-1)
    shop.push(order["orderId"], "cancel")

    at_once = shop.found(lastUpdatedAfter=before)
    simulator.advance(122)

    assert at_once == []
    assert shop.found(lastUpdatedAfter=before) == [order["orderId"]]


def test_a_new_order_is_told_two_minutes_later_by_creation_too(simulator, shop):
    now = simulator.now()
    shop.add(an_order(createdTime=now, lastUpdatedTime=now))

    assert shop.found(createdAfter=LONG_AGO) == []
    simulator.advance(122)
    assert len(shop.found(createdAfter=LONG_AGO)) == 1


@pytest.mark.parametrize(("family", "other"), [FAMILIES, FAMILIES[::-1]])
def test_the_answer_tells_the_end_of_its_own_family(shop, family, other):
    end = "2026-03-05T00:00:00Z"

    answer = shop.search(**{f"{family}After": LONG_AGO, f"{family}Before": end}).json()

    assert answer[f"{family}Before"] == end
    assert f"{other}Before" not in answer


def test_without_an_end_the_answer_tells_two_minutes_ago(simulator, shop):
    now = simulator.now()

    told = shop.search().json()["lastUpdatedBefore"]

    assert moment(now, seconds=-121) <= told <= moment(now, seconds=-100)


def test_a_beginning_in_the_last_two_minutes_finds_nothing_and_is_no_error(simulator, shop):
    assert shop.found(lastUpdatedAfter=simulator.now()) == []
