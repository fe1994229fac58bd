"""What an Odoo needs of Python packages, in the form in which it can be installed here.

No compiler is presumed, so what exists only as C source is left out or replaced.
"""

from __future__ import annotations

import re

from tools.errors import ToolError
from tools.odoo_source import OdooSource

LEFT_OUT = {"python-ldap", "pypiwin32"}
"""Needs a compiler and serves a login method that nobody uses here; and Windows only."""

REPLACED = {"psycopg2": "psycopg2-binary"}
"""The same code, as a wheel with its libraries."""

ALWAYS = ("setuptools<80",)
"""Odoo imports `pkg_resources`, which newer releases no longer bring."""

DEBIAN_LIMITS = {"werkzeug": "<3.1"}
"""Current releases are taken but for these: Odoo 19.0 breaks on newer ones."""

# Debian's names are `python3-` and the name of the package on PyPI, but for these.
FROM_DEBIAN = {
    "dateutil": "python-dateutil",
    "magic": "python-magic",
    "openssl": "pyopenssl",
    "pil": "pillow",
    "serial": "pyserial",
    "stdnum": "python-stdnum",
    "usb": "pyusb",
}


def requirements_of(source: OdooSource) -> list[str]:
    """Lines as of a requirements.txt, for that tree of Odoo.

    From its own requirements.txt, or the control file that Debian's package brings. Raises
    `ToolError` when it has neither.
    """
    own = source.root / "requirements.txt"
    if own.is_file():
        return [*from_requirements(own.read_text(encoding="utf-8")), *ALWAYS]
    for folder in source.root.parents:
        control = folder / "DEBIAN" / "control"
        if control.is_file():
            return [*from_control(control.read_text(encoding="utf-8")), *ALWAYS]
    raise ToolError(
        f"{source.root} holds no requirements.txt that says what Odoo "
        f"{source.series} needs: use a whole source tree."
    )


def from_requirements(text: str) -> list[str]:
    """The lines of Odoo's requirements.txt, without comments and with what we replace."""
    lines = []
    for line in text.splitlines():
        line = re.sub(r"(^|\s)#.*", "", line).strip()
        name = re.match(r"[A-Za-z0-9._-]*", line).group()
        if name and name.lower() not in LEFT_OUT:
            lines.append(REPLACED.get(name.lower(), name) + line[len(name) :])
    return lines


def from_control(text: str) -> list[str]:
    """The Python packages among the Depends of a Debian package, under their names on PyPI."""
    unfolded = re.sub(r"\n[ \t]+", " ", text)
    depends = re.search(r"^Depends:(.*)$", unfolded, re.MULTILINE)
    lines = []
    for entry in depends.group(1).split(",") if depends else ():
        package = re.match(r"\s*python3-([a-z0-9.+-]+)", entry)
        if package and f"python-{package.group(1)}" not in LEFT_OUT:
            name = FROM_DEBIAN.get(package.group(1), package.group(1))
            name = REPLACED.get(name, name)
            lines.append(name + DEBIAN_LIMITS.get(name, ""))
    return lines
