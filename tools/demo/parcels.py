"""What the demo's Amazon believes was shipped, held against what Odoo says; and kept for later."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path

TITLES = ("Amazon order", "Transfer", "Carrier", "Tracking reference", "In Odoo", "Amazon believes")
SYNCHRONISED = "synchronised"
FAILED = "failed"
PATIENCE = 60
FIRST_OF_OURS = 1_000_001
"""Where Odoo's references begin; those that the file of orders tells are small numbers."""

LAG = 180
"""Seconds after which Amazon tells of a change."""


def packages(orders: Iterable[dict]) -> dict[tuple[str, str], dict]:
    """Return Amazon's packages by (order id, package reference)."""
    return {
        (order["orderId"], package["packageReferenceId"]): package
        for order in orders
        for package in order.get("packages") or ()
    }


def rows(shipments: Iterable[dict], orders: Iterable[dict]) -> list[tuple[str, ...]]:
    """Return the table's rows: each package that left, and what Amazon believes of it."""
    known = packages(orders)
    return [
        (
            shipment["order"],
            shipment["transfer"],
            shipment["carrier"],
            shipment["tracking"],
            shipment["state"],
            _believed(known.get(_key(shipment)) or _of_others(known, shipment)),
        )
        for shipment in shipments
    ]


def mistakes(shipments: Iterable[dict], orders: Iterable[dict]) -> list[str]:
    """Return a line for each shipment that Odoo and Amazon do not see alike."""
    known, shipments = packages(orders), list(shipments)
    lines = [_mistake(shipment, known) for shipment in shipments]
    ours = set(map(_key, shipments))
    strangers = [key for key in known if key not in ours and _is_of_ours(key[1])]
    return [line for line in lines if line] + [
        f"Amazon believes in the shipment {reference} of {order}, which is not in Odoo."
        for order, reference in strangers
    ]


def _mistake(shipment: dict, known: dict) -> str:
    """Return what is wrong with a shipment, or with a transfer without any; empty: nothing."""
    if not shipment["reference"]:
        name = f"The transfer {shipment['transfer']} of {shipment['order']}"
        package, is_otherwise = _of_others(known, shipment), False
    else:
        name = f"The shipment {shipment['reference']} of {shipment['order']}"
        package = known.get(_key(shipment))
        is_otherwise = package and _differs(shipment, package) != (shipment["state"] == FAILED)
    state = shipment["state"]
    if shipment["transfer_state"] == SYNCHRONISED != state:
        return f"{name} is {state}, and its transfer {shipment['transfer']} synchronised."
    if state == SYNCHRONISED and not package:
        return f"{name} is synchronised in Odoo, and Amazon does not know it."
    if state not in (SYNCHRONISED, FAILED):
        return f"{name} was not told to Amazon: {state}."
    return f"{name} is {state} in Odoo, and Amazon knows it otherwise." if is_otherwise else ""


def _is_of_ours(reference: str) -> bool:
    return reference.isdecimal() and int(reference) >= FIRST_OF_OURS


def _key(shipment: dict) -> tuple[str, str]:
    return (shipment["order"], shipment["reference"])


def _of_others(known: dict, shipment: dict) -> dict | None:
    """Return a package that somebody else told Amazon of, for goods of which Odoo told nothing."""
    if shipment["reference"]:
        return None
    theirs = (key for key in known if key[0] == shipment["order"] and not _is_of_ours(key[1]))
    return next((known[key] for key in theirs), None)


def _differs(shipment: dict, package: dict) -> bool:
    items = {item["orderItemId"]: item["quantity"] for item in package["packageItems"]}
    told = (package.get("trackingNumber"), items)
    return told != (shipment["tracking"], shipment["items"])


def _believed(package: dict | None) -> str:
    if not package:
        return "nothing"
    units = sum(item["quantity"] for item in package["packageItems"])
    return f"{units} sent, {package.get('trackingNumber', '?')}"


# === What Amazon does not forget, though its simulation ends ===#


def remember(orders: Iterable[dict], path: Path) -> None:
    """Write down the packages of these orders, for the next demo on the same database."""
    kept = [[order_id, package] for (order_id, _), package in packages(orders).items()]
    path.write_text(json.dumps(kept), encoding="utf-8")


def remind(amazon: str, known: Iterable[dict], path: Path) -> None:
    """Tell a newly started Amazon of the packages that it knew when the last demo ended.

    :param amazon: address of the simulated Amazon
    :param known: the orders that it has, with their packages
    """
    for order_id, package in _forgotten(known, path):
        told = {
            "items": [
                {"orderItemId": item["orderItemId"], "quantity": item["quantity"]}
                for item in package["packageItems"]
            ],
            "carrier": package.get("carrier"),
            "trackingNumber": package.get("trackingNumber"),
            "shippingService": package.get("shippingService"),
            "packageReferenceId": package["packageReferenceId"],
        }
        told = {name: value for name, value in told.items() if value is not None}
        # Another file of orders may say that there is nothing left to ship.
        post(f"{amazon}/_control/orders/{order_id}/ship", told, may_be_refused=True)


def _forgotten(known: Iterable[dict], path: Path) -> Iterator[tuple[str, dict]]:
    known = list(known)
    order_ids, there = {order["orderId"] for order in known}, packages(known)
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    for order_id, package in kept:
        if order_id in order_ids and (order_id, package["packageReferenceId"]) not in there:
            yield order_id, package


def post(address: str, body: object, may_be_refused: bool = False) -> None:
    """Post JSON to the simulated Amazon's control interface.

    :param may_be_refused: whether it may say no (409), which then has no effect
    """
    request = urllib.request.Request(
        address, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):
            return
    except urllib.error.HTTPError as error:
        if not (may_be_refused and error.code == 409):
            raise
