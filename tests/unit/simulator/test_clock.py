"""The world's clock, and Amazon's way of writing moments."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from simulator.clock import Clock, format_moment, parse_moment

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T12:00:00Z",
        "2026-03-01t12:00:00z",
        "2026-03-01T12:00:00.000Z",
        "2026-03-01T14:00:00+02:00",
        "2026-03-01T06:30:00-05:30",
    ],
)
def test_one_moment_can_be_written_in_many_ways(text):
    assert parse_moment(text) == NOON
    assert parse_moment(text).tzinfo == UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-03-01",
        "2026-03-01T12:00:00",
        "2026-03-01 12:00:00Z",
        "2026-02-30T12:00:00Z",
        "2026-03-01T25:00:00Z",
        "2026-03-01T12:00:00Z ",
        "2026-03-01T12:00:00Z\n",
        "２０２６-03-01T12:00:00Z",
        "20260301T120000Z",
        "0001-01-01T00:00:00+23:59",
        3,
        None,
    ],
)
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        parse_moment(text)


def test_moments_are_written_in_utc_to_the_second():
    berlin = timezone(timedelta(hours=2))

    assert format_moment(datetime(2026, 7, 1, 1, 2, 3, 999999, berlin)) == "2026-06-30T23:02:03Z"


def test_a_moment_that_is_written_can_be_read():
    assert parse_moment(format_moment(NOON)) == NOON


def test_the_clock_starts_with_real_time_and_runs():
    clock = Clock()
    first = clock.now()
    time.sleep(0.01)

    assert abs(first - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now() > first


def test_the_clock_can_be_moved_and_set():
    clock = Clock(NOON)
    clock.advance(3600)
    assert timedelta(0) <= clock.now() - NOON - timedelta(hours=1) < timedelta(seconds=5)

    clock.set(NOON - timedelta(days=1))
    assert timedelta(0) <= clock.now() - NOON + timedelta(days=1) < timedelta(seconds=5)
