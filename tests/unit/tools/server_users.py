"""Processes that use a clone's private PostgreSQL."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.unit.tools.clone import Clone, left_after_a_moment

WHERE = """
from tools import postgres_home
place = postgres_home.home()
print(place.data, place.socket, place.programs, place.keeper, sep='\\n')
"""
USE = """
import sys
from tools import postgres
server = postgres.running_server()
print(postgres.run_sql(server, 'postgres', 'SELECT pg_postmaster_start_time()'), flush=True)
sys.stdin.readline()
print(postgres.run_sql(server, 'postgres', 'SELECT pg_postmaster_start_time()'), flush=True)
"""
ASK = """
import sys
from tools import postgres
server = postgres.running_server()
print(postgres.run_sql(server, 'postgres', sys.argv[1]))
"""


def place_of(clone: Clone) -> dict[str, Path]:
    """Where that clone's server has its things."""
    names = ("data", "socket", "programs", "keeper")
    return dict(zip(names, map(Path, clone.run(WHERE).splitlines())))


def wait_for_no_process(clone: Clone, seconds: float = 15) -> list[str]:
    """Wait until its server is gone; the command lines of what is left then."""
    return left_after_a_moment(str(place_of(clone)["data"]), seconds)


def start_user(clone: Clone) -> tuple[subprocess.Popen, str]:
    """A process that uses the server until its input ends; and when that server started."""
    user = clone.start(USE)
    return user, user.stdout.readline().strip()


def end_user(user: subprocess.Popen) -> str:
    """Let it ask once more, and end; returns when the server that it saw then started."""
    output, complaints = user.communicate("\n", timeout=60)
    assert user.returncode == 0, complaints
    return output.strip()
