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
WORST_FIRST = ("failed", "skipped", "passed", "missing")
"""`missing`: it was to run, and never ended."""

REASON = 100
"""Characters of why a test failed; all of it stands in Odoo's log."""


@dataclass(frozen=True)
class Outcome:
    """How a test ended: passed, failed, skipped or missing, and why."""

    ended: str
    why: str = ""


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
    if all(outcome.ended == "missing" for outcome in outcomes.values()):
        raise ToolError(f"None of Odoo's own tests ran: {path} tells of none.")
    return outcomes


def not_passed(with_addon: dict[str, Outcome]) -> list[str]:
    """Return the names of the tests that did not pass; they are to run without the addon.

    A class that cannot be set up is told under a name of its own.
    """
    return sorted(name for name, outcome in with_addon.items() if outcome.ended != "passed")


def spoiled(with_addon: dict[str, Outcome], without: dict[str, Outcome]) -> dict[str, Outcome]:
    """Return the tests that did not pass with the addon and do without it, and how they ended.

    One that is not found without the addon counts too: nothing says that the addon is not to blame.

    :param with_addon: how all tests ended
    :param without: how those ended that ran again
    """
    passes = Outcome("passed")
    return {
        name: with_addon[name]
        for name in not_passed(with_addon)
        if without.get(name, passes).ended == "passed"
    }


def lay_out(
    series: str, with_addon: dict[str, Outcome], without: dict[str, Outcome]
) -> Iterator[str]:
    """Yield the lines of a table, and below it the tests that did not pass, by name."""
    yield f"Odoo {series}'s own tests          run  passed  failed  skipped  not run"
    yield _row("all, with the addon", with_addon)
    yield _row("those again, without it", without)
    only = spoiled(with_addon, without)
    both = {
        name: found
        for name, found in with_addon.items()
        if found.ended in ("failed", "missing") and name not in only
    }
    yield from _named("Did not pass with the addon only", only)
    yield from _named("Did not pass without the addon either", both)
    yield from _skipped(with_addon, only)


def _row(title: str, outcomes: dict[str, Outcome]) -> str:
    """Lay out how many tests ended how; a class that cannot be set up is among the failed."""
    counts = Counter(outcome.ended for outcome in outcomes.values())
    run = sum(counts.values()) - counts["missing"]
    return (
        f"{title:<28}{run:>6}{counts['passed']:>8}{counts['failed']:>8}"
        f"{counts['skipped']:>9}{counts['missing']:>9}"
    )


def _named(title: str, outcomes: dict[str, Outcome]) -> Iterator[str]:
    yield f"{title}: {len(outcomes) or 'none'}"
    for name, outcome in sorted(outcomes.items()):
        why = textwrap.shorten(outcome.why, REASON, placeholder=" …")
        yield f"  {short(name)}: {why}"


def _skipped(outcomes: dict[str, Outcome], spoiled_ones: dict[str, Outcome]) -> Iterator[str]:
    reasons = Counter(
        found.why
        for name, found in outcomes.items()
        if found.ended == "skipped" and name not in spoiled_ones
    )
    yield f"Skipped: {sum(reasons.values()) or 'none'}"
    for why, count in reasons.most_common():
        yield f"  {count} × {why}"


def short(name: str) -> str:
    """Shorten a test's full name to its module, file, class and method.

    >>> short("odoo.addons.stock.tests.test_move.StockMove.test_in_1")
    'stock test_move.StockMove.test_in_1'
    """
    return name.replace("odoo.addons.", "").replace(".tests.", " ")
