"""uv is found, or brought by whichever pip there is."""

from __future__ import annotations

import sys

import pytest

from tools import uv
from tools.errors import ToolError

FAKE_PIP = """
while [ "$1" != --target ]; do shift; done
mkdir -p "$2/bin"
printf '#!/bin/sh\\necho uv 1.0.0\\n' > "$2/bin/uv"
chmod +x "$2/bin/uv"
"""


@pytest.fixture(autouse=True)
def _nothing_here(monkeypatch, tmp_path):
    """No uv on PATH, nothing downloaded, no Debian to help."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(uv.debian_packages, "pip_wheel", _no_debian)
    uv.executable.cache_clear()
    yield
    uv.executable.cache_clear()


def _no_debian(_folder):
    raise ToolError("this machine is no Debian")


def test_one_on_path_is_taken(executable):
    found = executable("bin/uv", "echo uv 0.9.1")
    assert uv.executable() == found


@pytest.mark.parametrize("text", ["echo uv 0.1.0", "exit 127", "echo something else"])
def test_one_that_is_old_or_fails_is_passed_over_for_our_own(
    executable, monkeypatch, text, tmp_path
):
    executable("bin/uv", text)
    pip = executable("pip", FAKE_PIP)
    monkeypatch.setattr(uv, "_pips", lambda _scratch: [[str(pip)]])
    kept = tmp_path / "cache" / "amazon_connector" / "uv-program" / "bin" / "uv"
    assert uv.executable() == kept


def test_it_is_installed_once_and_kept(executable, monkeypatch):
    pip = executable("pip", f"echo once >> $(dirname $0)/calls\n{FAKE_PIP}")
    monkeypatch.setattr(uv, "_pips", lambda _scratch: [[str(pip)]])
    first = uv.executable()
    uv.executable.cache_clear()
    assert uv.executable() == first
    assert (pip.parent / "calls").read_text(encoding="utf-8") == "once\n"


def test_the_next_pip_is_tried_when_one_fails(executable, monkeypatch):
    pips = [[str(executable("bad", "echo broken >&2; exit 1"))], [str(executable("pip", FAKE_PIP))]]
    monkeypatch.setattr(uv, "_pips", lambda _scratch: pips)
    assert uv.executable().name == "uv"


def test_no_pip_at_all_is_one_sentence(monkeypatch):
    monkeypatch.setattr(uv, "runs", lambda _command: False)
    with pytest.raises(ToolError, match=r"is missing and there is no pip either\. Install uv"):
        uv.executable()


def test_a_pip_that_cannot_fetch_is_told_with_its_reason(executable, monkeypatch):
    pip = executable("pip", "echo 'WARNING: so so' >&2; echo 'ERROR: no route to host' >&2; exit 1")
    monkeypatch.setattr(uv, "_pips", lambda _scratch: [[str(pip)]])
    with pytest.raises(ToolError, match=r"pip could not fetch it: no route to host\. Install uv"):
        uv.executable()


def test_the_pip_of_the_python_that_runs_us_is_asked_first(monkeypatch, tmp_path):
    monkeypatch.setattr(uv, "runs", lambda command: command[0] == sys.executable)
    assert next(uv._pips(tmp_path)) == [sys.executable, "-m", "pip"]


def test_a_failure_tells_what_failed_and_why(executable):
    executable(
        "bin/uv",
        "[ $1 = --version ] && echo uv 1.0 || { printf 'error: No x\\n  cause: y\\n'"
        " >&2; exit 2; }",
    )
    with pytest.raises(ToolError, match="Could not install it: No x … y"):
        uv.run(["pip", "install", "it"], "install it")


def test_downloads_are_kept_in_our_folder_and_active_environments_do_not_count(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("VIRTUAL_ENV", "/somebody/elses")
    variables = uv.environ()
    assert variables["UV_CACHE_DIR"] == str(tmp_path / "cache" / "amazon_connector" / "uv")
    assert "VIRTUAL_ENV" not in variables
