"""Uses the private PostgreSQL: installs and starts it when needed, and counts as its user."""

from __future__ import annotations

import atexit
import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from tools import layout, postgres_home, postgres_programs
from tools.errors import ToolError
from tools.locks import locked
from tools.postgres_home import Home

START_LIMIT = 90.0
"""Seconds within which the private server must be up, recovery after a crash included."""
END_LIMIT = 60.0
"""Seconds that the last user waits for the server's end, so that no process is left."""


def use() -> Home:
    """Have the server run until this process ends, at least; returns where it lives.

    Raises `ToolError` when it does not start.
    """
    place = postgres_home.home()
    _set_up(place)
    _become_user(place)
    _wait_until_ready(place)
    return place


def installed_programs() -> Path:
    """The folder of its programs, installed when missing; the server need not run."""
    place = postgres_home.home()
    _set_up(place)
    return postgres_programs.folder(place)


def in_use(place: Home) -> bool:
    """Whether some process uses the server now, or the server is still there."""
    return _is_held(place.users, fcntl.LOCK_EX) or _is_there(place)


def _set_up(place: Home) -> None:
    place.setup.parent.mkdir(parents=True, exist_ok=True)
    with locked(place.setup):
        postgres_home.prepare(place)
        postgres_programs.install(place)


_held: list[IO[str]] = []  # the lock file by which this process counts as a user of the server


def _become_user(place: Home) -> None:
    """Count as a user until this process ends; waits while an earlier server is ending."""
    if not _held:
        users = open(place.users, "a", encoding="utf-8")  # noqa: SIM115  held until we end
        fcntl.flock(users, fcntl.LOCK_SH)
        _held.append(users)
        atexit.register(_leave, place, os.getpid())


def _wait_until_ready(place: Home) -> None:
    """Start a keeper unless there is one, and wait until the server accepts connections."""
    keeper = None
    deadline = time.monotonic() + START_LIMIT
    while not _is_ready(place):
        # A keeper ends with 0 when another one is there, which may itself be ending.
        if keeper is None or keeper.poll() == 0:
            keeper = _start_keeper(place)
        elif keeper.poll() is not None or time.monotonic() > deadline:
            raise ToolError(f"PostgreSQL does not start; its log is {place.log}.")
        time.sleep(0.05)


def _is_ready(place: Home) -> bool:
    return place.ready.exists() and _is_held(place.keeper, fcntl.LOCK_SH)


def _start_keeper(place: Home) -> subprocess.Popen:
    with open(place.log, "ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "tools.postgres_keeper"],
            cwd=layout.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _leave(place: Home, process: int) -> None:
    """Use the server no longer; when nobody else does, wait until it is gone."""
    if not _held or os.getpid() != process:  # a fork of the user is none itself
        return
    _held.pop().close()
    deadline = time.monotonic() + END_LIMIT
    while time.monotonic() < deadline:
        if not _is_there(place):
            return
        if _is_held(place.users, fcntl.LOCK_EX) and not _is_held(place.users, fcntl.LOCK_SH):
            return  # others use it
        time.sleep(0.02)


def _is_there(place: Home) -> bool:
    """Whether there is a server, or a keeper that is about to start or end one."""
    return _is_held(place.keeper, fcntl.LOCK_SH) or _is_held(place.server, fcntl.LOCK_SH)


def _is_held(path: Path, kind: int) -> bool:
    """Whether somebody's lock on that file keeps us from one of that kind."""
    try:
        with open(path, "a", encoding="utf-8") as file:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False
