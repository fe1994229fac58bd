"""What random seasons share: each turn draws what happens next, and what happened is kept."""

import os

# Seasons that failed, by the names that the failure tells, to be played once more and alone.
PLAYED_AGAIN = os.environ.get("RANDOM_SEASONS", "").split()


def seasons_to_play(count):
    """Return the names of the seasons to play: each of them decides all that happens in it.

    :param count: how many there are, unless some are played again
    """
    if PLAYED_AGAIN:
        return PLAYED_AGAIN
    seed = os.environ["RANDOM_SEED"]
    return [f"{seed}-{number}" for number in range(count)]


class WildSeason:
    """A time in which one thing after another happens, drawn at random.

    A class of it has a method for each of its turns: it has the thing happen and returns it in
    words, or returns nothing where that is not possible now. ``happened`` has the turns that were.

    :param case: the test; its `amazon` is the seller's shop
    :param line: wild_troubles.Line, between Odoo and Amazon
    :param chance: random.Random, which decides everything
    """

    TURNS = {}
    """How often each turn is drawn, beside the others, by name."""

    def __init__(self, case, line, chance):
        self._case = case
        self._line = line
        self._chance = chance
        self.happened = set()
        self._numbers = iter(range(1, 10**6))
        self.story = []

    def turn(self):
        """Have one thing happen, whichever is possible."""
        names = list(self.TURNS)
        new = [name for name in names if name not in self.happened]
        if new and self._chance.random() < 0.5:
            names = new  # nothing should wait for its luck a whole season long
        while names:
            (name,) = self._chance.choices(names, [self.TURNS[name] for name in names])
            words = getattr(self, name)()
            if words:
                self.happened.add(name)
                self._tell(f"{name}: {words}")
                return
            names.remove(name)

    def _tell(self, words):
        self.story.append(words)

    def _one(self, records):
        return self._chance.choice(records) if records else records

    def _one_open_at_amazon(self):
        """Return an order of which something is left to ship, and of it only such items."""
        found = []
        for order in self._case.amazon.orders():
            items = [i for i in order["orderItems"] if i["fulfillment"]["quantityUnfulfilled"]]
            if items and order["fulfillment"]["fulfillmentStatus"] != "CANCELLED":
                found.append({**order, "orderItems": items})
        return self._chance.choice(found) if found else None
