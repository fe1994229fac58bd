"""Starts and stops the private PostgreSQL, with its settings and who may enter."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
from pathlib import Path

from tools.postgres_home import Home
from tools.processes import runs

ROLE = "amazon_connector"
"""The server's only role; Odoo refuses to work as `postgres`."""

SETTINGS = {
    "listen_addresses": "",  # the socket only
    "unix_socket_permissions": "0700",
    "max_connections": "200",  # a demo and two test runs, side by side
    "shared_buffers": "256MB",
    # A power cut may cost the last moments, never the databases.
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    # Odoo's many small queries gain nothing from these, and containers have little /dev/shm.
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "dynamic_shared_memory_type": "mmap",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class DoesNotStart(Exception):
    """The server's data could not be made; its log says why."""


def start(place: Home, programs: Path, inherited: int) -> subprocess.Popen:
    """Start the server; with a new data folder when there is none yet.

    It inherits the open file `inherited`. No other server may be at work on that data.
    """
    if not (place.complete.exists() and (place.data / "PG_VERSION").exists()):
        _create_data(place, programs, inherited)
    # Nobody is at work, so the note that a killed server left names a process of today that
    # is somebody else's.
    (place.data / "postmaster.pid").unlink(missing_ok=True)
    settings = {**SETTINGS, **_access(place)}
    command = [str(programs / "postgres"), "-D", str(place.data), "-k", str(place.socket)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return _as_account(place, command, inherited)


def stop(server: subprocess.Popen) -> None:
    """End the server: kind to its data, not to those who are still connected."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(60)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)
            server.wait()


def accepts(place: Home, programs: Path) -> bool:
    """Whether the server accepts connections."""
    return runs(
        [
            str(programs / "pg_isready"),
            "--timeout",
            "5",
            "--host",
            str(place.socket),
            "--username",
            ROLE,
            "--dbname",
            "postgres",
        ]
    )


def _create_data(place: Home, programs: Path, inherited: int) -> None:
    """Make the data folder: sorted as C does, but with upper and lower case in any script."""
    for left in place.data.iterdir():  # of an attempt that was broken off
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    where = ["--pgdata", str(place.data), "--username", ROLE, "--auth", "peer"]
    sorting = ["--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
    options = [*where, "--encoding", "UTF8", *sorting, "--no-instructions"]
    if _as_account(place, [str(programs / "initdb"), *options], inherited).wait():
        raise DoesNotStart(place.log)
    place.complete.touch()


def _access(place: Home) -> dict[str, str]:
    """Settings that let in one user of the system only, told by the system itself.

    Their files lie beside the data, where the server cannot change them.
    """
    hosts, names = place.base / "pg_hba.conf", place.base / "pg_ident.conf"
    hosts.write_text("local all all peer map=ours\n", encoding="utf-8")
    names.write_text(f'ours "{place.user}" {ROLE}\n', encoding="utf-8")
    for path in (hosts, names):
        path.chmod(0o644)
    return {"hba_file": str(hosts), "ident_file": str(names)}


def _as_account(place: Home, command: list[str], inherited: int) -> subprocess.Popen:
    """Start a program as the account of the server, with little of our surroundings."""
    account = {}
    if place.account:
        user, group = place.account
        account = {"user": user, "group": group, "extra_groups": []}
    with open(place.log, "ab") as log:
        return subprocess.Popen(
            command,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            umask=0o077,
            pass_fds=[inherited],
            preexec_fn=_end_with_parent,  # noqa: PLW1509  no threads run yet
            **account,
        )


def _end_with_parent() -> None:
    """Ask Linux to interrupt this process when its parent dies, also by `kill -9`."""
    parent_death_signal = 1
    # Where there is no prctl, the keeper's own end is all there is.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGINT)
