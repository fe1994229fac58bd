"""`make demo`: a real Odoo, connected to a simulated Amazon, with its orders in it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tools import postgres
from tools.children import Stopped, child, end_on_signals
from tools.databases import database_name
from tools.demo import database, orders, parcels, table
from tools.demo.settings import Settings, free_port, read_settings
from tools.environments import odoo_python, tools_python
from tools.errors import ToolError
from tools.layout import ROOT
from tools.odoo_instance import OdooInstance
from tools.odoo_source import choose_series, find_odoo
from tools.progress import say
from tools.simulator_process import running_simulator

EXAMPLES = ROOT / "simulator" / "examples" / "orders.json"
CATALOGUE = Path(__file__).with_name("catalogue.json")
DELIVERIES = Path(__file__).with_name("deliveries.json")
QUOTA_FACTOR = 1000
"""Amazon would refill a page of 100 orders in three minutes; a demo need not show that."""

START_LIMIT = 120.0
"""Seconds within which Odoo must answer."""


def main(arguments: list[str]) -> int:
    """Run the demo; the exit status is 0 when every order is in Odoo with Amazon's total."""
    end_on_signals()
    try:
        return run(read_settings())
    except (KeyboardInterrupt, Stopped):
        say("\nEnded.")
        return 130


def run(settings: Settings) -> int:
    """Set everything up, print the table, and stay up if that is asked for."""
    told = orders.read_file(settings.orders or EXAMPLES)
    series, why = choose_series(settings.series)
    say(why)
    source = find_odoo(series)
    say(str(source))
    odoo_python(source), tools_python()  # made now, one after the other
    name = database_name(settings.database, series)
    instance = OdooInstance(source, postgres.running_server(), name)
    with _alone_on(instance):
        instance.prepare()
        mark = database.bring_up(instance)
        with (
            running_simulator(instance.folder, *_simulated(settings)) as amazon,
            _as_left(instance, amazon),
        ):
            _stock_amazon(amazon, settings)
            answer = _shop(instance, amazon, settings, mark)
            faults = _tell(answer, told, _known(amazon))
            if settings.serve:
                with contextlib.suppress(KeyboardInterrupt, Stopped):
                    _serve(instance, settings.port, amazon)
                say("\nEnded.")
    return 1 if faults else 0


def _simulated(settings: Settings) -> list[object]:
    choice = ["--orders", settings.orders] if settings.orders else ["--examples"]
    return [*choice, "--quota-factor", QUOTA_FACTOR]


@contextlib.contextmanager
def _alone_on(instance: OdooInstance) -> Iterator[None]:
    """Be the only demo on this database.

    :raises ToolError: another one is at it
    """
    instance.folder.mkdir(parents=True, exist_ok=True)
    with (instance.folder / "demo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ToolError(
                f"A demo is running on the database {instance.database}: "
                "end it first, or choose another name with DB=."
            ) from None
        yield


@contextlib.contextmanager
def _as_left(instance: OdooInstance, amazon: str) -> Iterator[None]:
    """Have the simulated Amazon know of the packages that it knew when the last demo ended.

    The tracking numbers that it refuses are those of the demo's story.
    """
    path = instance.folder / database.PACKAGES
    parcels.remind(amazon, _known(amazon), path)
    refused = json.loads(DELIVERIES.read_text(encoding="utf-8"))["refused"]
    for seller in _get(f"{amazon}/_control/sellers"):
        address = f"{amazon}/_control/sellers/{seller['sellerId']}/feeds"
        parcels.post(address, {"refusedTracking": refused})
    try:
        yield
    finally:
        parcels.remember(_known(amazon), path)


def _known(amazon: str) -> list[dict]:
    """Return all orders as the simulated Amazon has them now."""
    return [
        order
        for seller in _get(f"{amazon}/_control/sellers")
        for order in _get(f"{amazon}/_control/state?sellerId={seller['sellerId']}")["orders"]
    ]


def _catalogue(settings: Settings) -> list[dict]:
    """Return the goods of the demo's own story; a visitor's own orders bring none."""
    return [] if settings.orders else json.loads(CATALOGUE.read_text(encoding="utf-8"))


def _stock_amazon(amazon: str, settings: Settings) -> None:
    """Have the simulated Amazon have what lies there in Odoo before any of it is sold.

    What is sold outside of the European Union was brought to those countries: the rest is in it.
    """
    sellers = [seller["sellerId"] for seller in _get(f"{amazon}/_control/sellers")]
    states = {one: _get(f"{amazon}/_control/state?sellerId={one}") for one in sellers}
    arrived = {entry["sku"]: entry["at_amazon"] for entry in _catalogue(settings)}
    for row in (row for state in states.values() for row in state["inventory"]):
        if row["pool"] != "EU" and row["sku"] in arrived:
            arrived[row["sku"]] -= row["shipped"] + row["reserved"]
    goods = [{"sku": sku, "arrived": count} for sku, count in arrived.items() if count > 0]
    for seller_id, state in states.items():
        if goods and state["seller"]["region"] == "eu":
            parcels.post(f"{amazon}/_control/sellers/{seller_id}/inventory", goods)


