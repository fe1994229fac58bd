"""`make test-web`: the tests in a real browser, in `tests/web`."""

from __future__ import annotations

import os

from tools.layout import ROOT
from tools.odoo_source import choose_series
from tools.results import Result, report

TESTS = ROOT / "tests" / "web"


def run(series: str) -> list[Result]:
    """Run the browser tests on one series; no results where there are no tests."""
    if not TESTS.is_dir():
        print("No browser tests stand in tests/web yet.", flush=True)
        return []
    raise NotImplementedError(f"no way to run {TESTS} on {series} has been built")


def main(arguments: list[str]) -> int:
    series, _why = choose_series(os.environ.get("SERIES"))
    results = run(series)
    return report(results) if results else 0
