"""Orders as Amazon's model allows them: all of them are read, or refused with a clear error."""

import dataclasses

import pytest
from amzn_selling_partner.sdk.models.orders_v2026_01_01 import Order as ModelOrder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amazon_api.errors import Unreadable
from amazon_api.orders import order_from_json
from amazon_api.proceeds import read_order

from . import models

SAMPLES = dict(models.samples())
EXAMPLES = settings.default.max_examples
ordinary = settings(
    max_examples=EXAMPLES * 3 // 2, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
JUNK = st.sampled_from([None, True, 0, -1, 1.5, "", "x", "x" * 30_000, [], [None], {}, {"a": 1}])


@pytest.mark.parametrize("origin", models.ORIGINS)
def test_an_order_that_tells_everything_is_read_whole(origin):
    read = order_from_json(models.full(models.order_schema(origin)))
    silent = [path for path, value in _leaves(read) if value in (None, (), "")]
    # The example's words are none of those that these two stand for.
    assert silent == ["tax_registrations[0].tax_office"]
    assert not read.items[0].serial_number_required


def test_both_models_know_the_same_fields():
    known = [set(_fields(models.order_schema(origin))) for origin in models.ORIGINS]
    assert known[0] == known[-1]
    assert len(known[0]) > 150


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_of_amazons_parses_and_adds_up(name):
    reading = read_order(order_from_json(SAMPLES[name]))
    assert reading.difference == 0
    assert all(item.difference == 0 for item in reading.items)


def test_the_samples_are_amazons_own_where_its_files_are_at_hand():
    operations = {"{orderId}" in name for name in SAMPLES if name.startswith("paths/")}
    assert operations == ({True, False} if models.FOLDER else set())
    assert len(SAMPLES) >= (9 if models.FOLDER else 1)


@pytest.mark.parametrize("origin", models.ORIGINS)
def test_every_order_that_the_model_allows_is_read_or_refused(origin):
    @ordinary
    @given(data=st.data())
    def hold(data):
        told = data.draw(models.values(models.order_schema(origin)))
        ModelOrder.model_validate(told)
        _read_or_refuse(told)

    hold()


@pytest.mark.parametrize("origin", models.ORIGINS)
def test_an_order_with_junk_anywhere_is_read_or_refused(origin):
    everything = models.full(models.order_schema(origin))
    places = list(_places(everything))

    @settings(ordinary, max_examples=EXAMPLES * 6)
    @given(place=st.sampled_from(places), junk=JUNK)
    def hold(place, junk):
        _read_or_refuse(_put(everything, place, junk))

    hold()


@pytest.mark.parametrize("origin", models.ORIGINS)
def test_a_refusal_quotes_nothing_of_the_order(origin):
    everything = models.full(models.order_schema(origin))

    @ordinary
    @given(place=st.sampled_from(list(_places(everything))))
    def hold(place):
        try:
            order_from_json(_put(everything, place, {"secret": ["Jane Doe"]}))
        except Unreadable as error:
            assert "Jane" not in f"{error.message}{error.path}{error!r}"

    hold()


def _read_or_refuse(told):
    try:
        reading = read_order(order_from_json(told))
    except Unreadable as error:
        assert error.message
        assert error.path
    else:
        assert len(reading.items) == len(told["orderItems"])
        for item in reading.items:
            assert item.total - item.sum == item.difference
        sums = sum(item.sum for item in reading.items) + reading.tip
        assert reading.total - sums == reading.difference


def _leaves(value, path=""):
    """Yield every simple value of a dataclass with its path."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            name = f"{path}.{field.name}" if path else field.name
            # Tips have a status, other breakdowns details: neither has both.
            if not (path.endswith("breakdowns[0]") and field.name in ("status", "details")):
                yield from _leaves(getattr(value, field.name), name)
    elif isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0]):
        yield from _leaves(value[0], f"{path}[0]")
    else:
        yield path, value


def _fields(schema, path=""):
    for name, part in schema.get("properties", {}).items():
        yield f"{path}.{name}"
        yield from _fields(part.get("items", part), f"{path}.{name}")


def _places(value, place=()):
    """Yield the place of everything inside of a JSON value."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(parts):
        yield (*place, key)
        if isinstance(inner, (dict, list)):
            yield from _places(inner, (*place, key))


def _put(value, place, junk):
    """Return a copy of a JSON value with something else at one place."""
    if not place:
        return junk
    copy = value.copy()
    copy[place[0]] = _put(value[place[0]], place[1:], junk)
    return copy
