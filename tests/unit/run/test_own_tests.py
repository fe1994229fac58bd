"""Of Odoo's own tests, those count that do not pass with the addon and do without it."""

import contextlib
import json

import pytest

from tools import own_tests
from tools.errors import ToolError
from tools.own_tests_reading import Outcome, lay_out, not_passed, read_report, short, spoiled

PASSED, FAILED, SKIPPED = Outcome("passed"), Outcome("failed", "1 != 2\nmore"), Outcome("skipped")
MISSING = Outcome("missing", "did not run")


def written(tmp_path, *told):
    path = tmp_path / "with.jsonl"
    lines = [json.dumps(dict(zip(("test", "ended", "why"), one))) for one in told]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_test_ends_as_badly_as_any_of_its_parts(tmp_path):
    path = written(tmp_path, ("a", "failed", "a subtest"), ("a", "passed", ""), ("b", "passed", ""))
    assert read_report(path) == {"a": Outcome("failed", "a subtest"), "b": PASSED}


def test_a_test_that_was_to_run_and_never_ended_is_missing(tmp_path):
    path = written(
        tmp_path, ("a", "missing", ""), ("b", "missing", "did not run"), ("a", "passed", "")
    )
    assert read_report(path) == {"a": PASSED, "b": MISSING}


def test_a_run_without_any_test_is_no_good_run(tmp_path):
    for told in ((), [("a", "missing", "")]):
        with pytest.raises(ToolError, match="None of Odoo's own tests ran"):
            read_report(written(tmp_path, *told))
    with pytest.raises(ToolError, match="None of Odoo's own tests ran"):
        read_report(tmp_path / "nowhere.jsonl")


def test_all_that_did_not_pass_run_again():
    ended = {"d": MISSING, "c": SKIPPED, "b": FAILED, "a": PASSED}
    assert not_passed(ended) == ["b", "c", "d"]


@pytest.mark.parametrize(
    ("with_addon", "without", "is_spoiled"),
    [
        (PASSED, None, False),
        (FAILED, PASSED, True),
        (FAILED, FAILED, False),
        (FAILED, SKIPPED, False),
        (FAILED, None, True),
        (SKIPPED, PASSED, True),
        (SKIPPED, SKIPPED, False),
        (MISSING, PASSED, True),
        (MISSING, MISSING, False),
        (MISSING, None, True),
    ],
)
def test_a_test_is_spoiled_unless_it_passes_or_is_seen_not_to_pass_without_the_addon(
    with_addon, without, is_spoiled
):
    again = {"a": without} if without else {}
    assert bool(spoiled({"a": with_addon}, again)) is is_spoiled


def test_the_table_says_how_many_ran_in_which_way_and_names_what_did_not_pass():
    skipped = Outcome("skipped", "no browser")
    with_addon = {"x.tests.a": FAILED, "b": FAILED, "c": skipped, "d": PASSED, "e": MISSING}
    without = {"x.tests.a": PASSED, "b": FAILED, "c": skipped, "e": MISSING}
    lines = list(lay_out("17.0", with_addon, without))
    assert lines[1].split()[-5:] == ["4", "1", "2", "1", "1"]
    assert lines[2].split()[-5:] == ["3", "1", "1", "1", "1"]
    assert lines[3:5] == ["Did not pass with the addon only: 1", "  x a: 1 != 2 more"]
    assert lines[5:] == [
        "Did not pass without the addon either: 2",
        "  b: 1 != 2 more",
        "  e: did not run",
        "Skipped: 1",
        "  1 × no browser",
    ]


def test_names_are_short():
    name = "odoo.addons.stock.tests.test_move.StockMove.test_in_1"
    assert short(name) == "stock test_move.StockMove.test_in_1"


@pytest.fixture
def runs(monkeypatch):
    """Have Odoo's tests end as told; return the runs that were asked for."""
    ends, asked = {}, []

    def ended(_instance, name, only=None):
        asked.append((name, only))
        return ends[name]

    monkeypatch.setattr(own_tests, "_ended", ended)
    monkeypatch.setattr(own_tests, "install_addon", lambda _odoo: asked.append("installed"))
    monkeypatch.setattr(
        own_tests, "fresh_instance", lambda *_words: contextlib.nullcontext(asked.append("fresh"))
    )
    return ends, asked


def test_where_all_pass_with_the_addon_none_runs_without_it(runs):
    ends, asked = runs
    ends["with"] = {"a": PASSED}
    (result,) = own_tests.run("17.0")
    assert asked == ["fresh", "installed", ("with", None)]
    assert (result.passed, result.failed, result.ok) == (1, 0, True)


def test_those_that_did_not_pass_run_again_on_a_fresh_database_without_the_addon(runs):
    ends, asked = runs
    ends["with"] = {"a": PASSED, "b": FAILED, "c": FAILED, "d": SKIPPED}
    ends["without"] = {"b": FAILED, "c": PASSED, "d": SKIPPED}
    (result,) = own_tests.run("17.0")
    assert asked[3:] == ["fresh", ("without", ["b", "c", "d"])]
    assert (result.passed, result.failed, result.skipped, result.ok) == (1, 1, 1, False)
