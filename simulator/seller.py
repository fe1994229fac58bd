"""One seller: credentials, marketplaces, orders, and what was done with them."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from . import marketplaces
from .exceptions import ControlError
from .faults import Fault
from .feeds.store import FeedStore
from .inventory import Inventory, Row, pool_of, rows_of
from .stored_order import StoredOrder, sort_key


@dataclass
class Seller:
    """A seller's account in one region, and one application that is authorised for it.

    ``refused_tracking`` holds tracking numbers that are refused, with Amazon's words.
    """

    seller_id: str
    name: str
    region: str
    marketplace_ids: list[str]
    client_id: str
    client_secret: str
    refresh_token: str
    application_id: str
    quota_factor: float | None = None
    orders: dict[str, StoredOrder] = field(default_factory=dict)
    shipments: list[dict] = field(default_factory=list)
    calls: list[dict] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    refused_tracking: dict[str, str] = field(default_factory=dict)
    inventory: Inventory = field(default_factory=dict)
    feeds: FeedStore = field(default_factory=FeedStore)
    has_unchecked_orders: bool = False
    _ordered: dict[bool, list[StoredOrder]] = field(default_factory=dict)

    @classmethod
    def create(
        cls,
        region: str,
        marketplace_ids: list[str] | None = None,
        name: str | None = None,
        quota_factor: float | None = None,
        key: str | None = None,
        application_of: "Seller | None" = None,
    ) -> "Seller":
        """Make a seller with credentials of its own.

        :param marketplace_ids: all of the region's when not told
        :param quota_factor: how many times faster than Amazon's the quotas are; None: the world's
        :param key: sellers made with the same key get the same credentials each time; random
            ones when not told
        :param application_of: whose application this seller uses; None: one of its own
        :raises ControlError: for a region or marketplace that does not exist there
        """
        if region not in marketplaces.REGIONS:
            raise ControlError(f"region must be one of {', '.join(marketplaces.REGIONS)}")
        known = [each.marketplace_id for each in marketplaces.of_region(region)]
        chosen = known if marketplace_ids is None else list(marketplace_ids)
        if strangers := [each for each in chosen if each not in known]:
            raise ControlError(f"not marketplaces of region {region}: {', '.join(strangers)}")
        seed = key or secrets.token_hex(16)
        return cls(
            seller_id=f"A{_digest(seed, 'seller')[:13].upper()}",
            name=name or f"Seller {region.upper()}",
            region=region,
            marketplace_ids=chosen,
            refresh_token=f"Atzr|{_digest(seed, 'refresh')}",
            quota_factor=quota_factor,
            **_application(seed, application_of),
        )

    def to_json(self) -> dict:
        """Return what a program needs to act for this seller."""
        return {
            "sellerId": self.seller_id,
            "name": self.name,
            "region": self.region,
            "marketplaceIds": self.marketplace_ids,
            "clientId": self.client_id,
            "clientSecret": self.client_secret,
            "refreshToken": self.refresh_token,
            "applicationId": self.application_id,
        }

    def put_orders(self, orders: Iterable[StoredOrder]) -> list[str]:
        """Add orders, or replace those that have the same id.

        The newest ``lastUpdatedTime`` wins within one list, and the later one on a tie; what the
        seller had before is replaced in any case.

        :return: the ids of the orders, each once
        """
        newest = newest_states(orders)
        for order in newest:
            if marketplaces.by_id(order.marketplace_id):
                self._demand_marketplace(order)
        self.orders.update({order.order_id: order for order in newest})
        self._ordered.clear()
        self.has_unchecked_orders |= any(not order.checked for order in newest)
        return [order.order_id for order in newest]

    def _demand_marketplace(self, order: StoredOrder) -> None:
        if order.marketplace_id not in self.marketplace_ids:
            raise ControlError(
                f"order {order.order_id}: {self.name} does not sell on {order.marketplace_id}"
            )

    def ordered(self, by_creation: bool) -> list[StoredOrder]:
        """Return the orders as listings tell them: oldest creation, or last update, first."""
        if by_creation not in self._ordered:
            orders = sorted(self.orders.values(), key=lambda order: sort_key(order, by_creation))
            self._ordered[by_creation] = orders
        return self._ordered[by_creation]

    def order(self, order_id: str) -> StoredOrder:
        """Return an order of this seller.

        :raises ControlError: when there is none of that id
        """
        try:
            return self.orders[order_id]
        except KeyError:
            raise ControlError(f"{self.name} has no order {order_id}", status=404) from None

    def inventory_rows(self) -> list[Row]:
        """Return what lies in Amazon's warehouses, SKU by SKU."""
        return rows_of(self.inventory, self.orders.values(), self.home_pool())

    def home_pool(self) -> str:
        """Return the pool that is meant when no marketplace is told: Europe's, else the first's."""
        pools = [pool_of(each) for each in self.marketplace_ids]
        return "EU" if "EU" in pools else next(iter(pools), "")

    def take_fault(self, operation: str) -> Fault | None:
        """Return the first fault that waits for a call of ``operation``, and count it."""
        for fault in self.faults:
            if fault.matches(operation):
                fault.times -= 1
                return fault
        return None


def newest_states(orders: Iterable[StoredOrder]) -> list[StoredOrder]:
    """Return each order once: the newest state, the later one on a tie, in first-seen order."""
    newest: dict[str, StoredOrder] = {}
    for order in orders:
        known = newest.get(order.order_id)
        if known is None or order.updated >= known.updated:
            newest[order.order_id] = order
    return list(newest.values())


def _application(seed: str, user: Seller | None) -> dict[str, str]:
    """Return the credentials of a new application, or of the one that a seller uses."""
    if user:
        names = ("application_id", "client_id", "client_secret")
        return {name: getattr(user, name) for name in names}
    return {
        "application_id": f"amzn1.sp.solution.{_digest(seed, 'application')[:32]}",
        "client_id": f"amzn1.application-oa2-client.{_digest(seed, 'client')[:32]}",
        "client_secret": f"amzn1.oa2-cs.v1.{_digest(seed, 'secret')}",
    }


def _digest(seed: str, purpose: str) -> str:
    return hashlib.sha256(f"{purpose}:{seed}".encode()).hexdigest()
