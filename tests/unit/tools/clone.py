"""A copy of the tools in a folder of its own, as a stranger's clone has them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import layout

PLAIN_PYTHON = "/usr/bin/python3"
"""A Python that any user of the machine may run, whoever owns the one of these tests."""


@dataclass(frozen=True)
class Clone:
    """A project folder with the tools in it, used by `user` (None: whoever runs the tests)."""

    root: Path
    user: int | None = None

    def variables(self) -> dict[str, str]:
        """The environment of a process there: ours, but for a server of somebody's."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        kept.pop("PYTHONPATH", None)
        kept["PYTHONDONTWRITEBYTECODE"] = "1"
        if self.user is not None:
            kept.update(HOME=str(self.root.parent), XDG_CACHE_HOME=str(self.root.parent / "cache"))
        return kept

    def start(self, program: str, *arguments: str) -> subprocess.Popen:
        """Start a Python program in the clone; its output and complaints can be read."""
        return self._open([self._python(), "-c", program, *arguments])

    def run(self, program: str, *arguments: str) -> str:
        """Run a Python program in the clone to its end, which must be a good one."""
        process = self.start(program, *arguments)
        output, complaints = process.communicate(timeout=120)
        assert process.returncode == 0, complaints
        return output.strip()

    def tools(self, *arguments: str, text: str = "", **variables: str) -> tuple[int, str, str]:
        """Run `python -m tools`; returns exit status, output and complaints."""
        process = self._open([self._python(), "-m", "tools", *arguments], **variables)
        output, complaints = process.communicate(text, timeout=120)
        return process.returncode, output, complaints

    def _python(self) -> str:
        return sys.executable if self.user is None else PLAIN_PYTHON

    def _open(self, command: Sequence[str], **variables: str) -> subprocess.Popen:
        account = {}
        if self.user is not None:
            account = {"user": self.user, "group": self.user, "extra_groups": []}
        return subprocess.Popen(
            command,
            cwd=self.root,
            env={**self.variables(), **variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **account,
        )


def make_clone(root: Path, user: int | None = None) -> Clone:
    """Copy the tools to that folder, which is made, and give it to the user."""
    root.mkdir(parents=True)
    left_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(layout.ROOT / "tools", root / "tools", ignore=left_out)
    if user is not None:
        for path in (root, *root.rglob("*")):
            os.chown(path, user, user)
    return Clone(root, user)


def processes_naming(text: str) -> list[str]:
    """The command lines of all running processes that contain the text."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # it has just ended
            continue
        if text in command and int(process.name) != os.getpid():
            found.append(command)
    return found


def left_after_a_moment(text: str, seconds: float = 5) -> list[str]:
    """As `processes_naming`, but those that are ending have some time for it."""
    deadline = time.monotonic() + seconds
    while processes_naming(text) and time.monotonic() < deadline:
        time.sleep(0.05)
    return processes_naming(text)
