"""The tester's own interface, under ``/_control``: it is ours, and nothing of Amazon's.

Every address takes and gives JSON. What is wrong with a request is told as
``{"problems": ["…"]}`` with status 400, 404 or 409, and has no effect.
"""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..clock import format_moment, parse_moment
from ..exceptions import ControlError
from ..faults import Fault
from ..feeds.faults import FeedFault
from ..feeds.store import told_to_testers
from ..generator import generate_orders
from ..seller import Seller
from ..stock import stock_of
from ..stored_order import StoredOrder
from ..transitions import TRANSITIONS
from ..trouble import TROUBLE
from ..wishes import demand_fields, demand_object
from ..world import LAG, World

MAXIMUM_GENERATED = 100_000
MAXIMUM_DAYS = 730
_SELLER_FIELDS = {
    "region": str,
    "marketplaceIds": list,
    "name": str,
    "quotaFactor": (int, float),
    "feedSeconds": (int, float),
    "applicationOf": str,
}

Action = Callable[[World, Request, Any], Any]


def control(action: Action) -> Callable[[Request], Awaitable[Response]]:
    """Return the web server's function for ``action(world, request, body)``."""

    async def respond(request: Request) -> Response:
        try:
            body = await _json_body(request)
            world: World = request.app.state.world
            world.settle()
            return JSONResponse(action(world, request, body))
        except ControlError as error:
            return JSONResponse({"problems": list(error.problems)}, error.status)

    return respond


async def _json_body(request: Request) -> Any:
    content = await request.body()
    try:
        return json.loads(content) if content.strip() else {}
    except ValueError as error:
        raise ControlError(f"the body is not JSON: {error}") from error


def list_sellers(world: World, request: Request, body: Any) -> list[dict]:
    """``GET /_control/sellers``."""
    return [seller.to_json() for seller in world.sellers.values()]


def add_seller(world: World, request: Request, body: Any) -> dict:
    """``POST /_control/sellers {region, marketplaceIds?, name?, orders?, quotaFactor?,
    feedSeconds?, applicationOf?}``; the last is a seller's id, whose application this one uses too.
    """
    fields = dict(demand_object(body))
    orders = _read_orders(fields.pop("orders", []), request)
    demand_fields(fields, _SELLER_FIELDS)
    seller = Seller.create(
        fields.get("region", ""),
        fields.get("marketplaceIds"),
        fields.get("name"),
        fields.get("quotaFactor"),
        application_of=world.seller(fields["applicationOf"]) if "applicationOf" in fields else None,
    )
    if "feedSeconds" in fields:
        seller.feeds.queue_seconds, seller.feeds.processing_seconds = 0, fields["feedSeconds"]
    seller.put_orders(orders)
    return world.add_seller(seller).to_json()


def add_orders(world: World, request: Request, body: Any) -> dict:
    """``POST /_control/sellers/{sellerId}/orders [Order, …]``, added or replaced.

    ``?checked=no`` lets through what Amazon's model does not allow.
    """
    seller = world.seller(request.path_params["sellerId"])
    return {"orderIds": seller.put_orders(_read_orders(body, request))}


def generate(world: World, request: Request, body: Any) -> dict:
    """``POST /_control/sellers/{sellerId}/generate {count?, seed?, days?}``: lifelike orders.

    They have just been placed or changed; with ``days`` they are spread over so many past ones,
    old enough to be listed at once.
    """
    seller = world.seller(request.path_params["sellerId"])
    wish = {"count": 1, "seed": len(seller.orders), "days": 0, **demand_object(body)}
    if set(wish) != {"count", "seed", "days"} or not all(type(n) is int for n in wish.values()):
        raise ControlError("give whole numbers: count, seed, days")
    if not 1 <= wish["count"] <= MAXIMUM_GENERATED or not 0 <= wish["days"] <= MAXIMUM_DAYS:
        raise ControlError(f"count is 1 to {MAXIMUM_GENERATED}, days 0 to {MAXIMUM_DAYS}")
    now, span = world.clock.now(), timedelta(days=wish["days"]) or timedelta(minutes=20)
    newest = now - 2 * LAG if wish["days"] else now
    made = generate_orders(wish["seed"], wish["count"], newest, seller.marketplace_ids, span)
    if not wish["days"]:
        made = [{**order, "lastUpdatedTime": format_moment(now)} for order in made]
    return {"orderIds": seller.put_orders([StoredOrder.read(data) for data in made])}


