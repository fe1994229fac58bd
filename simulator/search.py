"""The question that searchOrders is asked: reading it, and holding it against Amazon's rules."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from starlette.datastructures import QueryParams

from . import spec
from .clock import parse_moment
from .exceptions import Forbidden, InvalidInput

MAXIMUM_MARKETPLACES = 50
MAXIMUM_PAGE = 100
FAMILIES = ("createdAfter", "createdBefore"), ("lastUpdatedAfter", "lastUpdatedBefore")


@dataclass(frozen=True)
class Question:
    """A valid search.

    ``by_creation`` tells whether ``after`` and ``before`` are about the order's creation, or its
    last update. Empty tuples of filters let everything through.
    """

    by_creation: bool
    after: datetime
    before: datetime | None
    fulfillment_statuses: tuple[str, ...]
    marketplace_ids: tuple[str, ...]
    fulfilled_by: tuple[str, ...]
    page_size: int
    included_data: frozenset[str]
    pagination_token: str | None

    def fingerprint(self) -> str:
        """Return a digest of all that must stay the same from page to page.

        Page size and included data may change between the calls, says the model.
        """
        filters = (
            self.by_creation,
            self.after.isoformat(),
            self.before.isoformat() if self.before else None,
            sorted(self.fulfillment_statuses),
            sorted(self.marketplace_ids),
            sorted(self.fulfilled_by),
        )
        return hashlib.sha256(json.dumps(filters).encode()).hexdigest()[:32]


def read_question(
    query: QueryParams, allowed_marketplaces: list[str], listed_until: datetime
) -> Question:
    """Read the query of searchOrders.

    :param listed_until: two minutes before the world's now, the latest allowed *Before
    :return: a :class:`Question`
    :raises InvalidInput: naming each rule that is broken
    :raises Forbidden: for marketplaces outside of the seller's region
    """
    by_creation, after, before = _read_period(query, listed_until)
    return Question(
        by_creation,
        after,
        before,
        fulfillment_statuses=_choices(query, "fulfillmentStatuses", spec.FULFILLMENT_STATUSES),
        marketplace_ids=_marketplaces(query, allowed_marketplaces),
        fulfilled_by=_choices(query, "fulfilledBy", spec.FULFILLED_BY),
        page_size=_page_size(query),
        included_data=read_included_data(query),
        pagination_token=single(query, "paginationToken"),
    )


def read_included_data(query: QueryParams) -> frozenset[str]:
    """Return the datasets that were asked for."""
    return frozenset(_choices(query, "includedData", spec.INCLUDED_DATA))


def single(query: QueryParams, name: str) -> str | None:
    """Return the value of a parameter that may come once."""
    values = query.getlist(name)
    if len(values) > 1:
        raise InvalidInput(f"Invalid parameter: {name} may be given once only.")
    return values[0] if values else None


def several(query: QueryParams, name: str) -> tuple[str, ...]:
    """Return the values of a list parameter: separated by commas, or repeated."""
    return tuple(part for value in query.getlist(name) for part in value.split(",") if part)


def _read_period(
    query: QueryParams, listed_until: datetime
) -> tuple[bool, datetime, datetime | None]:
    """Return (whether by creation, after, before)."""
    given = [[name for name in family if name in query] for family in FAMILIES]
    if all(given):
        raise InvalidInput("Filters by creation and by last update cannot be used together.")
    by_creation = bool(given[0])
    after_name, before_name = FAMILIES[0 if by_creation else 1]
    after, before = _moment(query, after_name), _moment(query, before_name)
    if after is None:
        raise InvalidInput("Exactly one of createdAfter and lastUpdatedAfter must be provided.")
    if before and before < after:
        raise InvalidInput(f"{before_name} must be equal to or after {after_name}.")
    if before and before > listed_until:
        raise InvalidInput(f"{before_name} must be at least two minutes before now.")
    return by_creation, after, before


def _moment(query: QueryParams, name: str) -> datetime | None:
    text = single(query, name)
    try:
        return None if text is None else parse_moment(text)
    except ValueError as error:
        raise InvalidInput(f"Invalid parameter: {name} must be in ISO 8601 format.") from error


def _choices(query: QueryParams, name: str, known: list[str]) -> tuple[str, ...]:
    values = several(query, name)
    if strangers := [value for value in values if value not in known]:
        raise InvalidInput(
            *(f"Invalid parameter: {name} has no value {value}." for value in strangers)
        )
    return values


def _marketplaces(query: QueryParams, allowed: list[str]) -> tuple[str, ...]:
    chosen = several(query, "marketplaceIds")
    if len(chosen) > MAXIMUM_MARKETPLACES:
        raise InvalidInput(f"At most {MAXIMUM_MARKETPLACES} marketplaceIds may be given.")
    if any(each not in allowed for each in chosen):
        raise Forbidden("The marketplaces you provided are not valid for region.")
    return chosen


def _page_size(query: QueryParams) -> int:
    text = single(query, "maxResultsPerPage")
    if text is None:
        return MAXIMUM_PAGE
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MAXIMUM_PAGE):
        raise InvalidInput(f"maxResultsPerPage must be between 1 and {MAXIMUM_PAGE}.")
    return int(text)
