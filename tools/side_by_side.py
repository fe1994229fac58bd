"""Runs the parts of `make test` side by side, each in a process of its own.

What a part prints is kept until it has ended, and then shown whole: two parts that print into
one another could not be read.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.children import child
from tools.layout import BUILD
from tools.results import Result

FOLDER = BUILD / "parts"
MORE_THAN_CORES = 1
"""Odoo and its database wait for each other, so that a core bears more than one part."""


@dataclass(frozen=True)
class Part:
    """One part of the checks, such as ("odoo", "17.0") with the name that people read."""

    name: str
    words: tuple[str, ...]

    @property
    def log(self) -> Path:
        """The file for all that it prints."""
        return FOLDER / f"{'-'.join(self.words)}.log"

    @property
    def results(self) -> Path:
        """The file for what comes out of it."""
        return FOLDER / f"{'-'.join(self.words)}.json"


POLL = 0.1
"""Seconds between two looks at the parts that run."""


def run_all(parts: Iterable[Part]) -> list[Result]:
    """Run all parts, also after one has failed; returns their results in the order of the parts.

    A part that broke without a result is one failure. Ended early, it leaves none running.
    """
    parts = list(parts)
    waiting = list(parts)
    running: dict[Part, tuple[subprocess.Popen, contextlib.ExitStack]] = {}
    results: dict[Part, list[Result]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < _workers():
                part = waiting.pop(0)
                running[part] = _start(part)
            for part, (process, end) in list(running.items()):
                if process.poll() is not None:
                    del running[part]
                    end.close()
                    _show(part)
                    results[part] = _read(part)
            time.sleep(POLL)
    finally:
        with contextlib.ExitStack() as every:  # each is ended, even if one of them resists
            for _process, end in running.values():
                every.push(end)
    return [result for part in parts for result in results[part]]


def _workers() -> int:
    return (os.cpu_count() or 1) + MORE_THAN_CORES


def command(part: Part) -> list[object]:
    """The words that run a part in a process."""
    return [sys.executable, "-m", "tools.test_part", part.results, *part.words]


def _start(part: Part) -> tuple[subprocess.Popen, contextlib.ExitStack]:
    """Start a part; returns its process, and what ends it."""
    for path in (part.log, part.results):
        path.unlink(missing_ok=True)
    print(f"{part.name} …", flush=True)
    end = contextlib.ExitStack()
    return end.enter_context(child(command(part), part.log)), end


def _show(part: Part) -> None:
    words = part.log.read_text(encoding="utf-8", errors="replace")
    print(f"\n=== {part.name} ===\n{words}", flush=True)


def keep(results: Iterable[Result], path: Path) -> None:
    """Write down what came out of a part, for the process that started it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(result) for result in results]), encoding="utf-8")


def _read(part: Part) -> list[Result]:
    try:
        told = json.loads(part.results.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = []
    return [Result(**one) for one in told] or [Result(part.name, 0, 1)]
