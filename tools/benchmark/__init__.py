"""`make benchmark`: how fast orders come in, against Odoo's own `create` and `action_confirm`.

All figures are ratios of one run on one machine; docs/benchmark.md says how to read them.
"""

from __future__ import annotations

import json
import os
import random

from tools.benchmark.table import lay_out
from tools.fresh_odoo import fresh_instance, install_addon
from tools.odoo_instance import OdooInstance
from tools.odoo_source import choose_series
from tools.progress import say
from tools.simulated_shop import SimulatedShop
from tools.simulator_process import running_simulator

ORDERS, ROUNDS, PAGE = 1000, 5, 100
QUICK_ORDERS, QUICK_ROUNDS, QUICK_PAGE = 20, 2, 10
"""Enough to see that all of it works; the figures mean nothing then."""


def run(series: str, orders: int, rounds: int, page: int) -> dict:
    """Measure on a fresh database of one series.

    :param orders: how many orders each competitor brings in, over all rounds
    :param page: orders in the page whose queries are counted
    :return: the measurements, see `tools.benchmark.inside`
    :raises ToolError: when Odoo, its database or the simulator cannot be had
    """
    with fresh_instance(series, "benchmark") as instance:
        install_addon(instance)
        with running_simulator(instance.folder, "--quota-factor", 100_000) as amazon:
            say(f"Measuring {rounds} rounds of {orders // rounds} orders …")
            return _measure(instance, amazon, _shops(amazon, orders, rounds, page))


def _shops(amazon: str, count: int, rounds: int, page: int) -> dict:
    """Open the shops that are measured; each holds orders of its own."""
    size = count // rounds
    drawn = fbm_orders(amazon, 20 + page + count)
    warm, drawn = drawn[:20], drawn[20:]
    counted, drawn = drawn[:page], drawn[page:]
    shares = [drawn[start : start + size] for start in range(0, size * rounds, size)]
    return {
        "warm": _open(amazon, warm),
        "empty": _open(amazon, counted),
        "full": _open(amazon, [renamed(order) for order in counted]),
        "rounds": [_open(amazon, share) for share in shares],
        "skus": sorted({item["product"]["sellerSku"] for item in _items(warm + counted + drawn)}),
    }


def fbm_orders(amazon: str, count: int) -> list[dict]:
    """Make up lifelike orders that the merchant has to ship, each of goods with a SKU."""
    seed, found = random.Random(4).randrange(10**6), {}
    while len(found) < count:
        pattern = SimulatedShop(amazon)
        pattern.generate(1000, seed)
        found |= {order["orderId"]: order for order in pattern.orders() if _fits(order)}
        seed += 1
    return list(found.values())[:count]


def _fits(order: dict) -> bool:
    fulfillment = order.get("fulfillment", {})
    return (
        order["salesChannel"]["channelName"] == "AMAZON"
        and fulfillment.get("fulfilledBy") == "MERCHANT"
        and fulfillment.get("fulfillmentStatus") == "UNSHIPPED"
        and all("sellerSku" in item["product"] for item in order["orderItems"])
    )


def renamed(order: dict) -> dict:
    """Return the same order as another one, of another buyer: as much work, and nothing known."""
    buyer = dict(order.get("buyer", {}))
    if "buyerEmail" in buyer:
        buyer["buyerEmail"] = f"other-{buyer['buyerEmail']}"
    return {**order, "orderId": f"X{order['orderId'][1:]}", "buyer": buyer}


def _items(orders: list[dict]) -> list[dict]:
    return [item for order in orders for item in order["orderItems"]]


def _open(amazon: str, orders: list[dict]) -> dict:
    shop = SimulatedShop(amazon)
    shop.add(orders)
    return shop.seller


def _measure(instance: OdooInstance, amazon: str, shops: dict) -> dict:
    request, answer = instance.folder / "request.json", instance.folder / "answer.json"
    request.write_text(json.dumps({**shops, "server": amazon}), encoding="utf-8")
    answer.unlink(missing_ok=True)
    inside = [instance.python, "-m", "tools.benchmark.inside", instance.configuration]
    instance.run([*inside, request, answer], "measure")
    return json.loads(answer.read_text(encoding="utf-8"))


def main(arguments: list[str]) -> int:
    """Measure and print a table; with `--quick`, only few orders."""
    series, why = choose_series(os.environ.get("SERIES"))
    say(why)
    quick = "--quick" in arguments
    sizes = (QUICK_ORDERS, QUICK_ROUNDS, QUICK_PAGE) if quick else (ORDERS, ROUNDS, PAGE)
    measured = run(series, *sizes)
    print()
    print("\n".join(lay_out(measured)), flush=True)
    return 0
