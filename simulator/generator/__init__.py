"""Made-up orders of a lifelike shop: the same seed makes the same orders."""

import random
from collections.abc import Sequence
from datetime import datetime

from .orders import make_order


def generate_orders(
    seed: int, count: int, now: datetime, marketplace_ids: Sequence[str]
) -> list[dict]:
    """Make ``count`` orders of the last 30 days before ``now``.

    A longer list of the same seed begins with the shorter one.

    :param marketplace_ids: where the orders are placed, each equally often
    :return: ``Order`` objects of Amazon's model orders_2026-01-01
    """
    made: list[dict] = []
    for number in range(count):
        # A generator for each order: changing how one is made leaves the others alone.
        rng = random.Random(f"{seed}/{number}")
        previous = made[-1]["orderId"] if made else None
        made.append(make_order(rng, number, now, rng.choice(marketplace_ids), previous))
    return made
