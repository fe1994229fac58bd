"""The demo's database: made when missing, brought up to the addon's source, never another's."""

from __future__ import annotations

from pathlib import Path

from tools import fresh_odoo, postgres
from tools.demo.story import make_company
from tools.errors import ToolError
from tools.layout import ROOT
from tools.odoo_instance import LOCALISATION, OdooInstance
from tools.port import digest
from tools.progress import say

ADDON = "amazon_connector"
CLAIM = "made by amazon_connector for its demo"
"""The comment on a database by which we know it as ours."""

MARK = "amazon_connector.demo_source"
"""The system parameter that tells from which source the addon was installed, once all was."""

PACKAGES = "packages.json"
"""What the simulated Amazon knew when the last demo on the database ended."""

BASE = fresh_odoo.Base(
    "demo_base",
    lambda series: [LOCALISATION[series], *fresh_odoo.addon_depends()],
    make_company,
    Path(__file__).with_name("inside.py").read_text(encoding="utf-8"),
)
"""The shop's company, and what the addon depends on: each new demo begins with a copy of it."""


def bring_up(instance: OdooInstance) -> str:
    """Make or update the database.

    :return: the mark to leave in it when the shop is set up, see `MARK`
    :raises ToolError: a database of that name is none of ours
    """
    source = digest([ROOT / ADDON])
    state = mark_of(instance)
    if state is None:
        _make(instance)
    elif state != source:
        say("Updating the addon …")
        instance.update(ADDON)
    return source


def mark_of(instance: OdooInstance) -> str | None:
    """Return the mark in the database; None when it is missing, or was not finished."""
    server, name = instance.server, instance.database
    if not postgres.database_exists(server, name):
        return None
    claim = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{}'"
    if postgres.run_sql(server, "postgres", claim.format(name)) != CLAIM:
        raise ToolError(
            f"A database {name} stands here that is not the demo's: choose another name with DB=."
        )
    if not postgres.run_sql(server, name, "SELECT to_regclass('ir_config_parameter')"):
        return None
    value = f"SELECT value FROM ir_config_parameter WHERE key = '{MARK}'"
    return postgres.run_sql(server, name, value) or None


def _make(instance: OdooInstance) -> None:
    server, name = instance.server, instance.database
    # Of what had left, a new database knows nothing.
    (instance.folder / PACKAGES).unlink(missing_ok=True)
    say(f"Making the database {name} …")
    fresh_odoo.copy(BASE, instance)
    comment = f"COMMENT ON DATABASE {postgres.quoted(name)} IS '{CLAIM}'"
    postgres.run_sql(server, "postgres", comment)
    say("Installing the addon …")
    instance.install([ADDON])
