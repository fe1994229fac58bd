"""Amazon's own sample orders, as its sandbox tells them: each comes in as the rules say."""

import json
import os
import unittest
from decimal import Decimal
from pathlib import Path

from .common import Simulator
from .fates import FateCase
from .orders import EVERY_MARKETPLACE, minutes_ago

FOLDER = os.environ.get("SP_API_MODELS")
MODEL = "orders_2026-01-01.json"


@unittest.skipUnless(FOLDER, "SP_API_MODELS does not name the folder of Amazon's models")
class TestSamples(FateCase):
    def test_every_sample_order_of_amazons_comes_in_to_the_cent(self):
        samples = sample_orders()
        self.assertGreater(len(samples), 5)
        for region, marketplaces in EVERY_MARKETPLACE.items():
            here = [
                order for order in samples if order["salesChannel"]["marketplaceId"] in marketplaces
            ]
            self.import_samples(region, marketplaces, here)
            samples = [order for order in samples if order not in here]
        self.assertFalse(samples, "samples of no marketplace that we know")

    def import_samples(self, region, marketplaces, orders):
        amazon = Simulator(region, marketplaces)
        account = self._account(amazon, name=f"Samples {region}")
        amazon.add(*orders)
        self.assertEqual(account._sync_orders(), "done")
        for order in orders:
            with self.subTest(order=order["orderId"]), self.kept(order):
                self.assertFate(account, order, sound=adds_up(order))
        self.assertNothingTwice(account)


def sample_orders():
    """Return the orders in Amazon's static sandbox answers, each once, as changed just now.

    Amazon's own dates grow older than the two years that are asked for.
    """
    model = json.loads((Path(FOLDER) / MODEL).read_text(encoding="utf-8"))
    orders = {order["orderId"]: order for order in orders_in(model)}
    return [{**order, "lastUpdatedTime": minutes_ago(60)} for order in orders.values()]


def orders_in(part):
    """Yield all orders anywhere in a part of Amazon's model."""
    if isinstance(part, dict) and isinstance(part.get("orderItems"), list) and "orderId" in part:
        yield part
    elif isinstance(part, (dict, list)):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from orders_in(inner)


def adds_up(order):
    """Whether the items' totals are the order's."""
    total = sum(
        Decimal(item.get("proceeds", {}).get("proceedsTotal", {}).get("amount", 0))
        for item in order["orderItems"]
    )
    return total == Decimal(order.get("proceeds", {}).get("grandTotal", {}).get("amount", 0))
