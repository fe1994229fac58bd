"""A fresh Odoo for each demo and each run of tests or measurements, with all that the addon
depends on.

That is installed once, into a base database that is kept; each run copies it and installs the
addon into the copy, so that no run sees what another one left.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools import postgres
from tools.layout import BUILD, ROOT, SERIES, odoo_data
from tools.locks import locked
from tools.odoo_instance import OdooInstance
from tools.odoo_source import OdooSource, find_odoo
from tools.results import Result

ADDON = "amazon_connector"
MODULES = ROOT / "tests" / "odoo" / "modules.txt"
LANGUAGES = "en_US,fr_FR"
"""Loaded into the base database; the first is that of its users."""


def base_modules(series: str) -> Iterator[str]:
    """Yield the modules that the addon's manifest and `tests/odoo/modules.txt` name."""
    yield from addon_depends()
    for line in MODULES.read_text(encoding="utf-8").splitlines():
        name, *only = line.partition("#")[0].split() or [""]
        if name and series in (only or SERIES):
            yield name


def addon_depends() -> list[str]:
    """Return the modules that the addon's manifest names."""
    manifest = (ROOT / ADDON / "__manifest__.py").read_text(encoding="utf-8")
    return ast.literal_eval(manifest)["depends"]


@dataclass(frozen=True)
class Base:
    """A database that is kept, and what is installed in it.

    :param name: a word for the database's name
    :param modules: the modules for a series
    :param begin: what is done in it before they are installed, if anything
    :param begun_by: the text of the program that does so: another one makes another database
    """

    name: str
    modules: Callable[[str], Iterable[str]]
    begin: Callable[[OdooInstance], None] | None = None
    begun_by: str = ""


TESTED = Base("base", base_modules)
"""What the addon and its tests depend on."""


@contextlib.contextmanager
def fresh_instance(series: str, use: str = "run", base: Base = TESTED) -> Iterator[OdooInstance]:
    """Give an Odoo on a fresh copy of a base database, for each use to one caller at a time.

    :param use: a word for the database's name
    :param base: which database is copied
    :raises ToolError: when Odoo or its database cannot be had
    """
    source, server = find_odoo(series), postgres.running_server()
    instance = OdooInstance(source, server, _name(use, series))
    locks = BUILD / "odoo" / series
    with locked(locks / f"{use}.lock"):
        instance.prepare()
        copy(base, instance)
        yield instance


def copy(kept: Base, instance: OdooInstance) -> None:
    """Make the instance's database, and its attachments, a fresh copy of a base's.

    The base is made when need be, or waited for while somebody else makes it.
    """
    source, server = instance.source, instance.server
    with locked(BUILD / "odoo" / source.series / f"{kept.name}.lock"):
        base = _made(kept, source, server)
        _drop(instance)
        postgres.create_database(server, instance.database, template=base.database)
        if _filestore(base).is_dir():
            shutil.copytree(_filestore(base), _filestore(instance))


def _name(use: str, series: str) -> str:
    """Return a name that no demo's database can have: those end with the series."""
    return f"amazon_test_{series.replace('.', '_')}_{use}"


def install_addon(instance: OdooInstance) -> Result:
    """Install the addon; it must give no warning.

    :return: the result of the installation, as a part of the checks
    """
    part = f"installation on Odoo {instance.source.series}"
    started = time.monotonic()
    complaints = instance.install([ADDON])
    for complaint in complaints:
        print(complaint, flush=True)
    return Result(part, int(not complaints), len(complaints), 0, time.monotonic() - started)


def _made(kept: Base, source: OdooSource, server: postgres.Server) -> OdooInstance:
    """Return the base database with its modules, made when need be."""
    base = OdooInstance(source, server, _name(kept.name, source.series))
    modules = sorted(kept.modules(source.series))
    needs = (source.root, server, modules, LANGUAGES, kept.begun_by)
    wanted = hashlib.sha256(repr(needs).encode()).hexdigest()
    stamp = base.folder / "stamp"
    made = stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted
    if not (made and postgres.database_exists(server, base.database)):
        print(f"Installing what the addon depends on in Odoo {source.series} …", flush=True)
        stamp.unlink(missing_ok=True)
        base.prepare()
        _drop(base)
        postgres.create_database(server, base.database)
        if kept.begin:
            base.install(["base"], f"--load-language={LANGUAGES}")
            kept.begin(base)
        base.install(modules, f"--load-language={LANGUAGES}")
        stamp.write_text(wanted, encoding="utf-8")
    return base


def _drop(instance: OdooInstance) -> None:
    postgres.drop_database(instance.server, instance.database)
    shutil.rmtree(_filestore(instance), ignore_errors=True)


def _filestore(instance: OdooInstance) -> Path:
    return odoo_data(instance.source.series) / "filestore" / instance.database
