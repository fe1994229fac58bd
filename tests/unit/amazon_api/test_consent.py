"""Amazon's consent page: where it stands, and what its code is changed for."""

from urllib.parse import parse_qs, urlsplit

import pytest

from amazon_api.consent import Application, consent_address, exchange
from amazon_api.endpoint import Endpoint
from amazon_api.errors import AuthoriseAgain, TryLater, Wait

from .amazon_server import TOKEN_PATH, Reply

APPLICATION = Application("amzn1.sp.solution.x", "the-client-id", "the-client-secret")
CENTRAL = "https://sellercentral-europe.amazon.com"
HOME = "https://odoo.example/amazon/authorise?a=b"
GRANTED = {"access_token": "Atza|x", "refresh_token": "Atzr|y", "expires_in": 3600}


def change(server, code="S123"):
    return exchange(APPLICATION, Endpoint.for_region("eu", server.url), code, HOME, timeout=5.0)


def question_of(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_the_page_stands_at_the_sellers_seller_central():
    address = consent_address(APPLICATION, CENTRAL, "a state & more", HOME)
    assert address.startswith(f"{CENTRAL}/apps/authorize/consent?")
    assert question_of(address) == {
        "application_id": "amzn1.sp.solution.x",
        "state": "a state & more",
        "redirect_uri": HOME,
        "version": "beta",
    }


def test_a_published_application_is_not_asked_for_as_a_draft():
    application = Application("amzn1.sp.solution.x", "c", "s", is_draft=False)
    assert "version" not in question_of(consent_address(application, CENTRAL, "state", HOME))


def test_a_code_is_changed_for_the_refresh_token(server):
    server.answer(TOKEN_PATH, Reply(body=GRANTED))
    assert change(server) == "Atzr|y"
    (request,) = server.seen
    assert (request.method, request.query) == ("POST", [])
    assert request.form == {
        "grant_type": "authorization_code",
        "code": "S123",
        "redirect_uri": HOME,
        "client_id": "the-client-id",
        "client_secret": "the-client-secret",
    }


@pytest.mark.parametrize(
    ("status", "error", "reason"),
    [(400, "invalid_grant", "code"), (401, "invalid_client", "secret"),
     (400, "unauthorized_client", "application")],
)  # fmt: skip
def test_a_refusal_says_what_is_wrong(server, status, error, reason):
    server.answer(TOKEN_PATH, Reply(status, {"error": error, "error_description": "Described"}))
    with pytest.raises(AuthoriseAgain) as caught:
        change(server)
    assert (caught.value.reason, caught.value.status) == (reason, status)


@pytest.mark.parametrize("code", ["", None, "two\nlines", "é"])
def test_what_can_be_no_code_is_not_sent(server, code):
    with pytest.raises(AuthoriseAgain) as caught:
        change(server, code)
    assert caught.value.reason == "code"
    assert server.seen == []


@pytest.mark.parametrize(
    "reply", [Reply(503), Reply(200, "<html>"), Reply(200, {"access_token": "Atza|x"}),
              Reply(200, {"refresh_token": "Atzr|two\nlines"})]
)  # fmt: skip
def test_an_answer_without_a_meaning_is_tried_again(server, reply):
    server.answer(TOKEN_PATH, reply)
    with pytest.raises(TryLater) as caught:
        change(server)
    assert "Atz" not in str(caught.value)


def test_too_many_exchanges_wait(server):
    server.answer(TOKEN_PATH, Reply(429, b"", {"retry-after": "7"}))
    with pytest.raises(Wait) as caught:
        change(server)
    assert caught.value.seconds == 7


def test_the_secret_is_never_shown():
    assert "secret" not in repr(APPLICATION)
    assert "the-client-id" not in repr(APPLICATION)


def test_an_application_is_complete_when_nothing_is_missing():
    assert Application(" a ", "b", "c").is_complete
    assert not Application("a", " ", "c").is_complete
    assert Application(" a\n", "b", "c").application_id == "a"
