"""What an order's amounts mean, to the cent.

Item by item, the reading is taken whose sum is Amazon's own total for it: see ``item_proceeds``.
For the whole order, Amazon's model calls ``grandTotal`` all that the seller receives: the items'
totals and what stands at the order only, the ``DELIVERY_TIP``. Where an amount is not told, it is
concluded from those that are, as long as one answer is possible:

* An item without ``proceedsTotal``: all such items are read by the first convention that makes the
  grand total right, else by the marketplace's habit.
* An item without proceeds: its unit price times its quantity. The unit price is what the shop's
  page showed, so where the grand total leaves another amount for a single item, that one is taken.
* An item without any price: what the grand total leaves over; 0 when that is nothing, when the
  order replaces another or when nothing of the item is ordered any more; else ``AmountsMissing``.

The marketplace's habit (tax on top or contained) is ``Marketplace.tax_included``; in a marketplace
that is not known, tax comes on top of US and Canadian dollars and is contained in everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .errors import AmountsMissing, MixedCurrencies
from .item_proceeds import (
    ZERO,
    Charge,
    ItemReading,
    conventions,
    read_item,
    read_item_as,
    whole_item,
)
from .marketplaces import by_id
from .money import Money
from .orders import Order, OrderItem

__all__ = [
    "AmountsMissing",
    "Charge",
    "ItemReading",
    "MixedCurrencies",
    "OrderReading",
    "prices_contain_tax",
    "read_order",
]

_TAX_ON_TOP = ("USD", "CAD")


@dataclass(frozen=True)
class OrderReading:
    """What an order's amounts mean.

    :ivar currency: of all amounts; the marketplace's where none is told, None when unknown
    :ivar items: one reading for each item of the order, in its order
    :ivar tip: the delivery tip, as far as it is part of the total
    :ivar total: Amazon's ``grandTotal``, else the items' totals and the tip
    :ivar difference: ``total`` less the sums of the items' charges and the tip: what no line of
        the order explains; 0 when all is exact
    """

    currency: str | None
    items: tuple[ItemReading, ...]
    tip: Decimal
    total: Decimal
    difference: Decimal


def read_order(order: Order) -> OrderReading:
    """Return what an order's amounts mean.

    :raises AmountsMissing: nothing tells what an item costs
    :raises MixedCurrencies: the amounts cannot be added
    """
    currency = _currency(order)
    tax_included = prices_contain_tax(order.marketplace_id, currency)
    grand_total = order.grand_total.amount if order.grand_total else None
    items = _read_items(order, currency or "", tax_included, grand_total)
    tip = _tip(order, sum((reading.total for reading in items), ZERO), grand_total)
    total = grand_total
    if total is None:
        total = sum((reading.total for reading in items), tip)
    difference = total - sum((reading.sum for reading in items), tip)
    return OrderReading(currency, items, tip, total, difference)


def prices_contain_tax(marketplace_id: str | None, currency: str | None) -> bool:
    """Return the marketplace's habit; of one that is not known, that of the currency's country."""
    marketplace = by_id(marketplace_id)
    return marketplace.tax_included if marketplace else currency not in _TAX_ON_TOP


def _read_items(
    order: Order, currency: str, tax_included: bool, grand_total: Decimal | None
) -> tuple[ItemReading, ...]:
    readings = [read_item(item, currency, tax_included) for item in order.items]
    left = None
    if grand_total is not None:
        left = grand_total - _finalized_tip(order)
        readings = _agree_on_total(order, readings, currency, tax_included, left)
    settled = sum((reading.total for reading in readings if reading), ZERO)
    silent = [index for index, reading in enumerate(readings) if reading is None]
    amounts = _conclude(order, silent, None if left is None else left - settled)
    for index, amount in zip(silent, amounts):
        readings[index] = whole_item(order.items[index], currency, tax_included, amount)
    return tuple(readings)


def _agree_on_total(
    order: Order,
    readings: list[ItemReading | None],
    currency: str,
    tax_included: bool,
    left: Decimal,
) -> list[ItemReading | None]:
    """Read all items without a total of their own by a convention that makes the order's right."""
    if None in readings or all(item.total for item in order.items):
        return readings
    for convention in conventions(tax_included):
        attempt = [
            reading if item.total else read_item_as(item, convention, currency)
            for item, reading in zip(order.items, readings)
        ]
        if sum((reading.total for reading in attempt), ZERO) == left:
            return attempt
    return readings


def _conclude(order: Order, silent: list[int], left: Decimal | None) -> list[Decimal]:
    """Return the amounts of the items whose proceeds are not told.

    :param silent: the places of these items
    :param left: what the grand total leaves for them, None when it is not told
    """
    prices = [_shop_price(order.items[index]) for index in silent]
    missing = [place for place, price in enumerate(prices) if price is None]
    known = sum((price for price in prices if price is not None), ZERO)
    over = None if left is None else left - known
    if over is not None and over > 0 and len(missing) == 1:
        prices[missing[0]] = over
    elif left is not None and over and left >= 0 and not missing and len(silent) == 1:
        return [left]
    elif over != 0 and not order.is_replacement:
        for place in missing:
            if order.items[silent[place]].quantity_ordered:
                path = f"orderItems[{silent[place]}].proceeds"
                raise AmountsMissing(
                    f"{path}: nothing tells what this item costs",
                    path=path,
                    order_id=order.order_id,
                )
    return [price or ZERO for price in prices]


def _shop_price(item: OrderItem) -> Decimal | None:
    return item.unit_price.amount * item.quantity_ordered if item.unit_price else None


def _tips(order: Order) -> Iterator[tuple[Decimal, bool]]:
    """Yield the delivery tips, each with whether it is final."""
    for breakdown in order.breakdowns:
        if breakdown.type == "DELIVERY_TIP" and breakdown.subtotal:
            yield breakdown.subtotal.amount, breakdown.status == "FINALIZED"


def _finalized_tip(order: Order) -> Decimal:
    return sum((amount for amount, final in _tips(order) if final), ZERO)


def _tip(order: Order, items_total: Decimal, grand_total: Decimal | None) -> Decimal:
    """Return the tip as far as it counts: it makes the grand total right, or it is final.

    Whether a pending tip is part of the grand total is not documented; the sum tells.
    """
    finalized = _finalized_tip(order)
    if grand_total is None:
        return finalized
    every = sum((amount for amount, _ in _tips(order)), ZERO)
    for tip in (ZERO, finalized, every):
        if items_total + tip == grand_total:
            return tip
    return ZERO


def _currency(order: Order) -> str | None:
    """Return the one currency of an order; zero in another currency does no harm."""
    moneys = list(_moneys(order))
    currencies = {money.currency for money in moneys if money.amount}
    if len(currencies) > 1:
        names = ", ".join(sorted(currencies))
        raise MixedCurrencies(
            f"the amounts come in several currencies: {names}",
            path="proceeds",
            order_id=order.order_id,
        )
    marketplace = by_id(order.marketplace_id)
    first = moneys[0].currency if moneys else marketplace and marketplace.currency_code
    return next(iter(currencies), first)


def _moneys(order: Order) -> Iterator[Money]:
    """Yield every amount that a reading may use."""
    found: list[Money | None] = [order.grand_total]
    found += [told.subtotal for told in order.breakdowns if told.type == "DELIVERY_TIP"]
    for item in order.items:
        found.append(item.total)
        for breakdown in item.breakdowns:
            found += [breakdown.subtotal, *(detail.value for detail in breakdown.details)]
        if not item.total and "ITEM" not in {told.type for told in item.breakdowns}:
            found.append(item.unit_price)
    return (money for money in found if money)
