"""Odoo from a git repository: one branch, soon given up, nothing left behind."""

from __future__ import annotations

import os
import socket
import subprocess
import time

import pytest

from tests.unit.tools.clone import left_after_a_moment
from tools import odoo_git
from tools.errors import ToolError


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with a branch 17.0 of two commits."""
    folder = tmp_path / "odoo.git"
    for name in ("NAME", "EMAIL"):
        monkeypatch.setenv(f"GIT_AUTHOR_{name}", "somebody")
        monkeypatch.setenv(f"GIT_COMMITTER_{name}", "somebody")
    subprocess.run(["git", "init", "-q", "-b", "17.0", folder], check=True)
    for number in (1, 2):
        (folder / "file").write_text(str(number), encoding="utf-8")
        subprocess.run(["git", "-C", folder, "add", "file"], check=True)
        subprocess.run(["git", "-C", folder, "commit", "-q", "-m", f"No. {number}"], check=True)
    monkeypatch.setenv("AMAZON_CONNECTOR_ODOO_GIT", folder.as_uri())
    return folder


@pytest.fixture
def silent_server(monkeypatch):
    """A server that takes connections and never says a word; gives its port."""
    monkeypatch.setattr(odoo_git, "ANSWER_LIMIT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        monkeypatch.setenv("AMAZON_CONNECTOR_ODOO_GIT", f"http://127.0.0.1:{port}/odoo")
        yield port


def test_the_branch_is_fetched_without_its_history(repository, tmp_path):
    target = tmp_path / "kept" / "17.0"
    origin = odoo_git.clone("17.0", target)
    assert (target / "file").read_text(encoding="utf-8") == "2"
    log = subprocess.run(
        ["git", "-C", target, "log", "--oneline"], check=True, capture_output=True, text=True
    )
    assert len(log.stdout.splitlines()) == 1
    assert repository.as_uri() in origin


def test_a_missing_branch_is_told_and_leaves_nothing(repository, tmp_path):
    with pytest.raises(ToolError, match=r"has no branch 19\.0"):
        odoo_git.clone("19.0", tmp_path / "kept" / "19.0")
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_repository_that_is_not_there_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("AMAZON_CONNECTOR_ODOO_GIT", (tmp_path / "none").as_uri())
    with pytest.raises(ToolError, match="could not be read"):
        odoo_git.clone("17.0", tmp_path / "kept" / "17.0")


def test_silence_is_given_up_and_leaves_no_process(silent_server, tmp_path):
    before = time.monotonic()
    with pytest.raises(ToolError, match="gave no answer within"):
        odoo_git.clone("17.0", tmp_path / "kept" / "17.0")
    assert time.monotonic() - before < 10
    assert left_after_a_moment(f"127.0.0.1:{silent_server}") == []


def test_silence_is_remembered_for_a_while_and_not_waited_for_again(
    silent_server, tmp_path, monkeypatch
):
    target = tmp_path / "kept" / "17.0"
    with pytest.raises(ToolError, match="gave no answer within"):
        odoo_git.clone("17.0", target)
    with pytest.raises(ToolError, match="gave no answer lately"):
        odoo_git.clone("17.0", target)
    (note,) = target.parent.iterdir()
    os.utime(note, (0, 0))
    with pytest.raises(ToolError, match="gave no answer within"):
        odoo_git.clone("17.0", target)


def test_without_git_it_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="git is not installed"):
        odoo_git.clone("17.0", tmp_path / "kept" / "17.0")
