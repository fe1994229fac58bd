"""python-amazon-sp-api, imported and used without its surprises.

The library (2.1.35, pinned) knows Amazon's paths and how parameters are written. What else it does
is replaced here, since a server that works for several sellers cannot live with it:

====================================================  ===========================================
what the library does                                 what happens instead
====================================================  ===========================================
answers of 4xx and 5xx without an error list, HTML,   every answer is judged by ``answers``, never
empty ones pass as empty successes                    by the library
``Orders()`` means version v0                         the class of the version is used by name
credentials from environment variables and files;     its constructor is not run; everything comes
``SP_API_DEFAULT_MARKETPLACE`` beats the argument     from our caller
bad environment variables break the import            they are out of sight while it is imported
tokens in one cache for the whole process             ``sign_in``: one client, one token
``timeout`` does not reach token requests             ``transport`` makes all requests
four spellings of marketplaceIds are added to GETs,   only what the caller gave is sent
two to bodies, and the path to those of feeds
feed documents are uploaded and fetched without        ``feed_documents``
time limits, proxies and regard to their encoding
the Host header is ``endpoint[8:]``                   HTTP's own business
DEBUG logs tokens and buyers; httpx at INFO logs      ``silence``: not one record while we call
whole addresses
====================================================  ===========================================
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timezone
from typing import Any

__all__ = [
    "FeedClerk",
    "OrderReader",
    "SellerReader",
    "ShipmentWriter",
    "StockReader",
    "silence",
]

USER_AGENT = "amazon_connector/1.0 (Language=Python)"

# What the library reads while it is imported, and would stumble over.
_VARIABLES = (
    "AWS_ENV",
    "SP_API_AUTH_CACHE_SIZE",
    "SP_API_AUTH_CACHE_TTL",
    "SP_API_DEFAULT_MARKETPLACE",
)


@contextmanager
def _hidden(names: tuple[str, ...]) -> Iterator[None]:
    """Take environment variables out of sight for a moment."""
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


with _hidden(_VARIABLES):
    from sp_api.api.feeds.feeds_2021_06_30 import FeedsV20210630
    from sp_api.api.inventories.inventories import Inventories
    from sp_api.api.orders.orders_2026_01_01 import OrdersV20260101
    from sp_api.api.orders.orders_v0 import OrdersV0
    from sp_api.api.sellers.sellers import Sellers
    from sp_api.base import Client as LibraryClient
    from sp_api.base import fill_query_params


class _Unsurprising(LibraryClient):
    """The library's client with what it knows, and without what it does behind one's back."""

    def __init__(self, api_url: str, sign_in: Any, transport: Any):
        """Be ready to call.

        The library's constructor is left out on purpose: it reads the environment, and makes two
        HTTP clients without time limits. A test holds that these are all attributes it would set.

        :param api_url: the region's address
        :param sign_in: whose ``get_auth().access_token`` is a valid token
        :param transport: whose ``request`` sends a request, like the library's ``HttpxTransport``
        """
        self.credentials = None
        self.endpoint = api_url
        self.marketplace_id = None
        self.region = None
        self.restricted_data_token = None
        self._auth = sign_in
        self.proxies = None
        self.timeout = None
        self.version = None
        self.verify = True
        self._transport = transport

    @property
    def headers(self) -> dict[str, str]:
        """Return what Amazon wants to see in every request; Host is for HTTP to say."""
        return {
            "user-agent": USER_AGENT,
            "x-amz-access-token": self.auth.access_token,
            "x-amz-date": datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ"),
            "content-type": "application/json",
            "accept": "application/json",
        }

    def _request(
        self,
        path: str,
        *,
        data: Mapping[str, Any] | None = None,
        params: Mapping[str, Any] | None = None,
        **_: Any,
    ) -> Any:
        """Send exactly what the caller gave: Amazon refuses parameters that its model lacks."""
        data, params = dict(data or {}), dict(params or {})
        data.pop("path", None)
        return super()._request(path, data=data, params=params, add_marketplace=False)

    def _check_response(self, res: Any, *_: Any, **__: Any) -> Any:
        """Hand the answer on as it came; the library would swallow failures here."""
        return res


class OrderReader(_Unsurprising, OrdersV20260101):
    """Reads orders: version 2026-01-01."""


class ShipmentWriter(_Unsurprising, OrdersV0):
    """Confirms shipments: version v0, which Amazon keeps for this alone."""


class SellerReader(_Unsurprising, Sellers):
    """Reads what a seller may do: version v1."""


class StockReader(_Unsurprising, Inventories):
    """Reads what lies in Amazon's warehouses: version 1."""


class FeedClerk(_Unsurprising, FeedsV20210630):
    """Creates feeds and their documents, and asks what became of them: version 2021-06-30."""

    def get_feed_document(self, document_id: str) -> Any:
        """Ask where a document can be fetched; the library would fetch it there and then."""
        path = fill_query_params("/feeds/2021-06-30/documents/{}", document_id)
        return self._request(path, params={"method": "GET"})


_silent: ContextVar[bool] = ContextVar("amazon_api_silent", default=False)

# Every logger that the library, httpx, requests and what is below them write addresses to.
_TALKATIVE = (
    "httpx",
    "httpcore",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
    "requests",
    "sp_api.base.client",
    "sp_api.auth",
    "sp_api.auth.access_token_client",
    "urllib3",
    "urllib3.connection",
    "urllib3.connectionpool",
    "urllib3.poolmanager",
    "urllib3.response",
    "urllib3.util.retry",
    "urllib3.util.ssl_",
)


def _heard(_: logging.LogRecord) -> bool:
    return not _silent.get()


for _name in _TALKATIVE:
    logging.getLogger(_name).addFilter(_heard)


@contextmanager
def silence() -> Iterator[None]:
    """Let nothing be logged by library and HTTP while we call Amazon, whatever the log level.

    A filter for this context only: what others do with httpx in the same process is still logged,
    and no ``--log-handler`` can turn it on by accident.
    """
    before = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(before)
