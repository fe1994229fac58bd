"""Processes that we start and end: none of them outlives us, however we go."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tools.layout import ROOT

PATIENCE = 15.0
"""Seconds that a process has to end by itself when it is asked to."""

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class Stopped(BaseException):
    """We were asked to end (SIGTERM, SIGHUP); no `except Exception` may hold this up."""


@contextlib.contextmanager
def child(
    command: Sequence[object], log: Path, environ: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen]:
    """Run a program beside us, and end it at the end of the block.

    It has a session of its own, so that Ctrl-C reaches only us, and we end it in our order;
    should we be killed, the kernel asks it to end.

    :param log: the file for all that it says
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=ROOT,
            env=dict(os.environ if environ is None else environ),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - no thread runs when we start it
        )
    try:
        yield process
    finally:
        _end(process)


def _end_with_parent() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(process: subprocess.Popen) -> None:
    """Ask the process to end, insist after a while, and leave none of its helpers."""
    try:
        process.terminate()
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def end_on_signals() -> None:
    """From now on SIGTERM and SIGHUP raise `Stopped`, so that every `finally` is done."""

    def stop(number, _frame):
        # A second signal must not break into the tidying up.
        for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(name, signal.SIG_IGN)
        raise KeyboardInterrupt if number == signal.SIGINT else Stopped

    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(name, stop)
