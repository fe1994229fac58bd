"""The PostgreSQL server that everything here uses, and the databases on it.

The server is the one that PGHOST names, else a private one, which runs while somebody uses
it: a process uses it from its first call of `running_server` to its end.
"""

from __future__ import annotations

import getpass
import os
import shutil
from dataclasses import dataclass, field

from tools import databases, postgres_private
from tools.errors import ToolError
from tools.postgres_server import ROLE
from tools.processes import capture

SILENT = (
    "--no-psqlrc",
    "--quiet",
    "--no-align",
    "--tuples-only",
    "--no-password",
    "--set",
    "ON_ERROR_STOP=1",
)
"""Options that make psql print rows and nothing else, and fail where SQL fails."""


@dataclass(frozen=True)
class Server:
    """How a PostgreSQL server is reached; `host` may be the folder of its socket."""

    host: str
    port: str
    user: str
    password: str | None = field(default=None, repr=False)

    def environ(self) -> dict[str, str]:
        """The variables by which libpq (psql, psycopg2) finds this server."""
        variables = {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user}
        if self.password is not None:
            variables["PGPASSWORD"] = self.password
        return variables


def running_server() -> Server:
    """The server to use, started when it is the private one and is not up.

    It stays up at least until this process ends. Raises `ToolError` when it cannot be had.
    """
    if not os.environ.get("PGHOST"):
        return Server(str(postgres_private.use().socket), "5432", ROLE)
    user = os.environ.get("PGUSER") or getpass.getuser()
    if user == "postgres":
        raise ToolError(
            "Odoo refuses to work as the PostgreSQL user `postgres`: set PGUSER to "
            "another one that may create databases."
        )
    return Server(
        os.environ["PGHOST"], os.environ.get("PGPORT") or "5432", user, os.environ.get("PGPASSWORD")
    )


def psql() -> str:
    """The program psql: the private server's, or with PGHOST the machine's where it has one."""
    found = shutil.which("psql") if os.environ.get("PGHOST") else None
    return found or str(postgres_private.installed_programs() / "psql")


def create_database(server: Server, name: str, template: str | None = None) -> None:
    """Create a database: a copy of `template`, else an empty one, sorted as C does.

    Made here and not by Odoo, which would complain of extensions that the private server
    lacks. Nobody may be connected to the template. Raises `ToolError` when it is refused.
    """
    if os.environ.get("PGHOST") and not database_exists(server, name):
        databases.note_made(server.host, server.port, name)
    like = (
        f"TEMPLATE {quoted(template)}"
        if template
        else "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'"
    )
    run_sql(server, "postgres", f"CREATE DATABASE {quoted(name)} {like}")


def drop_database(server: Server, name: str) -> None:
    """Drop a database if it exists; whoever is connected to it is sent away."""
    run_sql(server, "postgres", f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")


def database_exists(server: Server, name: str) -> bool:
    """Whether the server has a database of that name."""
    literal = name.replace("'", "''")
    return (
        run_sql(server, "postgres", f"SELECT 1 FROM pg_database WHERE datname = '{literal}'") == "1"
    )


def run_sql(server: Server, database: str, sql: str) -> str:
    """Run SQL and return the rows as lines, columns separated by `|`.

    Raises `ToolError` with PostgreSQL's words when it fails.
    """
    done = capture(
        [psql(), *SILENT, "--dbname", database], {**os.environ, **server.environ()}, text=sql
    )
    if done.returncode:
        raise ToolError(f"PostgreSQL refused: {done.stderr.strip()}")
    return done.stdout.strip()


def quoted(name: str) -> str:
    """The name as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'
