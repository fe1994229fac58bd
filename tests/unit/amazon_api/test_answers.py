"""What an answer means, without a network: the table of the module, line by line."""

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import httpx
import pytest

from amazon_api.answers import accepted, payload, seconds_told
from amazon_api.errors import AuthoriseAgain, GiveUp, NotFound, TryLater, Wait
from amazon_api.transport import Answer

ERRORS = b'{"errors": [{"code": "C", "message": "M", "details": "D"}]}'


def answer(status: int, body: bytes = b"", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, httpx.Headers(named), body)


def test_a_success_is_its_json_object():
    assert payload(answer(200, b'{"orders": []}'), "searchOrders") == {"orders": []}
    assert payload(answer(200, b'{"errors": null, "a": 1}'), "getOrder") == {"errors": None, "a": 1}


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (answer(401), AuthoriseAgain),
        (answer(403, ERRORS), AuthoriseAgain),
        (answer(429), Wait),
        (answer(400, b'{"errors": [{"code": "QuotaExceeded"}]}'), Wait),
        (answer(404, ERRORS), NotFound),
        (answer(400), GiveUp),
        (answer(418, ERRORS), GiveUp),
        (answer(404), TryLater),
        (answer(408), TryLater),
        (answer(302), TryLater),
        (answer(101), TryLater),
        (answer(500, ERRORS), TryLater),
        (answer(200, b"hello"), TryLater),
        (answer(200, ERRORS), TryLater),
    ],
)
def test_every_line_of_the_table_holds(told, kind):
    with pytest.raises(kind) as caught:
        payload(told, "getOrder")
    assert type(caught.value) is kind


@pytest.mark.parametrize(("status", "body"), [(204, b""), (204, b"x"), (200, b""), (201, b" \n")])
def test_what_has_nothing_to_say_is_accepted_without_a_word(status, body):
    assert accepted(answer(status, body), "confirmShipment") is None


@pytest.mark.parametrize(
    ("status", "body"), [(200, b"<html>"), (200, ERRORS), (302, b""), (500, b"")]
)
def test_what_is_no_acceptance_is_an_error(status, body):
    with pytest.raises(TryLater):
        accepted(answer(status, body), "confirmShipment")


def test_an_error_carries_what_amazon_told():
    with pytest.raises(GiveUp) as caught:
        payload(answer(400, ERRORS, x_amzn_RequestId="r-1"), "getOrder")
    told = caught.value
    assert (told.status, told.code, told.details, told.request_id) == (400, "C", "D", "r-1")
    assert told.message == "Amazon answered 400 to getOrder: C: M: D"


def test_an_error_without_words_is_a_sentence_all_the_same():
    with pytest.raises(GiveUp, match=r"^Amazon answered 400 to getOrder$"):
        payload(answer(400, b'{"errors": [{"code": null, "message": ""}]}'), "getOrder")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("5", 5), ("0", 1), ("-3", 1), ("1.5", 1.5), ("999999999", 86_400), ("", None), ("soon", None),
     ("nan", None), ("inf", None), ("Thu, 01 Jan 1970 00:00:00 GMT", 1)],
)  # fmt: skip
def test_retry_after_is_a_sensible_number_of_seconds(header, seconds):
    assert seconds_told({"retry-after": header}) == seconds


def test_retry_after_may_be_a_moment():
    moment = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=100))
    assert 95 < seconds_told({"retry-after": moment}) <= 100


def test_without_retry_after_nothing_is_told():
    assert seconds_told({}) is None


def test_a_printed_answer_shows_neither_body_nor_headers():
    shown = repr(answer(200, b"Jane Doe", set_cookie="secret"))
    assert "Jane" not in shown
    assert "secret" not in shown


@pytest.mark.parametrize("name", ["x_amzn_RequestId", "x_amz_request_id"])
def test_amazons_request_is_found_under_both_of_its_names(name):
    assert answer(200, **{name: "r-1"}).request_id == "r-1"
    assert answer(200).request_id is None
