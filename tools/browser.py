"""The browser that the tests in `tests/web` drive: this machine's, else one that is fetched.

In this order: what the variable CHROMIUM names; a chromium or Chrome on PATH; Debian's package,
where we may install it; the one that playwright downloads, kept for the next time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tools import debian_packages, layout
from tools.environments import environment_python
from tools.errors import ToolError
from tools.locks import locked
from tools.processes import capture
from tools.progress import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE = "chromium"
"""Debian's package of it."""

REQUIREMENTS = layout.ROOT / "tests" / "web" / "requirements.txt"
START_LIMIT = 60.0
"""Seconds within which a browser must say its version."""


def web_python() -> Path:
    """Return the Python of the environment that drives the browser.

    :raises ToolError: it cannot be made
    """
    return environment_python("web", [], [REQUIREMENTS])


def find_browser() -> Path:
    """Return the browser's program, installed when need be (then: minutes).

    :raises ToolError: there is none, with all that was tried
    """
    if named := os.environ.get("CHROMIUM"):
        return _named(named)
    with locked(layout.BUILD / "browser.lock"):
        reasons = []
        for way in (_on_this_machine, _from_debian, _from_playwright):
            try:
                return way()
            except ToolError as error:
                reasons.append(str(error))
    raise ToolError(
        "There is no browser for the tests of the screens: install Chromium, or name one with "
        f"CHROMIUM=/path/to/chromium. Tried: {'; '.join(reasons)}."
    )


def sandbox_options() -> list[str]:
    """Return the options without which the browser does not start as this user.

    Root's processes cannot be shut into the sandbox; everybody else's are.
    """
    return ["--no-sandbox"] if os.getuid() == 0 else []


def _named(word: str) -> Path:
    """Return the browser that the variable names, by its path or as on PATH."""
    found = shutil.which(word)
    if not found:
        raise ToolError(f"CHROMIUM={word} is no program: name the browser's path.")
    if complaint := _complaint(found):
        raise ToolError(f"CHROMIUM={word} does not start: {complaint}.")
    return Path(found)


def _on_this_machine() -> Path:
    complaints = []
    for name in NAMES:
        if found := shutil.which(name):
            complaint = _complaint(found)
            if not complaint:
                return Path(found)
            complaints.append(f"{found} does not start ({complaint})")
    raise ToolError(" and ".join(complaints) or f"none of {', '.join(NAMES)} is on PATH")


def _from_debian() -> Path:
    """Install Debian's package, as only root may."""
    debian_packages.own_suite()
    if os.getuid() != 0:
        raise ToolError(f"only root may install Debian's package {PACKAGE}")
    say(f"Installing Debian's package {PACKAGE}, in which the screens are tested …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    options = ["--quiet=2", "--yes", "--no-install-recommends"]
    _done(["apt-get", "update", "--quiet=2"], f"Debian's package {PACKAGE}", quiet)
    _done(["apt-get", "install", *options, PACKAGE], f"Debian's package {PACKAGE}", quiet)
    return _on_this_machine()


def _from_playwright() -> Path:
    """Have playwright download the browser that it was made with, into the kept downloads."""
    folder = layout.downloads() / "browsers"
    if not _downloaded(folder):
        say("Downloading a browser (110 MB), in which the screens are tested …")
        playwright = [str(web_python()), "-m", "playwright", "install", "--only-shell", "chromium"]
        kept = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(folder)}
        _done(playwright, "playwright's own download", kept)
    found = _downloaded(folder)
    if not found:
        raise ToolError("playwright downloaded no browser")
    if complaint := _complaint(str(found)):
        raise ToolError(f"playwright's browser does not start ({complaint})")
    return found


def _downloaded(folder: Path) -> Path | None:
    """Return the newest browser that playwright has downloaded."""
    programs = folder.glob("chromium_headless_shell-*/chrome*/*headless*shell")
    return max(programs, key=lambda program: program.stat().st_mtime, default=None)


def _done(command: list[str], what: str, environ: dict[str, str]) -> None:
    try:
        done = capture(command, environ)
    except OSError as error:
        raise ToolError(f"{what} could not be had ({error})") from None
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines() or ["no reason given"]
        raise ToolError(f"{what} could not be had ({words[-1].strip()})")


def _complaint(program: str) -> str:
    """Return why a browser does not start; an empty text when it does.

    Ubuntu's `chromium-browser`, for one, is a note that names another package.
    """
    try:
        done = capture([program, *sandbox_options(), "--version"], timeout=START_LIMIT)
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    words = done.stderr.strip().splitlines() or ["no reason given"]
    return words[-1].strip() if done.returncode else ""
