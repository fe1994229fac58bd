"""The FBA Inventory API, version 1."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request

from ..clock import format_moment, parse_moment
from ..exceptions import Forbidden, InvalidInput
from ..inventory import Row, pool_of
from ..search import several, single
from ..seller import Seller
from ..signing import seal, unseal
from ..world import World

PAGE = 50
MAXIMUM_SKUS = 50
TOKEN_LIFETIME = timedelta(seconds=30)
LONGEST_PAST = timedelta(days=548)
_TOKEN = "getInventorySummaries"


@dataclass(frozen=True)
class StockQuestion:
    """A valid question; no ``skus`` means all, no ``since`` ever."""

    marketplace_id: str
    details: bool
    since: str | None
    skus: list[str]

    def passes(self, row: Row) -> bool:
        """Whether a SKU is what was asked for."""
        if row.pool != pool_of(self.marketplace_id):
            return False
        if self.since:
            return row.changed is not None and row.changed >= parse_moment(self.since)
        return not self.skus or row.sku in self.skus


def get_inventory_summaries(world: World, seller: Seller, request: Request, body: Any) -> dict:
    """Answer ``GET /fba/inventory/v1/summaries``."""
    now = world.clock.now()
    question = _read_question(request.query_params, seller, now)
    after = _place(request.query_params, question, world, seller)
    found = [row for row in seller.inventory_rows() if question.passes(row) and row.sku > after]
    page = found[:PAGE]
    granularity = {"granularityType": "Marketplace", "granularityId": question.marketplace_id}
    summaries = [_summary(row, question.details) for row in page]
    answer: dict[str, Any] = {
        "payload": {"granularity": granularity, "inventorySummaries": summaries}
    }
    if len(found) > len(page):
        held = [_TOKEN, seller.seller_id, asdict(question), now.isoformat(), page[-1].sku]
        answer["pagination"] = {"nextToken": seal(world.signing_key, held)}
    return answer


def _read_question(query: QueryParams, seller: Seller, now: datetime) -> StockQuestion:
    chosen = several(query, "marketplaceIds")
    if single(query, "granularityType") != "Marketplace":
        raise InvalidInput("Invalid parameter: granularityType must be Marketplace.")
    if len(chosen) != 1 or single(query, "granularityId") != chosen[0]:
        raise InvalidInput("One marketplaceIds is required, and granularityId must be the same.")
    if chosen[0] not in seller.marketplace_ids:
        raise Forbidden("The marketplaces you provided are not valid for region.")
    skus = several(query, "sellerSkus") or tuple(filter(None, [single(query, "sellerSku")]))
    if len(skus) > MAXIMUM_SKUS:
        raise InvalidInput(f"Invalid parameter: at most {MAXIMUM_SKUS} sellerSkus may be given.")
    details = single(query, "details") or "false"
    if details not in ("true", "false"):
        raise InvalidInput("Invalid parameter: details must be true or false.")
    return StockQuestion(chosen[0], details == "true", _since(query, now), list(skus))


def _since(query: QueryParams, now: datetime) -> str | None:
    text = single(query, "startDateTime")
    if text is None:
        return None
    try:
        moment = parse_moment(text)
    except ValueError as error:
        raise InvalidInput("Invalid parameter: startDateTime must be ISO 8601.") from error
    if moment < now - LONGEST_PAST:
        raise InvalidInput("Invalid parameter: startDateTime is more than 18 months ago.")
    return moment.isoformat()


def _place(query: QueryParams, question: StockQuestion, world: World, seller: Seller) -> str:
    """Return the SKU after which the page starts."""
    token = single(query, "nextToken")
    if token is None:
        return ""
    held = unseal(world.signing_key, token)
    if not held or held[:3] != [_TOKEN, seller.seller_id, asdict(question)]:
        raise InvalidInput("The nextToken is invalid.")
    if world.clock.now() - datetime.fromisoformat(held[3]) > TOKEN_LIFETIME:
        raise InvalidInput("The nextToken has expired.")
    return held[4]


def _summary(row: Row, with_details: bool) -> dict:
    counts = row.to_json()
    inside = sum(counts[name] for name in ("sellable", "reserved", "unsellable", "researching"))
    inbound = {name: counts[name] for name in counts if name.startswith("inbound")}
    told = {
        "asin": row.asin,
        "fnSku": f"X00{row.sku}"[:60],
        "sellerSku": row.sku,
        "condition": row.goods.condition,
        "lastUpdatedTime": format_moment(row.changed) if row.changed else None,
        "productName": row.title,
        "totalQuantity": inside + sum(inbound.values()),
        "inventoryDetails": _details(row, counts, inbound) if with_details else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _details(row: Row, counts: dict, inbound: dict[str, int]) -> dict:
    return {
        "fulfillableQuantity": counts["sellable"],
        **{f"{name}Quantity": count for name, count in inbound.items()},
        "reservedQuantity": {
            "totalReservedQuantity": counts["reserved"],
            "pendingCustomerOrderQuantity": row.ordered,
            "pendingTransshipmentQuantity": counts["reserved"] - row.ordered,
            "fcProcessingQuantity": 0,
        },
        "researchingQuantity": {"totalResearchingQuantity": counts["researching"]},
        "unfulfillableQuantity": {"totalUnfulfillableQuantity": counts["unsellable"]},
    }
