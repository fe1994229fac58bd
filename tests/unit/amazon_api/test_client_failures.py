"""Whatever goes wrong is one of the errors that callers act on: nothing passes as a success."""

import pickle
import socket

import pytest

from amazon_api.client import Client, Credentials, Endpoint
from amazon_api.errors import AmazonError, AuthoriseAgain, GiveUp, NotFound, TryLater, Wait

from .amazon_server import SECRETS, Reply
from .calls import CALLS
from .paths import ONE_ORDER, ORDERS, error_list

AMAZONS = error_list("SomeCode", "Amazon's words", "and details")
BODIES = {
    "Amazon's": AMAZONS,
    "confirmShipment's by the letter of its model": {"errors": AMAZONS},
    "a gateway's": {"message": "Internal"},
    "HTML": "<html><body>503 Service Temporarily Unavailable</body></html>",
    "empty": b"",
    "an empty list": {"errors": []},
    "a list": [1],
    "a word": '"no"',
    "broken": '{"errors": [',
    "in no encoding": b"\xff\xfe\x00\xd8",
    "nonsense for errors": {"errors": [None, 7, "x"]},
}
STATUSES = {
    400: GiveUp, 401: AuthoriseAgain, 403: AuthoriseAgain, 405: GiveUp, 408: TryLater, 409: GiveUp,
    413: GiveUp, 415: GiveUp, 422: GiveUp, 425: TryLater, 429: Wait, 500: TryLater, 502: TryLater,
    503: TryLater, 504: TryLater, 599: TryLater,
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("operation", ["searchOrders", "confirmShipment"])
def test_every_failing_status_raises_whatever_its_body(server, client, operation, status, body):
    """The library turns most of these into an empty success."""
    path, call, _ = CALLS[operation]
    server.answer(path, Reply(status, BODIES[body], {"x-amzn-RequestId": "r-1"}))
    with pytest.raises(AmazonError) as caught:
        call(client)
    assert type(caught.value) is STATUSES[status]
    assert (caught.value.status, caught.value.request_id) == (status, "r-1")
    assert f"Amazon answered {status} to {operation}" in caught.value.message


@pytest.mark.parametrize("body", [AMAZONS, {"errors": AMAZONS}])
def test_amazons_words_are_found_in_both_forms_of_its_models(server, client, body):
    path, call, _ = CALLS["confirmShipment"]
    server.answer(path, Reply(400, body))
    with pytest.raises(GiveUp, match="SomeCode: Amazon's words: and details") as caught:
        call(client)
    assert (caught.value.code, caught.value.details) == ("SomeCode", "and details")


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("status", [301, 302, 307, 308, 304])
def test_a_redirect_is_not_followed_and_no_success(server, client, operation, status):
    path, call, _ = CALLS[operation]
    server.answer(path, Reply(status, b"", {"location": f"{server.url}/elsewhere"}))
    with pytest.raises(TryLater, match=str(status)):
        call(client)
    assert server.asked("/elsewhere") == []


@pytest.mark.parametrize("operation", [name for name in CALLS if name != "confirmShipment"])
@pytest.mark.parametrize(
    "body",
    [b"", "<html>sign in to the hotel's network</html>", "[]", "null", '"ok"', '{"orders": [',
     b"\xff\xfe", "[" * 100_000],
)  # fmt: skip
def test_a_success_that_is_no_json_object_is_none(server, client, operation, body):
    path, call, _ = CALLS[operation]
    server.answer(path, Reply(200, body))
    with pytest.raises(TryLater, match="no JSON object"):
        call(client)


@pytest.mark.parametrize("operation", CALLS)
def test_a_success_with_errors_inside_is_none(server, client, operation):
    path, call, _ = CALLS[operation]
    server.answer(path, Reply(200, AMAZONS))
    with pytest.raises(TryLater) as caught:
        call(client)
    assert caught.value.code == "SomeCode"


def test_not_found_is_believed_only_when_amazon_says_so(server, client):
    _, call, _ = CALLS["getOrder"]
    server.answer(ONE_ORDER, Reply(404, AMAZONS), Reply(404, "<html>nginx</html>"), Reply(404))
    with pytest.raises(NotFound):
        call(client)
    for _ in range(2):
        with pytest.raises(TryLater):
            call(client)


class TestWait:
    def wait(self, server, client, status=429, body=b"", operation="searchOrders", **headers):
        path, call, _ = CALLS[operation]
        server.answer(
            path, Reply(status, body, {k.replace("_", "-"): v for k, v in headers.items()})
        )
        with pytest.raises(Wait) as caught:
            call(client)
        return caught.value.seconds

    def test_is_as_long_as_amazon_says(self, server, client):
        assert self.wait(server, client, retry_after="17", x_amzn_RateLimit_Limit="0.5") == 17

    def test_is_until_the_moment_that_amazon_says(self, server, client):
        past = "Wed, 21 Oct 2015 07:28:00 GMT"
        assert self.wait(server, client, retry_after=past) == 1
        distant = "Wed, 21 Oct 2099 07:28:00 GMT"
        assert self.wait(server, client, retry_after=distant) == 24 * 3600
        nowhere = "Wed, 21 Oct 2099 07:28:00 -0000"
        assert self.wait(server, client, retry_after=nowhere) == 24 * 3600

    def test_is_one_call_by_the_rate_that_amazon_tells(self, server, client):
        assert self.wait(server, client, x_amzn_RateLimit_Limit="0.5") == 2
        assert client.rate_limits["searchOrders"] == 0.5

    @pytest.mark.parametrize(
        ("operation", "seconds"),
        [("searchOrders", 1 / 0.0056), ("getOrder", 2), ("confirmShipment", 0.5),
         ("getMarketplaceParticipations", 62.5)],
    )  # fmt: skip
    def test_is_one_call_by_amazons_default_when_nothing_is_told(
        self, server, client, operation, seconds
    ):
        assert self.wait(server, client, operation=operation) == pytest.approx(seconds)

    @pytest.mark.parametrize("told", ["soon", "nan", "-", "Wed, 99 Oct 2015 07:28:00 GMT"])
    def test_ignores_what_makes_no_sense(self, server, client, told):
        assert self.wait(server, client, operation="getOrder", retry_after=told) == 2

    def test_is_meant_by_its_code_as_well(self, server, client):
        assert self.wait(server, client, 503, error_list("QuotaExceeded"), retry_after="9") == 9


def test_try_later_tells_when_if_amazon_does(server, client):
    server.answer(ORDERS, Reply(503, b"", {"retry-after": "120"}), Reply(503))
    for seconds in (120, 60):
        with pytest.raises(TryLater) as caught:
            CALLS["searchOrders"][1](client)
        assert caught.value.seconds == seconds


@pytest.mark.parametrize(
    ("message", "reason"),
    [("Access to requested resource is denied.", "access_denied"),
     ("Signature expired: 20261001T080000Z is now earlier than …", "clock")],
)  # fmt: skip
def test_a_refusal_says_what_to_look_at(server, client, message, reason):
    server.answer(ORDERS, Reply(403, error_list("Unauthorized", message)))
    with pytest.raises(AuthoriseAgain) as caught:
        CALLS["searchOrders"][1](client)
    assert caught.value.reason == reason


def test_secrets_that_amazon_quotes_do_not_reach_the_message(server, client):
    quoted = "token Atza|the-refresh-token-1 of jane@marketplace.amazon.fr"
    server.answer(ORDERS, Reply(400, error_list(quoted, quoted, quoted)))
    with pytest.raises(GiveUp) as caught:
        CALLS["searchOrders"][1](client)
    everything = f"{caught.value!r} {vars(caught.value)}"
    assert "the-refresh-token" not in everything
    assert "jane" not in everything


class TestNetwork:
    @pytest.mark.parametrize("operation", CALLS)
    def test_silence_ends_in_time(self, server, operation):
        path, call, body = CALLS[operation]
        server.answer(path, Reply(body=body, delay=1.0))
        with server.client(timeout=0.1) as client, pytest.raises(TryLater, match="in time"):
            call(client)

    def test_silence_of_the_sign_in_ends_in_time(self, server):
        """The library's time limit does not reach its token requests."""
        server.answer("/auth/o2/token", Reply(delay=1.0))
        with server.client(timeout=0.1) as client, pytest.raises(TryLater, match="in time"):
            CALLS["getOrder"][1](client)

    @pytest.mark.parametrize("path", [ORDERS, "/auth/o2/token"])
    def test_dripping_ends_in_time(self, server, path):
        server.answer(path, Reply(body="x" * 1000, drip=0.05))
        with server.client(timeout=0.15) as client, pytest.raises(TryLater, match="too long"):
            CALLS["searchOrders"][1](client)

    def test_an_endless_answer_ends(self, server, client, monkeypatch):
        monkeypatch.setattr("amazon_api.transport.SIZE_LIMIT", 1000)
        server.answer(ORDERS, Reply(body="x" * 2000))
        with pytest.raises(TryLater, match="larger than any"):
            CALLS["searchOrders"][1](client)

    def test_an_answer_that_breaks_off_is_none(self, server, client):
        server.answer(ORDERS, Reply(body={"orders": []}, cut_off=True))
        with pytest.raises(TryLater, match="RemoteProtocolError"):
            CALLS["searchOrders"][1](client)

    def test_an_answer_that_cannot_be_unpacked_is_none(self, server, client):
        server.answer(ORDERS, Reply(body={"orders": []}, headers={"content-encoding": "gzip"}))
        with pytest.raises(TryLater, match="DecodingError"):
            CALLS["searchOrders"][1](client)

    def test_nobody_there_is_told_as_such(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            endpoint = Endpoint.for_region("eu", f"http://127.0.0.1:{closed.getsockname()[1]}")
            client = Client(Credentials(*SECRETS), endpoint)
            with client, pytest.raises(TryLater, match="could not be reached") as caught:
                CALLS["getOrder"][1](client)
        assert caught.value.status is None

    def test_an_error_carries_no_request_along(self, server):
        """httpx's errors hold the request, and so the token; pickled into a log they would leak."""
        server.answer(ORDERS, Reply(delay=1.0))
        with server.client(timeout=0.1) as client, pytest.raises(TryLater) as caught:
            CALLS["searchOrders"][1](client)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__
        assert b"refresh-token" not in pickle.dumps(caught.value)


def test_a_connection_serves_for_many_calls(server, client):
    ports = set()
    reply = server.reply
    server.reply = lambda request: ports.add(request.port) or reply(request)
    server.answer(ORDERS, Reply(body={"orders": []}))
    for _ in range(3):
        CALLS["searchOrders"][1](client)
    assert len(ports) == 1
