"""`make test-kills`: the tests in `tests/kills`, which kill Odoo's processes at their work."""

from __future__ import annotations

import os
import shlex

from tools.environments import tools_python
from tools.odoo_source import choose_series
from tools.pytest_run import random_seed, run_pytest
from tools.results import Result, report


def run(series: str, chosen: list[str] | None = None) -> list[Result]:
    """Run the tests on one series: all of them, or the chosen ones."""
    words = ["-p", "no:odoo", "--quiet", *(chosen or ["tests/kills"])]
    variables = {"SERIES": series, "RANDOM_SEED": random_seed()}
    return [run_pytest(f"kills on Odoo {series}", tools_python(), words, variables)]


def main(arguments: list[str]) -> int:
    series, why = choose_series(os.environ.get("SERIES"))
    print(why, flush=True)
    return report(run(series, [*shlex.split(os.environ.get("TESTS", "")), *arguments]))
