"""Runs other programs and takes what they say."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def capture(
    command: Sequence[str],
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
    timeout: float | None = None,
    text: str = "",
) -> subprocess.CompletedProcess:
    """Run a program on the input `text`, and keep its output and complaints as text.

    Its exit status is the caller's to look at. Raises `subprocess.TimeoutExpired` after
    `timeout` seconds and `OSError` when it cannot be started.
    """
    return subprocess.run(
        command,
        env=environ,
        cwd=folder,
        timeout=timeout,
        input=text,
        check=False,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )


def runs(command: Sequence[str]) -> bool:
    """Whether that program is there and ends well, within two minutes."""
    try:
        return capture(command, timeout=120).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def capture_group(
    command: Sequence[str], environ: Mapping[str, str], timeout: float | None = None
) -> subprocess.CompletedProcess:
    """As `capture`, for a program that starts helpers: they end when it is given up.

    Given up it is after `timeout` seconds (then `subprocess.TimeoutExpired` is raised), and
    when somebody interrupts us.
    """
    process = subprocess.Popen(
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    try:
        output, complaints = process.communicate(timeout=timeout)
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    return subprocess.CompletedProcess(command, process.returncode, output, complaints)
