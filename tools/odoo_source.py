"""Finds Odoo's source for a series, and fetches it where that is possible.

In this order: `ODOO_HOME` when it holds that series, the kept downloads, the official git
repository, and for 19.0 Debian's package.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools import debian_odoo, layout, odoo_git
from tools.errors import ToolError
from tools.locks import locked


class OdooNotFound(ToolError):
    """That series is not to be had on this machine; the text says what to do."""


@dataclass(frozen=True)
class OdooSource:
    """One tree of Odoo's source.

    `root` is the folder that holds the package `odoo`: it belongs on PYTHONPATH.
    `origin` says in a few words where the tree was found.
    """

    series: str
    root: Path
    origin: str

    @property
    def addons_paths(self) -> tuple[Path, ...]:
        """Odoo's own folders of addons: `addons/` beside `odoo/`, or all in `odoo/addons`.

        Debian's package has both, but its `addons/` holds Python files only: where the web
        client stands in `odoo/addons`, that folder is complete.
        """
        inside, beside = self.root / "odoo" / "addons", self.root / "addons"
        if (inside / "web").is_dir() or not beside.is_dir():
            return (inside,)
        return (beside, inside)

    @property
    def odoo_bin(self) -> list[str]:
        """What starts Odoo, to be put after the Python and before Odoo's own arguments."""
        script = self.root / "odoo-bin"
        return [str(script)] if script.is_file() else ["-m", "odoo"]

    def environ(self) -> dict[str, str]:
        """Variables for a process that imports this Odoo.

        Compiled files go to a folder of ours, since the tree may be somebody else's; without
        them every start of Odoo takes seconds longer.
        """
        return {
            "PYTHONPATH": str(self.root),
            "PYTHONPYCACHEPREFIX": str(layout.BUILD / "pycache"),
            "PYTHONDONTWRITEBYTECODE": "",
            "ODOO_RC": os.devnull,
        }

    def __str__(self) -> str:
        return f"Odoo {self.series}: {self.origin}"


def find_odoo(series: str, fetch: bool = True) -> OdooSource:
    """The source of that series.

    With `fetch`, it is downloaded when it does not stand here yet (minutes, at worst).
    Raises `OdooNotFound` with one sentence saying what to do.
    """
    for source in _standing(series):
        return source
    reasons = []
    if fetch:
        with locked(layout.downloads() / "odoo" / f"{series}.lock"):
            for source in _standing(series):  # somebody else fetched it while we waited
                return source
            for fetcher in _fetchers(series):
                try:
                    origin = fetcher(_kept(series))
                except ToolError as error:
                    reasons.append(str(error))
                else:
                    return OdooSource(series, _package_parent(_kept(series)), origin)
    raise OdooNotFound(_what_to_do(series, reasons))


def available_series() -> dict[str, OdooSource | OdooNotFound]:
    """For each series its source, fetched when missing, or why there is none."""
    found: dict[str, OdooSource | OdooNotFound] = {}
    for series in layout.SERIES:
        try:
            found[series] = find_odoo(series)
        except OdooNotFound as error:
            found[series] = error
    return found


def choose_series(asked: str | None, fetch: bool = True) -> tuple[str, str]:
    """The series to work with, and a sentence why.

    The one asked for; else the first, for which the source is written, where it can be had;
    else the next. Raises `ToolError` for an unknown series and `OdooNotFound` for none.
    """
    if asked:
        if asked not in layout.SERIES:
            raise ToolError(f"SERIES={asked} is unknown: choose one of {', '.join(layout.SERIES)}.")
        return asked, f"Odoo {asked}, as asked for."
    missing = []
    for series in layout.SERIES:
        try:
            find_odoo(series, fetch)
        except OdooNotFound as error:
            missing.append(str(error))
            continue
        if missing:
            return series, f"Odoo {series}, since an earlier one is not to be had: {missing[0]}"
        return series, f"Odoo {series}, for which the source is written."
    raise OdooNotFound(missing[-1])


def _standing(series: str) -> Iterator[OdooSource]:
    """The trees of that series that stand on this machine already, the best first."""
    home = os.environ.get("ODOO_HOME")
    places = [(Path(home).expanduser(), "ODOO_HOME")] if home else []
    places.append((_kept(series), "kept download"))
    for place, origin in places:
        root = _package_parent(place)
        if root and series_of(root) == series:
            yield OdooSource(series, root.resolve(), f"{origin} ({root.resolve()})")


def _kept(series: str) -> Path:
    return layout.downloads() / "odoo" / series


def _package_parent(tree: Path) -> Path | None:
    """The folder of that tree that holds the package `odoo`: its top, or as Debian has it."""
    for root in (tree, tree / "usr" / "lib" / "python3" / "dist-packages"):
        if (root / "odoo" / "release.py").is_file():
            return root
    return None


def series_of(root: Path) -> str | None:
    """The series that the `odoo/release.py` in that folder names ('17.0')."""
    try:
        text = (root / "odoo" / "release.py").read_text(encoding="utf-8")
    except OSError:
        return None
    version = re.search(r"^version_info\s*=\s*\(\s*(\d+)\s*,\s*(\d+)", text, re.MULTILINE)
    return ".".join(version.groups()) if version else None


def _fetchers(series: str):
    """The ways to download that series: each takes a target folder and returns an origin."""
    yield lambda target: odoo_git.clone(series, target)
    if series == debian_odoo.SERIES:
        yield debian_odoo.install


def _what_to_do(series: str, reasons: list[str]) -> str:
    because = f" ({'; '.join(reason.rstrip('.') for reason in reasons)})" if reasons else ""
    return (
        f"Odoo {series} is not to be had here{because}: set ODOO_HOME to a folder with its "
        f"source, or put it at {_kept(series)}."
    )
