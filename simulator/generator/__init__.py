"""Made-up orders of a lifelike shop: the same seed makes the same orders."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from .orders import make_order

MONTH = timedelta(days=30)


def generate_orders(
    seed: int,
    count: int,
    newest: datetime,
    marketplace_ids: Sequence[str],
    span: timedelta = MONTH,
) -> list[dict]:
    """Make ``count`` orders, placed and changed in the ``span`` of time before ``newest``.

    A longer list of the same seed begins with the shorter one.

    :param marketplace_ids: where the orders are placed, each equally often
    :return: ``Order`` objects of Amazon's model orders_2026-01-01
    """
    made: list[dict] = []
    for number in range(count):
        # A generator for each order: changing how one is made leaves the others alone.
        rng = random.Random(f"{seed}/{number}")
        previous = made[-1]["orderId"] if made else None
        marketplace_id = rng.choice(marketplace_ids)
        made.append(make_order(rng, number, newest, span, marketplace_id, previous))
    return made
