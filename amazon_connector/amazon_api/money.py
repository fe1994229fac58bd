"""An amount of money: an exact decimal number with its currency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Money"]

_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


@dataclass(frozen=True)
class Money:
    """An amount in one currency; never a float, so that cents stay cents.

    :ivar amount: any finite decimal number, signed
    :ivar currency: ISO 4217, three capital letters
    :raises TypeError: the amount is no Decimal
    :raises ValueError: the amount is not finite, or the currency is no such code; also when two
        currencies are added
    """

    amount: Decimal
    currency: str

    def __post_init__(self):
        if not isinstance(self.amount, Decimal):
            raise TypeError("the amount of money is no Decimal")
        if not self.amount.is_finite():
            raise ValueError("the amount of money is not finite")
        if not isinstance(self.currency, str) or not _CURRENCY.fullmatch(self.currency):
            raise ValueError("the currency is no code of three capital letters")

    def __add__(self, other: Money) -> Money:
        """Return the sum of two amounts of one currency."""
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.amount + self._same_currency(other).amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        """Return the difference of two amounts of one currency."""
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.amount - self._same_currency(other).amount, self.currency)

    def __neg__(self) -> Money:
        """Return the same amount with the other sign."""
        return Money(-self.amount, self.currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same_currency(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added")
        return other
