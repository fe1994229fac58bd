"""`make shell`: Odoo's Python shell on the demo's database."""

from __future__ import annotations

from tools.demo_database import demo_database, hand_over
from tools.odoo_instance import OdooInstance
from tools.odoo_source import find_odoo
from tools.postgres import running_server
from tools.progress import say


def main(arguments: list[str]) -> int:
    """Open the shell, with `env` ready; further arguments are Odoo's own."""
    server = running_server()
    series, database = demo_database(server)
    source = find_odoo(series)
    say(f"{source}, database {database}. Keep changes with env.cr.commit().")
    instance = OdooInstance(source, server, database)
    instance.prepare()
    return hand_over(instance.command("shell", "--no-http", *arguments), instance.environ())
