"""The demo's story: what its shop has, sells and ships, in the simulated Amazon and in Odoo.

The tests in a browser play in the same shop.
"""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tools.demo import orders, parcels
from tools.odoo_instance import OdooInstance
from tools.simulated_shop import SimulatedShop

HERE = Path(__file__).parent
QUOTA_FACTOR = 1000
"""Amazon would refill a page of 100 orders in three minutes; a demo need not show that."""


CANCELLED = ("206-7749013-4482156",)
"""Amazon's orders that their buyers cancel once they are in Odoo."""


@dataclass(frozen=True)
class Story:
    """What happens in the shop; `orders`: a visitor's own file of orders, None for the examples."""

    orders: Path | None = None

    def simulator_words(self) -> list[object]:
        """Return the words of the simulator's command line."""
        choice = ["--orders", self.orders] if self.orders else ["--examples"]
        return [*choice, "--quota-factor", QUOTA_FACTOR]

    def catalogue(self) -> list[dict]:
        """Return the goods of the demo's own story; a visitor's own orders bring none."""
        return [] if self.orders else _read("catalogue.json")

    def deliveries(self) -> dict:
        """Return what the warehouse has done already; of a visitor's own orders, nothing."""
        return {**_read("deliveries.json"), **({"left": []} if self.orders else {})}

    def prepare_feeds(self, amazon: str) -> None:
        """Have the simulated Amazon refuse the story's wrong tracking numbers, and be quick."""
        for seller in _sellers(amazon):
            address = f"{amazon}/_control/sellers/{seller['sellerId']}/feeds"
            quick = {"queueSeconds": 0, "processingSeconds": 0}
            parcels.post(address, {"refusedTracking": self.deliveries()["refused"], **quick})

    def stock_amazon(self, amazon: str) -> None:
        """Have the simulated Amazon have what lies there in Odoo before any of it is sold.

        What is sold outside of the European Union was brought there: the rest lies within it.
        """
        states = {one["sellerId"]: _state(amazon, one["sellerId"]) for one in _sellers(amazon)}
        arrived = {entry["sku"]: entry["at_amazon"] for entry in self.catalogue()}
        for row in (row for state in states.values() for row in state["inventory"]):
            if row["pool"] != "EU" and row["sku"] in arrived:
                arrived[row["sku"]] -= row["shipped"] + row["reserved"]
        goods = [{"sku": sku, "arrived": count} for sku, count in arrived.items() if count > 0]
        for seller_id, state in states.items():
            if goods and state["seller"]["region"] == "eu":
                parcels.post(f"{amazon}/_control/sellers/{seller_id}/inventory", goods)

    def fill_odoo(
        self,
        instance: OdooInstance,
        amazon: str,
        mark: list[str],
        to_connect: dict | None = None,
        program: str = "tools.demo.inside",
    ) -> dict:
        """Set the shop up inside Odoo and synchronise it; see `tools.demo.inside`.

        :param mark: key and value of the system parameter that says that all is there
        :param to_connect: the seller that is left to a visitor to connect, see `open_shop`
        :param program: what does it inside Odoo, and perhaps more
        """
        request, answer = instance.folder / "request.json", instance.folder / "answer.json"
        wanted = {
            "server": amazon,
            "sellers": [
                _with_times(seller, amazon) for seller in _sellers(amazon) if seller != to_connect
            ],
            "to_connect": to_connect,
            "catalogue": self.catalogue(),
            "deliveries": self.deliveries(),
            "cancelled": [] if self.orders else CANCELLED,
            "mark": mark,
        }
        request.write_text(json.dumps(wanted), encoding="utf-8")
        answer.unlink(missing_ok=True)
        inside = [instance.python, "-m", program, instance.configuration, "shop"]
        instance.run([*inside, request, answer], "synchronise orders and shipments")
        return json.loads(answer.read_text(encoding="utf-8"))


def open_shop(amazon: str) -> SimulatedShop:
    """Open a shop in a region without one, which is not connected yet and has no orders."""
    return SimulatedShop(amazon, "fe")


def how_to_connect(seller: dict) -> list[str]:
    """Return the lines that tell a visitor how to connect a seller."""
    return [
        "Connect another account yourself: Amazon ‣ Configuration ‣ Connect an Account, Far East.",
        "Agree on the simulated Amazon's page, or paste:",
        f"  client ID      {seller['clientId']}",
        f"  client secret  {seller['clientSecret']}",
        f"  refresh token  {seller['refreshToken']}",
        f"  seller ID      {seller['sellerId']}",
    ]


def make_company(instance: OdooInstance) -> None:
    """Make the new database's company the story's, which needs to be before the addon is there."""
    inside = [instance.python, "-m", "tools.demo.inside", instance.configuration, "company"]
    instance.run(inside, "make the company")


def known(amazon: str) -> list[dict]:
    """Return all orders as the simulated Amazon has them now."""
    return [
        order
        for seller in _sellers(amazon)
        for order in _state(amazon, seller["sellerId"])["orders"]
    ]


def _with_times(seller: dict, amazon: str) -> dict:
    """Add to a seller what its orders tell: a moment before all of them, and their currencies."""
    told = _state(amazon, seller["sellerId"])["orders"]
    return {
        **seller,
        "since": orders.before_the_oldest(told),
        "currencies": sorted(orders.currencies(told)),
    }


def _read(name: str):
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def _sellers(amazon: str) -> list[dict]:
    return _get(f"{amazon}/_control/sellers")


def _state(amazon: str, seller_id: str) -> dict:
    return _get(f"{amazon}/_control/state?sellerId={seller_id}")


def _get(address: str):
    with urllib.request.urlopen(address, timeout=60) as response:
        return json.load(response)
