"""The question that getFeeds is asked, and the tokens between its pages."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from starlette.datastructures import QueryParams

from .. import spec
from ..clock import parse_moment
from ..exceptions import Forbidden, InvalidInput
from ..search import several, single
from ..signing import seal, unseal
from .store import Feed

RETENTION = timedelta(days=90)
MAXIMUM_PAGE, MAXIMUM_CHOICES = 100, 10
_TOKEN = "getFeeds"


@dataclass(frozen=True)
class FeedQuestion:
    """A valid search for feeds; ``before`` is the feed after which the page starts."""

    feed_types: list[str]
    marketplace_ids: list[str]
    statuses: list[str]
    since: str
    until: str
    page_size: int
    before: str | None = None

    def passes(self, feed: Feed) -> bool:
        """Whether a feed is what was asked for."""
        return (
            feed.feed_type in self.feed_types
            and parse_moment(self.since) <= feed.created <= parse_moment(self.until)
            and (not self.statuses or feed.status in self.statuses)
            and (
                not self.marketplace_ids or bool({*self.marketplace_ids} & {*feed.marketplace_ids})
            )
            and (self.before is None or int(feed.feed_id) < int(self.before))
        )

    def token(self, key: bytes, seller_id: str, last: Feed) -> str:
        """Return the token of the page behind ``last``."""
        return seal(key, [_TOKEN, seller_id, {**asdict(self), "before": last.feed_id}])


def read_question(
    query: QueryParams, allowed: list[str], seller_id: str, key: bytes, now: datetime
) -> FeedQuestion:
    """Read the query of getFeeds.

    :raises InvalidInput: naming the rule that is broken
    :raises Forbidden: for marketplaces where the seller does not sell
    """
    if "nextToken" in query:
        return _continued(query, seller_id, key)
    marketplaces = _choices(query, "marketplaceIds")
    if any(each not in allowed for each in marketplaces):
        raise Forbidden("The marketplaces you provided are not valid for region.")
    statuses = list(several(query, "processingStatuses"))
    if strangers := [each for each in statuses if each not in spec.FEED_STATUSES]:
        raise InvalidInput(f"Invalid parameter: processingStatuses has no value {strangers[0]}.")
    types = _choices(query, "feedTypes")
    if not types:
        raise InvalidInput("Either feedTypes or nextToken is required.")
    since = max(_moment(query, "createdSince", now - RETENTION), now - RETENTION)
    until = _moment(query, "createdUntil", now)
    # Feeds are written down to a part of a second, moments in a query to the second at best.
    return FeedQuestion(
        types, marketplaces, statuses, since.isoformat(), until.isoformat(), _page_size(query)
    )


def _continued(query: QueryParams, seller_id: str, key: bytes) -> FeedQuestion:
    if len(query) > 1:
        raise InvalidInput("nextToken must be the only parameter.")
    held = unseal(key, query["nextToken"])
    if not held or held[:2] != [_TOKEN, seller_id]:
        raise InvalidInput("The nextToken is invalid.")
    return FeedQuestion(**held[2])


def _choices(query: QueryParams, name: str) -> list[str]:
    values = list(several(query, name))
    if len(values) > MAXIMUM_CHOICES or (name in query and not values):
        raise InvalidInput(f"Invalid parameter: {name} takes 1 to {MAXIMUM_CHOICES} values.")
    return values


def _moment(query: QueryParams, name: str, default: datetime) -> datetime:
    text = single(query, name)
    try:
        return default if text is None else parse_moment(text)
    except ValueError as error:
        raise InvalidInput(f"Invalid parameter: {name} must be in ISO 8601 format.") from error


def _page_size(query: QueryParams) -> int:
    text = single(query, "pageSize")
    if text is None:
        return 10
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MAXIMUM_PAGE):
        raise InvalidInput(f"pageSize must be between 1 and {MAXIMUM_PAGE}.")
    return int(text)
