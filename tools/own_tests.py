"""`make test-odoo-own`: Odoo's own tests of stock, with the addon.

Some of them fail in any database but the one that they were written for; so those that did not pass
run again without the addon, and what counts is a test that passes there.
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
from tools.own_tests_reading import Outcome, lay_out, not_passed, read_report, spoiled
from tools.progress import say
from tools.results import Result, report

MODULES = ("stock", "sale_stock", "stock_delivery", "stock_account", "purchase_stock")
BASE = Base("own_base", lambda _series: {*MODULES, *addon_depends()})
FIRST_PORT = 9100
"""Tests that open pages do so at the first free port from here on."""


def run(series: str) -> list[Result]:
    """Run the tests with the addon, and those that did not pass without it, each time on a fresh
    database.

    :return: one result: tests that the addon spoils have failed
    :raises ToolError: when Odoo or its database cannot be had, or a run broke
    """
    started = time.monotonic()
    with fresh_instance(series, "own", BASE) as instance:
        install_addon(instance)
        say(f"Running Odoo {series}'s own tests of {', '.join(MODULES)} with the addon …")
        with_addon = _ended(instance, "with")
    again, without = not_passed(with_addon), {}
    if again:
        with fresh_instance(series, "own", BASE) as instance:
            say(f"Those that did not pass, {len(again)}, without the addon …")
            without = _ended(instance, "without", again)
    print("\n".join(lay_out(series, with_addon, without)), flush=True)
    return [_result(series, with_addon, without, time.monotonic() - started)]


def _ended(instance: OdooInstance, name: str, only: list[str] | None = None) -> dict[str, Outcome]:
    """Run all tests, or some; return how each ended, by its name."""
    path, choice = instance.folder / f"{name}.jsonl", instance.folder / f"{name}.txt"
    path.unlink(missing_ok=True)
    choice.unlink(missing_ok=True)
    if only is not None:
        choice.write_text("\n".join(only), encoding="utf-8")
    command = _command(instance, path, choice)
    instance.run(command, f"run its own tests {name} the addon", allowed=(0, 1))
    return read_report(path)


def _command(instance: OdooInstance, path: Path, choice: Path) -> list[object]:
    return [
        *("env", f"PATH={_path_with_browser(instance.folder / 'bin')}"),
        *(instance.python, "-m", "tools.own_tests_inside", path, choice),
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
    series: str, with_addon: dict[str, Outcome], without: dict[str, Outcome], seconds: float
) -> Result:
    passed = sum(outcome.ended == "passed" for outcome in with_addon.values())
    skipped = sum(outcome.ended == "skipped" for outcome in with_addon.values())
    failed = len(spoiled(with_addon, without))
    return Result(f"Odoo {series}'s own tests", passed, failed, skipped, seconds)


def main(arguments: list[str]) -> int:
    series, why = choose_series(os.environ.get("SERIES"))
    print(why, flush=True)
    return report(run(series))
