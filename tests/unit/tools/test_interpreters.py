"""A Python is found only where it really runs."""

from __future__ import annotations

import sys

import pytest

from tools import interpreters

NO_SUCH = "3.99"
ANSWER = f"echo {NO_SUCH}; echo %s"


@pytest.fixture(autouse=True)
def _bare_machine(monkeypatch, tmp_path):
    """Nothing on PATH, nothing at home."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PYENV_ROOT", raising=False)


def test_the_python_that_runs_us_is_taken_when_it_fits():
    version = "{}.{}".format(*sys.version_info)
    found = interpreters.find_python(version)
    assert found and found.samefile(sys._base_executable)


def test_none_is_found_where_none_stands():
    assert interpreters.find_python(NO_SUCH) is None


def test_one_on_path_is_found(executable, tmp_path):
    real = executable(f"bin/python{NO_SUCH}", ANSWER % "/the/real/one")
    assert str(interpreters.find_python(NO_SUCH)) == "/the/real/one"
    assert real.parent == tmp_path / "bin"


def test_a_shim_that_fails_leads_to_the_version_beside_it(executable, monkeypatch, tmp_path):
    executable(f"pyenv/shims/python{NO_SUCH}", "exit 127")
    executable(f"pyenv/versions/{NO_SUCH}.1/bin/python{NO_SUCH}", ANSWER % "beside")
    monkeypatch.setenv("PATH", str(tmp_path / "pyenv" / "shims"))
    assert str(interpreters.find_python(NO_SUCH)) == "beside"


def test_shims_of_a_plugin_lead_to_the_same_versions(executable, monkeypatch, tmp_path):
    executable(f"pyenv/versions/{NO_SUCH}.1/bin/python{NO_SUCH}", ANSWER % "beside")
    monkeypatch.setenv("PATH", str(tmp_path / "pyenv" / "plugins" / "other" / "shims"))
    assert str(interpreters.find_python(NO_SUCH)) == "beside"


def test_pyenv_is_found_when_only_its_variable_is_left(executable, monkeypatch, tmp_path):
    executable(f"pyenv/versions/{NO_SUCH}.1/bin/python{NO_SUCH}", ANSWER % "pyenv")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    assert str(interpreters.find_python(NO_SUCH)) == "pyenv"


def test_the_newest_patch_is_taken(executable, monkeypatch, tmp_path):
    for patch in ("2", "10", "9"):
        executable(f"pyenv/versions/{NO_SUCH}.{patch}/bin/python{NO_SUCH}", ANSWER % patch)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    assert str(interpreters.find_python(NO_SUCH)) == "10"


def test_the_systems_own_comes_before_all_others_whichever_of_the_versions_it_is(
    executable, monkeypatch, tmp_path
):
    older = "3.98"
    executable(f"bin/python{NO_SUCH}", ANSWER % "/on/path")
    executable(f"system/python{older}", f"echo {older}; echo /of/the/system")
    assert str(interpreters.find_python(NO_SUCH, older)) == "/on/path"
    monkeypatch.setattr(interpreters, "SYSTEM", tmp_path / "system")
    assert str(interpreters.find_python(NO_SUCH, older)) == "/of/the/system"


@pytest.mark.parametrize("text", ["exit 1", "echo 3.1; echo /other", "echo nonsense", ":"])
def test_one_that_fails_or_is_another_version_is_refused(executable, text):
    executable(f"bin/python{NO_SUCH}", text)
    assert interpreters.find_python(NO_SUCH) is None


def test_a_file_that_cannot_be_run_is_refused(executable):
    executable(f"bin/python{NO_SUCH}", "echo").chmod(0o644)
    assert interpreters.find_python(NO_SUCH) is None
