"""Names of databases, and which were made on servers that are not ours."""

from __future__ import annotations

import re

from tools import layout
from tools.errors import ToolError
from tools.locks import locked

DEFAULT_NAME = "amazon_demo"
LONGEST_NAME = 63
"""PostgreSQL's limit, in bytes; longer names would be cut, and then not be found."""

# What was made on servers that are not ours, so that `make clean` drops that and no more.
NOTES = layout.BUILD / "databases"


def database_name(name: str | None, series: str) -> str:
    """The database of that name for that series: each has its own, so one name serves all.

    Raises `ToolError` for a name that Odoo would not take.
    """
    chosen = name or DEFAULT_NAME
    full = f"{chosen}_{series.replace('.', '_')}"
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", chosen) or len(full) > LONGEST_NAME:
        raise ToolError(
            f"DB={chosen} cannot name a database: use letters, digits and _ . - only, "
            f"at most {LONGEST_NAME - len(full) + len(chosen)} of them."
        )
    return full


def note_made(host: str, port: str, name: str) -> None:
    """Remember a database that we are about to make on the server that PGHOST names."""
    with locked(NOTES.with_name("databases.lock")):
        if (host, port, name) not in made_elsewhere():
            with open(NOTES, "a", encoding="utf-8") as notes:
                notes.write(f"{host}\t{port}\t{name}\n")


def made_elsewhere() -> list[tuple[str, str, str]]:
    """(host, port, name) of each database that was made on a server that PGHOST named."""
    try:
        lines = NOTES.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [tuple(line.split("\t")) for line in lines if line.count("\t") == 2]
