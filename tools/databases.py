"""Databases: their names, and how they are made, found and dropped, by plain SQL."""

from __future__ import annotations

import os
import re
import subprocess

from tools import layout
from tools.errors import ToolError
from tools.locks import locked
from tools.postgres import Server, psql

DEFAULT_NAME = 'amazon_demo'
LONGEST_NAME = 63
"""PostgreSQL's limit, in bytes; longer names would be cut, and then not be found."""

# What was made on servers that are not ours, so that `make clean` drops that and no more.
NOTES = layout.BUILD / 'databases'


def database_name(name: str | None, series: str) -> str:
    """The database of that name for that series: each has its own, so one name serves all.

    Raises `ToolError` for a name that Odoo would not take.
    """
    chosen = name or DEFAULT_NAME
    full = f'{chosen}_{series.replace(".", "_")}'
    if not re.fullmatch(r'[A-Za-z0-9][A-Za-z0-9_.-]*', chosen) or len(full) > LONGEST_NAME:
        raise ToolError(f'DB={chosen} cannot name a database: use letters, digits and _ . - only, '
                        f'at most {LONGEST_NAME - len(full) + len(chosen)} of them.')
    return full


def create_database(server: Server, name: str) -> None:
    """Create an empty database, sorted as C does and without Odoo's own start-up.

    Made by Odoo itself it would complain of extensions that the private server lacks.
    Raises `ToolError` when the server refuses.
    """
    _note(server, name)
    run_sql(server, 'postgres', f"""
        CREATE DATABASE {quoted(name)} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'""")


def drop_database(server: Server, name: str) -> None:
    """Drop a database if it exists; whoever is connected to it is sent away."""
    run_sql(server, 'postgres', f'DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)')


def database_exists(server: Server, name: str) -> bool:
    """Whether the server has a database of that name."""
    literal = name.replace("'", "''")
    return run_sql(server, 'postgres',
                   f"SELECT 1 FROM pg_database WHERE datname = '{literal}'") == '1'


def run_sql(server: Server, database: str, sql: str) -> str:
    """Run SQL and return the rows as lines, columns separated by `|`.

    Raises `ToolError` with PostgreSQL's words when it fails.
    """
    done = subprocess.run(
        [psql(), *SILENT, '--dbname', database], env={**os.environ, **server.environ()},
        input=sql, capture_output=True, text=True)
    if done.returncode:
        raise ToolError(f'PostgreSQL refused: {done.stderr.strip()}')
    return done.stdout.strip()


SILENT = ('--no-psqlrc', '--quiet', '--no-align', '--tuples-only', '--no-password',
          '--set', 'ON_ERROR_STOP=1')
"""Options that make psql print rows and nothing else, and fail where SQL fails."""


def quoted(name: str) -> str:
    """The name as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def made_elsewhere() -> list[tuple[str, str, str]]:
    """(host, port, name) of each database that was made on a server that PGHOST named."""
    try:
        lines = NOTES.read_text(encoding='utf-8').splitlines()
    except FileNotFoundError:
        return []
    return [tuple(line.split('\t')) for line in lines if line.count('\t') == 2]


def _note(server: Server, name: str) -> None:
    """Remember a database that is about to be made on a server that is not ours."""
    made = (server.host, server.port, name)
    if os.environ.get('PGHOST') and not database_exists(server, name):
        with locked(NOTES.with_name('databases.lock')):
            if made not in made_elsewhere():
                with open(NOTES, 'a', encoding='utf-8') as notes:
                    notes.write('\t'.join(made) + '\n')
