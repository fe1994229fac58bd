"""The tests in `tests/demo`: they run `make demo` as a person would, with a database of theirs."""

from __future__ import annotations

from tools.environments import tools_python
from tools.pytest_run import run_pytest
from tools.results import Result


def run(series: str) -> list[Result]:
    """Run the demo's tests on one series."""
    words = ["-p", "no:odoo", "--quiet", "tests/demo"]
    return [run_pytest(f"demo on Odoo {series}", tools_python(), words, {"SERIES": series})]
