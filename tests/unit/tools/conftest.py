"""Clones in which the private PostgreSQL is tried, without touching the project's own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.tools.clone import Clone, make_clone
from tools import postgres_home, postgres_private

NOBODY = 65534


@pytest.fixture(autouse=True)
def _no_server_named(monkeypatch):
    """Whoever runs these tests may work with a server of theirs, which is not meant here."""
    for name in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "ODOO_HOME", "SERIES", "DB"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def clone(tmp_path_factory) -> Iterator[Clone]:
    """A clone below folders that are closed to others, at a long path with a space in it."""
    closed = tmp_path_factory.mktemp("closed")
    closed.chmod(0o700)
    made = make_clone(closed / "a stranger's clone" / ("long" * 25) / ("path" * 25) / "project")
    yield made
    _put_away(made)


@pytest.fixture(scope="session")
def plain_clone() -> Iterator[Clone]:
    """A clone of a user without any rights; needs root to become that user."""
    if os.getuid() != 0:
        pytest.skip("the other tests run as a plain user already")
    # Not below pytest's folder, which is closed to others.
    with tempfile.TemporaryDirectory(prefix="plain.") as folder:
        made = make_clone(Path(folder) / "project", NOBODY)
        os.chown(folder, NOBODY, NOBODY)
        _bring_programs(made)
        yield made
        _put_away(made)


def _bring_programs(clone: Clone) -> None:
    """Give the clone the programs that stand here, so that it need not download them."""
    place = postgres_home.home()
    postgres_private.installed_programs()
    target = clone.root / ".build" / "postgres" / "programs"
    shutil.copytree(place.programs, target)
    for path in (target.parent.parent, target.parent, target, *target.rglob("*")):
        os.chown(path, NOBODY, NOBODY)


def _put_away(clone: Clone) -> None:
    status, _output, complaints = clone.tools("clean")
    assert status == 0, complaints
    assert not (clone.root / ".build").exists()


@pytest.fixture
def executable(tmp_path):
    """Makes an executable shell script: a function of its path below tmp_path and its text."""

    def make(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    return make
