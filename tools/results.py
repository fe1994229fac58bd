"""What the parts of `make test` come back with, and the line that sums them up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One part of the checks: how many of them passed, failed and were skipped."""

    part: str
    passed: int
    failed: int
    skipped: int = 0
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """A part in which nothing was checked has not passed."""
        return not self.failed and self.passed > 0

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        verdict = "ok" if self.ok else "FAILED"
        return (
            f"{verdict:<6}  {self.part}: {self.passed} passed, {self.failed} failed{skipped} "
            f"({self.seconds:.0f} s)"
        )


def closing_line(results: Iterable[Result]) -> str:
    """The sum over all parts, for people and machines: `N passed, M failed`."""
    results = list(results)
    failed = sum(result.failed or int(not result.ok) for result in results)
    return f"{sum(result.passed for result in results)} passed, {failed} failed"


def report(results: Iterable[Result]) -> int:
    """Print the parts and their sum; return the exit status."""
    results = list(results)
    print("", *results, sep="\n", flush=True)
    print(closing_line(results), flush=True)
    return 0 if results and all(result.ok for result in results) else 1
