"""Processes that we start do not outlive us."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import children
from tools.errors import ToolError
from tools.layout import ROOT
from tools.simulator_process import running_simulator

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")


def wait_for(condition):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not condition():
        time.sleep(0.02)
    assert condition()


def test_a_child_ends_with_its_block(tmp_path):
    with children.child(SLEEP, tmp_path / "log") as process:
        wait_for(lambda: (tmp_path / "log").read_text() == "up\n")
        assert alive(process.pid)
    assert not alive(process.pid)


def test_a_child_ends_when_the_block_fails(tmp_path):
    with pytest.raises(ValueError), children.child(SLEEP, tmp_path / "log") as process:
        raise ValueError
    assert not alive(process.pid)


def test_a_child_that_will_not_end_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(children, "PATIENCE", 0.2)
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEP[2]
    with children.child([sys.executable, "-c", deaf], tmp_path / "log") as process:
        wait_for(lambda: (tmp_path / "log").read_text() == "up\n")
    assert not alive(process.pid)


def test_helpers_of_a_child_end_with_it(tmp_path):
    program = f"import subprocess; print(subprocess.Popen({SLEEP!r}).pid, flush=True); input()"
    helper = f"import time; {program.replace('input()', 'time.sleep(60)')}"
    with children.child([sys.executable, "-c", helper], tmp_path / "log"):
        wait_for(lambda: "up" in (tmp_path / "log").read_text())
        pid = int(next(w for w in (tmp_path / "log").read_text().split() if w.isdigit()))
        assert alive(pid)
    wait_for(lambda: not alive(pid))


PARENT = """
import sys, time
from pathlib import Path
from tools.children import Stopped, child, end_on_signals
end_on_signals()
try:
    with child({sleep!r}, Path({log!r})) as process:
        print(process.pid, flush=True)
        time.sleep(60)
except (Stopped, KeyboardInterrupt) as reason:
    print(type(reason).__name__, flush=True)
"""


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (signal.SIGTERM, "Stopped"),
        (signal.SIGHUP, "Stopped"),
        (signal.SIGINT, "KeyboardInterrupt"),
        (signal.SIGKILL, ""),
    ],
)
def test_a_child_ends_with_us_however_we_go(tmp_path, number, word):
    program = PARENT.format(sleep=SLEEP, log=str(tmp_path / "log"))
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        pid = int(parent.stdout.readline())
        parent.send_signal(number)
        assert parent.stdout.read().strip() == word
    wait_for(lambda: not alive(pid))


def test_a_simulator_that_does_not_start_says_why(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.simulator_process.tools_python", lambda: sys.executable)
    with (
        pytest.raises(ToolError, match="no_such_file"),
        running_simulator(tmp_path, "--orders", tmp_path / "no_such_file"),
    ):
        pass
