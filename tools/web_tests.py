"""`make test-web`: the tests in `tests/web`, which use Odoo in a real browser as people do."""

from __future__ import annotations

import os
import shlex

from tools.browser import find_browser, web_python
from tools.odoo_source import choose_series
from tools.pytest_run import run_pytest
from tools.results import Result, report

LANGUAGES = {"fr": "French", "en": "English"}
"""Those of the screens."""


def run(
    series: str, language: str = "", chosen: list[str] | None = None, **variables: str
) -> list[Result]:
    """Run the tests on one series: all of them, or the chosen ones.

    :param language: the only one in which they run; both when none is told
    :param variables: for the tests, beside SERIES, CHROMIUM and LANGUAGES
    :raises ToolError: no browser can be had
    """
    part = f"screens of Odoo {series}"
    variables = {**variables, "SERIES": series, "CHROMIUM": str(find_browser())}
    if language:
        part += f" in {LANGUAGES[language]}"
        variables["LANGUAGES"] = language
    words = ["-p", "no:odoo", "--quiet", *(chosen or ["tests/web"])]
    return [run_pytest(part, web_python(), words, variables)]


def chosen_tests(arguments: list[str]) -> list[str]:
    """Return the paths and other words for pytest, of TESTS and of the command line."""
    return [*shlex.split(os.environ.get("TESTS", "")), *arguments]


def main(arguments: list[str]) -> int:
    series, why = choose_series(os.environ.get("SERIES"))
    print(why, flush=True)
    return report(run(series, chosen=chosen_tests(arguments)))
