"""The PostgreSQL server that everything here uses: the one PGHOST names, else a private one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Server:
    """How a PostgreSQL server is reached; `host` may be the folder of its socket."""

    host: str
    port: str
    user: str
    password: str | None = None

    def environ(self) -> dict[str, str]:
        """The variables by which libpq (psql, psycopg2) finds this server."""
        variables = {'PGHOST': self.host, 'PGPORT': self.port, 'PGUSER': self.user}
        if self.password is not None:
            variables['PGPASSWORD'] = self.password
        return variables


def running_server() -> Server:
    raise NotImplementedError  # coming
