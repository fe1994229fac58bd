"""Environments are made once, and again when what belongs into them changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import environments, layout, uv
from tools.environments import environment_python
from tools.errors import ToolError


class FakeUv:
    """Does as uv does, as far as folders go, and remembers what it was asked."""

    def __init__(self):
        self.asked: list[list[str]] = []
        self.fails_at = ""

    def run(self, arguments, what, **_variables):
        self.asked.append(list(arguments))
        if self.fails_at and self.fails_at in " ".join(arguments):
            raise ToolError(f"Could not {what}: no network.")
        if arguments[0] == "venv":
            (Path(arguments[-1]) / "bin").mkdir(parents=True)
            (Path(arguments[-1]) / "bin" / "python").touch()
        return "/brought/python" if arguments[:2] == ["python", "find"] else ""

    def times_made(self) -> int:
        return sum(words[0] == "venv" for words in self.asked)


@pytest.fixture
def fake_uv(monkeypatch, tmp_path):
    monkeypatch.setattr(layout, "BUILD", tmp_path)
    monkeypatch.setattr(environments, "find_python", lambda *_versions: Path("/found/python"))
    fake = FakeUv()
    monkeypatch.setattr(uv, "run", fake.run)
    return fake


def test_an_environment_is_made_once(fake_uv, tmp_path):
    python = environment_python("one", ["pytz"])
    assert python == tmp_path / "env" / "one" / "bin" / "python"
    assert environment_python("one", ["pytz"]) == python
    assert fake_uv.times_made() == 1


def test_it_is_made_anew_when_requirements_change(fake_uv):
    environment_python("one", ["pytz"])
    environment_python("one", ["pytz", "polib"])
    assert fake_uv.times_made() == 2


def test_it_is_made_anew_when_a_file_changes_and_missing_files_are_passed_over(fake_uv, tmp_path):
    file = tmp_path / "requirements.txt"
    environment_python("one", [], [file])
    assert str(file) not in fake_uv.asked[-1]
    file.write_text("pytz\n", encoding="utf-8")
    environment_python("one", [], [file])
    assert str(file) in fake_uv.asked[-1]
    assert fake_uv.times_made() == 2


def test_it_is_made_anew_when_its_python_is_gone(fake_uv):
    environment_python("one", []).unlink()
    environment_python("one", [])
    assert fake_uv.times_made() == 2


def test_one_that_was_not_finished_does_not_count(fake_uv):
    fake_uv.fails_at = "pip install"
    for _ in range(2):
        with pytest.raises(ToolError, match="install what the environment one needs"):
            environment_python("one", ["pytz"])
    assert fake_uv.times_made() == 2


def test_where_no_python_fits_uv_brings_one(fake_uv, monkeypatch):
    monkeypatch.setattr(environments, "find_python", lambda *_versions: None)
    environment_python("one", [])
    made = next(words for words in fake_uv.asked if words[0] == "venv")
    assert made[made.index("--python") + 1] == "/brought/python"


def test_only_when_that_fails_too_one_sentence_says_what_to_install(fake_uv, monkeypatch):
    monkeypatch.setattr(environments, "find_python", lambda *_versions: None)
    fake_uv.fails_at = "python install"
    with pytest.raises(ToolError) as failure:
        environment_python("one", [])
    assert str(failure.value).startswith("Python 3.12 or 3.11 is needed and not installed here")
    assert "Install Python 3.12" in str(failure.value)
