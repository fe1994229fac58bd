"""The server's addresses: which function answers which."""

from starlette.routing import Route

from .feeds import addresses
from .gateway import endpoint
from .operations import (
    CONFIRM_SHIPMENT,
    CREATE_FEED,
    CREATE_FEED_DOCUMENT,
    GET_FEED,
    GET_FEED_DOCUMENT,
    GET_FEEDS,
    GET_INVENTORY_SUMMARIES,
    GET_MARKETPLACE_PARTICIPATIONS,
    GET_ORDER,
    SEARCH_ORDERS,
)
from .responses import consent, documents, feeds, inventory_control
from .responses import control as tester
from .responses.control import control
from .responses.inventory import get_inventory_summaries
from .responses.orders import get_order, search_orders
from .responses.page import page
from .responses.sellers import get_marketplace_participations
from .responses.shipments import confirm_shipment
from .responses.token import token
from .transitions import TRANSITIONS
from .trouble import TROUBLE

AMAZON = [
    Route("/auth/o2/token", token, methods=["POST"]),
    Route("/apps/authorize/consent", consent.ask, methods=["GET"]),
    Route("/apps/authorize/consent", consent.answer, methods=["POST"]),
    Route("/orders/2026-01-01/orders", endpoint(SEARCH_ORDERS, search_orders)),
    Route("/orders/2026-01-01/orders/{orderId}", endpoint(GET_ORDER, get_order)),
    Route(
        "/orders/v0/orders/{orderId}/shipmentConfirmation",
        endpoint(CONFIRM_SHIPMENT, confirm_shipment),
        methods=["POST"],
    ),
    Route(
        "/sellers/v1/marketplaceParticipations",
        endpoint(GET_MARKETPLACE_PARTICIPATIONS, get_marketplace_participations),
    ),
    Route(
        "/fba/inventory/v1/summaries",
        endpoint(GET_INVENTORY_SUMMARIES, get_inventory_summaries),
    ),
    Route(
        "/feeds/2021-06-30/documents",
        endpoint(CREATE_FEED_DOCUMENT, feeds.create_feed_document),
        methods=["POST"],
    ),
    Route(
        "/feeds/2021-06-30/documents/{feedDocumentId}",
        endpoint(GET_FEED_DOCUMENT, feeds.get_feed_document),
    ),
    Route("/feeds/2021-06-30/feeds", endpoint(CREATE_FEED, feeds.create_feed), methods=["POST"]),
    Route("/feeds/2021-06-30/feeds", endpoint(GET_FEEDS, feeds.get_feeds)),
    Route("/feeds/2021-06-30/feeds/{feedId}", endpoint(GET_FEED, feeds.get_feed)),
    Route(addresses.PATH, documents.upload, methods=["PUT"]),
    Route(addresses.PATH, documents.download, methods=["GET"]),
]

CONTROL = [
    Route("/_control/sellers", control(tester.list_sellers), methods=["GET"]),
    Route("/_control/sellers", control(tester.add_seller), methods=["POST"]),
    Route("/_control/state", control(tester.state), methods=["GET"]),
    Route("/_control/sellers/{sellerId}/orders", control(tester.add_orders), methods=["POST"]),
    Route("/_control/sellers/{sellerId}/generate", control(tester.generate), methods=["POST"]),
    Route("/_control/sellers/{sellerId}/faults", control(tester.add_faults), methods=["POST"]),
    Route("/_control/sellers/{sellerId}/feeds", control(tester.set_feeds), methods=["POST"]),
    *(
        Route(f"/_control/sellers/{{sellerId}}/inventory{name}", control(act), methods=["POST"])
        for name, act in (
            ("", inventory_control.put),
            ("/lose", inventory_control.lose),
            ("/arrive", inventory_control.arrive),
        )
    ),
    *(
        Route(f"/_control/sellers/{{sellerId}}/trouble/{name}", control(act), methods=["POST"])
        for name, act in ((name, tester.trouble(name)) for name in TROUBLE)
    ),
    *(
        Route(f"/_control/orders/{{orderId}}/{name}", control(act), methods=["POST"])
        for name, act in ((name, tester.transition(name)) for name in TRANSITIONS)
    ),
    Route("/_control/clock", control(tester.move_clock), methods=["POST"]),
    Route("/_control/reset", control(tester.reset), methods=["POST"]),
]

ROUTES = [*AMAZON, *CONTROL, Route("/", page, methods=["GET"])]
