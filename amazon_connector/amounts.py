"""How amounts of money are shared among lines so that they add up to the cent."""

from decimal import ROUND_HALF_UP, Decimal


class WholeCents:
    """Rounds a row of amounts to whole cents so that their sum is the rounded sum.

    What one amount loses by rounding the next one bears: 10.005 and 10.005 are 10.01 and 10.00.
    Amounts in whole cents stay what they are.
    """

    def __init__(self, cent):
        """:param cent: Decimal, the currency's smallest unit"""
        self._cent = cent
        self._exact = self._given = Decimal(0)

    def round(self, amount):
        """Return the next amount of the row (Decimal) in whole cents."""
        self._exact += amount
        cents = (self._exact / self._cent).to_integral_value(ROUND_HALF_UP)
        rounded = cents * self._cent - self._given
        self._given += rounded
        return rounded


def split_by_unit(amount, quantity, step):
    """Share an amount among units, at prices that are whole steps: 10.00 for 3 at 3.33 and 3.34.

    :param amount: Decimal
    :param quantity: int, above 0
    :param step: Decimal, the finest price that can be written
    :return: list of (quantity, price of a unit as Decimal), at most two; and what is left over
        of the amount because it is no whole number of steps, 0 or positive and below a step
    """
    steps, left_over = divmod_down(amount, step)
    low, rest = divmod(steps, quantity)
    parts = [(quantity - rest, low * step), (rest, (low + 1) * step)]
    return [(units, price) for units, price in parts if units], left_over


def divmod_down(amount, step):
    """Return how many whole steps fit below the amount, and what is left, never negative.

    Decimal's own ``divmod`` rounds towards zero, and leaves something negative of a discount.
    """
    steps = int((amount / step).to_integral_value("ROUND_FLOOR"))
    return steps, amount - steps * step
