"""The tax of an item that Amazon withholds and pays to the state itself.

That tax never was the seller's: it is neither revenue nor owed by the seller, in the United States
(marketplace facilitator) as where Amazon is the deemed supplier (Article 14a of the EU's VAT
directive, imports of the One-Stop-Shop; the United Kingdom since 2021). Amazon's own total may
still contain it, since the buyer paid it, so it is told apart from what the seller sells:

* Tax on top, and Amazon's total counts it: the prices are net already, the tax is beside them.
* Tax contained, where prices contain it as a rule: it is taken out of each price.
* « Contained », where prices never contain it: Amazon's total leaves the tax out. The prices are
  net, and nothing of the total is tax.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from .item_proceeds import ZERO, Charge, ItemReading

__all__ = ["take_off_withheld"]


def take_off_withheld(reading: ItemReading, tax_included: bool) -> tuple[ItemReading, Decimal]:
    """Return an item's reading without the tax that Amazon withholds, and that tax.

    :param tax_included: the marketplace's habit, see ``Marketplace.tax_included``
    :return: the reading, with net amounts and no tax; and as much of its total as was tax.
        The reading itself and 0 when Amazon withholds nothing
    """
    if not reading.item.is_tax_withheld:
        return reading, ZERO
    withheld, charges = reading.tax, reading.charges
    if reading.tax_included and not tax_included:
        withheld = ZERO
    elif reading.tax_included:
        charges = _net(charges, withheld)
    net = replace(
        reading,
        charges=tuple(replace(charge, tax=ZERO) for charge in charges),
        tax_included=False,
        tax=ZERO,
        total=reading.total - withheld,
    )
    return net, withheld


def _net(charges: tuple[Charge, ...], tax: Decimal) -> tuple[Charge, ...]:
    """Take the tax out of the prices: each its own, and what is nobody's out of the first."""
    nets = [replace(one, amount=one.amount - (one.tax or ZERO)) for one in charges]
    rest = tax - sum((one.tax or ZERO for one in charges), ZERO)
    nets[0] = replace(nets[0], amount=nets[0].amount - rest)
    return tuple(nets)
