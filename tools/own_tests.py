"""`make test-odoo-own`: Odoo's own tests of stock, with the addon and without it.

Some of them fail in any database but the one that they were written for; so each runs twice, and
what counts is a test that passes without the addon and does not with it.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from tools.browser import find_browser
from tools.demo.settings import free_port
from tools.errors import ToolError
from tools.fresh_odoo import Base, addon_depends, fresh_instance, install_addon
from tools.odoo_instance import OdooInstance
from tools.odoo_source import choose_series
from tools.own_tests_reading import Outcome, lay_out, read_report, spoiled
from tools.progress import say
from tools.results import Result, report

MODULES = ("stock", "sale_stock", "stock_delivery", "stock_account", "purchase_stock")
BASE = Base("own_base", lambda _series: {*MODULES, *addon_depends()})
FIRST_PORT = 9100
"""Tests that open pages do so at the first free port from here on."""


def run(series: str) -> list[Result]:
    """Run the tests without the addon, then with it, each on a fresh database.

    :return: one result: tests that the addon spoils have failed
    :raises ToolError: when Odoo or its database cannot be had, or a run broke
    """
    started = time.monotonic()
    with fresh_instance(series, "own", BASE) as instance:
        say(f"Running Odoo {series}'s own tests of {', '.join(MODULES)} …")
        without = _ended(instance, "without")
    with fresh_instance(series, "own", BASE) as instance:
        install_addon(instance)
        say("The same with the addon …")
        with_addon = _ended(instance, "with")
    print("\n".join(lay_out(series, without, with_addon)), flush=True)
    return [_result(series, without, with_addon, time.monotonic() - started)]


def _ended(instance: OdooInstance, name: str) -> dict[str, Outcome]:
    """Run the tests; return how each ended, by its name."""
    path = instance.folder / f"{name}.jsonl"
    path.unlink(missing_ok=True)
    instance.run(_command(instance, path), f"run its own tests {name} the addon", allowed=(0, 1))
    return read_report(path)


def _command(instance: OdooInstance, path: Path) -> list[object]:
    return [
        *("env", f"PATH={_path_with_browser(instance.folder / 'bin')}"),
        *(instance.python, "-m", "tools.own_tests_inside", path),
        *("--config", instance.configuration, "--stop-after-init", "--test-enable"),
        *("--test-tags", ",".join(f"/{module}" for module in MODULES)),
        *("--http-port", free_port(FIRST_PORT)),
    ]


def _path_with_browser(folder: Path) -> str:
    """Return PATH with a folder before it, in which Odoo finds the browser that it clicks in.

    Where there is none, Odoo skips the tests that need one, and the table says so.
    """
    folder.mkdir(parents=True, exist_ok=True)
    link = folder / "chromium"  # one of the names that Odoo looks for
    link.unlink(missing_ok=True)
    with contextlib.suppress(ToolError):
        link.symlink_to(find_browser())
    return os.pathsep.join([str(folder), os.environ.get("PATH", os.defpath)])


def _result(
    series: str, without: dict[str, Outcome], with_addon: dict[str, Outcome], seconds: float
) -> Result:
    passed = sum(outcome.ended == "passed" for outcome in with_addon.values())
    skipped = sum(outcome.ended == "skipped" for outcome in with_addon.values())
    failed = len(spoiled(without, with_addon))
    return Result(f"Odoo {series}'s own tests", passed, failed, skipped, seconds)


def main(arguments: list[str]) -> int:
    series, why = choose_series(os.environ.get("SERIES"))
    print(why, flush=True)
    return report(run(series))
