"""Signing in: one client, one token; refused ones are replaced once; refusals say what to renew."""

import copy
import threading

import pytest

from amazon_api.client import Client, Credentials, Endpoint
from amazon_api.errors import AuthoriseAgain, TryLater, Wait
from amazon_api.sign_in import AccessToken

from .amazon_server import SECRETS, TOKEN_PATH, AmazonServer, Reply
from .calls import CALLS
from .paths import ONE_ORDER, ORDERS, error_list, page

UNAUTHORIZED = Reply(403, error_list("Unauthorized", "Access denied", "The token has expired."))


def search(client):
    return CALLS["searchOrders"][1](client)


def lwa(status, error, described="Described"):
    return Reply(status, {"error": error, "error_description": described})


def tokens_of(server, path=ORDERS):
    return [request.headers["x-amz-access-token"] for request in server.asked(path)]


def test_the_sign_in_sends_the_credentials_in_the_body_and_nowhere_else(server, client):
    server.answer(ORDERS, page())
    search(client)
    (request,) = server.asked(TOKEN_PATH)
    assert (request.method, request.query) == ("POST", [])
    assert request.headers["content-type"].startswith("application/x-www-form-urlencoded")
    assert request.form == {
        "grant_type": "refresh_token",
        "client_id": SECRETS[0],
        "client_secret": SECRETS[1],
        "refresh_token": SECRETS[2],
    }


def test_a_token_serves_for_many_calls(server, client):
    server.answer(ORDERS, page())
    server.answer(ONE_ORDER, Reply(body=CALLS["getOrder"][2]))
    search(client)
    CALLS["getOrder"][1](client)
    search(client)
    assert len(server.asked(TOKEN_PATH)) == 1


def test_two_clients_never_share_a_token_even_with_the_same_credentials(server):
    """The library keeps tokens for the whole process, by refresh token alone."""
    server.answer(ORDERS, page())
    for _ in range(2):
        with server.client() as client:
            search(client)
    others = Credentials("another-client-id", "another-secret", SECRETS[2])
    with server.client(credentials=others) as client:
        search(client)
    assert len(set(tokens_of(server))) == 3


def test_two_servers_never_share_a_token(server):
    other = AmazonServer()
    try:
        for one in (server, other):
            one.answer(ORDERS, page())
            with one.client() as client:
                search(client)
        assert [len(one.asked(TOKEN_PATH)) for one in (server, other)] == [1, 1]
    finally:
        other.close()


def test_many_threads_sign_in_once(server, client):
    server.answer(ORDERS, page())
    server.answer(
        TOKEN_PATH, Reply(body={"access_token": "Atza|slow", "expires_in": 3600}, delay=0.1)
    )
    threads = [threading.Thread(target=search, args=[client]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.asked(TOKEN_PATH)) == 1
    assert tokens_of(server) == ["Atza|slow"] * 8


@pytest.mark.parametrize("status", [401, 403])
def test_a_kept_token_that_is_refused_is_fetched_anew_once(server, client, status):
    refusal = Reply(status, UNAUTHORIZED.body)
    server.answer(ORDERS, page(), refusal, page())
    search(client)
    assert search(client).orders
    assert tokens_of(server) == [
        f"Atza|the-refresh-token-{number}" for number in (1, 1, 2)
    ]  # fmt: skip


def test_a_token_fetched_just_now_that_is_refused_is_the_end(server, client):
    server.answer(ORDERS, UNAUTHORIZED)
    with pytest.raises(AuthoriseAgain) as caught:
        search(client)
    assert (caught.value.reason, caught.value.code) == ("access_denied", "Unauthorized")
    assert len(server.asked(ORDERS)) == 1


def test_a_second_refusal_is_the_end(server, client):
    server.answer(ORDERS, page(), UNAUTHORIZED)
    search(client)
    with pytest.raises(AuthoriseAgain):
        search(client)
    assert len(server.asked(ORDERS)) == 3


def test_a_refused_token_is_not_used_again(server, client):
    server.answer(ORDERS, UNAUTHORIZED, page())
    with pytest.raises(AuthoriseAgain):
        search(client)
    search(client)
    assert len(set(tokens_of(server))) == 2


def test_a_token_that_another_thread_has_replaced_stays(server, client):
    server.answer(ORDERS, page())
    search(client)
    client._sign_in.forget(AccessToken("Atza|an-older-one"))
    search(client)
    assert len(server.asked(TOKEN_PATH)) == 1


@pytest.mark.parametrize(
    ("lifetime", "sign_ins"), [(3600, 1), (61, 1), (0, 1), ("soon", 1), (1, 2)]
)
def test_a_token_is_used_as_long_as_it_lives(server, client, monkeypatch, lifetime, sign_ins):
    now = [1000.0]
    monkeypatch.setattr("amazon_api.sign_in.time.monotonic", lambda: now[0])
    server.answer(TOKEN_PATH, Reply(body={"access_token": "Atza|x", "expires_in": lifetime}))
    server.answer(ORDERS, page())
    search(client)
    now[0] += 0.9
    search(client)
    assert len(server.asked(TOKEN_PATH)) == sign_ins


def test_a_token_is_renewed_a_minute_before_its_end(server, client, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr("amazon_api.sign_in.time.monotonic", lambda: now[0])
    server.answer(ORDERS, page())
    for seconds, sign_ins in ((0, 1), (3539, 1), (2, 2)):
        now[0] += seconds
        search(client)
        assert len(server.asked(TOKEN_PATH)) == sign_ins


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (lwa(401, "invalid_client", "Client authentication failed"), "secret"),
        (lwa(400, "invalid_grant", "The request has an invalid grant parameter"), "refresh_token"),
        (lwa(400, "unauthorized_client"), "application"),
        (lwa(403, "access_denied"), "application"),
        (lwa(400, "invalid_request"), "application"),
        (lwa(401, "something_new"), "secret"),
    ],
)
def test_a_refused_sign_in_says_what_to_renew(server, client, reply, reason):
    """The library raises an error outside of its own tree."""
    server.answer(TOKEN_PATH, reply)
    with pytest.raises(AuthoriseAgain) as caught:
        search(client)
    told = caught.value
    assert (told.reason, told.status, told.code) == (reason, reply.status, reply.body["error"])
    assert told.details == reply.body["error_description"]
    assert server.asked(ORDERS) == []


