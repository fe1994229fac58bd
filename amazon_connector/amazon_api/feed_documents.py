"""The content of feed documents, brought to and fetched from the signed addresses of Amazon's.

These addresses belong to Amazon's file store, not to its API: no access token travels there, and
whoever knows such an address may read or write the document for five minutes. So they are reached
by ``requests``, apart from the API's connections:

* only https, or plain http on this very machine when the API itself stands there;
* certificates verified, by the environment's own list when it names one; the environment's proxies,
  but none for a server on this machine; no ``.netrc``, whose passwords the store would refuse;
* no redirect is followed, nothing is logged, and no message quotes an address;
* limits for connecting, for silence, for the whole exchange and for the size; together they end an
  exchange before whoever runs this program ends the program (``LONGEST``).
"""

from __future__ import annotations

import io
import re
import time
import zlib
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

import requests

from .endpoint import is_loopback
from .errors import AskForNewAddress, TryLater, Unreadable
from .feeds import FeedDocument
from .library import USER_AGENT

__all__ = ["FeedDocuments"]

# Seconds; the first two are less when the client's time limit is shorter.
CONNECTING = 5.0  # to one of the store's addresses, of which there may be eight; or to send a part
SILENCE = 9.0  # of the store
WHOLE_EXCHANGE = 30.0
# When that is up, the part on its way, the answer's head and its body may be waited for once more.
LONGEST = WHOLE_EXCHANGE + CONNECTING + 2 * SILENCE
SIZE_LIMIT = 64 * 1024 * 1024
CHUNK = 64 * 1024

_GZIP = b"\x1f\x8b"
_CODE = re.compile(rb"<Code>(\w{1,60})</Code>")
_EXPIRED = {401, 403, 404, 410}
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}\bencoding\s*=")


class FeedDocuments:
    """Uploads and downloads, one after the other."""

    def __init__(self, *, timeout: float, direct: bool = False):
        """Be ready; nothing is sent yet.

        :param timeout: seconds without a sign of life of the other side, if less than ``SILENCE``
        :param direct: the API stands on this machine: no proxy is used, and http is no danger
        """
        self._limits = (min(CONNECTING, timeout), min(SILENCE, timeout))
        self._direct = direct
        self._http = requests.Session()
        self._http.trust_env = not direct
        self._http.headers["user-agent"] = USER_AGENT
        self._http.auth = _as_it_is  # else .netrc would be looked into

    def close(self) -> None:
        """End all connections."""
        self._http.close()

    def upload(self, document: FeedDocument, content: bytes, content_type: str) -> None:
        """Bring a content to the address of a new document.

        :param content_type: the one that the document was created with: the signature holds it
        :raises ValueError: there is nothing to bring
        :raises AskForNewAddress: the address has expired
        :raises TryLater: whether the document is there now is unknown; bringing it again is no harm
        """
        if not content:
            raise ValueError("an empty document")
        body, headers = _InTime(content, _end()), {"content-type": content_type}
        status, _, answer = self._exchange("PUT", document.url, data=body, headers=headers)
        if not 200 <= status < 300:
            raise _refusal(status, answer)

    def download(self, document: FeedDocument) -> bytes:
        """Return a document's content, unpacked.

        It is packed when it looks packed, whatever was declared. Where nothing but the HTTP header
        tells how its characters are written, it is handed on in UTF-8.

        :raises AskForNewAddress: the address has expired
        :raises TryLater: no answer, or not the whole of it
        :raises Unreadable: it came whole, and cannot be unpacked
        """
        headers = {"accept-encoding": "identity"}
        status, told, content = self._exchange("GET", document.url, headers=headers)
        if status != 200:
            raise _refusal(status, content)
        return _in_utf8(_unpacked(content), told.get("content-type", ""))

    def _exchange(self, method: str, url: str, **parts: Any) -> tuple[int, Any, bytes]:
        """Return status, headers and the body as it came."""
        self._check(url)
        until = _end()
        try:
            with self._http.request(
                method, url, timeout=self._limits, stream=True, allow_redirects=False, **parts
            ) as response:
                return response.status_code, response.headers, _body(response, until)
        except (requests.RequestException, HTTPException, OSError, ValueError) as error:
            # Not the error itself: its text quotes the signed address.
            raise TryLater(f"The document's exchange failed ({type(error).__name__})") from None

    def _check(self, url: str) -> None:
        """Hold off addresses that nothing may be sent to.

        :raises TryLater: Amazon told something else than an address of its file store
        """
        try:
            parts = urlsplit(url)
            host, known = parts.hostname or "", not (parts.username or parts.port == 0)
        except ValueError:
            host, known = "", False
        safe = known and host and parts.scheme == "https"
        local = known and self._direct and parts.scheme == "http" and is_loopback(host)
        if not (safe or local):
            raise TryLater("Amazon tells no address that a document may be exchanged with")


