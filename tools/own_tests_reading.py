"""What came out of Odoo's own tests: read, compared, and laid out for people."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.errors import ToolError

# What a test said last counts least: one that failed in a part, or as it tidied up, has failed.
WORST_FIRST = ("failed", "skipped", "passed")

REASON = 100
"""Characters of why a test failed; all of it stands in Odoo's log."""


@dataclass(frozen=True)
class Outcome:
    """How a test ended: passed, failed or skipped, and why."""

    ended: str
    why: str = ""


MISSING = Outcome("missing", "did not run")


def read_report(path: Path) -> dict[str, Outcome]:
    """Read what `tools.own_tests_inside` wrote.

    :return: how each test ended, by its full name
    :raises ToolError: when no test ran at all
    """
    outcomes: dict[str, Outcome] = {}
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for told in map(json.loads, lines):
        name, outcome = told["test"], Outcome(told["ended"], told["why"])
        known = outcomes.setdefault(name, outcome)
        if WORST_FIRST.index(outcome.ended) < WORST_FIRST.index(known.ended):
            outcomes[name] = outcome
    if not outcomes:
        raise ToolError(f"None of Odoo's own tests ran: {path} tells of none.")
    return outcomes


def spoiled(without: dict[str, Outcome], with_addon: dict[str, Outcome]) -> dict[str, Outcome]:
    """Return the tests that pass without the addon and do not with it, and how they end then.

    A class that cannot be set up is told under a name of its own.
    """
    broken = {name: found for name, found in with_addon.items() if found.ended == "failed"}
    lost = {
        name: with_addon.get(name, MISSING)
        for name, outcome in without.items()
        if outcome.ended == "passed" and with_addon.get(name, MISSING).ended != "passed"
    }
    new = {name: found for name, found in broken.items() if name not in without}
    return lost | new


def lay_out(
    series: str, without: dict[str, Outcome], with_addon: dict[str, Outcome]
) -> Iterator[str]:
    """Yield the lines of a table, and below it the tests that did not pass, by name."""
    yield f"Odoo {series}'s own tests       passed  failed  skipped"
    for title, outcomes in (("without the addon", without), ("with the addon", with_addon)):
        counts = Counter(outcome.ended for outcome in outcomes.values())
        yield f"{title:<27}{counts['passed']:>8}{counts['failed']:>8}{counts['skipped']:>9}"
    only = spoiled(without, with_addon)
    both = {
        name: found
        for name, found in with_addon.items()
        if found.ended == "failed" and name not in only
    }
    mended = {
        name: found
        for name, found in without.items()
        if found.ended == "failed" and with_addon.get(name, MISSING).ended != "failed"
    }
    yield from _named("Failed with the addon only", only)
    yield from _named("Failed without the addon too", both)
    yield from _named("Failed without the addon only", mended)
    yield from _skipped(with_addon)


def _named(title: str, outcomes: dict[str, Outcome]) -> Iterator[str]:
    yield f"{title}: {len(outcomes) or 'none'}"
    for name, outcome in sorted(outcomes.items()):
        why = textwrap.shorten(outcome.why, REASON, placeholder=" …")
        yield f"  {short(name)}: {why}"


def _skipped(outcomes: dict[str, Outcome]) -> Iterator[str]:
    reasons = Counter(found.why for found in outcomes.values() if found.ended == "skipped")
    yield f"Skipped: {sum(reasons.values()) or 'none'}"
    for why, count in reasons.most_common():
        yield f"  {count} × {why}"


def short(name: str) -> str:
    """Shorten a test's full name to its module, file, class and method.

    >>> short("odoo.addons.stock.tests.test_move.StockMove.test_in_1")
    'stock test_move.StockMove.test_in_1'
    """
    return name.replace("odoo.addons.", "").replace(".tests.", " ")