@pytest.mark.parametrize(
    "reply",
    [Reply(503, "<html>"), Reply(500, {"error": "server_error"}), Reply(403, "<html>no</html>"),
     Reply(200, "<html>"), Reply(200, b""), Reply(200, []), Reply(200, {}), Reply(302),
     Reply(200, {"access_token": ""}), Reply(200, {"access_token": 7}), Reply(400, b"\xff"),
     Reply(200, {"access_token": "Atza|two\nlines"}), Reply(200, {"access_token": "Atza|é"})],
)  # fmt: skip
def test_a_sign_in_without_a_meaning_is_tried_again_later(server, client, reply):
    server.answer(TOKEN_PATH, reply)
    with pytest.raises(TryLater) as caught:
        search(client)
    assert "Atza" not in caught.value.message
    assert server.asked(ORDERS) == []


def test_too_many_sign_ins_wait(server, client):
    server.answer(TOKEN_PATH, Reply(429, b"", {"retry-after": "5"}), Reply(429, {"error": "slow"}))
    for seconds in (5, 60):
        with pytest.raises(Wait) as caught:
            search(client)
        assert caught.value.seconds == seconds


class TestCredentials:
    def test_are_never_shown(self):
        credentials = Credentials(*SECRETS)
        for text in (repr(credentials), str(credentials), f"{[credentials]}"):
            assert not any(secret in text for secret in SECRETS)

    def test_neither_is_a_token(self, server, client):
        server.answer(ORDERS, page())
        search(client)
        assert "Atza" not in repr(client._sign_in.token)

    def test_lose_the_blanks_of_copy_and_paste(self):
        assert Credentials(" a\n", "\tb", "c ") == Credentials("a", "b", "c")

    @pytest.mark.parametrize("name", ["client_id", "client_secret", "refresh_token"])
    @pytest.mark.parametrize("value", ["", " ", None, False])
    def test_that_are_missing_are_asked_for(self, server, monkeypatch, name, value):
        """The library would look into environment variables and files."""
        for variable in ("LWA_APP_ID", "LWA_CLIENT_SECRET", "SP_API_REFRESH_TOKEN"):
            monkeypatch.setenv(variable, "somebody else's")
        given = dict(zip(("client_id", "client_secret", "refresh_token"), SECRETS))
        with pytest.raises(AuthoriseAgain, match=name) as caught:
            server.client(credentials=Credentials(**{**given, name: value}))
        assert caught.value.reason == "missing"
        assert server.seen == []

    def test_can_be_copied(self):
        assert copy.deepcopy(Credentials(*SECRETS)) == Credentials(*SECRETS)


class TestEndpoint:
    def test_is_amazons_of_the_region(self):
        endpoint = Endpoint.for_region("fe")
        assert endpoint.api_url == "https://sellingpartnerapi-fe.amazon.com"
        assert endpoint.token_url == "https://api.amazon.com/auth/o2/token"
        assert not endpoint.is_local

    @pytest.mark.parametrize("base", ["http://127.0.0.1:80", "http://localhost/", "http://[::1]:8"])
    def test_may_be_a_server_on_this_machine(self, base):
        endpoint = Endpoint.for_region("eu", f" {base} ")
        assert endpoint.api_url == base.rstrip("/")
        assert endpoint.token_url == f"{base.rstrip('/')}/auth/o2/token"
        assert endpoint.is_local

    def test_elsewhere_needs_https(self):
        assert not Endpoint.for_region("eu", "https://sandbox.example.com").is_local
        for url in ("http://example.com", "http://10.0.0.1", "http://127.0.0.1.example.com"):
            with pytest.raises(ValueError, match="only a server on this machine"):
                Endpoint.for_region("eu", url)

    @pytest.mark.parametrize(
        "url", ["example.com", "ftp://127.0.0.1", "http://", "http://me:you@127.0.0.1", "file:///x",
                "http://127.0.0.1:99999", "http://127.0.0.1?a=b"]
    )  # fmt: skip
    def test_is_an_address_of_a_server(self, url):
        with pytest.raises(ValueError, match=r"."):
            Endpoint.for_region("eu", url)

    def test_is_of_a_known_region(self):
        with pytest.raises(ValueError, match="mars"):
            Endpoint.for_region("mars")


def test_a_closed_client_is_closed(server):
    server.answer(ORDERS, page())
    client = Client(Credentials(*SECRETS), Endpoint.for_region("eu", server.url))
    search(client)
    client.close()
    with pytest.raises(RuntimeError, match="closed"):
        search(client)
