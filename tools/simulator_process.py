"""The simulated Amazon as a process of its own, for as long as a block needs it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tools.children import child
from tools.environments import tools_python
from tools.errors import ToolError
from tools.layout import ROOT

START_LIMIT = 60.0
"""Seconds within which the simulator must say its address."""


@contextlib.contextmanager
def running_simulator(folder: Path, *arguments: object) -> Iterator[str]:
    """Run the simulator on a free port of 127.0.0.1.

    :param folder: of ours, for its log and the file in which it announces itself
    :param arguments: further words of its command line
    :return: its address, without a slash at the end
    :raises ToolError: when it does not come up, with its own last word
    """
    announcement, log = folder / "simulator.json", folder / "simulator.log"
    folder.mkdir(parents=True, exist_ok=True)
    for path in (announcement, log):
        path.unlink(missing_ok=True)
    command = [tools_python(), "-m", "simulator", "--port", 0, "--announce", announcement]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with child([*command, *arguments], log, environ) as process:
        yield _address(process, announcement, log)


def _address(process: subprocess.Popen, announcement: Path, log: Path) -> str:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, ValueError):  # not there yet, or not whole
            return json.loads(announcement.read_text(encoding="utf-8"))["url"].rstrip("/")
        time.sleep(0.05)
    words = log.read_text(encoding="utf-8", errors="replace").split("\n")
    last = next((line for line in reversed(words) if line.strip()), "it said nothing")
    raise ToolError(f"The simulator did not start: {last.strip()}")
