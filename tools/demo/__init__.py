"""`make demo`: a real Odoo, connected to a simulated Amazon, with its orders in it."""

from __future__ import annotations

import contextlib
import fcntl
import time
from collections.abc import Iterator

from tools import postgres
from tools.children import Stopped, end_on_signals
from tools.databases import database_name
from tools.demo import database, orders, parcels, table
from tools.demo.settings import Settings, free_port, read_settings
from tools.demo.story import Story, how_to_connect, known, open_shop
from tools.environments import odoo_python, tools_python
from tools.errors import ToolError
from tools.layout import ROOT
from tools.odoo_instance import OdooInstance
from tools.odoo_server import running_odoo
from tools.odoo_source import choose_series, find_odoo
from tools.progress import say
from tools.simulator_process import running_simulator

EXAMPLES = ROOT / "simulator" / "examples" / "orders.json"
HOME = "web.base.url"
"""The system parameter that holds Odoo's own address."""


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
    story = Story(settings.orders)
    with _alone_on(instance):
        instance.prepare()
        mark = database.bring_up(instance)
        with (
            running_simulator(instance.folder, *story.simulator_words()) as amazon,
            _as_left(instance, amazon, story),
        ):
            story.stock_amazon(amazon)
            say("Synchronising orders and shipments …")
            shop = open_shop(amazon)
            answer = story.fill_odoo(instance, amazon, [database.MARK, mark], shop.seller)
            faults = _tell(answer, told, known(amazon))
            if settings.serve:
                shop.generate(40, seed=7)  # now that they trouble no table
                with contextlib.suppress(KeyboardInterrupt, Stopped):
                    _serve(instance, settings.port, amazon, shop.seller)
                say("\nEnded.")
    return 1 if faults else 0


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
def _as_left(instance: OdooInstance, amazon: str, story: Story) -> Iterator[None]:
    """Have the simulated Amazon know of the packages that it knew when the last demo ended.

    The tracking numbers that it refuses are those of the demo's story, and feeds end at once.
    """
    path = instance.folder / database.PACKAGES
    parcels.remind(amazon, known(amazon), path)
    story.prepare_feeds(amazon)
    try:
        yield
    finally:
        parcels.remember(known(amazon), path)


def _tell(answer: dict, told: list[dict], at_amazon: list[dict]) -> list[str]:
    """Print the tables, the open issues and what is wrong; return what is wrong.

    :param at_amazon: the orders as Amazon has them now
    """
    newest = orders.newest_states(told)
    faults = [*answer["failures"], *table.mistakes(answer["orders"], newest)]
    faults += parcels.mistakes(answer["shipments"], at_amazon)
    print()
    table.print_safely(*table.lay_out(table.rows(answer["orders"], newest)))
    if answer["issues"]:
        print("\nTo look at in Odoo (Amazon ‣ Issues):")
        table.print_safely(*(f"  {i['reference']}: {i['message']}" for i in answer["issues"]))
    if outside := table.left_out(answer["orders"], newest):
        print(f"\n{outside}")
    _tell_shipments(answer, at_amazon)
    if faults:
        print("\nNot as it should be:")
        table.print_safely(*(f"  {fault}" for fault in faults))
    else:
        print("\nEvery order that belongs in Odoo is there, with Amazon's total.")
        print("Amazon believes in the shipments that are synchronised in Odoo, and in no other.")
    return faults


def _tell_shipments(answer: dict, at_amazon: list[dict]) -> None:
    """Print what has left, what Amazon refused of it, and what is left to the visitor."""
    if answer["shipments"]:
        print()
        rows = parcels.rows(answer["shipments"], at_amazon)
        table.print_safely(*table.lay_out(rows, parcels.TITLES, ()))
    failed = [one for one in answer["shipments"] if one["state"] == parcels.FAILED]
    if failed:
        print("\nTo mend in Odoo (Inventory ‣ Transfers), which then tells Amazon by itself:")
        table.print_safely(*(f"  {one['transfer']}: {one['message']}" for one in failed))
    if answer["waiting"]:
        print(f"\nWaiting to be shipped by you: {answer['waiting']} transfers.")


def _serve(instance: OdooInstance, wanted: int, amazon: str, to_connect: dict) -> None:
    """Run Odoo until we are told to end, on the wanted port or the next free one.

    :param to_connect: the seller that is left to the visitor
    :raises ToolError: it does not come up, or ends by itself
    """
    port = free_port(wanted)
    if port != wanted:
        say(f"Port {wanted} is taken, so Odoo listens on {port}.")
    # Odoo learns it at an administrator's login only, and Amazon sends others back there too.
    here = f"UPDATE ir_config_parameter SET value = 'http://127.0.0.1:{port}' WHERE key = '{HOME}'"
    postgres.run_sql(instance.server, instance.database, here)
    with running_odoo(instance, port) as (address, odoo):
        print(f"\nOdoo:   {address}   login: admin   password: admin")
        print("        or as the shop's people: camille, who keeps the books, and jean, who ships")
        print("        (the password is the login)")
        print(f"Amazon: {amazon}   (simulated: look at the orders, ship and cancel them)")
        print("", *how_to_connect(to_connect), sep="\n")
        print("\nCtrl-C ends both.", flush=True)
        while odoo.poll() is None:
            time.sleep(0.5)
    raise ToolError(f"Odoo ended by itself; what it said is in {instance.folder / 'server.log'}.")
