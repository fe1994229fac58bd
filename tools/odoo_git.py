"""Odoo's source from its git repository: one branch, without its history."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tools.errors import ToolError
from tools.processes import capture_group

REPOSITORY_VARIABLE = "AMAZON_CONNECTOR_ODOO_GIT"
OFFICIAL_REPOSITORY = "https://github.com/odoo/odoo"
ANSWER_LIMIT = 20.0
"""Seconds after which a repository that has not answered is given up."""
FAILURE_KEPT = 3600.0
"""Seconds for which a repository that did not answer in time is not asked again."""


def repository() -> str:
    """The repository's address: the official one, unless a variable names another."""
    return os.environ.get(REPOSITORY_VARIABLE) or OFFICIAL_REPOSITORY


def clone(series: str, target: Path) -> str:
    """Fetch that series' branch into the folder `target`; returns the origin in a few words.

    Raises `ToolError` when the repository does not answer, or not with that branch.
    """
    address = repository()
    target.parent.mkdir(parents=True, exist_ok=True)
    _ask_for_branch(address, series, target.parent)
    scratch = Path(tempfile.mkdtemp(prefix=".clone.", dir=target.parent))
    try:
        _git(
            [
                "clone",
                "--quiet",
                "--depth=1",
                "--single-branch",
                "--no-tags",
                "--branch",
                series,
                address,
                str(scratch / "odoo"),
            ],
            address,
        )
        shutil.rmtree(target, ignore_errors=True)
        os.replace(scratch / "odoo", target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return f"branch {series} of {address} (now in {target})"


def _ask_for_branch(address: str, series: str, notes: Path) -> None:
    """See that the repository answers soon and has the branch, before a long download.

    Silence is remembered for a while: to wait for it again in each run would be a nuisance.
    """
    silence = notes / f".silent.{''.join(c if c.isalnum() else '_' for c in address)}"
    if silence.exists() and time.time() - silence.stat().st_mtime < FAILURE_KEPT:
        raise ToolError(f"{address} gave no answer lately")
    try:
        answer = _git(
            ["ls-remote", "--heads", address, f"refs/heads/{series}"], address, timeout=ANSWER_LIMIT
        )
    except subprocess.TimeoutExpired:
        silence.touch()
        raise ToolError(f"{address} gave no answer within {ANSWER_LIMIT:.0f} s") from None
    silence.unlink(missing_ok=True)
    if not answer.strip():
        raise ToolError(f"{address} has no branch {series}")


def _git(arguments: list[str], address: str, timeout: float | None = None) -> str:
    """Run git, which must never ask for a password; returns what it prints."""
    environ = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "/bin/true"}
    # A transfer that stands still for as long as an answer may take is given up as well.
    settings = ["-c", "http.lowSpeedLimit=1000", "-c", f"http.lowSpeedTime={ANSWER_LIMIT:.0f}"]
    try:
        done = capture_group(["git", *settings, *arguments], environ, timeout)
    except FileNotFoundError:
        raise ToolError("git is not installed") from None
    if done.returncode:
        words = done.stderr.strip().splitlines() or ["git failed"]
        raise ToolError(f"{address} could not be read: {words[-1]}")
    return done.stdout
