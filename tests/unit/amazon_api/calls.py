"""Every method of the client, called with the least it needs."""

from datetime import datetime, timezone

from amazon_api.shipments import Package, ShippedItem

from .examples import ORDER
from .paths import (
    CONFIRM,
    DOCUMENT_ID,
    DOCUMENTS,
    FEED_ID,
    FEEDS,
    ONE_DOCUMENT,
    ONE_FEED,
    ONE_ORDER,
    ORDER_ID,
    ORDERS,
    SELLERS,
    STOCK,
    page,
)

FRANCE = "A13V1IB3VIYZZH"
SINCE = datetime(2026, 10, 1, 8, 0, 0, 123_999, tzinfo=timezone.utc)
PACKAGE = Package("1", "Chronopost", "XY123", SINCE, (ShippedItem("11111111111111", 2),))
FEED_TYPE = "POST_ORDER_FULFILLMENT_DATA"
FEED = {
    "feedId": FEED_ID, "feedType": FEED_TYPE, "processingStatus": "IN_QUEUE",
    "createdTime": "2026-10-01T09:00:00Z",
}  # fmt: skip
DOCUMENT = {"feedDocumentId": DOCUMENT_ID, "url": "https://store.example/document?signature=secret"}

# name: (path, the call, a good answer's body)
CALLS = {
    "searchOrders": (
        ORDERS,
        lambda client: client.search_orders(marketplace_ids=[FRANCE], last_updated_after=SINCE),
        page().body,
    ),
    "getOrder": (ONE_ORDER, lambda client: client.get_order(ORDER_ID), {"order": ORDER}),
    "getMarketplaceParticipations": (
        SELLERS,
        lambda client: client.marketplace_participations(),
        {"payload": []},
    ),
    "confirmShipment": (
        CONFIRM,
        lambda client: client.confirm_shipment(ORDER_ID, FRANCE, PACKAGE),
        b"",
    ),
    "createFeedDocument": (DOCUMENTS, lambda client: client.create_feed_document(), DOCUMENT),
    "createFeed": (
        FEEDS,
        lambda client: client.create_feed(FEED_TYPE, [FRANCE], DOCUMENT_ID),
        {"feedId": FEED_ID},
    ),
    "getFeed": (ONE_FEED, lambda client: client.get_feed(FEED_ID), FEED),
    "getFeeds": (FEEDS, lambda client: client.get_feeds(FEED_TYPE, SINCE), {"feeds": [FEED]}),
    "getFeedDocument": (
        ONE_DOCUMENT,
        lambda client: client.get_feed_document(DOCUMENT_ID),
        DOCUMENT,
    ),
    "getInventorySummaries": (
        STOCK,
        lambda client: client.inventory_summaries(FRANCE),
        {"payload": {"granularity": {}, "inventorySummaries": []}},
    ),
}
