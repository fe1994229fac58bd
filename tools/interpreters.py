"""Finds a Python of given versions that really runs.

A name on PATH proves little: pyenv puts a `python3.12` there that fails when another version
is chosen, while the real one lies in pyenv's folder of versions.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.processes import capture

SYSTEM = Path("/usr/bin")
"""Where a distribution puts its own Pythons."""


def find_python(*versions: str) -> Path | None:
    """The executable of a Python of one of these versions ('3.12'), or None.

    The system's own comes first: distributions build theirs with all of the compiler's
    optimisations, and one that pyenv builds without runs at little more than half its speed.
    After it those on PATH, then where pyenv and its likes keep their versions.
    """
    seen = set()
    for version, candidate in candidates(versions):
        if (version, candidate) not in seen and candidate.is_file():
            seen.add((version, candidate))
            real = _real_executable(candidate, version)
            if real:
                return real
    return None


def candidates(versions: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """Where a Python of these versions may lie; not all of these exist, or run."""
    for version in versions:
        yield version, SYSTEM / f"python{version}"
    for version in versions:
        for path in _candidates(version):
            yield version, path


def _candidates(version: str) -> Iterator[Path]:
    yield Path(sys.executable)
    for folder in _search_path():
        yield folder / f"python{version}"
    for versions in version_folders():
        # The newest patch first; names are as '3.12.1', uv's as 'cpython-3.12.1-linux-…'.
        for home in sorted(versions.glob(f"*{version}*"), key=_patch, reverse=True):
            yield home / "bin" / f"python{version}"


def version_folders() -> Iterator[Path]:
    """The folders in which managers of Python versions keep one folder for each version."""
    if os.environ.get("PYENV_ROOT"):
        yield Path(os.environ["PYENV_ROOT"]) / "versions"
    for folder in _search_path():
        if folder.name == "shims":
            # ~/.pyenv/shims; plugins have their shims deeper in the same tree.
            for parent in folder.parents:
                yield parent / "versions"
    home = Path(os.environ.get("HOME") or "/")
    yield home / ".pyenv" / "versions"
    yield home / ".asdf" / "installs" / "python"
    yield home / ".local" / "share" / "mise" / "installs" / "python"
    yield home / ".local" / "share" / "uv" / "python"
    yield Path("/opt")
    yield Path("/opt/python")


def _search_path() -> list[Path]:
    return [Path(folder) for folder in os.get_exec_path() if folder]


def _patch(home: Path) -> tuple[int, ...]:
    """The numbers in a folder's name, so that 3.12.10 counts as newer than 3.12.9."""
    return tuple(
        int(part)
        for part in "".join(letter if letter.isdigit() else " " for letter in home.name).split()
    )


def _real_executable(candidate: Path, version: str) -> Path | None:
    """The Python behind that name when it runs, is of that version, and is whole."""
    # Odoo needs these of the standard library; a Python built by hand may lack them.
    program = (
        "import sys, ssl, zlib, sqlite3, ctypes; "
        'print(sys.version_info[0], sys.version_info[1], sep="."); '
        'print(getattr(sys, "_base_executable", None) or sys.executable)'
    )
    try:
        done = capture([str(candidate), "-I", "-c", program], timeout=20)
    except (OSError, subprocess.SubprocessError):
        return None
    lines = done.stdout.splitlines()
    if done.returncode or len(lines) != 2 or lines[0] != version:
        return None
    return Path(lines[1])
