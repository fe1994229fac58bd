"""What lies in Amazon's warehouses, SKU by SKU (FBA inventory v1, getInventorySummaries).

Amazon tells it marketplace by marketplace. The shops of the European Fulfilment Network are served
from one pool of goods, so each of them tells the same units again; ``pool_of`` says which
marketplaces share their goods, and ``pooled`` counts every unit once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime

from .errors import Unreadable
from .json_reading import Node

__all__ = ["InventoryPage", "InventorySummary", "page_from_json", "pool_of", "pooled"]

# What lies in one of these countries is sold in all of them. The United Kingdom left with the
# customs union; Türkiye, the Gulf, Africa and India never shared.
_EUROPE = frozenset(("BE", "DE", "ES", "FR", "IE", "IT", "NL", "PL", "SE"))


@dataclass(frozen=True)
class InventorySummary:
    """The units of one SKU that Amazon has, or is about to have.

    :ivar fnsku: how Amazon's warehouses call the goods
    :ivar condition: in the seller's words, such as ``NewItem``
    :ivar sellable: can be picked and shipped
    :ivar planned: announced in a shipment that has not left the seller yet
    :ivar inbound: have left the seller for Amazon, and are not received yet
    :ivar reserved: set aside for buyers' orders, on the way between warehouses, or being measured
    :ivar unsellable: damaged, defective or expired, in Amazon's warehouse all the same
    :ivar researching: misplaced, and being looked for
    :ivar changed_at: when Amazon last changed any of it
    """

    sku: str
    fnsku: str | None = None
    asin: str | None = None
    condition: str | None = None
    title: str | None = None
    sellable: int = 0
    planned: int = 0
    inbound: int = 0
    reserved: int = 0
    unsellable: int = 0
    researching: int = 0
    changed_at: datetime | None = None

    @property
    def units(self) -> int:
        """Return all that has left the seller and is the seller's still."""
        return self.sellable + self.inbound + self.reserved + self.unsellable + self.researching

    @classmethod
    def read(cls, node: Node) -> InventorySummary:
        """Read Amazon's ``InventorySummary``, which must tell the details.

        :raises Unreadable: with the path of what cannot be read
        """
        details = node.child("inventoryDetails")
        arriving = ("inboundShippedQuantity", "inboundReceivingQuantity")
        return cls(
            sku=node.required_identifier("sellerSku"),
            fnsku=node.identifier("fnSku"),
            asin=node.identifier("asin"),
            condition=node.identifier("condition"),
            title=node.text("productName"),
            # Taken for none, a figure that is not told would look like a loss.
            sellable=details.required_integer("fulfillableQuantity"),
            planned=details.integer("inboundWorkingQuantity") or 0,
            inbound=sum(details.integer(name) or 0 for name in arriving),
            reserved=_total(details, "reservedQuantity", "totalReservedQuantity"),
            unsellable=_total(details, "unfulfillableQuantity", "totalUnfulfillableQuantity"),
            researching=_total(details, "researchingQuantity", "totalResearchingQuantity"),
            changed_at=node.time("lastUpdatedTime"),
        )


@dataclass(frozen=True)
class InventoryPage:
    """A part of a marketplace's summaries.

    :ivar unreadable: the SKUs whose summaries cannot be read; '' where not even the SKU can
    :ivar next_token: of the next part, good for 30 seconds; None: there is no more
    """

    summaries: tuple[InventorySummary, ...]
    unreadable: frozenset[str] = frozenset()
    next_token: str | None = None


def page_from_json(node: Node) -> InventoryPage:
    """Read an answer of getInventorySummaries.

    A summary that cannot be read is left out and named, so that the others still come.

    :raises Unreadable: the list or its token cannot be read
    """
    payload = node.child("payload")
    entries = payload.fields.get("inventorySummaries")
    if not isinstance(entries, list):
        payload.refuse("inventorySummaries", "a list must be told")
    summaries, unreadable = [], set()
    for entry in entries:
        try:
            summaries.append(InventorySummary.read(Node(entry)))
        except Unreadable:
            unreadable.add(_sku_of(entry))
    token = node.child("pagination").text("nextToken")
    return InventoryPage(tuple(summaries), frozenset(unreadable), token)


def pool_of(country_code: str) -> str:
    """Return the pool of goods that a marketplace's country is served from.

    :param country_code: in ISO 3166-1, such as ``FR``
    :return: ``EU`` for those that share theirs, else the country itself
    """
    return "EU" if country_code in _EUROPE else country_code


def pooled(marketplaces: Iterable[Iterable[InventorySummary]]) -> dict[str, InventorySummary]:
    """Return the units of one pool by SKU, each counted once.

    A marketplace may tell fewer units than the pool holds (an offer that may not be sent abroad),
    never more, so the one that tells most is right. What one SKU has under several of Amazon's own
    numbers is added up.

    :param marketplaces: the summaries of each marketplace of the pool
    """
    most: dict[tuple[str, str | None], InventorySummary] = {}
    for summaries in marketplaces:
        for one in summaries:
            known = most.get((one.sku, one.fnsku))
            if known is None or (one.units, one.planned) > (known.units, known.planned):
                most[one.sku, one.fnsku] = one
    found: dict[str, InventorySummary] = {}
    for one in most.values():
        found[one.sku] = _added(found[one.sku], one) if one.sku in found else one
    return found


def _added(first: InventorySummary, second: InventorySummary) -> InventorySummary:
    counts = [field.name for field in fields(first) if field.type == "int"]
    sums = {name: getattr(first, name) + getattr(second, name) for name in counts}
    return replace(first, **sums)


def _total(details: Node, name: str, total: str) -> int:
    return details.child(name).integer(total) or 0


def _sku_of(entry: object) -> str:
    try:
        return Node(entry).identifier("sellerSku") or ""
    except Unreadable:
        return ""
