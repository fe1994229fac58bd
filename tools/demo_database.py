"""Which database `make psql` and `make shell` open: the one that `make demo` made."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence

from tools.databases import database_name
from tools.errors import ToolError
from tools.layout import SERIES
from tools.odoo_source import choose_series
from tools.postgres import Server, database_exists


def demo_database(server: Server) -> tuple[str, str]:
    """The series and the name of the demo's database, as SERIES and DB choose it.

    Without SERIES it is the first series that has such a database. Raises `ToolError` when
    there is none.
    """
    asked, name = os.environ.get("SERIES"), os.environ.get("DB")
    choice = (choose_series(asked)[0],) if asked else SERIES
    wanted = {series: database_name(name, series) for series in choice}
    for series, database in wanted.items():
        if database_exists(server, database):
            return series, database
    raise ToolError(
        f"There is no database {' or '.join(wanted.values())} yet: `make demo` makes it."
    )


def hand_over(command: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run a program that talks to the person or the script that called us.

    Ctrl-C is the program's affair; its exit status is returned.
    """
    signal.signal(signal.SIGINT, lambda *_: None)
    return subprocess.run(command, env=environ, check=False).returncode
