"""`make test` runs every part, on every series that can be had, and hides nothing."""

import pytest

from tools import run_tests
from tools.errors import ToolError
from tools.odoo_source import OdooNotFound, OdooSource
from tools.results import Result


@pytest.fixture
def parts(monkeypatch, tmp_path):
    """Replace all parts by ones that only note that they were called."""
    called = []

    def part(name, *results):
        def work(*series):
            called.append((name, *series))
            return list(results) or [Result(name, 1, 0)]

        return work

    def found(*standing):
        sources = {
            name: OdooSource(name, tmp_path, "a test")
            if name in standing
            else OdooNotFound(f"no {name} here")
            for name in ("17.0", "19.0")
        }
        monkeypatch.setattr(run_tests, "available_series", lambda: sources)

    monkeypatch.setattr(run_tests, "end_on_signals", lambda: None)
    monkeypatch.setattr(run_tests, "_prepare", lambda _sources: [])
    monkeypatch.setattr(run_tests.lint, "run", lambda: Result("lint", 5, 0))
    monkeypatch.setattr(run_tests.unit_tests, "run", part("unit"))
    monkeypatch.setattr(run_tests.odoo_tests, "run", part("odoo"))
    monkeypatch.setattr(run_tests.demo_tests, "run", part("demo"))
    found("17.0", "19.0")
    return called, found, part


def test_every_part_runs_on_both_series_and_the_last_line_is_their_sum(parts, capsys):
    called, _found, _part = parts
    assert run_tests.main([]) == 0
    for name in ("odoo", "demo"):
        assert (name, "17.0") in called
        assert (name, "19.0") in called
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "10 passed, 0 failed"
    assert "Odoo 17.0: tested." in lines
    assert "Odoo 19.0: tested." in lines


def test_a_series_that_cannot_be_had_is_told_loudly(parts, capsys):
    called, found, _part = parts
    found("19.0")
    assert run_tests.main([]) == 0
    assert ("odoo", "17.0") not in called
    assert "Odoo 17.0: NOT TESTED: no 17.0 here" in capsys.readouterr().out


def test_without_any_odoo_the_tests_have_failed(parts, capsys):
    _called, found, _part = parts
    found()
    assert run_tests.main([]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "6 passed, 1 failed"


def test_a_part_that_cannot_begin_is_a_failure_and_the_others_go_on(parts, monkeypatch, capsys):
    called, _found, _part = parts

    def broken(_series):
        raise ToolError("no database server")

    monkeypatch.setattr(run_tests.odoo_tests, "run", broken)
    assert run_tests.main([]) == 1
    assert ("demo", "19.0") in called
    output = capsys.readouterr().out
    assert "no database server" in output
    assert output.splitlines()[-1] == "8 passed, 2 failed"


def test_a_failed_test_fails_the_whole(parts, monkeypatch, capsys):
    _called, _found, part = parts
    monkeypatch.setattr(run_tests.unit_tests, "run", part("unit", Result("unit", 8, 1)))
    assert run_tests.main([]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "17 passed, 1 failed"


def test_variables_of_a_demo_do_not_lead_the_tests_astray(parts, monkeypatch):
    _called, _found, _part = parts
    monkeypatch.setenv("ORDERS", "mine.json")
    run_tests.main([])
    assert "ORDERS" not in run_tests.os.environ


def test_only_the_full_run_asks_for_many_more_examples(parts, monkeypatch):
    monkeypatch.delenv("AMAZON_TEST_FULL", raising=False)
    run_tests.main([])
    assert "AMAZON_TEST_FULL" not in run_tests.os.environ
    monkeypatch.setenv("AMAZON_TEST_FULL", "")
    run_tests.main(["--full"])
    assert run_tests.os.environ["AMAZON_TEST_FULL"] == "1"
