"""The commands that people type: each is listed, and variables reach it as they were typed."""

from __future__ import annotations

import re
import subprocess

import pytest

from tools import __main__ as door
from tools.errors import ToolError
from tools.layout import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def make(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["make", "-s", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture
def show_variables(executable) -> str:
    """Stands in for Python: prints the variables that it is given, one a line."""
    names = ("SERIES", "DB", "PORT", "ORDERS", "SERVE", "TESTS")
    text = "\n".join(f'printf "%s\\n" "{name}=${name}"' for name in names)
    return f"PYTHON={executable('python', text)}"


def test_help_lists_every_target_with_a_line():
    listed = dict(re.findall(r"^  make ([a-z-]+) +(\S.*)$", make("help").stdout, re.MULTILINE))
    assert set(listed) == TARGETS


def test_every_command_of_the_makefile_exists_and_every_command_has_a_target():
    called = set(re.findall(r"^\t\$\(tools\) ([a-z-]+)", MAKEFILE, re.MULTILINE))
    assert called == set(door.COMMANDS)


def test_every_command_names_a_module():
    for module in door.COMMANDS.values():
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__init__.py").is_file(), module


@pytest.mark.parametrize("value", ["a b", "it's", "$(date)", "`id`", '"', "$HOME", "a;b", "é"])
def test_variables_are_handed_on_as_they_were_typed(show_variables, value):
    printed = make("psql", f"DB={value}", show_variables).stdout.splitlines()
    assert f"DB={value}" in printed


def test_variables_that_are_not_given_are_empty(show_variables):
    assert "ORDERS=" in make("demo", show_variables).stdout.splitlines()


def test_an_unknown_command_is_told_the_known_ones(capsys):
    assert door.main(["nonsense"]) == 2
    assert "demo|" in capsys.readouterr().err


def run_door(monkeypatch, main) -> int:
    module = type("Module", (), {"main": staticmethod(main)})
    monkeypatch.setattr(door.importlib, "import_module", lambda _name: module)
    return door.main(["psql", "more"])


def test_the_exit_status_of_a_command_is_ours(monkeypatch):
    assert run_door(monkeypatch, lambda words: {"more": 7}[words[0]]) == 7


def test_what_a_person_can_mend_is_a_sentence_and_no_traceback(monkeypatch, capsys):
    def fail(_words):
        raise ToolError("Plug it in.")

    assert run_door(monkeypatch, fail) == 1
    assert capsys.readouterr().err == "Error: Plug it in.\n"


def test_ctrl_c_is_no_traceback(monkeypatch):
    def interrupted(_words):
        raise KeyboardInterrupt

    assert run_door(monkeypatch, interrupted) == 130
