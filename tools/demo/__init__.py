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
from tools.demo import database, orders, table
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
        with running_simulator(instance.folder, *_simulated(settings)) as amazon:
            answer = _shop(instance, amazon, settings, mark)
            faults = _tell(answer, told)
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


def _shop(instance: OdooInstance, amazon: str, settings: Settings, mark: str) -> dict:
    """Set the shop up inside Odoo and synchronise it; see `tools.demo.inside`."""
    say("Synchronising the orders …")
    request, answer = instance.folder / "request.json", instance.folder / "answer.json"
    wanted = {
        "server": amazon,
        "sellers": [_with_times(seller, amazon) for seller in _get(f"{amazon}/_control/sellers")],
        "catalogue": [] if settings.orders else json.loads(CATALOGUE.read_text(encoding="utf-8")),
        "mark": [database.MARK, mark],
    }
    request.write_text(json.dumps(wanted), encoding="utf-8")
    answer.unlink(missing_ok=True)
    inside = [instance.python, "-m", "tools.demo.inside", instance.configuration, "shop"]
    instance.run([*inside, request, answer], "synchronise the orders")
    return json.loads(answer.read_text(encoding="utf-8"))


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


def _tell(answer: dict, told: list[dict]) -> list[str]:
    """Print the table, the open issues and what is wrong; return what is wrong."""
    newest = orders.newest_states(told)
    faults = [*answer["failures"], *table.mistakes(answer["orders"], newest)]
    print()
    table.print_safely(*table.lay_out(table.rows(answer["orders"], newest)))
    if answer["issues"]:
        print("\nTo look at in Odoo (Amazon ‣ Issues):")
        table.print_safely(*(f"  {i['reference']}: {i['message']}" for i in answer["issues"]))
    if outside := table.left_out(answer["orders"], newest):
        print(f"\n{outside}")
    if faults:
        print("\nNot as it should be:")
        table.print_safely(*(f"  {fault}" for fault in faults))
    else:
        print("\nEvery order that belongs in Odoo is there, with Amazon's total.")
    return faults


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
