"""An item's money, in each of the ways in which Amazon tells it.

Amazon documents neither whether prices contain the tax nor the sign of discounts, so made-up
orders have all of them. Amounts are whole numbers of the currency's smallest unit.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .catalogue import DECIMALS


@dataclass(frozen=True)
class MoneyStyle:
    """How a marketplace tells money.

    ``tax_rate`` is e.g. 0.2. ``tax_told`` is False where Amazon tells nothing of the tax that
    prices contain. ``discount_sign`` is -1 where discounts are negative numbers, else 1.
    """

    currency: str
    tax_rate: Decimal
    tax_included: bool
    tax_told: bool
    discount_sign: int

    def money(self, amount: int) -> dict:
        """Return Amazon's Money of so many of the smallest units."""
        decimals = DECIMALS.get(self.currency, 2)
        text = str(Decimal(amount).scaleb(-decimals))
        return {"amount": text, "currencyCode": self.currency}

    def tax(self, amount: int) -> int:
        """Return the tax that ``amount`` contains, or that comes on top of it."""
        whole = 1 + self.tax_rate if self.tax_included else Decimal(1)
        exact = amount * self.tax_rate / whole
        return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class ItemMoney:
    """What is charged for one item, and taken off it: amounts by kind, e.g. ``SHIPPING``."""

    style: MoneyStyle
    charges: dict[str, int]
    discounts: dict[str, int]

    @property
    def total(self) -> int:
        """What the item brings in: Amazon's ``proceedsTotal``."""
        total = sum(self.charges.values()) - sum(self.discounts.values())
        return total if self.style.tax_included else total + self.total_tax

    @property
    def total_tax(self) -> int:
        """The tax on all charges, less that on the discounts."""
        return sum(self._charge_taxes.values()) - self._discount_tax

    def breakdowns(self) -> dict[str, int]:
        """Return the subtotals by type, as Amazon tells them."""
        found = dict(self.charges)
        if self.discounts:
            found["DISCOUNT"] = self.style.discount_sign * sum(self.discounts.values())
        if self.style.tax_told:
            found["TAX"] = self.total_tax
        return found

    def proceeds(self) -> dict:
        """Return Amazon's ``ItemProceeds``."""
        money = self.style.money
        breakdowns = [
            {"type": kind, "subtotal": money(amount), **self._details(kind)}
            for kind, amount in self.breakdowns().items()
        ]
        return {"proceedsTotal": money(self.total), "breakdowns": breakdowns}

    @property
    def _charge_taxes(self) -> dict[str, int]:
        return {kind: self.style.tax(amount) for kind, amount in self.charges.items()}

    @property
    def _discount_tax(self) -> int:
        return sum(self.style.tax(amount) for amount in self.discounts.values())

    def _details(self, kind: str) -> dict:
        """Return the breakdown of a TAX or DISCOUNT subtotal."""
        sign = self.style.discount_sign
        if kind == "DISCOUNT":
            amounts = {kind: sign * amount for kind, amount in self.discounts.items()}
        elif kind == "TAX":
            amounts = dict(self._charge_taxes)
            if self.discounts:
                amounts["DISCOUNT"] = sign * self._discount_tax
        else:
            return {}
        details = [
            {"subtype": kind, "value": self.style.money(amount)} for kind, amount in amounts.items()
        ]
        return {"detailedBreakdowns": details}


def order_proceeds(items: list[ItemMoney], tip: int) -> dict:
    """Return Amazon's ``OrderProceeds``: the sums over all items, and the tip."""
    style = items[0].style
    sums: dict[str, int] = {}
    for item in items:
        for kind, amount in item.breakdowns().items():
            sums[kind] = sums.get(kind, 0) + amount
    breakdowns = [{"type": kind, "subtotal": style.money(amount)} for kind, amount in sums.items()]
    if tip:
        told = {"status": "FINALIZED", "subtotal": style.money(tip)}
        breakdowns.append({"type": "DELIVERY_TIP", **told})
    grand_total = style.money(sum(item.total for item in items) + tip)
    return {"grandTotal": grand_total, "breakdowns": breakdowns}
