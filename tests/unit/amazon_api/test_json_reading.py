"""Strict reading: what is wrong is refused with its place, and never with its content."""

import math
from datetime import datetime, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amazon_api.errors import Unreadable
from amazon_api.json_reading import Node, parse_json, parse_time

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
METHODS = [
    "text", "identifier", "required_identifier", "texts", "integer", "required_integer", "flag",
    "time", "required_time", "decimal", "money", "child", "children",
]  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
@given(value=JSON)
def test_any_value_is_read_or_refused_with_its_path(method, value):
    try:
        getattr(Node({"field": value}, "order"), method)("field")
    except Unreadable as error:
        assert error.path.startswith("order.field")
        assert error.message.startswith(error.path)


@pytest.mark.parametrize("method", sorted({"text", "integer", "flag", "time", "decimal", "money"}))
@pytest.mark.parametrize("fields", [{}, {"field": None}])
def test_missing_and_null_are_not_told(method, fields):
    assert getattr(Node(fields), method)("field") is None


@pytest.mark.parametrize("method", [name for name in METHODS if name.startswith("required")])
def test_what_must_be_told_is_demanded(method):
    with pytest.raises(Unreadable, match="field: this must be told"):
        getattr(Node({"field": None}), method)("field")


def test_a_refusal_tells_the_place_and_not_the_content():
    with pytest.raises(Unreadable) as caught:
        Node({"buyer": {"phone": {"Jane": "Doe"}}}).child("buyer").text("phone")
    assert caught.value.message == "buyer.phone: a text was expected, not an object"


@pytest.mark.parametrize("value", ["a", 1, [], True, None])
def test_only_an_object_is_a_node(value):
    with pytest.raises(Unreadable, match="the answer: an object was expected"):
        Node(value)


class TestTexts:
    def test_are_trimmed_and_empty_ones_are_not_told(self):
        node = Node({"name": "  李 小龍 ", "empty": " "})
        assert (node.text("name"), node.text("empty")) == ("李 小龍", None)

    def test_lose_what_no_database_stores(self):
        assert Node({"name": "A\x00B\ud800"}).text("name") == "AB\N{REPLACEMENT CHARACTER}"

    def test_may_come_as_numbers(self):
        assert Node({"id": 12345678901234}).identifier("id") == "12345678901234"

    def test_beyond_reason_are_refused(self):
        with pytest.raises(Unreadable, match="a text of 20001 characters"):
            Node({"title": "x" * 20_001}).text("title")

    @pytest.mark.parametrize("value", ["x" * 201, "two\nlines", "a\x1fb"])
    def test_that_name_something_are_short_and_on_one_line(self, value):
        with pytest.raises(Unreadable, match="orderId"):
            Node({"orderId": value}).identifier("orderId")

    def test_in_lists_leave_out_the_empty_ones(self):
        assert Node({"programs": ["PRIME", None, ""]}).texts("programs") == ("PRIME",)

    def test_in_lists_are_refused_with_their_place(self):
        with pytest.raises(Unreadable, match=r"programs\[1\]"):
            Node({"programs": ["PRIME", []]}).texts("programs")


class TestNumbers:
    @pytest.mark.parametrize("value", [3, 3.0, Decimal("3.00")])
    def test_whole_ones_may_come_with_a_point(self, value):
        assert Node({"quantity": value}).integer("quantity") == 3

    @pytest.mark.parametrize("value", [-1, 1.5, "3", True, 10**10, math.inf, math.nan])
    def test_that_count_nothing_are_refused(self, value):
        with pytest.raises(Unreadable, match="quantity"):
            Node({"quantity": value}).integer("quantity")

    @pytest.mark.parametrize(
        ("told", "amount"),
        [("12.50", "12.50"), ("-0.01", "-0.01"), (12, "12"), (0.1, "0.1"), ("1E+3", "1000"),
         (Decimal("7.10"), "7.10"), ("+5", "5"), (" 5 ", "5"), (".5", "0.5"), ("0E-99", "0")],
    )  # fmt: skip
    def test_that_are_amounts_come_as_text_or_number(self, told, amount):
        assert Node({"amount": told}).decimal("amount") == Decimal(amount)

    @pytest.mark.parametrize(
        "told",
        ["", "twelve", "12,50", "1_000", "١٢", "NaN", "Infinity", "1E+999", "1E-99", "9" * 16,
         "1" * 61, "0x10", True, [], {}, math.nan, math.inf],
    )  # fmt: skip
    def test_that_are_no_amounts_are_refused(self, told):
        with pytest.raises(Unreadable, match="amount"):
            Node({"amount": told}).decimal("amount")


class TestMoney:
    def test_has_a_currency_in_capitals(self):
        money = Node({"total": {"amount": "1.50", "currencyCode": "eur"}}).money("total")
        assert (money.amount, money.currency) == (Decimal("1.50"), "EUR")

    def test_without_an_amount_is_not_told(self):
        assert Node({"total": {"amount": None, "currencyCode": "EUR"}}).money("total") is None

    @pytest.mark.parametrize("currency", [None, "", "EURO", "€"])
    def test_without_a_currency_is_refused(self, currency):
        with pytest.raises(Unreadable, match=r"total\.currencyCode"):
            Node({"total": {"amount": "1", "currencyCode": currency}}).money("total")


class TestTimes:
    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2026-10-01T08:00:00Z", (2026, 10, 1, 8, 0)),
            ("2026-10-01T08:00:00.5z", (2026, 10, 1, 8, 0, 0, 500_000)),
            ("2026-10-01T08:00:00.123456789Z", (2026, 10, 1, 8, 0, 0, 123_456)),
            ("2026-10-01T17:00:00+09:00", (2026, 10, 1, 8, 0)),
            ("2026-10-01T03:30:00-0430", (2026, 10, 1, 8, 0)),
            ("2026-10-01T08:00:00", (2026, 10, 1, 8, 0)),
            ("2026-10-01T08:00Z", (2026, 10, 1, 8, 0)),
            ("2026-12-31T23:59:60Z", (2026, 12, 31, 23, 59, 59)),
            ("2026-10-01", (2026, 10, 1)),
        ],
    )
    def test_are_read_as_utc(self, text, moment):
        assert parse_time(text) == datetime(*moment, tzinfo=timezone.utc)

    @pytest.mark.parametrize(
        "text",
        ["", "yesterday", "2026-13-01", "2026-02-30T00:00:00Z", "20261001", "1759305600",
         "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "٢٠٢٦-10-01"],
    )  # fmt: skip
    def test_that_are_none_are_refused(self, text):
        with pytest.raises(ValueError, match=r"."):
            parse_time(text)

    @given(st.datetimes(timezones=st.timezones()))
    def test_of_python_come_back_exactly(self, moment):
        try:
            utc = moment.astimezone(timezone.utc)
        except OverflowError:
            return
        assert parse_time(utc.isoformat()) == utc


class TestParsing:
    def test_keeps_decimals_exact(self):
        assert parse_json('{"amount": 0.10}') == {"amount": Decimal("0.10")}

    @pytest.mark.parametrize(
        "text", ["", "<html>", '{"a": ', "NaN", '{"a": Infinity}', b"\xff\xfe\xfd", "[" * 100_000]
    )
    def test_refuses_what_is_no_json(self, text):
        with pytest.raises(ValueError, match=r"."):
            parse_json(text)

    @pytest.mark.parametrize("number", ["9" * 5000, "1e999999999999999999999", "-1e400"])
    def test_survives_numbers_beyond_reason(self, number):
        with pytest.raises(Unreadable, match="amount"):
            Node(parse_json(f'{{"amount": {number}}}')).decimal("amount")
