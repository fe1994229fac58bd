"""In which marketplaces a seller takes part."""

from __future__ import annotations

from dataclasses import dataclass

from .json_reading import Node

__all__ = ["Participation"]


@dataclass(frozen=True)
class Participation:
    """A marketplace that an account can sell in.

    :ivar is_participating: it does sell there
    :ivar has_suspended_listings: its offers there are not shown at present
    :ivar store_name: how its shop is called there
    """

    marketplace_id: str
    name: str | None = None
    country_code: str | None = None
    currency_code: str | None = None
    is_participating: bool = False
    has_suspended_listings: bool = False
    store_name: str | None = None

    @classmethod
    def read(cls, node: Node) -> Participation:
        """Read Amazon's ``MarketplaceParticipation`` (model sellers v1).

        :raises Unreadable: with the path of what cannot be read
        """
        marketplace, participation = node.child("marketplace"), node.child("participation")
        return cls(
            marketplace_id=marketplace.required_identifier("id"),
            name=marketplace.text("name"),
            country_code=marketplace.text("countryCode"),
            currency_code=marketplace.text("defaultCurrencyCode"),
            is_participating=bool(participation.flag("isParticipating")),
            has_suspended_listings=bool(participation.flag("hasSuspendedListings")),
            store_name=node.text("storeName"),
        )
