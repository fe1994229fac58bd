"""`make clean` removes what was made, wherever it lies, and nothing else."""

from __future__ import annotations

import pytest

from tests.unit.tools.clone import make_clone
from tests.unit.tools.server_users import ASK, end_user, place_of, start_user

MAKE = """
import sys
from tools import postgres
postgres.create_database(postgres.running_server(), sys.argv[1])
"""
NAMES = "SELECT datname FROM pg_database WHERE datname LIKE 'c%' ORDER BY 1"


@pytest.fixture
def second(tmp_path):
    return make_clone(tmp_path / "second")


def test_nothing_made_is_nothing_to_remove(second):
    assert second.tools("clean")[0] == 0


def test_the_build_folder_goes_and_downloads_stay_unless_asked_for(second, tmp_path):
    kept = tmp_path / "cache" / "amazon_connector" / "uv"
    for folder in (kept, second.root / ".build" / "env"):
        folder.mkdir(parents=True)
    variables = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    status, _output, complaints = second.tools("clean", **variables)
    assert (status, (second.root / ".build").exists(), kept.exists()) == (0, False, True)
    assert "make clean-downloads" in complaints
    assert second.tools("clean", "--downloads", **variables)[0] == 0
    assert not kept.parent.exists()


def test_on_a_server_of_yours_only_databases_that_we_made_are_dropped(clone, second):
    user, _started = start_user(clone)
    try:
        server = {"PGHOST": str(place_of(clone)["socket"]), "PGUSER": "amazon_connector"}
        clone.run(ASK, "CREATE DATABASE clean_yours")
        second.run(f"import os; os.environ.update({server})\n{MAKE}", "clean_ours")
        assert clone.run(ASK, NAMES).splitlines() == ["clean_ours", "clean_yours"]
        assert second.tools("clean", **server)[0] == 0
        assert clone.run(ASK, NAMES).splitlines() == ["clean_yours"]
        clone.run(ASK, "DROP DATABASE clean_yours")
    finally:
        end_user(user)


def test_databases_on_a_server_that_is_not_named_any_more_are_told(second):
    notes = second.root / ".build" / "databases"
    notes.parent.mkdir()
    notes.write_text("db\t5432\tleft_behind\n", encoding="utf-8")
    status, _output, complaints = second.tools("clean")
    assert status == 0
    assert "Left alone: database left_behind on db port 5432" in complaints