def _shop(instance: OdooInstance, amazon: str, settings: Settings, mark: str) -> dict:
    """Set the shop up inside Odoo and synchronise it; see `tools.demo.inside`."""
    say("Synchronising orders and shipments …")
    request, answer = instance.folder / "request.json", instance.folder / "answer.json"
    wanted = {
        "server": amazon,
        "sellers": [_with_times(seller, amazon) for seller in _get(f"{amazon}/_control/sellers")],
        "catalogue": _catalogue(settings),
        "deliveries": _deliveries(settings),
        "mark": [database.MARK, mark],
    }
    request.write_text(json.dumps(wanted), encoding="utf-8")
    answer.unlink(missing_ok=True)
    inside = [instance.python, "-m", "tools.demo.inside", instance.configuration, "shop"]
    instance.run([*inside, request, answer], "synchronise orders and shipments")
    return json.loads(answer.read_text(encoding="utf-8"))


def _deliveries(settings: Settings) -> dict:
    """Return what the warehouse has done already; of a visitor's own orders, nothing."""
    deliveries = json.loads(DELIVERIES.read_text(encoding="utf-8"))
    return {**deliveries, "left": []} if settings.orders else deliveries


def _with_times(seller: dict, amazon: str) -> dict:
    """Add to a seller what its orders tell: a moment before all of them, and their currencies."""
    state = _get(f"{amazon}/_control/state?sellerId={seller['sellerId']}")
    return {
        **seller,
        "since": orders.before_the_oldest(state["orders"]),
        "currencies": sorted(orders.currencies(state["orders"])),
    }


def _get(address: str):
    with urllib.request.urlopen(address, timeout=60) as response:
        return json.load(response)


def _tell(answer: dict, told: list[dict], known: list[dict]) -> list[str]:
    """Print the tables, the open issues and what is wrong; return what is wrong.

    :param known: the orders as Amazon has them now
    """
    newest = orders.newest_states(told)
    faults = [*answer["failures"], *table.mistakes(answer["orders"], newest)]
    faults += parcels.mistakes(answer["shipments"], known)
    print()
    table.print_safely(*table.lay_out(table.rows(answer["orders"], newest)))
    if answer["issues"]:
        print("\nTo look at in Odoo (Amazon ‣ Issues):")
        table.print_safely(*(f"  {i['reference']}: {i['message']}" for i in answer["issues"]))
    if outside := table.left_out(answer["orders"], newest):
        print(f"\n{outside}")
    _tell_shipments(answer, known)
    if faults:
        print("\nNot as it should be:")
        table.print_safely(*(f"  {fault}" for fault in faults))
    else:
        print("\nEvery order that belongs in Odoo is there, with Amazon's total.")
        print("Amazon believes in the shipments that are synchronised in Odoo, and in no other.")
    return faults


def _tell_shipments(answer: dict, known: list[dict]) -> None:
    """Print what has left, what Amazon refused of it, and what is left to the visitor."""
    if answer["shipments"]:
        print()
        rows = parcels.rows(answer["shipments"], known)
        table.print_safely(*table.lay_out(rows, parcels.TITLES, ()))
    failed = [one for one in answer["shipments"] if one["state"] == parcels.FAILED]
    if failed:
        print("\nTo mend in Odoo (Inventory ‣ Transfers), which then tells Amazon by itself:")
        table.print_safely(*(f"  {one['transfer']}: {one['message']}" for one in failed))
    if answer["waiting"]:
        print(f"\nWaiting to be shipped by you: {answer['waiting']} transfers.")


def _serve(instance: OdooInstance, wanted: int, amazon: str) -> None:
    """Run Odoo until we are told to end, on the wanted port or the next free one.

    :raises ToolError: it does not come up, or ends by itself
    """
    port = free_port(wanted)
    if port != wanted:
        say(f"Port {wanted} is taken, so Odoo listens on {port}.")
    address, log = f"http://127.0.0.1:{port}", instance.folder / "server.log"
    log.unlink(missing_ok=True)
    command = instance.command("--http-port", port)
    with child(command, log, instance.environ()) as odoo:
        _wait_for(f"{address}/web/login", odoo, log)
        print(f"\nOdoo:   {address}   login: admin   password: admin")
        print("        or as the shop's people: camille, who keeps the books, and jean, who ships")
        print("        (the password is the login)")
        print(f"Amazon: {amazon}   (simulated: look at the orders, ship and cancel them)")
        print("Ctrl-C ends both.", flush=True)
        while odoo.poll() is None:
            time.sleep(0.5)
    raise ToolError(f"Odoo ended by itself; what it said is in {log}.")


def _wait_for(address: str, odoo, log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and odoo.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=START_LIMIT):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise ToolError(f"Odoo does not answer on {address}; what it said is in {log}.")
