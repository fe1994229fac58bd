"""Keeps the private server for as long as somebody uses it, and ends it then.

A process of its own. Users hold a lock file shared; this process waits to hold it alone,
which the system grants when the last user is gone, however it went: also after `kill -9`.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from typing import IO

from tools import postgres_home, postgres_programs
from tools.locks import locked
from tools.postgres_home import Home
from tools.postgres_server import accepts, start, stop

START_LIMIT = 60.0
"""Seconds within which the server must accept connections."""


def main() -> int:
    """Run the server until nobody uses it. 0 also when another keeper does that already."""
    place = postgres_home.home()
    with (
        open(place.keeper, "a", encoding="utf-8") as alone,
        open(place.server, "a", encoding="utf-8") as alive,
        open(place.users, "a", encoding="utf-8") as users,
    ):
        try:
            fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        place.ready.unlink(missing_ok=True)
        with locked(place.setup):
            postgres_home.prepare(place)
        # The server inherits this lock, so that it is free only when the server is gone: one
        # whose keeper was killed may still be ending.
        fcntl.flock(alive, fcntl.LOCK_EX)
        server = start(place, postgres_programs.folder(place), alive.fileno())
        try:
            return _keep(place, server, users)
        finally:
            place.ready.unlink(missing_ok=True)
            stop(server)
            with locked(place.setup):
                postgres_home.remove_socket(place)


def _keep(place: Home, server: subprocess.Popen, users: IO[str]) -> int:
    """Return when nobody uses the server any more, when told to end, or when it dies."""
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: over.set())
    if not _comes_up(place, server, over):
        return 1
    place.ready.write_text(str(os.getpid()), encoding="utf-8")
    for wait in (lambda: _last_user_gone(users), server.wait):
        threading.Thread(target=_then_set, args=(wait, over), daemon=True).start()
    over.wait()
    return 0


def _comes_up(place: Home, server: subprocess.Popen, over: threading.Event) -> bool:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and server.poll() is None and not over.is_set():
        if accepts(place, postgres_programs.folder(place)):
            return True
        time.sleep(0.05)
    return False


def _last_user_gone(users: IO[str]) -> None:
    """Wait for it; from then on new users wait too, for the server that comes after."""
    fcntl.flock(users, fcntl.LOCK_EX)


def _then_set(wait, event: threading.Event) -> None:
    wait()
    event.set()


if __name__ == "__main__":
    sys.exit(main())
