"""One HTTP exchange: sent, received whole within limits of time and size, or a clear error.

This stands where the library's ``HttpxTransport`` would, for Amazon's API and for the sign-in.

*Proxies*: for Amazon's own addresses the usual variables ``HTTPS_PROXY`` and ``NO_PROXY`` are kept
to, as everywhere on a server that reaches the world through a proxy; the traffic inside stays
encrypted end to end. A server on this very machine is always reached directly.
*Redirects* are never followed: they would carry the access token to another host.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import httpx

from .errors import TryLater

__all__ = ["Answer", "Transport"]

WHOLE_EXCHANGE = 4  # times the time limit: a server that drips bytes never hits the limit itself
SIZE_LIMIT = 64 * 1024 * 1024
# OpenSSL's words for a certificate whose time has not come, or has passed.
_NOT_VALID_NOW = (9, 10)


@dataclass(frozen=True)
class Answer:
    """What a server answered, whatever its status.

    :ivar body: unpacked, but not decoded; not shown, it may be full of personal data
    """

    status: int
    headers: httpx.Headers = field(default_factory=httpx.Headers, repr=False)
    body: bytes = field(default=b"", repr=False)

    @property
    def request_id(self) -> str | None:
        """Return Amazon's name for the exchange, which its support asks for."""
        return self.headers.get("x-amzn-requestid") or self.headers.get("x-amz-request-id")

    @property
    def rate_limit(self) -> float | None:
        """Return the calls per second that Amazon grants this seller, when it said so."""
        try:
            rate = float(self.headers.get("x-amzn-ratelimit-limit", ""))
        except ValueError:
            return None
        return rate if 0 < rate < float("inf") else None


@cache
def _certificates() -> ssl.SSLContext:
    """Return the certificates that this machine trusts, read once: it takes a while."""
    return httpx.create_ssl_context()


class Transport:
    """Sends requests, one after the other, over connections that are kept open.

    :ivar clock_lead: seconds that this machine's clock is ahead of the other side's, by its last
        answer; None when it did not tell the time
    """

    clock_lead: float | None = None

    def __init__(self, *, timeout: float, direct: bool = False):
        """Be ready to send.

        :param timeout: seconds without a sign of life of the other side; a whole exchange may take
            four times that
        :param direct: use no proxy whatever the environment says
        :raises TryLater: the environment's proxy or certificates are unusable
        """
        self._timeout = timeout
        try:
            self._http = httpx.Client(
                timeout=httpx.Timeout(timeout),
                verify=_certificates(),
                follow_redirects=False,
                trust_env=not direct,
            )
        except (ValueError, ImportError, OSError) as error:
            # Not the text: it may hold the proxy's password.
            raise TryLater(
                "The proxy or the certificates that the environment names cannot be used "
                f"({type(error).__name__})",
                reason="proxy",
            ) from None

    def request(self, method: str, url: str, **parts: Any) -> Answer:
        """Send a request and return the answer, whatever its status.

        :param parts: ``params``, ``data``, ``content``, ``headers`` as httpx takes them
        :raises TryLater: no answer, or no whole one in time
        """
        until = time.monotonic() + WHOLE_EXCHANGE * self._timeout
        try:
            with self._http.stream(method, url, **parts) as response:
                self.clock_lead = _lead(response.headers.get("date"))
                body = _body(response, until)
                return Answer(response.status_code, response.headers, body)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            # Not the error itself: it carries the request, and that the token.
            raise TryLater(_what_happened(error), reason=_reason(error)) from None

    def close(self) -> None:
        """End all connections."""
        self._http.close()


def _body(response: httpx.Response, until: float) -> bytes:
    """Return the whole body, given up when it takes too long or grows too large."""
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > SIZE_LIMIT:
            raise TryLater("The answer is larger than any that Amazon sends", **_told(response))
        if time.monotonic() > until:
            raise TryLater("The answer takes too long to arrive", **_told(response))
    return bytes(body)


def _told(response: httpx.Response) -> dict[str, Any]:
    answer = Answer(response.status_code, response.headers)
    return {"status": answer.status, "request_id": answer.request_id}


def _lead(date: str | None) -> float | None:
    """Return how many seconds our clock is ahead of this date, as HTTP writes it."""
    try:
        return time.time() - parsedate_to_datetime(date or "").timestamp()
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def _reason(error: Exception) -> str:
    """Return why there is no answer, as ``TryLater.reason`` names it."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "clock" if cause.verify_code in _NOT_VALID_NOW else "certificate"
        if isinstance(cause, ssl.SSLError):
            return "certificate"
        if isinstance(cause, socket.gaierror):
            return "name"
        if isinstance(cause, httpx.ProxyError):
            return "proxy"
    if any(isinstance(cause, httpx.TimeoutException) for cause in causes):
        return "timeout"
    return "refused" if isinstance(error, httpx.ConnectError) else ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Give an error and those that it came from."""
    while error:
        yield error
        error = error.__cause__ or error.__context__


def _what_happened(error: Exception) -> str:
    """Say in a sentence why there is no answer; of most errors the kind only.

    The text of some quotes what was sent or received (a header with the token, say); that of a
    failed connection says which of name, address or certificate was wrong.
    """
    if isinstance(error, httpx.TimeoutException):
        return f"Amazon did not answer in time ({type(error).__name__})"
    if isinstance(error, httpx.ConnectError):
        return f"Amazon could not be reached: {error}"
    return f"The connection to Amazon failed ({type(error).__name__})"
