"""The tester's interface to what lies in Amazon's warehouses."""

from typing import Any

from starlette.requests import Request

from .. import inventory
from ..exceptions import ControlError
from ..inventory import Goods, Row
from ..seller import Seller
from ..world import World

_MAXIMUM = 10**6


def put(world: World, request: Request, body: Any) -> list[dict]:
    """``POST /_control/sellers/{sellerId}/inventory {sku, sellable?, …}``, or a list of such.

    What is not told stays; all or none of it takes effect.
    """
    seller = world.seller(request.path_params["sellerId"])
    wishes = body if isinstance(body, list) else [body]
    rows = [
        _row(seller, wish, {"sellable", "arrived", "condition", *inventory.COUNTS})
        for wish in wishes
    ]
    for row, wish in zip(rows, wishes, strict=True):
        inventory.put(seller.inventory, row, wish, world.clock.now())
    return [row.to_json() for row in seller.inventory_rows()]


def lose(world: World, request: Request, body: Any) -> list[dict]:
    """``POST /_control/sellers/{sellerId}/inventory/lose {sku, quantity?}``: a parcel is lost."""
    seller = world.seller(request.path_params["sellerId"])
    row = _row(seller, body, {"quantity"})
    inventory.lose(seller.inventory, row, body.get("quantity", 1), world.clock.now())
    return [row.to_json() for row in seller.inventory_rows()]


def arrive(world: World, request: Request, body: Any) -> list[dict]:
    """``POST /_control/sellers/{sellerId}/inventory/arrive {sku}``: what is on its way arrives."""
    seller = world.seller(request.path_params["sellerId"])
    inventory.arrive(seller.inventory, _row(seller, body, set()), world.clock.now())
    return [row.to_json() for row in seller.inventory_rows()]


def _row(seller: Seller, wish: Any, fields: set[str]) -> Row:
    """Return the SKU that a wish is about, and check the wish."""
    if not isinstance(wish, dict) or not isinstance(wish.get("sku"), str) or not wish["sku"]:
        raise ControlError("give an object with a sku")
    if strangers := sorted(set(wish) - fields - {"sku", "pool", "marketplaceId"}):
        raise ControlError(f"not known: {', '.join(strangers)}")
    counts = {name: wish[name] for name in fields - {"condition"} if name in wish}
    if wrong := [
        name for name, each in counts.items() if type(each) is not int or not 0 <= each <= _MAXIMUM
    ]:
        raise ControlError(f"not a whole number: {', '.join(wrong)}")
    if not isinstance(wish.get("condition", ""), str):
        raise ControlError("condition is a text")
    pool = wish.get("pool") or _pool(seller, wish)
    for row in seller.inventory_rows():
        if (row.pool, row.sku) == (pool, wish["sku"]):
            return row
    return Row(pool, wish["sku"], Goods())


def _pool(seller: Seller, wish: dict) -> str:
    """Return the pool of the marketplace that a wish tells."""
    if "marketplaceId" not in wish:
        return seller.home_pool()
    if wish["marketplaceId"] not in seller.marketplace_ids:
        raise ControlError(f"{seller.name} does not sell on {wish['marketplaceId']}")
    return inventory.pool_of(wish["marketplaceId"])
