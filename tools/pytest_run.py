"""Runs pytest with some environment's Python, and counts what it says."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from tools.layout import BUILD, ROOT
from tools.results import Result


def run_pytest(
    part: str,
    python: Path,
    arguments: Sequence[str],
    variables: Mapping[str, str] | None = None,
) -> Result:
    """Run pytest; what it prints goes to our own output.

    :param part: the name of this part of the checks
    :param variables: added to the environment
    :return: the counts; a run that broke, or in which no test stood, counts as one failure
    """
    report = BUILD / "reports" / f"{part.replace(' ', '-')}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    started = time.monotonic()
    done = subprocess.run(
        [str(python), "-m", "pytest", f"--junitxml={report}", *arguments],
        cwd=ROOT,
        env={**os.environ, **_our_variables(), **(variables or {})},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return _counted(part, report, done.returncode, time.monotonic() - started)


def random_seed() -> str:
    """Draw the seed of this run's random examples, and say how to have the same again."""
    seed = os.environ.get("RANDOM_SEED") or str(random.SystemRandom().randrange(2**31))
    print(f"Random examples: RANDOM_SEED={seed} brings the same again.", flush=True)
    return seed


def _our_variables() -> dict[str, str]:
    return {
        "HYPOTHESIS_STORAGE_DIRECTORY": str(BUILD / "hypothesis"),
        "PYTHONUTF8": "1",
    }


def _counted(part: str, report: Path, status: int, seconds: float) -> Result:
    suites = list(ElementTree.parse(report).iter("testsuite")) if report.exists() else []

    def total(name: str) -> int:
        return sum(int(suite.get(name, 0)) for suite in suites)

    failed = total("failures") + total("errors")
    if status and not failed:
        failed = 1  # it broke before or after the tests, or found none
    skipped = total("skipped")
    passed = max(total("tests") - skipped - total("failures") - total("errors"), 0)
    return Result(part, passed, failed, skipped, seconds)
