"""How what has left in a parcel is shared among Amazon's order items."""

from collections import Counter


class Shares:
    """What Amazon still expects of an order's items, less what is taken from it bit by bit.

    Goods go to the item that they were ordered as; what is over goes to the order's other items of
    the same goods, since people merge lines. What is over then is no problem as far as goods came
    back: they were sent a second time, and Amazon heard of the first.
    """

    def __init__(self, expected, siblings, came_back, by_others=()):
        """Begin with all that is expected.

        :param expected: dict of units by item
        :param siblings: dict of the items of the same goods by item, itself among them
        :param came_back: function that returns a Counter of the units by item that came back and
            were not sent again so far; only asked when something is over
        :param by_others: dict of units by item that Amazon knows to be shipped by others: they
            leave without being told
        """
        self.expected = dict(expected)
        self.siblings = siblings
        self._came_back = came_back
        self._by_others = Shares(by_others, siblings, came_back=Counter) if by_others else None
        self._back = None

    def untold(self, left, told):
        """Return what left in a parcel, less what was told of it.

        :param left: dict of units by item
        :param told: dict of units by item, maybe by siblings of what they were ordered as
        :return: Counter of units by item
        """
        _shares, rest = self.kept(left, told)
        return rest

    def kept(self, left, told):
        """Share what left in a parcel among what was told of it, maybe before it was counted anew.

        :param left: dict of units by item
        :param told: dict of units by item
        :return: as ``take``: what is told rightly, and Counter of the units that are not told
        """
        return Shares(told, self.siblings, came_back=Counter).take(left)

    def take(self, left):
        """Share these units.

        :param left: dict of units that left in a parcel, by item
        :return: (list of (item that they were ordered as, item to be told, units), Counter of the
            units over by item)
        """
        shares, over = [], Counter()
        rest = dict(left)
        if self._by_others:
            _known, rest = self._by_others.take(left)
        # First each item its own, so that no sibling takes what another item needs.
        for candidates in (lambda item: [item], lambda item: self.siblings.get(item, ())):
            for item in rest:
                for target in candidates(item):
                    units = min(rest[item], self.expected.get(target, 0))
                    if units > 0:
                        self.expected[target] -= units
                        rest[item] -= units
                        shares.append((item, target, units))
        for item, units in rest.items():
            beyond = units - self._sent_again(item, units)
            if beyond:
                over[item] = beyond
        return shares, over

    def _sent_again(self, item, units):
        """Count units as sent a second time, as far as they came back; return how many."""
        if not units:
            return 0
        if self._back is None:
            self._back = self._came_back()
        again = min(units, max(int(self._back[item]), 0))
        self._back[item] -= again
        return again


def evened_out(units, siblings):
    """Return a balance of items in which too much of one fills what lacks of its siblings.

    :param units: Counter by item; less than nothing is what lacks
    :param siblings: dict of the items of the same goods by item, itself among them
    :return: Counter by item
    """
    balance = Counter(units)
    for item in units:
        for sibling in siblings.get(item, ()):
            moved = max(min(balance[item], -balance[sibling]), 0)
            balance[item] -= moved
            balance[sibling] += moved
    return balance