def add_faults(world: World, request: Request, body: Any) -> list[dict]:
    """``POST /_control/sellers/{sellerId}/faults``: replace the faults that wait."""
    seller = world.seller(request.path_params["sellerId"])
    if not isinstance(body, list):
        raise ControlError("the body is a list of faults")
    seller.faults = [Fault.read(each) for each in body]
    return [fault.to_json() for fault in seller.faults]


def set_feeds(world: World, request: Request, body: Any) -> dict:
    """``POST /_control/sellers/{sellerId}/feeds``: how long feeds take, and how the next end.

    ``{queueSeconds?, processingSeconds?, faults?, refusedTracking?}``; what is not told stays.
    """
    seller = world.seller(request.path_params["sellerId"])
    wish = demand_object(body)
    kinds = {
        "queueSeconds": (int, float),
        "processingSeconds": (int, float),
        "faults": list,
        "refusedTracking": dict,
    }
    demand_fields(wish, kinds)
    store = seller.feeds
    faults = [FeedFault.read(each) for each in wish.get("faults", ())]
    if "faults" in wish:
        store.faults = faults
    store.queue_seconds = wish.get("queueSeconds", store.queue_seconds)
    store.processing_seconds = wish.get("processingSeconds", store.processing_seconds)
    seller.refused_tracking = wish.get("refusedTracking", seller.refused_tracking)
    return {
        "queueSeconds": store.queue_seconds,
        "processingSeconds": store.processing_seconds,
        "faults": [fault.to_json() for fault in store.faults],
        "refusedTracking": seller.refused_tracking,
    }


def trouble(name: str) -> Action:
    """Return the action of ``POST /_control/sellers/{sellerId}/trouble/<name>``."""

    def act(world: World, request: Request, body: Any) -> dict:
        TROUBLE[name](world.seller(request.path_params["sellerId"]), demand_object(body))
        return {}

    return act


def state(world: World, request: Request, body: Any) -> dict:
    """``GET /_control/state?sellerId=``: all that is believed of one seller."""
    seller = world.seller(request.query_params.get("sellerId"))
    return {
        "seller": seller.to_json(),
        "now": format_moment(world.clock.now()),
        "orders": [order.data for order in seller.orders.values()],
        "shipments": seller.shipments,
        "stock": stock_of(seller.orders.values()),
        "inventory": [row.to_json() for row in seller.inventory_rows()],
        "calls": seller.calls,
        "faults": [fault.to_json() for fault in seller.faults if fault.times > 0],
        "feeds": [told_to_testers(seller.feeds, feed) for feed in seller.feeds.feeds.values()],
        "feedFaults": [fault.to_json() for fault in seller.feeds.faults if fault.times > 0],
        "refusedTracking": seller.refused_tracking,
    }


def transition(name: str) -> Action:
    """Return the action of ``POST /_control/orders/{orderId}/<name>``."""

    def act(world: World, request: Request, body: Any) -> dict:
        wish = demand_object(body)
        order_id, seller_id = request.path_params["orderId"], request.query_params.get("sellerId")
        seller, order = world.find_order(order_id, seller_id)
        if not order.checked:
            raise ControlError(f"{order_id} is unchecked: it can only be replaced", status=409)
        changed = TRANSITIONS[name](order, wish, world.clock.now())
        seller.put_orders([changed])
        return changed.data

    return act


def move_clock(world: World, request: Request, body: Any) -> dict:
    """``POST /_control/clock {advanceSeconds}`` or ``{now}``."""
    wish = demand_object(body)
    if set(wish) == {"advanceSeconds"} and isinstance(wish["advanceSeconds"], (int, float)):
        world.clock.advance(wish["advanceSeconds"])
    elif set(wish) == {"now"}:
        try:
            world.clock.set(parse_moment(wish["now"]))
        except ValueError as error:
            raise ControlError(str(error)) from error
    elif wish:
        raise ControlError("give advanceSeconds, a number, or now, an ISO 8601 moment")
    return {"now": format_moment(world.clock.now())}


def reset(world: World, request: Request, body: Any) -> dict:
    """``POST /_control/reset``: back to the world as it was at the start."""
    world.reset()
    return {"sellers": len(world.sellers)}


def _read_orders(data: Any, request: Request) -> list[StoredOrder]:
    """Read all orders, or tell all that is wrong with any of them."""
    if not isinstance(data, list):
        raise ControlError("orders are a list of Order objects")
    checked = request.query_params.get("checked") != "no"
    orders, problems = [], []
    for each in data:
        try:
            orders.append(StoredOrder.read(each, checked))
        except ControlError as error:
            problems.extend(error.problems)
    if problems:
        raise ControlError(*problems)
    return orders
