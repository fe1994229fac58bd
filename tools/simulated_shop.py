"""A shop in the running simulator: what is put into it, and what it holds."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Sequence

PATIENCE = 60
ORDERS_A_REQUEST = 200
"""The simulator takes at most 10 MB at once."""


class ControlledAmazon:
    """The control interface of the running simulator.

    :param address: the simulator's, without a slash at the end
    """

    def __init__(self, address: str):
        self.address = address

    def ask(self, path: str, body: object = None):
        """Ask for what stands at a path, or post a body there; return the answer."""
        request = urllib.request.Request(
            f"{self.address}/_control/{path}",
            None if body is None else json.dumps(_without_nulls(body)).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)


class SimulatedShop:
    """One seller of its own, and its orders.

    :param address: the simulator's, without a slash at the end
    :param marketplaces: ids of Amazon's; those of the region when empty
    """

    def __init__(self, address: str, region: str = "eu", marketplaces: Sequence[str] = ()):
        self._ask = ControlledAmazon(address).ask
        self.seller: dict = self._ask(
            "sellers", {"region": region, "marketplaceIds": list(marketplaces) or None}
        )

    def generate(self, count: int, seed: int) -> None:
        """Put lifelike orders of the last month into the shop; the same seed, the same orders."""
        wish = {"count": count, "seed": seed, "days": 30}
        self._ask(f"sellers/{self.seller['sellerId']}/generate", wish)

    def add(self, orders: Sequence[dict]) -> None:
        """Put orders, or later states of them, into the shop."""
        for start in range(0, len(orders), ORDERS_A_REQUEST):
            part = list(orders[start : start + ORDERS_A_REQUEST])
            self._ask(f"sellers/{self.seller['sellerId']}/orders", part)

    def orders(self) -> list[dict]:
        """Return all orders of the shop, as Amazon has them."""
        return self._ask(f"state?sellerId={self.seller['sellerId']}")["orders"]


def _without_nulls(body: object) -> object:
    if isinstance(body, dict):
        return {name: value for name, value in body.items() if value is not None}
    return body
