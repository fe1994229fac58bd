"""What lies in Amazon's warehouses: what the tester put there, less what its orders took.

The shops of the European Fulfilment Network are served from one pool of goods; every other shop
has goods of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from . import marketplaces
from .exceptions import ControlError
from .stored_order import PENDING_STATUSES, StoredOrder, fulfilled, left

_EUROPE = ("BE", "DE", "ES", "FR", "IE", "IT", "NL", "PL", "SE")
_TAKES = (*PENDING_STATUSES, "UNSHIPPED", "PARTIALLY_SHIPPED")
ON_THE_WAY = ("inboundShipped", "inboundReceiving")
# What a tester can set besides the sellable units; « reserved » comes on top of the orders' own.
COUNTS = ("inboundWorking", *ON_THE_WAY, "reserved", "unsellable", "researching")


@dataclass
class Goods:
    """One SKU in one pool.

    ``arrived`` counts the units that ever came and could be sold, lost ones taken off; None: as
    many as the orders need. ``counts`` has the tester's other figures.
    """

    arrived: int | None = None
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    condition: str = "NewItem"
    changed: datetime | None = None


@dataclass
class Row:
    """A SKU as it stands: what its orders did, and what the tester said of its goods."""

    pool: str
    sku: str
    goods: Goods
    asin: str | None = None
    title: str | None = None
    shipped: int = 0
    ordered: int = 0
    changed: datetime | None = None

    @property
    def sellable(self) -> int:
        """The units that the next buyer can have."""
        taken = self.shipped + self.ordered
        return 0 if self.goods.arrived is None else max(self.goods.arrived - taken, 0)

    def to_json(self) -> dict:
        """Return the row as testers see it."""
        counts = dict(self.goods.counts)
        counts["reserved"] += self.ordered
        told = {"pool": self.pool, "sku": self.sku, "sellable": self.sellable, **counts}
        return {**told, "shipped": self.shipped}


Inventory = dict[tuple[str, str], Goods]


def pool_of(marketplace_id: str) -> str:
    """Return the pool that a marketplace's buyers are served from."""
    country = marketplaces.by_id(marketplace_id).country_code
    return "EU" if country in _EUROPE else country


def rows_of(inventory: Inventory, orders: Iterable[StoredOrder], home: str) -> list[Row]:
    """Return every SKU that was put there, or that an order of Amazon's own is about.

    :param home: the pool of orders that name no marketplace
    """
    rows = {key: Row(*key, goods, changed=goods.changed) for key, goods in inventory.items()}
    for order in orders:
        if order.checked and order.is_fba:
            known = marketplaces.by_id(order.marketplace_id)
            pool = pool_of(order.marketplace_id) if known else home
            for item in order.items:
                _take(rows, pool, order, item)
    return [rows[key] for key in sorted(rows)]


def _take(rows: dict[tuple[str, str], Row], pool: str, order: StoredOrder, item: dict) -> None:
    """Take one item off its row of ``rows``."""
    product = item.get("product", {})
    sku = product.get("sellerSku")
    if not sku:
        return
    row = rows.setdefault((pool, sku), Row(pool, sku, Goods()))
    row.asin, row.title = product.get("asin") or row.asin, product.get("title") or row.title
    row.shipped += fulfilled(item)
    row.ordered += left(item) if order.status in _TAKES else 0
    row.changed = max(filter(None, (row.changed, order.updated)))


def put(inventory: Inventory, row: Row, wish: dict[str, Any], now: datetime) -> None:
    """Set what a tester wishes: ``sellable`` or ``arrived``, any of COUNTS, ``condition``."""
    goods = inventory.setdefault((row.pool, row.sku), row.goods)
    if "sellable" in wish:
        goods.arrived = wish["sellable"] + row.shipped + row.ordered
    elif "arrived" in wish:
        goods.arrived = wish["arrived"]
    goods.counts.update({name: wish[name] for name in COUNTS if name in wish})
    goods.condition = wish.get("condition", goods.condition)
    goods.changed = now


def lose(inventory: Inventory, row: Row, quantity: int, now: datetime) -> None:
    """Lose a parcel: of what is on its way to Amazon first, else of what lies there."""
    shipped = row.goods.counts["inboundShipped"]
    if quantity > shipped + row.sellable:
        raise ControlError(f"{row.sku}: no {quantity} are there to be lost", status=409)
    on_the_way = min(quantity, shipped)
    left_over = row.sellable - (quantity - on_the_way)
    wish = {"inboundShipped": shipped - on_the_way}
    put(inventory, row, wish | ({"sellable": left_over} if quantity > on_the_way else {}), now)


def arrive(inventory: Inventory, row: Row, now: datetime) -> None:
    """Let all that is on its way to Amazon arrive there, ready to be sold."""
    coming = sum(row.goods.counts[name] for name in ON_THE_WAY)
    put(inventory, row, {"sellable": row.sellable + coming, **dict.fromkeys(ON_THE_WAY, 0)}, now)
