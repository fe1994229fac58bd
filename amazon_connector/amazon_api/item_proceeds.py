"""What the amounts of one item mean: the reading whose sum is Amazon's own total.

Amazon documents neither whether an ``ITEM`` amount contains its tax nor the sign of ``DISCOUNT``
(asked in amzn/selling-partner-api-models #5297, unanswered), and practice differs: in the older API
European prices contain the tax, which is mostly told as 0, American ones do not, and discounts are
positive numbers to be taken off (#1766, #4858); in all of Amazon's samples of 2026-01-01 the tax
comes on top, the United Kingdom's too. But Amazon tells the item's ``proceedsTotal`` as well. So
nothing is assumed: every way to read the amounts is tried, and the one that gives that total is
right. Where several do, the likelier one is taken, in this order (``conventions``):

1. *Discounts make it cheaper*, whatever their sign; else they were taken off before and are told
   for information only; else, so that every sum is found, they are added.
2. *Tax* is on top or contained as the marketplace's habit has it (``Marketplace.tax_included``).
3. *Discounts on shipping and fees* are inside of the DISCOUNT subtotal: the model calls them a
   « further granular breakdown of the subtotal »; else beside it: Amazon's tables for migrating
   from the older API put PromotionDiscount into the subtotal and ShippingDiscount into a detail.
4. *The tax* is the TAX subtotal; else the sum of its details, the tax on the discount taken off (as
   the older PromotionDiscountTax was); else the subtotal less that one.

Where no reading fits, the first one stands and the difference to Amazon's total is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import product

from .order_items import OrderItem

__all__ = [
    "Charge",
    "Convention",
    "ItemReading",
    "conventions",
    "read_item",
    "read_item_as",
    "whole_item",
]

ZERO = Decimal(0)

_DISCOUNTED = {"SHIPPING", "GIFT_WRAP", "COD_FEE"}  # discounts on anything else are the item's


@dataclass(frozen=True)
class Charge:
    """A part of what the buyer pays for an item.

    :ivar kind: ``ITEM``, ``SHIPPING``, ``GIFT_WRAP``, ``COD_FEE``, ``OTHER``, ``DISCOUNT``,
        ``SHIPPING_DISCOUNT``, ``GIFT_WRAP_DISCOUNT``, ``COD_FEE_DISCOUNT``, or a word that Amazon
        has invented since
    :ivar amount: for the whole quantity, discounts negative; it contains the tax if and only if the
        reading's ``tax_included`` says so
    :ivar tax: the tax on it, with the sign of the amount; None when Amazon does not tell it
    """

    kind: str
    amount: Decimal
    tax: Decimal | None = None


@dataclass(frozen=True)
class ItemReading:
    """What an item's amounts mean.

    :ivar tax_included: the amounts of the charges contain the tax
    :ivar tax_told: Amazon told a tax that is not zero
    :ivar tax: the tax in all; 0 when none is told. When every charge tells its tax, this is their
        sum; when some do not, the rest is theirs together
    :ivar charges: ``ITEM`` first and always; the others when they are not zero
    :ivar total: Amazon's ``proceedsTotal``, else what was read
    :ivar difference: ``total`` less ``sum``; 0 when the reading is exact
    """

    item: OrderItem
    currency: str
    tax_included: bool
    tax_told: bool
    tax: Decimal
    charges: tuple[Charge, ...]
    total: Decimal
    difference: Decimal

    @property
    def sum(self) -> Decimal:
        """Return what the charges come to, with the tax where it is on top."""
        amounts = sum((charge.amount for charge in self.charges), ZERO)
        return amounts if self.tax_included else amounts + self.tax


@dataclass(frozen=True)
class Convention:
    """One way to read amounts; the module's docstring tells what each choice means.

    :ivar discount: ``reduces``, ``ignored`` or ``raises``
    :ivar beside: discounts on shipping and fees are beside the DISCOUNT subtotal, not inside
    :ivar tax: ``subtotal``, ``details`` or ``subtotal less discount``
    """

    discount: str
    tax_on_top: bool
    beside: bool
    tax: str


@cache
def conventions(tax_included: bool) -> tuple[Convention, ...]:
    """Return every way to read amounts, the likeliest first.

    :param tax_included: the marketplace's habit
    """
    return tuple(
        Convention(*choices)
        for choices in product(
            ("reduces", "ignored", "raises"),
            (not tax_included, tax_included),
            (False, True),
            ("subtotal", "details", "subtotal less discount"),
        )
    )


def read_item(item: OrderItem, currency: str, tax_included: bool) -> ItemReading | None:
    """Return the reading of an item whose proceeds are told, None when its price is not.

    An ITEM amount that is not told is what ``proceedsTotal`` leaves over for it, or nothing if the
    rest adds up without it; without that total, the unit price times the quantity.

    :param currency: what its amounts are in
    :param tax_included: the marketplace's habit, which decides where the numbers do not
    """
    told = _Told(item)
    total = item.total.amount if item.total else None
    if total is None and "ITEM" not in told.amounts:
        return None
    if not told.amounts:
        return whole_item(item, currency, tax_included, total)
    readings = [told.read(convention, currency) for convention in conventions(tax_included)]
    if total is None:
        return readings[0]
    for reading in (*readings, *_with_item_concluded(told, readings[0], total)):
        if reading.sum == total:
            return replace(reading, total=total, difference=ZERO)
    return replace(readings[0], total=total, difference=total - readings[0].sum)


def read_item_as(item: OrderItem, convention: Convention, currency: str) -> ItemReading:
    """Return the reading of an item by one convention; its total is what was read."""
    return _Told(item).read(convention, currency)


def whole_item(item: OrderItem, currency: str, tax_included: bool, total: Decimal) -> ItemReading:
    """Return the reading of an item of which only a total is known: one charge of the whole."""
    charges = (Charge("ITEM", total),)
    return ItemReading(item, currency, tax_included, False, ZERO, charges, total, ZERO)


def _with_item_concluded(
    told: _Told, reading: ItemReading, total: Decimal
) -> Iterator[ItemReading]:
    """Yield, when the ITEM amount itself is not told, the reading that gives it what is left."""
    rest = total - reading.sum
    if "ITEM" not in told.amounts and rest > 0:
        charges = (replace(reading.charges[0], amount=rest), *reading.charges[1:])
        yield replace(reading, charges=charges)


class _Told:
    """An item's breakdowns, added up by kind; ``read`` turns them into charges."""

    def __init__(self, item: OrderItem):
        self.item = item
        self.amounts: dict[str, Decimal] = {}
        details: dict[str, dict[str, Decimal]] = {"TAX": {}, "DISCOUNT": {}}
        for breakdown in item.breakdowns:
            if breakdown.subtotal:
                _add(self.amounts, breakdown.type, breakdown.subtotal.amount)
            for detail in breakdown.details if breakdown.type in details else ():
                if detail.value:
                    _add(details[breakdown.type], detail.subtype or "OTHER", detail.value.amount)
        if self.amounts and "ITEM" not in self.amounts and item.unit_price and not item.total:
            self.amounts["ITEM"] = item.unit_price.amount * item.quantity_ordered
        self.taxes, self.discounts = details["TAX"], details["DISCOUNT"]
        for kind in details:  # details without a subtotal are told as well
            if details[kind]:
                self.amounts.setdefault(kind, sum(details[kind].values(), ZERO))

    def read(self, convention: Convention, currency: str) -> ItemReading:
        """Return what the amounts mean by this convention; the total is what was read."""
        tax, taxes = self._tax(convention.tax)
        amounts = {"ITEM": ZERO}
        for kind, amount in self.amounts.items():
            if kind not in ("TAX", "DISCOUNT"):
                _add(amounts, kind, amount)
        amounts.update(self._discounts(convention))
        reading = ItemReading(
            item=self.item,
            currency=currency,
            tax_included=not convention.tax_on_top,
            tax_told=bool(tax),
            tax=tax,
            charges=_charges(amounts, taxes, tax),
            total=ZERO,
            difference=ZERO,
        )
        return replace(reading, total=reading.sum)

    def _discounts(self, convention: Convention) -> dict[str, Decimal]:
        """Return the discounts by kind of charge, with the sign that the convention gives them."""
        whole = self.amounts.get("DISCOUNT", ZERO)
        special = {kind: self.discounts[kind] for kind in self.discounts if kind in _DISCOUNTED}
        direction = whole or sum(special.values(), ZERO)
        cheaper = -1 if direction > 0 else 1
        sign = {"reduces": cheaper, "ignored": 0, "raises": -cheaper}[convention.discount]
        plain = whole if convention.beside else whole - sum(special.values(), ZERO)
        found = {f"{kind}_DISCOUNT": sign * amount for kind, amount in special.items()}
        return {"DISCOUNT": sign * plain, **found} if sign else {}

    def _tax(self, source: str) -> tuple[Decimal, dict[str, Decimal]]:
        """Return the tax, and as much of it as is told by kind of charge."""
        told = dict(self.taxes)
        on_discount = told.pop("DISCOUNT", None)
        on_charges = sum(told.values(), ZERO)
        off = -abs(on_discount or ZERO)
        subtotal = self.amounts.get("TAX", ZERO)
        tax = {
            "subtotal": subtotal,
            "details": on_charges + off if self.taxes else subtotal,
            "subtotal less discount": subtotal + off,
        }[source]
        if on_discount is not None:
            told["DISCOUNT"] = -off if tax == on_charges - off else off
        return tax, told


