"""`make psql`: SQL on the demo's database, typed by a person or piped in by a script."""

from __future__ import annotations

import os
import sys

from tools.demo_database import demo_database, hand_over
from tools.postgres import SILENT, psql, running_server


def main(arguments: list[str]) -> int:
    """Open psql; further arguments are psql's own.

    From a pipe, nothing but the rows is printed (columns separated by `|`), and the exit
    status is not 0 when SQL fails.
    """
    server = running_server()
    _series, database = demo_database(server)
    style = () if sys.stdin.isatty() else SILENT
    command = [psql(), *style, "--dbname", database, *arguments]
    return hand_over(command, {**os.environ, **server.environ()})
