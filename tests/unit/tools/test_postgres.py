"""The private PostgreSQL: wherever the clone lies, whoever runs it, and gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.unit.tools.clone import processes_naming
from tests.unit.tools.server_users import (
    ASK,
    USE,
    end_user,
    place_of,
    start_user,
    wait_for_no_process,
)


def test_server_answers_in_a_clone_at_a_long_path_below_closed_folders(clone):
    assert clone.run(ASK, "SELECT version()").startswith("PostgreSQL 18")
    assert len(str(place_of(clone)["socket"] / ".s.PGSQL.5432")) < 100


def test_server_is_gone_when_its_only_user_has_ended(clone):
    clone.run(ASK, "SELECT 1")
    assert processes_naming(str(place_of(clone)["data"])) == []


def test_two_users_share_a_server_that_stays_until_the_second_has_ended(clone):
    first, started = start_user(clone)
    second, started_for_second = start_user(clone)
    assert end_user(first) == started == started_for_second
    assert end_user(second) == started
    assert wait_for_no_process(clone, 0) == []


def test_users_that_begin_at_once_share_one_server(clone):
    users = [clone.start(USE) for _ in range(4)]
    assert len({user.stdout.readline() for user in users}) == 1
    assert len({end_user(user) for user in users}) == 1


def test_no_process_is_left_when_the_user_is_killed(clone):
    user, _started = start_user(clone)
    assert processes_naming(str(place_of(clone)["data"]))
    user.kill()
    user.wait()
    assert wait_for_no_process(clone) == []


def test_no_process_is_left_when_user_and_keeper_are_killed_and_data_outlives_it(clone):
    clone.run(ASK, "CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer")
    user, _started = start_user(clone)
    keeper = int((place_of(clone)["keeper"].with_name("ready")).read_text())
    user.kill()
    os.kill(keeper, signal.SIGKILL)
    user.wait()
    assert clone.run(ASK, "SELECT answer FROM kept") == "42"
    assert wait_for_no_process(clone) == []


def test_a_user_goes_on_with_a_new_server_when_the_old_one_died(clone):
    ask_twice = """
import os, signal, time
from tools import postgres
place = postgres.postgres_private.postgres_home.home()
server = postgres.running_server()
os.kill(int(place.ready.read_text()), signal.SIGTERM)
while place.ready.exists():
    time.sleep(0.01)
print(postgres.run_sql(postgres.running_server(), 'postgres', 'SELECT 7'))
"""
    assert clone.run(ask_twice) == "7"
    assert wait_for_no_process(clone) == []


def test_nothing_outside_of_our_folders_is_changed(clone):
    def surroundings():
        modes = {parent: parent.stat().st_mode for parent in clone.root.parents}
        accounts = Path("/etc/passwd").read_bytes(), Path("/etc/group").read_bytes()
        return modes, Path("/var/tmp").stat().st_mode, accounts

    before = surroundings()
    clone.run(ASK, "SELECT 1")
    assert surroundings() == before


def test_role_is_our_own_and_sorts_as_c_but_knows_letters_of_any_script(clone):
    make = "CREATE DATABASE sorted TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'"
    clone.run(ASK, make)
    ask = """
from tools import postgres
server = postgres.running_server()
print(postgres.run_sql(server, 'sorted', "SELECT current_user, lower('ÀЖΩ'), 'b' < 'É', 'B' < 'a'"))
postgres.drop_database(server, 'sorted')
print(postgres.database_exists(server, 'sorted'))
"""
    assert clone.run(ask).splitlines() == ["amazon_connector|àжω|t|t", "False"]


def test_databases_are_made_from_a_template_and_dropped_by_name(clone):
    program = """
from tools.postgres import *
server = running_server()
create_database(server, 'one-template')
run_sql(server, 'one-template', 'CREATE TABLE t AS SELECT 5 AS n')
create_database(server, 'a "copy"', template='one-template')
print(database_exists(server, 'a "copy"'), run_sql(server, 'a "copy"', 'SELECT n FROM t'))
for name in ('one-template', 'a "copy"'):
    drop_database(server, name)
print(database_exists(server, 'a "copy"'))
"""
    assert clone.run(program).splitlines() == ["True 5", "False"]


def test_failing_sql_is_told_in_postgresqls_words(clone):
    process = clone.start(ASK, "SELECT nothing_such")
    _output, complaints = process.communicate(timeout=60)
    assert process.returncode != 0
    assert 'column "nothing_such" does not exist' in complaints


def test_data_of_an_earlier_clone_at_the_same_path_is_not_taken_over(clone):
    clone.run(ASK, "CREATE DATABASE of_the_earlier_clone")
    (place_of(clone)["keeper"].with_name("token")).unlink()
    names = clone.run(ASK, "SELECT datname FROM pg_database").splitlines()
    shared_folder = os.getuid() == 0  # a plain user's data lies in the clone and goes with it
    assert ("of_the_earlier_clone" in names) is not shared_folder


def test_data_that_was_not_made_whole_is_made_anew(clone):
    place = place_of(clone)
    clone.run(ASK, "CREATE DATABASE half_made")
    (place["data"].parent / "complete").unlink()
    shutil.rmtree(place["data"] / "global")
    assert "half_made" not in clone.run(ASK, "SELECT datname FROM pg_database")


def test_a_folder_of_our_name_that_others_may_write_to_is_refused(clone):
    clone.run(ASK, "SELECT 1")
    short = place_of(clone)["socket"].parent
    short.mkdir(exist_ok=True)
    short.chmod(0o777)
    try:
        process = clone.start(ASK, "SELECT 1")
        _output, complaints = process.communicate(timeout=60)
        assert process.returncode != 0
        assert "belongs to somebody else" in complaints
    finally:
        short.chmod(0o711)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_other_users_of_the_machine_cannot_connect(clone):
    user, _started = start_user(clone)
    place = place_of(clone)
    command = [next(place["programs"].rglob("pginstall18/bin/psql")), "-h", place["socket"]]
    command += ["-U", "amazon_connector", "-d", "postgres", "-c", "SELECT 1"]
    for number in (1, 12345):
        done = subprocess.run(
            command,
            user=number,
            group=number,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Permission denied" in done.stderr
    end_user(user)


@pytest.mark.skipif(os.getuid() != 0, reason="only root needs somebody else to run it")
def test_as_root_the_server_runs_as_an_unprivileged_user(clone):
    user, _started = start_user(clone)
    owner = (place_of(clone)["data"] / "postmaster.pid").stat().st_uid
    end_user(user)
    assert pwd.getpwuid(owner).pw_name == "nobody"


def test_a_plain_user_has_data_in_the_clone_and_leaves_no_socket(plain_clone):
    assert plain_clone.run(ASK, "SELECT current_user") == "amazon_connector"
    place = place_of(plain_clone)
    assert place["data"].is_relative_to(plain_clone.root / ".build")
    assert not place["socket"].parent.exists()
    assert processes_naming(str(place["data"])) == []


def test_clean_refuses_while_somebody_uses_the_server(clone):
    user, _started = start_user(clone)
    status, _output, complaints = clone.tools("clean")
    end_user(user)
    assert status == 1
    assert "end it first" in complaints
    assert (clone.root / ".build").exists()
