"""Orders from a file: reading them, moving them into the present, and giving them to sellers."""

import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from . import marketplaces
from .clock import format_moment, parse_moment
from .exceptions import ControlError
from .seller import Seller, newest_states
from .stored_order import StoredOrder
from .world import World

EXAMPLES = Path(__file__).with_name("examples") / "orders.json"
# How old the newest of the orders is at least, after they were moved into the present.
RECENT = timedelta(hours=3)
_DATE_TIME = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}")
_COUNTRY_REGIONS = {each.country_code: each.region for each in marketplaces.MARKETPLACES}
_NAME_REGIONS = {each.name.lower(): each.region for each in marketplaces.MARKETPLACES}
_CURRENCY_REGIONS = {each.currency_code: each.region for each in marketplaces.MARKETPLACES}


def read_orders(path: Path) -> list[dict]:
    """Return the list of ``Order`` objects that a file holds.

    :raises ControlError: when it cannot be read, or is no list
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ControlError(f"{path}: {error}") from error
    if not isinstance(data, list):
        raise ControlError(f"{path}: not a list of Order objects")
    return data


def check_orders(data: list[dict]) -> list[StoredOrder]:
    """Hold orders against Amazon's model, each once: the newest ``lastUpdatedTime`` wins.

    :raises ControlError: naming everything that Amazon would refuse in any of them
    """
    orders, problems = [], []
    for each in data:
        try:
            orders.append(StoredOrder.read(each))
        except ControlError as error:
            problems.extend(error.problems)
    if problems:
        raise ControlError(*problems)
    return newest_states(orders)


def made_recent(data: list[dict], now: datetime) -> list[dict]:
    """Move all times of the orders by the same number of whole days.

    The newest is then between 3 and 27 hours old. Whole days keep the time of day, and one day's
    second run of a demonstration gets the very same times as its first.

    :raises ControlError: when an order tells no ``lastUpdatedTime``
    """
    try:
        newest = max((parse_moment(each["lastUpdatedTime"]) for each in data), default=now)
    except (ValueError, TypeError, KeyError) as error:
        raise ControlError(f"an order has no lastUpdatedTime: {error}") from error
    return _shifted(data, timedelta(days=(now - RECENT - newest).days))


def _shifted(data: Any, shift: timedelta) -> Any:
    """Return ``data`` with every date and time in it moved."""
    if isinstance(data, dict):
        return {key: _shifted(value, shift) for key, value in data.items()}
    if isinstance(data, list):
        return [_shifted(value, shift) for value in data]
    if isinstance(data, str) and _DATE_TIME.match(data):
        return format_moment(parse_moment(data) + shift)
    return data


def populate(world: World, orders: Iterable[StoredOrder]) -> None:
    """Make a seller for each region that the orders tell of, and give them to it.

    An order that names no marketplace of Amazon's goes where its marketplace's name, its currency
    or its buyer's country suggest, else to the first seller.
    """
    orders = list(orders)
    by_region: dict[str, list[StoredOrder]] = {}
    homeless = []
    for order in orders:
        region = region_of(order)
        if region:
            by_region.setdefault(region, []).append(order)
        else:
            homeless.append(order)
    if homeless:
        by_region.setdefault(next(iter(by_region), marketplaces.REGIONS[0]), []).extend(homeless)
    for region, group in by_region.items():
        _add_seller(world, region, group)
    if orders:
        world.make_listed(max(max(order.updated, order.created) for order in orders))


def region_of(order: StoredOrder) -> str | None:
    """Return the region where an order was placed, as far as it tells."""
    if marketplace := marketplaces.by_id(order.marketplace_id):
        return marketplace.region
    channel = order.data.get("salesChannel", {})
    address = order.data.get("recipient", {}).get("deliveryAddress", {})
    currency = order.data.get("proceeds", {}).get("grandTotal", {}).get("currencyCode")
    return (
        _NAME_REGIONS.get(channel.get("marketplaceName", "").lower())
        or _CURRENCY_REGIONS.get(currency)
        or _COUNTRY_REGIONS.get(address.get("countryCode"))
    )


def _add_seller(world: World, region: str, orders: list[StoredOrder]) -> None:
    """Add the region's seller: the marketplaces that occur, or all if none is named."""
    occurring = {order.marketplace_id for order in orders}
    chosen = [
        each.marketplace_id
        for each in marketplaces.of_region(region)
        if each.marketplace_id in occurring
    ]
    # The same credentials at every start, so that a program connected to an earlier run goes on.
    seller = Seller.create(region, chosen or None, key=f"orders file, {region}")
    world.add_seller(seller).put_orders(orders)
