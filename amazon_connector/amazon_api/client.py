"""One seller account's connection to Amazon: everything that can be asked of it.

Orders are read by version 2026-01-01 of the Orders API; shipments are confirmed by v0, which Amazon
keeps for that. Every method makes one call, waits for nothing and repeats nothing, but for a token
that Amazon no longer takes: that is fetched anew, once. Every failure is one of ``errors``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from typing import Any

from .answers import accepted, payload
from .endpoint import Endpoint
from .errors import AuthoriseAgain, GiveUp, TryLater, Unreadable
from .fba_inventory import InventoryPage, page_from_json
from .feed_documents import FeedDocuments
from .feeds import Feed, FeedDocument
from .json_reading import Node
from .library import (
    FeedClerk,
    OrderReader,
    SellerReader,
    ShipmentWriter,
    StockReader,
    silence,
)
from .orders import Order, OrderPage, order_from_json, orders_from_json
from .participations import Participation
from .shipments import Package, confirm_shipment_body
from .sign_in import Credentials, SignIn
from .transport import Answer, Transport

__all__ = ["INCLUDED_DATA", "Client", "Credentials", "Endpoint", "Participation"]

# All that Amazon would leave out unless it is asked for.
INCLUDED_DATA = (
    "BUYER",
    "RECIPIENT",
    "PROCEEDS",
    "EXPENSE",
    "PROMOTION",
    "CANCELLATION",
    "FULFILLMENT",
    "PACKAGES",
    "TAX",
    "PAYMENT",
    "FULFILLMENT_ORDERS",
)

# What feeds are written in; the signature of an upload's address holds it.
FEED_CONTENT = "text/xml; charset=UTF-8"

_ORDER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", re.ASCII)
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:~-]{0,199}", re.ASCII)


class Client:
    """One seller account's connection. Close it, or use it in a ``with``.

    :ivar rate_limits: the calls per second that Amazon told to grant, by operation
    """

    def __init__(self, credentials: Credentials, endpoint: Endpoint, *, timeout: float = 30.0):
        """Be ready to call; nothing is sent yet.

        :param timeout: seconds without a sign of life of Amazon, sign-in included; a whole exchange
            may take four times that
        :raises AuthoriseAgain: a credential is empty (``reason`` missing)
        """
        self.rate_limits: dict[str, float] = {}
        self._transport = Transport(timeout=timeout, direct=endpoint.is_local)
        self._sign_in = SignIn(credentials, endpoint.token_url, self._transport)
        parts = (endpoint.api_url, self._sign_in, self._transport)
        self._orders, self._shipments = OrderReader(*parts), ShipmentWriter(*parts)
        self._sellers, self._feeds = SellerReader(*parts), FeedClerk(*parts)
        self._stock = StockReader(*parts)
        self._documents = FeedDocuments(timeout=timeout, direct=endpoint.is_local)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def clock_lead(self) -> float | None:
        """Return the seconds that our clock is ahead of Amazon's, by its last answer."""
        return self._transport.clock_lead

    def close(self) -> None:
        """End the connection; the client cannot be used any more."""
        self._transport.close()
        self._documents.close()

    def search_orders(
        self,
        *,
        marketplace_ids: Iterable[str],
        last_updated_after: datetime | None = None,
        last_updated_before: datetime | None = None,
        created_after: datetime | None = None,
        created_before: datetime | None = None,
        fulfillment_statuses: Iterable[str] = (),
        fulfilled_by: Iterable[str] = (),
        page_size: int = 100,
        pagination_token: str | None = None,
    ) -> OrderPage:
        """Return a page of whole orders, found by creation or by last update.

        Exactly one of ``last_updated_after`` and ``created_after`` is given, and each ``…_before``
        only beside its ``…_after``. Times have a time zone; Amazon is asked to the millisecond.

        :param fulfillment_statuses: none means all
        :param fulfilled_by: ``MERCHANT``, ``AMAZON``; none means both
        :param page_size: 1 to 100 orders
        :param pagination_token: the last page's ``next_token``; all else as before
        :raises ValueError: a question that Amazon would refuse; no call was spent
        :raises AmazonError: see ``errors``
        """
        times = {
            "createdAfter": created_after,
            "createdBefore": created_before,
            "lastUpdatedAfter": last_updated_after,
            "lastUpdatedBefore": last_updated_before,
        }
        _check_times(times)
        if not 1 <= page_size <= 100:
            raise ValueError("a page holds 1 to 100 orders")
        parameters = {
            **{name: _moment(time) for name, time in times.items() if time},
            "marketplaceIds": list(marketplace_ids),
            "fulfillmentStatuses": list(fulfillment_statuses),
            "fulfilledBy": list(fulfilled_by),
            "maxResultsPerPage": page_size,
            "paginationToken": pagination_token,
            "includedData": list(INCLUDED_DATA),
        }
        told = {name: value for name, value in parameters.items() if value}
        return _page(*self._call("searchOrders", lambda: self._orders.search_orders(**told)))

    def get_order(self, order_id: str) -> Order:
        """Return one order.

        :raises NotFound: the seller has no such order
        :raises Unreadable: it was found, and cannot be read
        :raises AmazonError: see ``errors``
        """
        _check_order_id(order_id)
        answer, fields = self._call(
            "getOrder",
            lambda: self._orders.get_order(order_id, includedData=list(INCLUDED_DATA)),
        )
        if not isinstance(fields.get("order"), dict):
            raise _meaningless(answer, "getOrder")
        try:
            return order_from_json(fields["order"])
        except Unreadable as error:
            error.request_id = answer.request_id
            raise

    def marketplace_participations(self) -> tuple[Participation, ...]:
        """Return the marketplaces that the seller can sell in.

        :raises AmazonError: see ``errors``
        """
        operation = "getMarketplaceParticipations"
        _, fields = self._call(operation, self._sellers.get_marketplace_participation)
        return tuple(map(Participation.read, Node(fields).children("payload")))

    def inventory_summaries(
        self, marketplace_id: str, next_token: str | None = None
    ) -> InventoryPage:
        """Return a page of what lies in Amazon's warehouses for a marketplace, with its details.

        :param next_token: the last page's ``next_token``, not older than 30 seconds
        :raises GiveUp: the token has expired, or Amazon refuses the question
        :raises AmazonError: see ``errors``
        """
        question = {
            "details": "true",
            "granularityType": "Marketplace",
            "granularityId": marketplace_id,
            "marketplaceIds": marketplace_id,
            **({"nextToken": next_token} if next_token else {}),
        }
        return self._read(
            "getInventorySummaries",
            lambda: self._stock.get_inventory_summary_marketplace(**question),
            page_from_json,
        )

    def confirm_shipment(self, order_id: str, marketplace_id: str, package: Package) -> None:
        """Tell Amazon that a package of an order is on its way, or correct what was told of it.

        :raises InvalidPackage: the marketplace is empty
        :raises GiveUp: Amazon refuses it; ``code`` and ``details`` say why
        :raises TryLater: whether Amazon knows of the package now is unknown; telling it again with
            the same reference does no harm
        :raises AmazonError: see ``errors``
        """
        _check_order_id(order_id)
        body = confirm_shipment_body(marketplace_id, package)
        self._call(
            "confirmShipment",
            lambda: self._shipments.confirm_shipment(order_id, **body),
            check=accepted,
        )

    def create_feed_document(self) -> FeedDocument:
        """Return a new document with the address that its content is uploaded to.

        :raises AmazonError: see ``errors``
        """
        return self._read(
            "createFeedDocument",
            lambda: self._feeds.create_feed_document(None, FEED_CONTENT),
            FeedDocument.read,
        )

    def upload_feed_document(self, document: FeedDocument, content: bytes) -> None:
        """Bring the content of a new document to its address; see ``FeedDocuments.upload``.

        This counts on no quota: Amazon's file store takes it, not its API.
        """
        with silence():
            self._documents.upload(document, content, FEED_CONTENT)

    def create_feed(self, feed_type: str, marketplace_ids: Iterable[str], document_id: str) -> str:
        """Hand in an uploaded document as a feed, and return the feed's identifier.

        :param marketplace_ids: 1 to 25
        :raises ValueError: a number of marketplaces that Amazon would refuse; no call was spent
        :raises TryLater: whether Amazon works at it now is unknown: ``get_feeds`` tells
        :raises AmazonError: see ``errors``
        """
        marketplaces = list(marketplace_ids)
        if not 1 <= len(marketplaces) <= 25:
            raise ValueError("a feed is for 1 to 25 marketplaces")
        return self._read(
            "createFeed",
            lambda: self._feeds.create_feed(feed_type, document_id, marketplaceIds=marketplaces),
            lambda node: node.required_identifier("feedId"),
        )

    def get_feed(self, feed_id: str) -> Feed:
        """Return what became of a feed.

        :raises NotFound: the seller has no such feed
        :raises AmazonError: see ``errors``
        """
        _check_reference(feed_id, "feed")
        return self._read("getFeed", lambda: self._feeds.get_feed(feed_id), Feed.read)

    def get_feeds(self, feed_type: str, created_since: datetime) -> tuple[Feed, ...]:
        """Return the feeds of a type that Amazon has accepted since.

        At most 100: Amazon's quota for createFeed grants no more in two hours and a half.

        :raises ValueError: a time without a time zone
        :raises AmazonError: see ``errors``
        """
        if created_since.tzinfo is None:
            raise ValueError("a time without a time zone")
        question = {"feedTypes": [feed_type], "createdSince": _moment(created_since)}
        return self._read(
            "getFeeds",
            lambda: self._feeds.get_feeds(**question, pageSize=100),
            lambda node: tuple(map(Feed.read, node.children("feeds"))),
        )

    def get_feed_document(self, document_id: str) -> FeedDocument:
        """Return where a document can be fetched, such as a feed's processing report.

        :raises NotFound: there is no such document (any more)
        :raises AmazonError: see ``errors``
        """
        _check_reference(document_id, "feed document")
        return self._read(
            "getFeedDocument",
            lambda: self._feeds.get_feed_document(document_id),
            FeedDocument.read,
        )

    def download_feed_document(self, document: FeedDocument) -> bytes:
        """Return the content of a document, unpacked; see ``FeedDocuments.download``.

        This counts on no quota: Amazon's file store hands it out, not its API.
        """
        with silence():
            return self._documents.download(document)

    def _read(self, operation: str, send: Callable[[], Answer], read: Callable[[Node], Any]) -> Any:
        """Return what ``read`` finds in a successful answer.

        An answer that lacks it is no answer: it is asked again later, never taken for one.
        """
        answer, fields = self._call(operation, send)
        try:
            return read(Node(fields))
        except Unreadable:
            raise _meaningless(answer, operation) from None

    def _call(
        self,
        operation: str,
        send: Callable[[], Answer],
        check: Callable[[Answer, str], Any] = payload,
    ) -> tuple[Answer, Any]:
        """Return a successful answer and what it holds; a refused token is replaced once."""
        with silence():
            known = self._sign_in.token
            token = self._sign_in.get_auth()
            answer = self._sent(operation, send)
            try:
                return answer, check(answer, operation)
            except AuthoriseAgain:
                self._sign_in.forget(token)
                if token is not known:  # fetched just now: a new one would be refused as well
                    raise
            answer = self._sent(operation, send)
            return answer, check(answer, operation)

    def _sent(self, operation: str, send: Callable[[], Answer]) -> Answer:
        answer = send()
        if answer.rate_limit:
            self.rate_limits[operation] = answer.rate_limit
        return answer


