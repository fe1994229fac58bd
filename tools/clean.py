"""`make clean`: removes what was made here, and nothing else."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

from tools import layout, postgres, postgres_home, postgres_private
from tools.databases import made_elsewhere
from tools.errors import ToolError
from tools.progress import say

PATIENCE = 3.0
"""Seconds to wait for a server that is just ending."""


def main(arguments: list[str]) -> int:
    """Remove `.build`, the private server's folders and our databases on a server of yours.

    With `--downloads`, what is kept for the next time goes too. Raises `ToolError` while a
    demo or a test is running.
    """
    sys.dont_write_bytecode = True
    _drop_databases()
    _remove_server()
    _remove(layout.BUILD)
    kept = layout.downloads()
    if "--downloads" in arguments:
        _remove(kept)
    elif kept.exists():
        say(f"Downloads are kept in {kept}: `make clean-downloads` removes them.")
    return 0


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise ToolError(f"{folder} could not be removed whole: {error}.") from None


def _remove_server() -> None:
    """Remove the private server, which must not be at work."""
    place = postgres_home.home()
    deadline = time.monotonic() + PATIENCE
    while postgres_private.in_use(place):
        if time.monotonic() > deadline:
            raise ToolError("A demo, a test or a shell is running here: end it first.")
        time.sleep(0.1)
    postgres_home.remove(place)


def _drop_databases() -> None:
    """Drop what was made on the server that PGHOST names; tell of what lies elsewhere."""
    made = made_elsewhere()
    server = postgres.running_server() if made and os.environ.get("PGHOST") else None
    for host, port, name in made:
        if server and (server.host, server.port) == (host, port):
            postgres.drop_database(server, name)
        else:
            say(f"Left alone: database {name} on {host} port {port}, since PGHOST is not that.")
