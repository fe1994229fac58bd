"""searchOrders and getOrder, version 2026-01-01."""

from bisect import bisect_left, bisect_right
from datetime import datetime
from functools import partial
from itertools import islice, takewhile
from typing import Any

from starlette.requests import Request

from .. import included_data, marketplaces, pagination, search
from ..clock import format_moment
from ..exceptions import NotFound
from ..search import Question
from ..seller import Seller
from ..stored_order import StoredOrder, sort_key
from ..world import World


def search_orders(world: World, seller: Seller, request: Request, body: Any) -> dict:
    """Answer ``GET /orders/2026-01-01/orders``."""
    now, listed_until = world.clock.now(), world.listed_until()
    question = search.read_question(request.query_params, seller.marketplace_ids, listed_until)
    until, after_key = question.before or listed_until, None
    if question.pagination_token is not None:
        bookmark = pagination.open_token(
            question.pagination_token,
            world.signing_key,
            seller.seller_id,
            question.fingerprint(),
            now,
        )
        until, after_key = bookmark.until, bookmark.after_key
    found = _found(seller, question, until, after_key)
    page = found[: question.page_size]
    answer = {
        "orders": [included_data.told(order, question.included_data, now) for order in page],
        _limit_name(question): format_moment(until),
    }
    if len(found) > len(page):
        last = sort_key(page[-1], question.by_creation)
        fingerprint = question.fingerprint()
        bookmark = pagination.Bookmark(seller.seller_id, fingerprint, now, until, last)
        answer["pagination"] = {"nextToken": bookmark.seal(world.signing_key)}
    return answer


def get_order(world: World, seller: Seller, request: Request, body: Any) -> dict:
    """Answer ``GET /orders/2026-01-01/orders/{orderId}``."""
    included = search.read_included_data(request.query_params)
    order = seller.orders.get(request.path_params["orderId"])
    if order is None:
        raise NotFound("Requested order is not found.")
    return {"order": included_data.told(order, included, world.clock.now())}


def _found(
    seller: Seller,
    question: Question,
    until: datetime,
    after_key: tuple[datetime, str] | None,
) -> list[StoredOrder]:
    """Return the orders behind ``after_key`` that the question asks for, oldest first.

    One more than fits on the page, if there are more.
    """
    ordered = seller.ordered(question.by_creation)
    key = partial(sort_key, by_creation=question.by_creation)
    if after_key is None:
        start = bisect_left(ordered, (question.after, ""), key=key)
    else:
        start = bisect_right(ordered, after_key, key=key)
    listed = takewhile(lambda order: key(order)[0] <= until, islice(ordered, start, None))
    passing = (order for order in listed if _passes(order, question))
    return list(islice(passing, question.page_size + 1))


def _passes(order: StoredOrder, question: Question) -> bool:
    """Whether an order passes the filters by status, fulfilment and marketplace."""
    if question.fulfillment_statuses and order.status not in question.fulfillment_statuses:
        return False
    if question.fulfilled_by and order.fulfilled_by not in question.fulfilled_by:
        return False
    # Orders of other channels name no marketplace of Amazon's: every marketplace lists them.
    is_elsewhere = marketplaces.by_id(order.marketplace_id) is None
    return (
        not question.marketplace_ids
        or is_elsewhere
        or order.marketplace_id in question.marketplace_ids
    )


def _limit_name(question: Question) -> str:
    return "createdBefore" if question.by_creation else "lastUpdatedBefore"
