"""What one seller has of feeds: documents, feeds, and how long they take."""

import gzip
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..clock import format_moment
from .faults import FeedFault
from .fulfilment import Unreadable
from .report import Result

_GZIP = b"\x1f\x8b"
FULFILMENT = "POST_ORDER_FULFILLMENT_DATA"


@dataclass
class Document:
    """A feed's contents or its report; ``content`` is None until it is uploaded.

    ``expired_addresses`` is how many of the next download addresses have expired already.
    """

    document_id: str
    content_type: str
    content: bytes | None = None
    is_gzip: bool = False
    expired_addresses: int = 0

    def unpacked(self) -> bytes:
        """Return the contents without the compression that Amazon understands.

        :raises Unreadable: when they only look as if they were compressed
        """
        content = self.content or b""
        if not content.startswith(_GZIP):
            return content
        try:
            return gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            raise Unreadable("5000", "The document could not be decompressed.") from error


@dataclass
class Feed:
    """A feed, and what became of it once ``ended`` is set.

    ``fault`` is how the tester wants it to end.
    """

    feed_id: str
    feed_type: str
    marketplace_ids: list[str]
    document_id: str
    created: datetime
    fault: FeedFault | None = None
    status: str = "IN_QUEUE"
    started: datetime | None = None
    ended: datetime | None = None
    report_id: str | None = None
    results: list[Result] = field(default_factory=list)

    def to_json(self) -> dict:
        """Return the feed in the form of Amazon's model Feed."""
        told = {
            "feedId": self.feed_id,
            "feedType": self.feed_type,
            "marketplaceIds": self.marketplace_ids,
            "createdTime": format_moment(self.created),
            "processingStatus": self.status,
            "processingStartTime": self.started and format_moment(self.started),
            "processingEndTime": self.ended and format_moment(self.ended),
            "resultFeedDocumentId": self.report_id,
        }
        return {name: value for name, value in told.items() if value is not None}


@dataclass
class FeedStore:
    """All feeds of a seller, oldest first.

    A feed waits ``queue_seconds`` before it is processed, which takes ``processing_seconds``. Both
    hold for the feeds that are under way too.
    """

    queue_seconds: float = 1
    processing_seconds: float = 2
    documents: dict[str, Document] = field(default_factory=dict)
    feeds: dict[str, Feed] = field(default_factory=dict)
    faults: list[FeedFault] = field(default_factory=list)

    def add_document(self, content_type: str, content: bytes | None = None) -> Document:
        """Make a document with an id of its own."""
        number = len(self.documents) + 1
        document = Document(f"amzn1.tortuga.4.sim.{number:08}", content_type, content)
        self.documents[document.document_id] = document
        return document

    def add_feed(
        self, feed_type: str, marketplace_ids: list[str], document_id: str, now: datetime
    ) -> Feed:
        """Put a feed into the queue; it takes the fault that the tester ordered for the next."""
        feed_id = str(50001 + len(self.feeds))
        fault = self._take_fault()
        feed = Feed(feed_id, feed_type, list(marketplace_ids), document_id, now, fault)
        self.feeds[feed_id] = feed
        return feed

    def open_feeds(self) -> list[Feed]:
        """Return the feeds that are not done with, oldest first."""
        return [feed for feed in self.feeds.values() if feed.ended is None]

    def starts(self, feed: Feed) -> datetime:
        """Return when a feed leaves the queue."""
        return feed.created + timedelta(seconds=self.queue_seconds)

    def ends(self, feed: Feed) -> datetime:
        """Return when a feed is done."""
        return self.starts(feed) + timedelta(seconds=self.processing_seconds)

    def _take_fault(self) -> FeedFault | None:
        for fault in self.faults:
            if fault.times > 0:
                fault.times -= 1
                return fault
        return None


def told_to_testers(store: FeedStore, feed: Feed) -> dict:
    """Return all that is known of a feed: Amazon's fields, what was sent, and what came of it."""
    sent, report = store.documents[feed.document_id], store.documents.get(feed.report_id or "")
    return {
        **feed.to_json(),
        "inputFeedDocumentId": feed.document_id,
        "content": _as_text(sent),
        "report": _as_text(report) if report else None,
        "results": [result.to_json() for result in feed.results],
    }


def _as_text(document: Document) -> str | None:
    """Return a document's content for people's eyes, whatever its encoding."""
    if document.content is None:
        return None
    try:
        content = document.unpacked()
    except Unreadable:
        content = document.content
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("windows-1252", "replace")
