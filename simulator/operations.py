"""The operations that are simulated, with the limits that Amazon's models give them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Operation:
    """One operation of the Selling Partner API.

    ``rate`` is in calls a second, ``burst`` in calls. ``parameters`` are the names that the query
    may hold; ``success`` is the status of an answer with content.
    """

    name: str
    rate: float
    burst: int
    parameters: frozenset[str] = frozenset()
    knows_401: bool = False
    success: int = 200


SEARCH_ORDERS = Operation(
    "searchOrders",
    rate=0.0056,
    burst=20,
    parameters=frozenset(
        (
            "createdAfter",
            "createdBefore",
            "lastUpdatedAfter",
            "lastUpdatedBefore",
            "fulfillmentStatuses",
            "marketplaceIds",
            "fulfilledBy",
            "maxResultsPerPage",
            "paginationToken",
            "includedData",
        )
    ),
)
GET_ORDER = Operation("getOrder", rate=0.5, burst=30, parameters=frozenset(("includedData",)))
CONFIRM_SHIPMENT = Operation("confirmShipment", rate=2, burst=10, knows_401=True)
GET_MARKETPLACE_PARTICIPATIONS = Operation("getMarketplaceParticipations", rate=0.016, burst=15)

GET_INVENTORY_SUMMARIES = Operation(
    "getInventorySummaries",
    rate=2,
    burst=2,
    parameters=frozenset(
        (
            "details",
            "granularityType",
            "granularityId",
            "startDateTime",
            "sellerSkus",
            "sellerSku",
            "nextToken",
            "marketplaceIds",
        )
    ),
)

CREATE_FEED_DOCUMENT = Operation("createFeedDocument", rate=0.5, burst=15, success=201)
CREATE_FEED = Operation("createFeed", rate=0.0083, burst=15, knows_401=True, success=202)
GET_FEED = Operation("getFeed", rate=2, burst=15, knows_401=True)
GET_FEEDS = Operation(
    "getFeeds",
    rate=0.0222,
    burst=10,
    parameters=frozenset(
        (
            "feedTypes",
            "marketplaceIds",
            "pageSize",
            "processingStatuses",
            "createdSince",
            "createdUntil",
            "nextToken",
        )
    ),
    knows_401=True,
)
GET_FEED_DOCUMENT = Operation(
    "getFeedDocument",
    rate=0.0222,
    burst=10,
    parameters=frozenset(("enableContentEncodingUrlHeader",)),
    knows_401=True,
)

OPERATIONS = (
    SEARCH_ORDERS,
    GET_ORDER,
    CONFIRM_SHIPMENT,
    GET_MARKETPLACE_PARTICIPATIONS,
    GET_INVENTORY_SUMMARIES,
    CREATE_FEED_DOCUMENT,
    CREATE_FEED,
    GET_FEED,
    GET_FEEDS,
    GET_FEED_DOCUMENT,
)

# The token endpoint and the documents' own addresses are no operations of the API: they have no
# quota here, but faults and the record of calls name them too.
TOKEN = "token"
UPLOAD_FEED_DOCUMENT = "uploadFeedDocument"
DOWNLOAD_FEED_DOCUMENT = "downloadFeedDocument"
DOCUMENT_TRANSFERS = (UPLOAD_FEED_DOCUMENT, DOWNLOAD_FEED_DOCUMENT)