def _charges(
    amounts: dict[str, Decimal], taxes: dict[str, Decimal], tax: Decimal
) -> tuple[Charge, ...]:
    """Return the charges that are not zero, ITEM first and always, each with its tax."""
    kinds = [kind for kind, amount in amounts.items() if amount or kind == "ITEM"]
    taxes = dict(taxes)
    if "DISCOUNT" in taxes and "DISCOUNT" not in kinds:  # the tax follows the discount that is told
        other = next((kind for kind in kinds if kind.endswith("_DISCOUNT")), "DISCOUNT")
        _add(taxes, other, taxes.pop("DISCOUNT"))
    kinds += [kind for kind in taxes if taxes[kind] and kind not in kinds]
    _settle_rest(kinds, amounts, taxes, tax)
    return tuple(Charge(kind, amounts.get(kind, ZERO), taxes.get(kind)) for kind in kinds)


def _settle_rest(
    kinds: list[str], amounts: dict[str, Decimal], taxes: dict[str, Decimal], tax: Decimal
) -> None:
    """Complete ``taxes`` where the tax in all leaves no doubt whose the rest is."""
    rest = tax - sum(taxes.values(), ZERO)
    silent = [kind for kind in kinds if kind not in taxes]
    if not tax and not taxes:
        return  # Amazon told nothing of a tax
    if not rest:
        taxes.update(dict.fromkeys(silent, ZERO))
    elif not silent:
        _add(taxes, "ITEM", rest)
    else:
        bearing = [kind for kind in silent if amounts.get(kind)] or silent
        if len(bearing) == 1:
            taxes.update({**dict.fromkeys(silent, ZERO), bearing[0]: rest})


def _add(sums: dict[str, Decimal], kind: str, amount: Decimal) -> None:
    sums[kind] = sums.get(kind, ZERO) + amount
