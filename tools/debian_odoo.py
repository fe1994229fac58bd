"""Odoo 19.0 from Debian's package `odoo-19`, unpacked beside the system, not installed.

Debian takes fonts and JavaScript libraries out of Odoo and puts links to its own packages of
them: those are fetched as well, so that the web client works.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools.debian_packages import Packages, control_of, names_in, unpack
from tools.progress import say

SERIES = "19.0"
PACKAGE = "odoo-19"
SUITE = "sid"
LINKED = re.compile(r"(fonts-|libjs-|gsfonts)")
"""Names of packages that Odoo's links may point to."""

LEFT_OUT = ("mail/static/lib/selfie_segmentation/selfie_segmentation.js",)
"""Scripts that Debian leaves out and Odoo's web client lists. This one blurs the background of
video calls; without a file in its place each start of the client reports an error."""


def install(target: Path) -> str:
    """Fetch and unpack the package into `target`; returns the origin in a few words.

    Raises `ToolError` when this machine is no Debian or its mirror does not have it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".debian.", dir=target.parent))
    try:
        packages = Packages(scratch, SUITE)
        version = packages.field(PACKAGE, "Version")
        say(f"Getting Debian's {PACKAGE} {version} (130 MB) …")
        tree = scratch / "tree"
        _lay_out(packages, tree)
        fill_gaps(tree / "usr" / "lib" / "python3" / "dist-packages" / "odoo" / "addons")
        shutil.rmtree(target, ignore_errors=True)
        os.replace(tree, target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return f"Debian's package {PACKAGE} {version} (now in {target})"


def _lay_out(packages: Packages, tree: Path) -> None:
    """Unpack Odoo and what its links point to."""
    beside = linked_packages(packages.field(PACKAGE, "Depends"))
    for package in packages.download([PACKAGE, *beside]):
        unpack(package, tree)
        if package.name.startswith(f"{PACKAGE}_"):
            control = tree / "DEBIAN" / "control"
            control.parent.mkdir(exist_ok=True)
            control.write_text(control_of(package), encoding="utf-8")
        package.unlink()
    relocate_links(tree)
    missing = missing_targets(tree)
    if missing:
        _from_own_suite(packages, tree, missing, beside)
    left = missing_targets(tree)
    if left:
        say(f"Note: {len(left)} files of the web client are missing, as {sorted(left)[0]}.")


def linked_packages(depends: str) -> list[str]:
    """The packages of fonts and scripts among those that Odoo's package depends on."""
    choices = (entry.split("|")[0].split() for entry in depends.split(","))
    return [choice[0] for choice in choices if choice and LINKED.match(choice[0])]


def relocate_links(tree: Path) -> None:
    """Make links that point into the system's `/usr` point into the tree instead."""
    for link in list(_links(tree)):
        to = os.readlink(link)
        inside = tree / to.lstrip("/")
        if to.startswith("/") and os.path.lexists(inside):
            link.unlink()
            link.symlink_to(os.path.relpath(inside, link.parent))


def missing_targets(tree: Path) -> set[str]:
    """The paths in the tree ('usr/share/…') to which a link points in vain."""
    missing = set()
    for link in _links(tree):
        if not link.exists():
            to = os.path.normpath(os.path.join(link.parent, os.readlink(link)))
            missing.add(os.path.relpath(to, tree) if to.startswith(str(tree)) else to.lstrip("/"))
    return missing


def fill_gaps(addons: Path) -> None:
    """Put an empty script where Debian leaves one out that the web client lists."""
    for name in LEFT_OUT:
        script = addons / name
        if not script.exists():
            script.parent.mkdir(parents=True, exist_ok=True)
            script.write_text("// Left out by Debian.\n", encoding="utf-8")


def _from_own_suite(packages: Packages, tree: Path, missing: set[str], beside: list[str]) -> None:
    """Take what is missing from the machine's own suite.

    In sid a package may have moved on: Font Awesome, which Odoo wants in its version 4.
    """
    for package in packages.download_from_own_suite(beside):
        if missing & names_in(package):
            unpack(package, tree)
    relocate_links(tree)


def _links(folder: str | Path) -> Iterator[Path]:
    """All links below the folder; Odoo's tree is large, hence the quick way to walk it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_symlink():
                yield Path(entry.path)
            elif entry.is_dir(follow_symlinks=False):
                yield from _links(entry.path)
