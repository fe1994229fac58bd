"""Runs `make demo` as a person would, and looks at what it leaves behind."""

import contextlib
import json
import os
import signal
import subprocess
import time
import urllib.request
import uuid
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERIES = os.environ.get("SERIES") or "17.0"
DATABASE = "amazon_demo_tests"
LIMIT = 420
"""Seconds; the first run installs everything."""


class Demo:
    """`make demo` with some variables. What it says is in `output` once it has ended."""

    def __init__(self, **variables):
        self._badge = f"DEMO_BADGE={uuid.uuid4().hex}"
        name, value = self._badge.split("=")
        wanted = {"SERIES": SERIES, "DB": DATABASE, name: value, **variables}
        self._log = ROOT / ".build" / "reports" / f"{value}.log"
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                ["make", "demo"],
                cwd=ROOT,
                env={**os.environ, **wanted},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self):
        return self._log.read_text(encoding="utf-8", errors="replace")

    def wait(self):
        """Return the exit status."""
        try:
            return self._process.wait(LIMIT)
        finally:
            self._kill()

    def wait_until_said(self, words):
        """Wait until the demo has said this; return all that it said."""
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline and self._process.poll() is None:
            if words in self.output:
                return self.output
            time.sleep(0.1)
        raise AssertionError(f"never said {words!r}, but:\n{self.output}")

    def interrupt(self, number=signal.SIGTERM):
        """Send make a signal and wait for its end, as when a person ends it."""
        os.kill(self._process.pid, number)
        return self.wait()

    def interrupt_group(self):
        """Do what Ctrl-C on a terminal does: all of the foreground gets it."""
        os.killpg(self._process.pid, signal.SIGINT)
        return self.wait()

    def processes(self):
        """Return the living processes that this demo started, their children included."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # gone meanwhile, or somebody else's
                if self._badge.encode() in (folder / "environ").read_bytes():
                    words = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                    if words:  # else a process that has ended and waits to be taken note of
                        found[int(folder.name)] = words.decode(errors="replace")
        return found

    def _kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        if self._process.poll() is None:
            self.interrupt()
        self._log.unlink(missing_ok=True)


def run_demo(**variables):
    """Run a demo that ends after its table; return its status and what it said."""
    with Demo(SERVE="0", **variables) as demo:
        return demo.wait(), demo.output


def write_orders(path, orders):
    path.write_text(json.dumps(orders), encoding="utf-8")
    return str(path)


def get(address):
    with urllib.request.urlopen(address, timeout=30) as response:
        return response.read().decode()


def listening_addresses(pids):
    """Return (address, port) of all TCP sockets on which these processes listen."""
    inodes = set()
    for pid in pids:
        for link in Path(f"/proc/{pid}/fd").glob("*"):
            with contextlib.suppress(OSError):
                inodes.add(os.readlink(link))
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text(encoding="ascii").splitlines()[1:]:
            fields = line.split()
            address, _colon, port = fields[1].partition(":")
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:  # 0A: it listens
                found.add((address, int(port, 16)))
    return found
