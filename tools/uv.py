"""uv: makes environments, installs into them, and brings a Python where none fits.

Taken from PATH, else installed by pip into the kept downloads.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools import debian_packages, layout
from tools.errors import ToolError
from tools.locks import locked
from tools.pip_settings import uv_variables
from tools.processes import capture, runs

REQUIREMENT = "uv>=0.9,<2"
OLDEST = (0, 5)
"""Of an uv that stands here already: older ones lack options that are used here."""


def run(arguments: Sequence[str], what: str, **more: str) -> str:
    """Run uv; returns what it prints.

    `what` completes the sentence "Could not …" that a failure raises as `ToolError`, with
    uv's last words; `more` are variables on top of those that `environ` gives.
    """
    done = capture([str(executable()), *arguments], {**environ(), **more})
    if done.returncode:
        raise ToolError(f"Could not {what}: {_gist(done.stderr)}")
    return done.stdout.strip()


def environ() -> dict[str, str]:
    """The variables that uv runs with: ours, pip's settings translated, downloads kept."""
    kept = {
        **os.environ,
        **uv_variables(),
        "UV_CACHE_DIR": str(layout.downloads() / "uv"),
        "UV_PYTHON_INSTALL_DIR": str(layout.downloads() / "python"),
        "UV_NO_PROGRESS": "1",
        "NO_COLOR": "1",
    }
    # An environment that happens to be active is not the one that is meant here.
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX", "UV_PYTHON", "PYTHONPATH", "PYTHONHOME"):
        kept.pop(name, None)
    return kept


@functools.cache
def executable() -> Path:
    """uv's program. Raises `ToolError` when there is none and none can be installed."""
    for candidate in (shutil.which("uv"), _kept_program()):
        if _suits(candidate):
            return Path(candidate)
    with locked(layout.downloads() / "uv-program.lock"):
        if not _suits(_kept_program()):
            _install()
    return _kept_program()


def _kept_program() -> Path:
    return layout.downloads() / "uv-program" / "bin" / "uv"


def _install() -> None:
    """Put uv into the kept downloads, by whichever pip there is."""
    options = ["install", "--quiet", "--no-deps", "--only-binary=:all:", "--upgrade"]
    target = layout.downloads() / "uv-program"
    reasons = []
    with tempfile.TemporaryDirectory() as scratch:
        for pip in _pips(Path(scratch)):
            done = capture([*pip, *options, "--target", str(target), REQUIREMENT])
            if done.returncode == 0 and _suits(_kept_program()):
                return
            reasons.append(_gist(done.stderr))
    because = f"pip could not fetch it: {reasons[-1]}" if reasons else "there is no pip either"
    raise ToolError(
        f"uv, which makes the environments, is missing and {because}. Install uv, "
        "or pip for your python3, and run this again."
    )


def _pips(scratch: Path) -> Iterator[list[str]]:
    """Commands that run a pip: those of the Pythons at hand, else what they or Debian bring."""
    pythons = [sys.executable]
    for name in ("python3", "/usr/bin/python3"):
        found = shutil.which(name)
        if found and found not in pythons:
            pythons.append(found)
    for python in pythons:
        if runs([python, "-m", "pip", "--version"]):
            yield [python, "-m", "pip"]
    for python in pythons:
        if runs([python, "-m", "venv", str(scratch / "venv")]):
            yield [str(scratch / "venv" / "bin" / "python"), "-m", "pip"]
    # A Debian without python3-pip and python3-venv: its package of pip, not installed.
    with contextlib.suppress(ToolError):
        yield [sys.executable, str(debian_packages.pip_wheel(scratch / "apt") / "pip")]


def _suits(program: Path | str | None) -> bool:
    """Whether that program is an uv that runs and is not too old."""
    if not program:
        return False
    try:
        done = capture([str(program), "--version"], timeout=60)
    except (OSError, subprocess.SubprocessError):
        return False
    version = re.match(r"uv (\d+)\.(\d+)", done.stdout)
    return bool(version) and tuple(map(int, version.groups())) >= OLDEST


def _gist(complaint: str) -> str:
    """What failed and why, of a program's complaint: its first words and its last."""
    lines = [
        re.sub(r"^\W*((error|cause|ERROR|hint):\s*)?", "", line) for line in complaint.splitlines()
    ]
    lines = [line for line in lines if line and not line.lower().startswith("warning")]
    if not lines:
        return "it gave no reason"
    return lines[0] if len(lines) == 1 else f"{lines[0]} … {lines[-1]}"