def _check_times(times: dict[str, datetime | None]) -> None:
    """Hold a question to Amazon's rules before one of the precious calls is spent on it."""
    given = {name for name, time in times.items() if time}
    families = [{"createdAfter", "createdBefore"}, {"lastUpdatedAfter", "lastUpdatedBefore"}]
    if not any(given <= family for family in families):
        raise ValueError("times of creation and of update cannot be mixed")
    if not given & {"createdAfter", "lastUpdatedAfter"}:
        raise ValueError("one of created_after and last_updated_after must be given")
    if any(time and time.tzinfo is None for time in times.values()):
        raise ValueError("a time without a time zone")


def _moment(time: datetime) -> str:
    """Return a time as Amazon writes it, cut to the millisecond."""
    moment = time.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")


def _check_order_id(order_id: str) -> None:
    """Keep anything but a reference out of the address: an empty one would ask for all orders."""
    if not isinstance(order_id, str) or not _ORDER_ID.fullmatch(order_id):
        raise GiveUp("This is no reference of an Amazon order")


def _check_reference(reference: str, kind: str) -> None:
    """Keep anything but a reference out of the address: an empty one would ask for something else.

    :param kind: such as ``feed``
    """
    if not isinstance(reference, str) or not _REFERENCE.fullmatch(reference):
        raise GiveUp(f"This is no reference of an Amazon {kind}")


def _page(answer: Answer, fields: dict[str, Any]) -> OrderPage:
    """Return the page of a successful answer.

    A page that tells its token or its times in an unknown way is refused whole: taken for the last
    one, it would make the rest of the orders disappear.
    """
    entries = fields.get("orders")
    try:
        node = Node(fields)
        token = node.child("pagination").fields.get("nextToken")
        times = {
            "last_updated_before": node.time("lastUpdatedBefore"),
            "created_before": node.time("createdBefore"),
        }
    except Unreadable:
        raise _meaningless(answer, "searchOrders") from None
    if not isinstance(entries, list) or not (token is None or isinstance(token, str)):
        raise _meaningless(answer, "searchOrders")
    orders, unreadable = orders_from_json(entries)
    return OrderPage(
        orders=orders,
        unreadable=unreadable,
        next_token=token or None,
        rate_limit=answer.rate_limit,
        request_id=answer.request_id,
        **times,
    )


def _meaningless(answer: Answer, operation: str) -> TryLater:
    return TryLater(
        f"Amazon's answer to {operation} lacks what it should hold",
        status=answer.status,
        request_id=answer.request_id,
    )
