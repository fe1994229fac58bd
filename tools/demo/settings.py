"""What the person at the keyboard asked for: the variables of `make demo`."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.errors import ToolError

FIRST_PORT = 8069
PORTS_TO_TRY = 100


@dataclass(frozen=True)
class Settings:
    """`serve`: whether Odoo stays up after the table; `orders`: a file, None for the examples."""

    series: str | None
    database: str | None
    port: int
    orders: Path | None
    serve: bool


def read_settings(variables: Mapping[str, str] = os.environ) -> Settings:
    """Read the variables; an empty one counts as not set.

    :raises ToolError: one of them cannot be used
    """
    port = variables.get("PORT") or str(FIRST_PORT)
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ToolError(f"PORT={port} is no port: choose a number from 1 to 65535.")
    serve = variables.get("SERVE") or "1"
    if serve not in ("0", "1"):
        raise ToolError(f"SERVE={serve} is neither 0 (end after the table) nor 1 (stay up).")
    orders = variables.get("ORDERS")
    return Settings(
        series=variables.get("SERIES") or None,
        database=variables.get("DB") or None,
        port=int(port),
        orders=Path(orders).expanduser().resolve() if orders else None,
        serve=serve == "1",
    )


def free_port(wanted: int) -> int:
    """Return the first free port of 127.0.0.1 from `wanted` on.

    :raises ToolError: none of the next ones is free
    """
    for port in range(wanted, min(wanted + PORTS_TO_TRY, 65536)):
        with socket.socket() as probe:
            # As Odoo's own server does: an address that was left a moment ago is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise ToolError(f"No port from {wanted} on is free: choose another one with PORT=.")
