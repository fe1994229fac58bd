"""No answer, and why: what a person at the server can mend is told apart."""

import socket
import ssl
import time
from types import SimpleNamespace

import httpx
import pytest

from amazon_api.client import Client, Credentials
from amazon_api.endpoint import Endpoint
from amazon_api.errors import TryLater
from amazon_api.transport import Transport, _lead

from .amazon_server import SECRETS
from .calls import CALLS
from .paths import ORDERS, page


def not_valid(code):
    error = ssl.SSLCertVerificationError("certificate verify failed")
    error.verify_code = code
    return error


def reason_of(monkeypatch, error):
    """Return the reason when a request ends with this error of httpx's."""
    transport = Transport(timeout=1.0, direct=True)

    def break_off(*_parts, **_more):
        raise error

    monkeypatch.setattr(transport._http, "stream", break_off)
    with pytest.raises(TryLater) as caught:
        transport.request("GET", "https://amazon.invalid/")
    return caught.value.reason


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (socket.gaierror(-2, "Name or service not known"), "name"),
        (ConnectionRefusedError(111, "Connection refused"), "refused"),
        (not_valid(18), "certificate"),
        (not_valid(9), "clock"),
        (not_valid(10), "clock"),
        (ssl.SSLError("wrong version number"), "certificate"),
    ],
)
def test_a_failed_connection_says_which_part_failed(monkeypatch, cause, reason):
    error = httpx.ConnectError("told")
    error.__cause__ = cause
    assert reason_of(monkeypatch, error) == reason


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (httpx.ConnectTimeout("told"), "timeout"),
        (httpx.ReadTimeout("told"), "timeout"),
        (httpx.ProxyError("407 Proxy Authentication Required"), "proxy"),
        (httpx.RemoteProtocolError("told"), ""),
    ],
)
def test_other_trouble_on_the_way_is_named_too(monkeypatch, error, reason):
    assert reason_of(monkeypatch, error) == reason


def test_a_port_where_nobody_listens_is_refused():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        client = Client(Credentials(*SECRETS), Endpoint.for_region("eu", address))
        with client, pytest.raises(TryLater) as caught:
            client.marketplace_participations()
    assert caught.value.reason == "refused"


@pytest.mark.parametrize("ahead", [0, 600, -600])
def test_the_clock_is_held_against_amazons(server, client, monkeypatch, ahead):
    ours = SimpleNamespace(time=lambda: time.time() + ahead, monotonic=time.monotonic)
    monkeypatch.setattr("amazon_api.transport.time", ours)
    server.answer(ORDERS, page())
    assert client.clock_lead is None
    CALLS["searchOrders"][1](client)
    assert client.clock_lead == pytest.approx(ahead, abs=30)


@pytest.mark.parametrize("date", [None, "soon", "Tue, 99 Nov 2026 00:00:00 GMT"])
def test_a_clock_that_is_not_told_is_unknown(date):
    assert _lead(date) is None
