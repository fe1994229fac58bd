"""Pagination tokens: where the next page starts, sealed so that nobody can change it.

A token holds the place behind the last order told, not a page number: an order that changes
between two pages moves behind the search's upper limit, and no other one is skipped or told twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .clock import parse_moment
from .exceptions import InvalidInput
from .signing import seal, unseal

LIFETIME = timedelta(hours=24)


@dataclass(frozen=True)
class Bookmark:
    """Where a listing goes on.

    ``until`` is its upper limit, the same for all pages; ``after_key`` is the moment and the id of
    the last order told.
    """

    seller_id: str
    fingerprint: str
    issued: datetime
    until: datetime
    after_key: tuple[datetime, str]

    def seal(self, key: bytes) -> str:
        """Return the token for this bookmark."""
        fields = (
            self.seller_id,
            self.fingerprint,
            self.issued.isoformat(),
            self.until.isoformat(),
            self.after_key[0].isoformat(),
            self.after_key[1],
        )
        return seal(key, fields)


def open_token(token: str, key: bytes, seller_id: str, fingerprint: str, now: datetime) -> Bookmark:
    """Return the bookmark of a token.

    :param fingerprint: that of the filters which came with the token
    :raises InvalidInput: when the token is not one of ours, expired, or came with other filters
    """
    bookmark = _unseal(token, key)
    if bookmark is None or bookmark.seller_id != seller_id:
        raise InvalidInput("The paginationToken is invalid.")
    if now - bookmark.issued > LIFETIME:
        raise InvalidInput("The paginationToken has expired.")
    if bookmark.fingerprint != fingerprint:
        raise InvalidInput("The paginationToken must be sent with its original filters.")
    return bookmark


def _unseal(token: str, key: bytes) -> Bookmark | None:
    fields = unseal(key, token)
    if fields is None or len(fields) != 6:
        return None
    seller_id, fingerprint, issued, until, moment, order_id = fields
    after_key = (parse_moment(moment), order_id)
    return Bookmark(seller_id, fingerprint, parse_moment(issued), parse_moment(until), after_key)