class _InTime(io.BytesIO):
    """A content to send, as long as there is time: a slow receiver never hits another limit."""

    def __init__(self, content: bytes, until: float):
        super().__init__(content)
        self._until = until

    def read(self, size: int | None = -1) -> bytes:
        """Return the next part.

        :raises TimeoutError: there is no time left
        """
        if time.monotonic() > self._until:
            raise TimeoutError("the upload takes too long")
        return super().read(size)


def _end() -> float:
    return time.monotonic() + WHOLE_EXCHANGE


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _body(response: requests.Response, until: float) -> bytes:
    """Return the whole body as it travelled, given up when too slow, too long or too short."""
    body = bytearray()
    # The HTTP response underneath hands out what has arrived; requests and urllib3 would wait until
    # a whole chunk is full, and never look at the clock while bytes drip in.
    arriving = response.raw._original_response
    while chunk := arriving.read1(CHUNK):
        body += chunk
        if len(body) > SIZE_LIMIT:
            raise TryLater("The document is larger than any that Amazon sends")
        if time.monotonic() > until:
            raise TryLater("The document takes too long to arrive")
    promised = response.headers.get("content-length", "")
    if promised.isdecimal() and len(body) < int(promised):
        raise TryLater("The document broke off on its way")
    return bytes(body)


def _unpacked(content: bytes) -> bytes:
    """Return a content without gzip around it, were it packed twice.

    :raises Unreadable: broken, or larger than anything that Amazon sends
    """
    for _ in range(2):
        if not content.startswith(_GZIP):
            break
        content = _gunzipped(content)
    return content


def _gunzipped(packed: bytes) -> bytes:
    """Unpack all members of a gzip file; what follows them is not looked at."""
    found = bytearray()
    try:
        while packed.startswith(_GZIP):
            unpacker = zlib.decompressobj(wbits=31)
            found += unpacker.decompress(packed, SIZE_LIMIT - len(found) + 1)
            if len(found) > SIZE_LIMIT:
                raise Unreadable("The document is larger unpacked than any that Amazon sends")
            if not unpacker.eof:
                raise Unreadable("The document's gzip breaks off")
            packed = unpacker.unused_data
    except zlib.error:
        raise Unreadable("The document's gzip is broken") from None
    return bytes(found)


def _in_utf8(content: bytes, content_type: str) -> bytes:
    """Return a text in UTF-8 when the HTTP header alone tells another encoding."""
    if content.startswith(_BOMS) or _DECLARED.match(content):
        return content
    told = re.search(r"charset=[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    name = {"windows-31j": "cp932"}.get(told[1].lower(), told[1]) if told else "utf-8"
    try:
        return content.decode(name).encode()
    except (LookupError, UnicodeError):  # the reader of the content sees what can be made of it
        return content


def _refusal(status: int, answer: bytes) -> TryLater:
    """Return the error of a store's refusal, with its one-word code and no address."""
    found = _CODE.search(answer[:10_000])
    code = found[1].decode("ascii", "replace") if found else None
    said = f"Amazon's file store answered {status}" + (f" ({code})" if code else "")
    if status in _EXPIRED or "Expired" in (code or ""):
        return AskForNewAddress(said, status=status, code=code)
    return TryLater(said, status=status, code=code)
