"""Amazon's token bucket: plain sums over a time that the caller tells."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amazon_api.quota import LIMITS, Bucket, Limit

NOON = datetime(2026, 10, 1, 12, tzinfo=timezone.utc)
SEARCH = LIMITS["searchOrders"]


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def take(bucket: Bucket, now: datetime, times: int) -> Bucket:
    for _ in range(times):
        bucket, seconds = bucket.take(now)
        assert seconds == 0
    return bucket


def test_a_burst_is_granted_at_once_and_then_one_call_at_a_time():
    bucket = take(Bucket.full(SEARCH, NOON), NOON, 20)
    bucket, seconds = bucket.take(NOON)
    assert seconds == pytest.approx(178.57, abs=0.01)
    assert bucket.next_call(NOON) == after(seconds)
    take(bucket, after(seconds), 1)


def test_a_call_that_must_wait_takes_nothing():
    empty = take(Bucket.full(Limit(1, 2), NOON), NOON, 2)
    again, seconds = empty.take(NOON)
    assert (again, seconds) == (empty, 1)
    assert empty.wait(after(0.25)) == 0.75


def test_a_bucket_never_holds_more_than_its_burst():
    assert Bucket.full(SEARCH, NOON).refilled(after(10**9)).calls == 20


def test_some_calls_can_be_left_to_others():
    bucket = take(Bucket.full(Limit(0.5, 3), NOON), NOON, 1)
    bucket, seconds = bucket.take(NOON, keep=1)
    assert (bucket.calls, seconds) == (1, 0)
    assert bucket.take(NOON, keep=1) == (bucket, 2)
    assert bucket.take(NOON)[1] == 0


def test_several_calls_can_be_waited_for():
    empty = take(Bucket.full(Limit(0.5, 3), NOON), NOON, 3)
    assert empty.wait(NOON, 2) == 4
    assert empty.wait(NOON, 99) == 6  # more than the burst never come at once


def test_more_calls_than_a_burst_take_the_time_of_what_comes_back():
    bucket = Bucket.full(Limit(2, 10), NOON)
    assert [bucket.duration(NOON, calls) for calls in (1, 10, 11, 610)] == [0, 0, 0.5, 300]
    assert take(bucket, NOON, 10).duration(after(1), 10) == 4


def test_a_clock_that_is_set_back_gives_nothing_and_takes_nothing():
    empty = take(Bucket.full(Limit(1, 1), NOON), NOON, 1)
    back = empty.refilled(after(-3600))
    assert (back.calls, back.at) == (0, after(-3600))


def test_a_refusal_of_amazons_empties_the_bucket_until_then():
    refused = Bucket.full(Limit(0.5, 30), NOON).blocked(NOON, 7)
    assert refused.wait(NOON) == pytest.approx(7)
    assert refused.wait(after(7)) == 0


def test_a_refusal_never_gives_calls_back():
    empty = take(Bucket.full(Limit(0.1, 1), NOON), NOON, 1)
    assert empty.blocked(NOON, 0).wait(NOON) == 10


def test_amazon_may_grant_a_seller_another_rate():
    bucket = take(Bucket.full(SEARCH, NOON), NOON, 20).granted(0.1)
    assert bucket.wait(NOON) == pytest.approx(10)
    assert bucket.granted(None) is bucket
    assert bucket.granted(0.1) is bucket


@pytest.mark.parametrize(("rate", "burst"), [(0, 1), (-1, 1), (1, 0), (float("inf"), 1)])
def test_a_limit_lets_calls_through(rate, burst):
    with pytest.raises(ValueError, match="never"):
        Limit(rate, burst)


@given(
    st.floats(0.001, 10), st.integers(1, 30),
    st.lists(st.floats(0, 1000), min_size=1, max_size=60),
)  # fmt: skip
def test_over_any_time_no_more_calls_are_made_than_amazon_grants(rate, burst, pauses):
    bucket, now, made = Bucket.full(Limit(rate, burst), NOON), NOON, 0
    for pause in pauses:
        now += timedelta(seconds=pause)
        bucket, seconds = bucket.take(now)
        made += not seconds
        assert bucket.calls >= -1e-9
        granted = burst + (now - NOON).total_seconds() * rate
        assert made <= granted + 1e-6


@given(st.floats(0.001, 10), st.integers(1, 30), st.integers(0, 30))
def test_after_the_wait_the_call_is_granted(rate, burst, taken):
    bucket = replace(Bucket.full(Limit(rate, burst), NOON), calls=float(max(burst - taken, 0)))
    _, seconds = bucket.take(NOON)
    # A microsecond is as finely as a datetime counts.
    assert bucket.wait(after(seconds) + timedelta(microseconds=1)) == 0
