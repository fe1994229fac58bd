"""One Odoo on one database: its configuration, and how it is run."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.children import child
from tools.environments import odoo_python
from tools.errors import ToolError
from tools.layout import BUILD, ROOT, odoo_data
from tools.odoo_source import OdooSource
from tools.port import build
from tools.postgres import Server

COMPLAINT = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
NOT_OURS = re.compile(r" py\.warnings: \S*/site-packages/\S+ (Syntax|Deprecation)Warning: ")
"""What Python says of others' packages when it reads them for the first time."""
"""How Odoo begins a line of its log that somebody should read."""

LOCALISATION = {"17.0": "l10n_fr", "19.0": "l10n_fr_account"}
"""The module with Odoo's own French chart of accounts."""


@dataclass(frozen=True)
class OdooInstance:
    """An Odoo of one series with our addon on its path, on one database."""

    source: OdooSource
    server: Server
    database: str

    @property
    def folder(self) -> Path:
        """Where this database's configuration and logs lie."""
        return BUILD / "odoo" / self.source.series / self.database

    @property
    def configuration(self) -> Path:
        return self.folder / "odoo.conf"

    @property
    def python(self) -> Path:
        """The Python that runs this Odoo."""
        return odoo_python(self.source)

    def prepare(self) -> None:
        """Build the addon for this series when need be, and write the configuration."""
        addons = [build(self.source), *self.source.addons_paths]
        settings = {
            "addons_path": ",".join(map(str, addons)),
            "data_dir": odoo_data(self.source.series),
            "db_host": self.server.host,
            "db_port": self.server.port,
            "db_user": self.server.user,
            "db_name": self.database,
            "dbfilter": f"^{re.escape(self.database)}$",
            "list_db": False,
            "http_interface": "127.0.0.1",
            # Nothing listens there: no mail leaves, whatever this machine's mail server does.
            "smtp_server": "127.0.0.1",
            "smtp_port": 9,
            "max_cron_threads": 1,
            "limit_time_real": 3600,
        }
        if self.server.password is not None:
            settings["db_password"] = self.server.password
        lines = [f"{name} = {value}\n" for name, value in settings.items()]
        self.folder.mkdir(parents=True, exist_ok=True)
        odoo_data(self.source.series).mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.configuration, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.writelines(["[options]\n", *lines])

    def command(self, *arguments: object) -> list[str]:
        """Return the command line of this Odoo; `shell` may be the first argument."""
        words = [str(argument) for argument in arguments]
        commands = words[:1] if words and not words[0].startswith("-") else []
        python = [str(self.python), *self.source.odoo_bin]
        return [*python, *commands, "--config", str(self.configuration), *words[len(commands) :]]

    def environ(self) -> dict[str, str]:
        """Return the environment of a process that imports this Odoo, and our tools."""
        variables = {**os.environ, **self.source.environ(), "PYTHONUTF8": "1"}
        variables["PYTHONPATH"] = os.pathsep.join([str(self.source.root), str(ROOT)])
        return variables

    def install(self, modules: Sequence[str], *options: str) -> list[str]:
        """Install modules without demonstration data.

        :return: the lines of the log in which Odoo complains
        :raises ToolError: when it fails
        """
        words = ["--init", ",".join(modules), "--stop-after-init", "--no-http", *options]
        return self.run(
            self.command("--without-demo=true", *words), f"install {', '.join(modules)}"
        )

    def update(self, module: str) -> list[str]:
        """Bring an installed module up to its present source; see `install`."""
        words = ["--update", module, "--stop-after-init", "--no-http"]
        return self.run(self.command(*words), f"update {module}")

    def run(
        self, command: Sequence[object], purpose: str, allowed: Container[int] = (0,)
    ) -> list[str]:
        """Run a program of this Odoo's to its end; see `install`.

        :param allowed: the exit statuses that are no failure
        """
        log = self.folder / "setup.log"
        log.unlink(missing_ok=True)
        with child(command, log, self.environ()) as process:
            status = process.wait()
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        complaints = [line for line in lines if COMPLAINT.match(line) and not NOT_OURS.search(line)]
        if status not in allowed:
            tail = "\n".join(lines[-25:])
            raise ToolError(f"Odoo could not {purpose}; all of it is in {log}:\n{tail}")
        return complaints
