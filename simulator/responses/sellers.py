"""getMarketplaceParticipations, version 1."""

from typing import Any

from starlette.requests import Request

from .. import marketplaces
from ..seller import Seller
from ..world import World


def get_marketplace_participations(
    world: World, seller: Seller, request: Request, body: Any
) -> dict:
    """Answer ``GET /sellers/v1/marketplaceParticipations``."""
    return {"payload": [_participation(seller, each) for each in seller.marketplace_ids]}


def _participation(seller: Seller, marketplace_id: str) -> dict:
    marketplace = marketplaces.by_id(marketplace_id)
    return {
        "marketplace": {
            "id": marketplace.marketplace_id,
            "name": marketplace.name,
            "countryCode": marketplace.country_code,
            "defaultCurrencyCode": marketplace.currency_code,
            "defaultLanguageCode": marketplace.language_code,
            "domainName": marketplace.domain_name,
        },
        "storeName": seller.name,
        "participation": {"isParticipating": True, "hasSuspendedListings": False},
    }
