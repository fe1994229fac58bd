"""Odoo as a server, for as long as a block needs it."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tools.children import child
from tools.errors import ToolError
from tools.odoo_instance import OdooInstance

START_LIMIT = 120.0
"""Seconds within which Odoo must answer."""


@contextlib.contextmanager
def running_odoo(
    instance: OdooInstance, port: int, *options: object
) -> Iterator[tuple[str, subprocess.Popen]]:
    """Run Odoo's server on a port of 127.0.0.1; its log is `server.log` in the instance's folder.

    :param options: further words of its command line
    :return: its address, without a slash at the end, and its process
    :raises ToolError: it does not come up
    """
    address, log = f"http://127.0.0.1:{port}", instance.folder / "server.log"
    log.unlink(missing_ok=True)
    command = instance.command("--http-port", port, *options)
    with child(command, log, instance.environ()) as odoo:
        _wait_for(f"{address}/web/login", odoo, log)
        yield address, odoo


def any_free_port() -> int:
    """Return a port of 127.0.0.1 that is free now, another one at each call."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, odoo: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and odoo.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=START_LIMIT):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise ToolError(f"Odoo does not answer on {address}; what it said is in {log}.")
