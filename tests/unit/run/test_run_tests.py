"""`make test` runs every part, on every series that can be had, and hides nothing."""

import pytest

from tools import run_tests
from tools.errors import ToolError
from tools.odoo_source import OdooNotFound, OdooSource
from tools.results import Result


@pytest.fixture
def parts(monkeypatch, tmp_path):
    """Replace the running of the parts by noting which; each passes once."""
    called = []

    def run_all(wanted):
        called.extend(part.words for part in wanted)
        return [Result(part.name, 1, 0) for part in wanted]

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
    monkeypatch.setenv("CHROMIUM", "")
    monkeypatch.setenv("AMAZON_TEST_FULL", "")
    monkeypatch.setattr(run_tests, "find_browser", lambda: tmp_path / "chromium")
    monkeypatch.setattr(run_tests.side_by_side, "run_all", run_all)
    found("17.0", "19.0")
    return called, found


def test_every_part_runs_on_both_series_and_the_last_line_is_their_sum(parts, capsys):
    called, _found = parts
    assert run_tests.main([]) == 0
    for name in ("odoo", "kills", "demo"):
        assert (name, "17.0") in called
        assert (name, "19.0") in called
    assert ("unit",) in called
    assert ("lint",) in called
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"{len(called)} passed, 0 failed"
    assert "Odoo 17.0: tested." in lines
    assert "Odoo 19.0: tested." in lines


def test_the_screens_of_one_series_speak_french_and_those_of_the_other_english(parts):
    called, _found = parts
    run_tests.main([])
    screens = [words for words in called if words[0] == "web"]
    assert [series for _web, series, _language in screens] == ["17.0", "19.0"]
    assert {language for _web, _series, language in screens} == {"fr", "en"}


def test_the_screens_speak_both_where_all_is_played_or_one_series_stands_alone(parts):
    called, found = parts
    run_tests.main(["--full"])
    assert {("web", "17.0"), ("web", "19.0")} <= set(called)
    called.clear()
    run_tests.os.environ["AMAZON_TEST_FULL"] = ""
    found("19.0")
    run_tests.main([])
    assert ("web", "19.0") in called


def test_a_series_that_cannot_be_had_is_told_loudly(parts, capsys):
    called, found = parts
    found("19.0")
    assert run_tests.main([]) == 0
    assert ("odoo", "17.0") not in called
    assert "Odoo 17.0: NOT TESTED: no 17.0 here" in capsys.readouterr().out


def test_without_any_odoo_the_tests_have_failed(parts, capsys):
    called, found = parts
    found()
    assert run_tests.main([]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == f"{len(called)} passed, 1 failed"


def test_the_browser_is_found_once_for_all_parts_and_named(parts, capsys, tmp_path):
    run_tests.main([])
    assert run_tests.os.environ["CHROMIUM"] == str(tmp_path / "chromium")
    assert f"Screens: tested in {tmp_path}/chromium." in capsys.readouterr().out


def test_without_a_browser_it_is_told_at_the_end_and_the_parts_run_all_the_same(
    parts, monkeypatch, capsys
):
    def none():
        raise ToolError("install Chromium")

    called, _found = parts
    monkeypatch.setattr(run_tests, "find_browser", none)
    run_tests.main([])
    assert {words[1] for words in called if words[0] == "web"} == {"17.0", "19.0"}
    assert "Screens: NOT TESTED: install Chromium" in capsys.readouterr().out.splitlines()


def test_what_cannot_be_prepared_is_a_failure_and_the_parts_run_all_the_same(
    parts, monkeypatch, capsys
):
    called, _found = parts
    monkeypatch.setattr(run_tests, "_prepare", lambda _sources: [Result("environments", 0, 1)])
    assert run_tests.main([]) == 1
    assert ("demo", "19.0") in called
    assert capsys.readouterr().out.splitlines()[-1] == f"{len(called)} passed, 1 failed"


def test_preparing_says_what_it_lacks(monkeypatch, capsys):
    def missing():
        raise ToolError("no Python 3.12 here")

    monkeypatch.setattr(run_tests, "tools_python", missing)
    assert [result.ok for result in run_tests._prepare([])] == [False]
    assert "no Python 3.12 here" in capsys.readouterr().out


def test_variables_of_a_demo_do_not_lead_the_tests_astray(parts, monkeypatch):
    monkeypatch.setenv("ORDERS", "mine.json")
    run_tests.main([])
    assert "ORDERS" not in run_tests.os.environ


def test_only_the_full_run_asks_for_many_more_examples_and_odoos_own_tests(parts, monkeypatch):
    called, _found = parts
    monkeypatch.delenv("AMAZON_TEST_FULL", raising=False)
    run_tests.main([])
    assert "AMAZON_TEST_FULL" not in run_tests.os.environ
    assert ("own", "17.0") not in called
    monkeypatch.setenv("AMAZON_TEST_FULL", "")
    run_tests.main(["--full"])
    assert run_tests.os.environ["AMAZON_TEST_FULL"] == "1"
    assert {("own", "17.0"), ("own", "19.0")} <= set(called)
