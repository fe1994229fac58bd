"""`make test`: all checks and tests, on every series of Odoo that can be had here."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable

from tools import postgres, side_by_side
from tools.browser import find_browser, web_python
from tools.children import Stopped, end_on_signals
from tools.environments import odoo_python, tools_python
from tools.errors import ToolError
from tools.layout import SERIES
from tools.odoo_source import OdooNotFound, OdooSource, available_series
from tools.results import Result, report
from tools.side_by_side import Part
from tools.web_tests import LANGUAGES

# What would have the parts look elsewhere than a plain `make test` does.
NOT_FOR_TESTS = ("DB", "PORT", "ORDERS", "SERVE", "SERIES", "TESTS")


def run() -> tuple[list[Result], dict[str, OdooNotFound]]:
    """Run all parts, also after one has failed.

    :return: their results, and the series that could not be had with the reason
    """
    found = available_series()
    missing = {name: why for name, why in found.items() if isinstance(why, OdooNotFound)}
    series = [name for name in found if name not in missing]
    results = _prepare(found.values())
    results += side_by_side.run_all(_parts(series))
    if not series:
        results.append(Result("Odoo", 0, 1))
    return results, missing


def _parts(series: list[str]) -> list[Part]:
    """The parts, the longest first: they share the machine best that way."""
    full = os.environ.get("AMAZON_TEST_FULL")
    return [
        *(Part(f"Odoo {name}", ("odoo", name)) for name in series),
        *(Part(f"Odoo {name}'s own tests", ("own", name)) for name in series if full),
        Part("unit tests", ("unit",)),
        *_parts_of_screens(series),
        *(Part(f"demo on Odoo {name}", ("demo", name)) for name in series),
        *(Part(f"kills on Odoo {name}", ("kills", name)) for name in series),
        Part("lint", ("lint",)),
    ]


def _parts_of_screens(series: list[str]) -> list[Part]:
    """The screens of each series in both languages; where there are two series, and not all is to
    be played, one of them in the one language and the other in the other, as it is drawn.
    """
    if len(series) < len(LANGUAGES) or os.environ.get("AMAZON_TEST_FULL"):
        return [Part(f"screens of Odoo {name}", ("web", name)) for name in series]
    drawn = random.SystemRandom().sample(list(LANGUAGES), len(LANGUAGES))
    return [
        Part(f"screens of Odoo {name} in {LANGUAGES[language]}", ("web", name, language))
        for name, language in zip(series, drawn)
    ]


def _prepare(sources: Iterable[OdooSource | OdooNotFound]) -> list[Result]:
    """Make what several parts need, so that no part's time holds it."""
    try:
        tools_python()
        for source in sources:
            if isinstance(source, OdooSource):
                odoo_python(source)
        web_python()
        postgres.running_server()
    except ToolError as error:
        print(f"Error: {error}", flush=True)
        return [Result("environments", 0, 1)]
    return []


def _screens() -> str:
    """Find the browser for all parts at once; return in which the screens are tested, or why not.

    Without one, the parts that need it fail.
    """
    try:
        os.environ["CHROMIUM"] = str(find_browser())
    except ToolError as error:
        return f"NOT TESTED: {error}"
    return f"tested in {os.environ['CHROMIUM']}."


def main(arguments: list[str]) -> int:
    """Run everything; the last line sums it up: `N passed, M failed`.

    With `--full`, tests that draw random examples draw many more, and Odoo's own tests run too.
    """
    end_on_signals()
    if "--full" in arguments:
        os.environ["AMAZON_TEST_FULL"] = "1"
    for name in NOT_FOR_TESTS:
        os.environ.pop(name, None)
    try:
        screens = _screens()
        results, missing = run()
    except (KeyboardInterrupt, Stopped):
        print("\nEnded before all was tested.", flush=True)
        return 130
    print()
    for series in SERIES:
        verdict = f"NOT TESTED: {missing[series]}" if series in missing else "tested."
        print(f"Odoo {series}: {verdict}", flush=True)
    print(f"Screens: {screens}", flush=True)
    return report(results)
