"""Where things lie: the project, what is built in it, and the downloads kept for next time."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project: the folder that holds `amazon_connector/`, `tools/` and the Makefile."""

BUILD = ROOT / ".build"
"""Everything that is made here, ignored by git; `make clean` removes it."""

SERIES = ("17.0", "19.0")
"""Odoo's series that this project runs on; the first is the one its source is written for."""

PYTHON_VERSIONS = ("3.12", "3.11")
"""The Pythons that both series run on; the first is brought where there is none."""


def downloads() -> Path:
    """The folder of what was downloaded and is kept for the next time, shared by all clones."""
    cache = os.environ.get("XDG_CACHE_HOME")
    base = Path(cache) if cache and os.path.isabs(cache) else Path.home() / ".cache"
    return base / "amazon_connector"


def odoo_data(series: str) -> Path:
    """Odoo's data folder (attachments, sessions) for databases of that series."""
    return BUILD / "odoo" / series / "data"


def addon_folder(series: str) -> Path:
    """The folder on Odoo's addons path that holds our addon, as that series needs it.

    The source is for the first series; for the others a copy is built (`make port`).
    """
    return ROOT if series == SERIES[0] else BUILD / "addons" / series
