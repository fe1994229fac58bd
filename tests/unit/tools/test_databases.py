"""Names of databases, and the server that PGHOST names."""

from __future__ import annotations

import pytest

from tools import databases, postgres
from tools.databases import database_name
from tools.errors import ToolError
from tools.postgres import Server, quoted, running_server


@pytest.mark.parametrize(
    "name, series, full",
    [
        (None, "17.0", "amazon_demo_17_0"),
        ("", "19.0", "amazon_demo_19_0"),
        ("my-shop.2", "17.0", "my-shop.2_17_0"),
        ("x" * 58, "17.0", "x" * 58 + "_17_0"),
    ],
)
def test_each_series_has_its_own_database_of_a_name(name, series, full):
    assert database_name(name, series) == full


@pytest.mark.parametrize("name", ["a b", "-x", 'a"b', "é", "x;y", "x" * 59, "$(x)", "a\n"])
def test_names_that_odoo_would_not_take_are_refused(name):
    with pytest.raises(ToolError, match="cannot name a database"):
        database_name(name, "17.0")


def test_names_are_quoted_as_identifiers():
    assert quoted('a "b"') == '"a ""b"""'


def test_the_server_that_pghost_names_is_used_with_its_sisters(monkeypatch):
    monkeypatch.setenv("PGHOST", "db")
    monkeypatch.setenv("PGPORT", "5433")
    monkeypatch.setenv("PGUSER", "odoo")
    monkeypatch.setenv("PGPASSWORD", "secret")
    server = running_server()
    assert server == Server("db", "5433", "odoo", "secret")
    assert server.environ() == {
        "PGHOST": "db",
        "PGPORT": "5433",
        "PGUSER": "odoo",
        "PGPASSWORD": "secret",
    }


def test_the_user_postgres_is_refused_since_odoo_would(monkeypatch):
    monkeypatch.setenv("PGHOST", "db")
    monkeypatch.setenv("PGUSER", "postgres")
    with pytest.raises(ToolError, match="set PGUSER"):
        running_server()


def test_a_server_without_password_names_none():
    assert "PGPASSWORD" not in Server("db", "5432", "odoo").environ()


def test_a_password_is_not_shown():
    assert "secret" not in repr(Server("db", "5432", "odoo", "secret"))


def test_what_we_make_on_a_server_of_yours_is_remembered_and_what_stood_there_is_not(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(databases, "NOTES", tmp_path / "databases")
    monkeypatch.setenv("PGHOST", "db")
    monkeypatch.setattr(postgres, "run_sql", lambda _server, _database, _sql: "")
    monkeypatch.setattr(postgres, "database_exists", lambda _server, name: name == "yours")
    server = Server("db", "5432", "odoo")
    for name in ("ours", "yours", "ours"):
        postgres.create_database(server, name)
    assert databases.made_elsewhere() == [("db", "5432", "ours")]
