"""A random part of what a second look at the same thing would play: rows of large tables, tests
that a class inherits from one that plays them, too.

`make test` plays the drawn part, another in each run; `make test-full` plays everything. How much
was drawn, and by which seed, is said at the end of the run (see conftest.py): `RANDOM_SEED=…`
brings the same again. A class has the tests that it inherits drawn by the attribute ``one_in``;
those that it defines itself are always played, and so are all when some are chosen by name.
"""

import os
import random

FULL = bool(os.environ.get("AMAZON_TEST_FULL"))

_said = {}


def a_part(things, one_in, name):
    """Draw some of these, in the same order; all of them in `make test-full`.

    :param things: list
    :param one_in: how many stand for one that is drawn; at least one is
    :param name: of what is drawn, for people
    """
    count = len(things) if FULL else -(-len(things) // one_in)
    drawing = random.Random(f"{os.environ['RANDOM_SEED']} {name}")
    drawn = sorted(drawing.sample(range(len(things)), count))
    if count < len(things):
        _said[name] = f"{count} of {len(things)}"
    return [things[number] for number in drawn]


def tests_left_out(items):
    """Return those of pytest's items that this run does not play."""
    inherited = {}
    for item in items:
        one_in = getattr(item.cls, "one_in", 1)
        if one_in > 1 and item.originalname not in vars(item.cls):
            inherited.setdefault((item.cls, one_in), []).append(item)
    left_out = []
    for (cls, one_in), its in inherited.items():
        drawn = a_part(its, one_in, cls.__name__)
        left_out += [item for item in its if item not in drawn]
    return left_out


def what_was_drawn():
    """Return the sentence that says it, None where everything was played."""
    if not _said:
        return None
    parts = ", ".join(f"{name} {count}" for name, count in _said.items())
    return f"Drawn by RANDOM_SEED={os.environ['RANDOM_SEED']}: {parts}; `make test-full` plays all."
