"""`make test`: all checks and tests, on every series of Odoo that can be had here."""

from __future__ import annotations

import os
from collections.abc import Callable

from tools import demo_tests, lint, odoo_tests, postgres, unit_tests
from tools.children import Stopped, end_on_signals
from tools.environments import odoo_python, tools_python
from tools.errors import ToolError
from tools.layout import SERIES
from tools.odoo_source import OdooNotFound, OdooSource, available_series
from tools.results import Result, report

# What would have the parts look elsewhere than a plain `make test` does.
NOT_FOR_TESTS = ("DB", "PORT", "ORDERS", "SERVE", "SERIES", "TESTS")


def run() -> tuple[list[Result], dict[str, OdooNotFound]]:
    """Run all parts, also after one has failed.

    :return: their results, and the series that could not be had with the reason
    """
    found = available_series()
    missing = {name: why for name, why in found.items() if isinstance(why, OdooNotFound)}
    series = [name for name in found if name not in missing]
    results: list[Result] = []
    _part(results, "environments", lambda: _prepare(found.values()))
    _part(results, "lint", lambda: [lint.run()])
    _part(results, "unit tests", unit_tests.run)
    for name in series:
        _part(results, f"Odoo {name}", lambda name=name: odoo_tests.run(name))
        _part(results, f"demo on Odoo {name}", lambda name=name: demo_tests.run(name))
    if not series:
        results.append(Result("Odoo", 0, 1))
    return results, missing


def _prepare(sources) -> list[Result]:
    """Make what several parts need, so that no part's time holds it."""
    tools_python()
    for source in sources:
        if isinstance(source, OdooSource):
            odoo_python(source)
    postgres.running_server()
    return []


def _part(results: list[Result], name: str, work: Callable[[], list[Result]]) -> None:
    """Do a part; where it cannot even begin, that is a failure of this part only."""
    print(f"\n=== {name} ===", flush=True)
    try:
        results += work()
    except ToolError as error:
        print(f"Error: {error}", flush=True)
        results.append(Result(name, 0, 1))


def main(arguments: list[str]) -> int:
    """Run everything; the last line sums it up: `N passed, M failed`.

    With `--full`, tests that draw random examples draw many more.
    """
    end_on_signals()
    if "--full" in arguments:
        os.environ["AMAZON_TEST_FULL"] = "1"
    for name in NOT_FOR_TESTS:
        os.environ.pop(name, None)
    try:
        results, missing = run()
    except (KeyboardInterrupt, Stopped):
        print("\nEnded before all was tested.", flush=True)
        return 130
    print()
    for series in SERIES:
        verdict = f"NOT TESTED: {missing[series]}" if series in missing else "tested."
        print(f"Odoo {series}: {verdict}", flush=True)
    return report(results)
