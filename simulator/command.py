"""The command line: ``python -m simulator``."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from . import orders_file
from .exceptions import ControlError
from .generator import generate_orders
from .marketplaces import MARKETPLACES
from .server import serve
from .world import LAG, World


def main(arguments: list[str] | None = None) -> int:
    """Run the simulator until it is told to end; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        world = make_world(options)
    except ControlError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 2
    try:
        serve(world, options.port, options.announce)
    except OSError as error:
        print(f"cannot listen on port {options.port}: {error.strerror}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        # uvicorn has ended everything by now, and raises the signal again.
        pass
    return 0


def make_world(options: argparse.Namespace) -> World:
    """Make the world that the options ask for.

    :raises ControlError: when the file of orders cannot be used
    """
    now = datetime.now(UTC)
    data = []
    if options.examples or options.orders:
        data = orders_file.read_orders(options.orders or orders_file.EXAMPLES)
    if options.recent or options.examples:
        data = orders_file.made_recent(data, now)
    if options.generate:
        everywhere = [each.marketplace_id for each in MARKETPLACES]
        newest = now - 2 * LAG
        data = data + generate_orders(options.seed, options.generate, newest, everywhere)
    orders = orders_file.check_orders(data)
    return World(options.quota_factor, lambda world: orders_file.populate(world, orders))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description="A Selling Partner API server to run programs against, on 127.0.0.1.",
    )
    add = parser.add_argument
    add("--port", type=int, default=0, help="port to listen on (default: a free one)")
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--orders", type=Path, metavar="FILE", help="JSON list of Order objects (2026-01-01)"
    )
    source.add_argument(
        "--examples", action="store_true", help="the example orders, moved into the present"
    )
    add("--recent", action="store_true", help="move the file's times: the newest is hours old")
    add("--generate", type=int, default=0, metavar="N", help="add N made-up lifelike orders")
    add("--seed", type=int, default=0, metavar="N", help="same seed, same made-up orders")
    add(
        "--quota-factor",
        type=float,
        default=1,
        metavar="F",
        help="quotas refill F times as fast as Amazon's",
    )
    add("--announce", type=Path, metavar="FILE", help='write {"url": …} there once ready')
    return parser
