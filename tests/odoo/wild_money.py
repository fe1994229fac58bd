"""What orders drawn at random cost: amounts that add up in one of Amazon's ways, or none."""

from decimal import Decimal

DECIMALS = {"JPY": 0, "KRW": 0, "KWD": 3, "TND": 3}
CHARGES = ("SHIPPING", "GIFT_WRAP", "COD_FEE", "OTHER", "WORD_OF_TOMORROW")
KINDS = ("ITEM", *CHARGES, "TAX", "DISCOUNT")
DETAILS = ("ITEM", "SHIPPING", "GIFT_WRAP", "COD_FEE", "OTHER", "DISCOUNT", "DETAIL_OF_TOMORROW")
ODD_AMOUNTS = (
    "0", "0.00", "-0", "0.001", "12.3456789", "-7.50", "1e2", "2.5E-2", "+3", ".5", "99999999.99",
    "123456789012.34", "1234567890123456", "a lot", "", "NaN",
)  # fmt: skip
RATES = (Decimal(0), Decimal("0.055"), Decimal("0.1"), Decimal("0.19"), Decimal("0.2"))


class Purse:
    """Draws the amounts of one order, in its currency.

    :param chance: random.Random
    :param currency: ISO code of most amounts
    :param sound: whether what is told adds up to the grand total
    """

    def __init__(self, chance, currency, sound):
        self._chance = chance
        self._currency = currency
        self._sound = sound
        # One order is told in one way.
        self._tax_on_top = chance.random() < 0.5
        self._discount_sign = chance.choice((1, -1))
        self._details = chance.random() < 0.6

    def money(self, units):
        """Return Amazon's Money of so many of the currency's smallest units."""
        amount = Decimal(units).scaleb(-DECIMALS.get(self._currency, 2))
        return {"amount": str(amount), "currencyCode": self._currency}

    def any_money(self):
        """Return any Money: of a sound order a plain one, else sometimes odd or foreign."""
        if self._sound or self._chance.random() < 0.85:
            money = self.money(self._units())
        else:
            money = {"amount": self._odd(), "currencyCode": self._currency}
        if not self._sound and self._chance.random() < 0.03:
            money["currencyCode"] = self._chance.choice(("EUR", "USD", "JPY", "XXX", "eur", "€"))
        return money

    def _odd(self):
        # Two of three odd amounts can be read: an order has many, and one that cannot ends it.
        return self._chance.choice(ODD_AMOUNTS if self._chance.random() < 0.3 else ODD_AMOUNTS[:9])

    def _units(self):
        return self._chance.choice((1, 99, 999, self._chance.randrange(1, 20_000), 1_234_567))

    def item(self):
        """Return an item's proceeds.

        :return: (proceeds as Amazon tells them, the item's total in smallest units; None when
            the amounts are wild and no total is known)
        """
        return self._sound_item() if self._sound else (self._wild_item(), None)

    def order(self, totals, tip):
        """Return the order's proceeds.

        :param totals: the items' totals in smallest units, None for those that are not known
        :param tip: in smallest units, 0 for none
        """
        if not self._sound:
            return {
                "grandTotal": self.any_money(),
                "breakdowns": [
                    {"type": kind, "subtotal": self.any_money(), "status": self._tip_status()}
                    for kind in self._some((*KINDS, "DELIVERY_TIP"))
                ],
            }
        proceeds = {"grandTotal": self.money(sum(totals) + tip), "breakdowns": []}
        if tip:
            told = {"type": "DELIVERY_TIP", "subtotal": self.money(tip), "status": "FINALIZED"}
            proceeds["breakdowns"].append(told)
        return proceeds

    def _tip_status(self):
        return self._chance.choice(("PENDING", "FINALIZED", "LOST"))

    def _sound_item(self):
        """Return proceeds whose parts come to their total by one of the ways to tell them."""
        charges = {"ITEM": self._units(), **{kind: self._units() for kind in self._some(CHARGES)}}
        off = self._chance.randrange(charges["ITEM"] + 1) if self._chance.random() < 0.4 else 0
        rate = self._chance.choice(RATES)
        whole = 1 if self._tax_on_top else 1 + rate
        taxes = {kind: int(units * rate / whole) for kind, units in charges.items()}
        off_tax = int(off * rate / whole)
        tax = sum(taxes.values()) - off_tax
        total = sum(charges.values()) - off + (tax if self._tax_on_top else 0)
        breakdowns = [self._part(kind, units, {}) for kind, units in charges.items()]
        if off:
            sign = self._discount_sign
            breakdowns.append(self._part("DISCOUNT", sign * off, {"ITEM": sign * off}))
        if tax:
            if off_tax:
                taxes["DISCOUNT"] = off_tax
            told = {kind: units for kind, units in taxes.items() if kind in DETAILS}
            breakdowns.append(self._part("TAX", tax, told))
        self._chance.shuffle(breakdowns)
        return {"proceedsTotal": self.money(total), "breakdowns": breakdowns}, total

    def _part(self, kind, units, details):
        part = {"type": kind, "subtotal": self.money(units)}
        if details and self._details:
            part["detailedBreakdowns"] = [
                {"subtype": name, "value": self.money(value)} for name, value in details.items()
            ]
        return part

    def _wild_item(self):
        return {
            "proceedsTotal": self.any_money(),
            "breakdowns": [
                {
                    "type": kind,
                    "subtotal": self.any_money(),
                    "detailedBreakdowns": [
                        {"subtype": name, "value": self.any_money()} for name in self._some(DETAILS)
                    ],
                }
                for kind in (*self._some(KINDS), *self._some(KINDS)[:1])
            ],
        }

    def _some(self, words):
        return [word for word in words if self._chance.random() < 0.25]
