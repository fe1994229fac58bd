"""A running simulator, a seller of one's own in it, and orders to give it."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[3]
FRANCE = "A13V1IB3VIYZZH"
GERMANY = "A1PA6795UKMFR9"
UNITED_STATES = "ATVPDKIKX0DER"
JAPAN = "A1VC38T7YXB528"
LONG_AGO = "2020-01-01T00:00:00Z"
EVERYTHING = (
    "BUYER,RECIPIENT,PROCEEDS,EXPENSE,PROMOTION,CANCELLATION,FULFILLMENT,PACKAGES,TAX,PAYMENT,"
    "FULFILLMENT_ORDERS"
)
SEARCH = "/orders/2026-01-01/orders"
PARTICIPATIONS = "/sellers/v1/marketplaceParticipations"
_numbers = itertools.count(1)


def command(*arguments: object) -> list[str]:
    """Return the command line of a simulator."""
    return [sys.executable, "-m", "simulator", *map(str, arguments)]


@contextlib.contextmanager
def running(*arguments: object) -> Iterator[str]:
    """Run a simulator of its own; give its address."""
    with tempfile.TemporaryDirectory() as folder:
        announcement = Path(folder) / "announcement.json"
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        words = command("--announce", announcement, *arguments)
        with subprocess.Popen(words, env=environ, stdout=subprocess.DEVNULL) as process:
            try:
                yield _address(process, announcement)
            finally:
                process.terminate()


def _address(process: subprocess.Popen, announcement: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if announcement.exists():
            return json.loads(announcement.read_text(encoding="utf-8"))["url"]
        time.sleep(0.02)
    raise AssertionError("the simulator did not start")


class Simulator:
    """The control interface of a running simulator."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, path: str, **query: object) -> requests.Response:
        """Ask the control interface."""
        return requests.get(f"{self.url}/_control/{path}", params=query, timeout=30)

    def post(self, path: str, body: object = None, **query: object) -> requests.Response:
        """Tell the control interface something."""
        return requests.post(f"{self.url}/_control/{path}", json=body, params=query, timeout=30)

    def add_seller(self, *orders: dict, region: str = "eu", **wish: object) -> Shop:
        """Make a seller that nobody else uses."""
        answer = self.post("sellers", {"region": region, "orders": list(orders), **wish})
        assert answer.status_code == 200, answer.text
        return Shop(self, answer.json())

    def advance(self, seconds: float) -> None:
        """Move the world's clock forward."""
        assert self.post("clock", {"advanceSeconds": seconds}).status_code == 200

    def now(self) -> str:
        """Return the world's present moment, as Amazon writes it."""
        return self.post("clock", {}).json()["now"]


class Shop:
    """One seller, seen by its own program and by the tester."""

    def __init__(self, simulator: Simulator, account: dict) -> None:
        self.simulator = simulator
        self.account = account
        self.seller_id = account["sellerId"]
        self.access_token = self.ask_token().json()["access_token"]

    def ask_token(self, **changes: object) -> requests.Response:
        """Ask for an access token; a field that is None is left out."""
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self.account["refreshToken"],
            "client_id": self.account["clientId"],
            "client_secret": self.account["clientSecret"],
            **changes,
        }
        return requests.post(f"{self.simulator.url}/auth/o2/token", data=form, timeout=30)

    def call(self, path: str, **query: object) -> requests.Response:
        """Send a GET with the access token."""
        headers = {"x-amz-access-token": self.access_token}
        url = f"{self.simulator.url}{path}"
        return requests.get(url, params=query, headers=headers, timeout=30)

    def search(self, **query: object) -> requests.Response:
        """Search orders; since long ago when no period is given."""
        if not any(name.startswith(("created", "lastUpdated")) for name in query):
            query["lastUpdatedAfter"] = LONG_AGO
        return self.call(SEARCH, **query)

    def found(self, **query: object) -> list[str]:
        """Return the ids of the orders that a search finds."""
        answer = self.search(**query)
        assert answer.status_code == 200, answer.text
        return [order["orderId"] for order in answer.json()["orders"]]

    def order(self, order_id: str, included: str = EVERYTHING) -> dict:
        """Return one order as getOrder tells it."""
        answer = self.call(f"{SEARCH}/{order_id}", includedData=included)
        assert answer.status_code == 200, answer.text
        return answer.json()["order"]

    def confirm(self, order_id: str, body: object, **options: object) -> requests.Response:
        """Confirm a shipment."""
        url = f"{self.simulator.url}/orders/v0/orders/{order_id}/shipmentConfirmation"
        headers = {"x-amz-access-token": self.access_token, **options.pop("headers", {})}
        if "data" not in options:
            options["json"] = body
        return requests.post(url, headers=headers, timeout=30, **options)

    def state(self) -> dict:
        """Return what the simulator believes of this seller."""
        answer = self.simulator.get("state", sellerId=self.seller_id)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def add(self, *orders: dict, **query: object) -> requests.Response:
        """Add or replace orders."""
        return self.simulator.post(f"sellers/{self.seller_id}/orders", list(orders), **query)

    def push(self, order_id: str, name: str, wish: dict | None = None) -> requests.Response:
        """Let the tester ship, cancel, release or change an order."""
        path = f"orders/{order_id}/{name}"
        return self.simulator.post(path, wish or {}, sellerId=self.seller_id)

    def plan_faults(self, *faults: dict) -> requests.Response:
        """Order the next calls to go wrong."""
        return self.simulator.post(f"sellers/{self.seller_id}/faults", list(faults))


