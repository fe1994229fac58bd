"""`make test-unit`: tests without Odoo; those of amazon_api also on the oldest Python it meets."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from tools.environments import environment_python, tools_python
from tools.interpreters import find_python
from tools.layout import ROOT
from tools.pytest_run import random_seed, run_pytest
from tools.results import Result, report

OLDEST_PYTHON = "3.10"
"""That of Odoo's official image for 17.0."""

OLDEST_NEEDS = ("amzn-selling-partner", "hypothesis", "jsonschema", "lxml", "pytest")


def run(chosen: list[str] | None = None) -> list[Result]:
    """Run all tests without Odoo, or the chosen ones (paths and other words for pytest)."""
    seed = f"--hypothesis-seed={random_seed()}"
    options = ["-p", "no:odoo", "--quiet", seed, *(chosen or ["tests/unit"])]
    results = [run_pytest("unit tests", tools_python(), options)]
    if not chosen and (ROOT / "tests" / "unit" / "amazon_api").is_dir():
        options = ["-p", "no:odoo", "--quiet", seed, "tests/unit/amazon_api"]
        if not os.environ.get("AMAZON_TEST_FULL"):
            options.append("--hypothesis-profile=few")
        results += _run_on_oldest(options)
    return results


def _run_on_oldest(options: list[str]) -> list[Result]:
    if not find_python(OLDEST_PYTHON):
        print(f"No Python {OLDEST_PYTHON} here: amazon_api was not tested on it.", flush=True)
        return []
    python = environment_python(
        "oldest",
        _chosen_requirements(ROOT / "tools" / "requirements.txt", OLDEST_NEEDS),
        [ROOT / "requirements.txt"],
        [OLDEST_PYTHON],
    )
    return [run_pytest(f"unit tests on Python {OLDEST_PYTHON}", python, options)]


def _chosen_requirements(path: Path, names: tuple[str, ...]) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if re.split(r"[^\w.-]", line, maxsplit=1)[0] in names]


def main(arguments: list[str]) -> int:
    return report(run([*shlex.split(os.environ.get("TESTS", "")), *arguments]))
