"""Runs programs that must leave nothing behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence


def run_group(
    command: Sequence[str], environ: Mapping[str, str], timeout: float | None = None
) -> subprocess.CompletedProcess:
    """Run a program with all its helpers as one group, which ends as one.

    Output is captured as text. Raises `subprocess.TimeoutExpired` after `timeout` seconds;
    then, and on Ctrl-C, the helpers that the program started are killed with it.
    """
    process = subprocess.Popen(
        command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, errors='replace', start_new_session=True,
    )
    try:
        output, complaints = process.communicate(timeout=timeout)
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    return subprocess.CompletedProcess(command, process.returncode, output, complaints)