def an_order(**changes: object) -> dict:
    """Return an unshipped merchant's order of two items (3 and 1 pieces), with an id of its own.

    ``changes`` are fields of the order; ``status``, ``by`` and ``marketplace`` reach deeper.
    """
    status, by = changes.pop("status", "UNSHIPPED"), changes.pop("by", "MERCHANT")
    marketplace = changes.pop("marketplace", FRANCE)
    order = {
        "orderId": f"171-0000000-{next(_numbers):07}",
        "createdTime": "2026-03-01T09:00:00Z",
        "lastUpdatedTime": "2026-03-01T10:00:00Z",
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": marketplace},
        "buyer": {"buyerName": "Léa Garçon", "buyerEmail": "x1@marketplace.amazon.fr"},
        "recipient": {
            "deliveryAddress": {
                "name": "Léa",
                "city": "Lille",
                "phone": "+33 1",
                "countryCode": "FR",
            }
        },
        "proceeds": {"grandTotal": euro("40.00"), "breakdowns": []},
        "fulfillment": {"fulfillmentStatus": status, "fulfilledBy": by},
        "orderItems": [an_item("11", 3), an_item("12", 1)],
    }
    return {**order, **changes}


def an_item(item_id: str, quantity: int, **changes: object) -> dict:
    """Return an order item of so many pieces at 10 euro."""
    total = euro(f"{quantity * 10}.00")
    return {
        "orderItemId": item_id,
        "quantityOrdered": quantity,
        "product": {"sellerSku": f"SKU-{item_id}", "price": {"unitPrice": euro("10.00")}},
        "proceeds": {"proceedsTotal": total, "breakdowns": [{"type": "ITEM", "subtotal": total}]},
        **changes,
    }


def euro(amount: str) -> dict:
    """Return Amazon's Money."""
    return {"amount": amount, "currencyCode": "EUR"}


def a_shipment(*items: tuple[str, int], marketplace: str = FRANCE, **changes: object) -> dict:
    """Return a confirmation of a package with these (item, quantity), the first item if none."""
    package = {
        "packageReferenceId": "1",
        "carrierCode": "DHL",
        "trackingNumber": "JD0001",
        "shipDate": "2026-03-02T08:00:00Z",
        "orderItems": [
            {"orderItemId": item_id, "quantity": quantity}
            for item_id, quantity in items or (("11", 1),)
        ],
        **changes,
    }
    return {"marketplaceId": marketplace, "packageDetail": package}


def errors(answer: requests.Response) -> str:
    """Return the messages and details of an answer in Amazon's error form."""
    told = answer.json()["errors"]
    assert all(set(error) == {"code", "message", "details"} for error in told)
    return " | ".join(f"{error['code']}: {error['message']} {error['details']}" for error in told)
