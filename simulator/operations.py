"""The operations that are simulated, with the limits that Amazon's models give them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Operation:
    """One operation of the Selling Partner API.

    ``rate`` is in calls a second, ``burst`` in calls. ``parameters`` are the names that the query
    may hold.
    """

    name: str
    rate: float
    burst: int
    parameters: frozenset[str] = frozenset()
    knows_401: bool = False


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

OPERATIONS = (SEARCH_ORDERS, GET_ORDER, CONFIRM_SHIPMENT, GET_MARKETPLACE_PARTICIPATIONS)

# The token endpoint is no operation of the API: it has no quota here, but faults and the record
# of calls name it too.
TOKEN = "token"
