"""A feed: many things told to Amazon at once, and what became of it (version 2021-06-30).

A document is created, its content uploaded, a feed made of it; Amazon works it off in its own time
and writes a processing report, which is a document again::

    document = client.create_feed_document()
    client.upload_feed_document(document, content)
    feed_id = client.create_feed(feed_type, marketplace_ids, document.document_id)
    feed = client.get_feed(feed_id)                     # … until it is over
    document = client.get_feed_document(feed.result_document_id)
    report = read_report(client.download_feed_document(document))
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from .json_reading import Node

__all__ = ["Feed", "FeedDocument"]

# Everything else (IN_QUEUE, IN_PROGRESS, and what Amazon may add) is still under way.
_OVER = {"DONE", "CANCELLED", "FATAL"}


@dataclass(frozen=True)
class Feed:
    """A feed as Amazon tells of it.

    :ivar status: ``IN_QUEUE``, ``IN_PROGRESS``, ``DONE`` (worked off, which does not mean that
        every message worked), ``CANCELLED`` (never begun), ``FATAL`` (broken off: some, none or
        all of it may have worked)
    :ivar created: when Amazon accepted it
    :ivar ended: when it was over
    :ivar result_document_id: of the processing report; None when there is none (yet)
    """

    feed_id: str
    feed_type: str
    status: str
    created: datetime
    ended: datetime | None = None
    result_document_id: str | None = None

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will happen to it."""
        return self.status in _OVER

    @classmethod
    def read(cls, node: Node) -> Feed:
        """Read Amazon's ``Feed`` (model feeds 2021-06-30).

        :raises Unreadable: with the path of what cannot be read
        """
        return cls(
            feed_id=node.required_identifier("feedId"),
            feed_type=node.required_identifier("feedType"),
            status=node.required_identifier("processingStatus"),
            created=node.required_time("createdTime"),
            ended=node.time("processingEndTime"),
            result_document_id=node.identifier("resultFeedDocumentId"),
        )


@dataclass(frozen=True)
class FeedDocument:
    """Where a document can be brought to or fetched from, for five minutes.

    :ivar url: signed, so that whoever knows it may read or write the document: neither shown nor
        stored
    :ivar compression: ``GZIP`` or None
    """

    document_id: str
    url: str = field(repr=False)
    compression: str | None = None

    @classmethod
    def read(cls, node: Node) -> FeedDocument:
        """Read Amazon's ``FeedDocument`` and ``CreateFeedDocumentResponse``.

        :raises Unreadable: with the path of what cannot be read
        """
        return cls(
            document_id=node.required_identifier("feedDocumentId"),
            url=node.text("url") or node.refuse("url", "this must be told"),
            compression=node.identifier("compressionAlgorithm"),
        )
