"""Of Odoo's own tests, those count that pass without the addon and do not with it."""

import json

import pytest

from tools import own_tests
from tools.errors import ToolError
from tools.own_tests_reading import Outcome, lay_out, read_report, short, spoiled

PASSED, FAILED, SKIPPED = Outcome("passed"), Outcome("failed", "1 != 2\nmore"), Outcome("skipped")


def written(tmp_path, *told):
    path = tmp_path / "with.jsonl"
    lines = [json.dumps(dict(zip(("test", "ended", "why"), one))) for one in told]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_test_ends_as_badly_as_any_of_its_parts(tmp_path):
    path = written(tmp_path, ("a", "failed", "a subtest"), ("a", "passed", ""), ("b", "passed", ""))
    assert read_report(path) == {"a": Outcome("failed", "a subtest"), "b": PASSED}


def test_a_run_without_any_test_is_no_good_run(tmp_path):
    with pytest.raises(ToolError, match="None of Odoo's own tests ran"):
        read_report(written(tmp_path))
    with pytest.raises(ToolError, match="None of Odoo's own tests ran"):
        read_report(tmp_path / "missing.jsonl")


@pytest.mark.parametrize(
    ("without", "with_addon", "is_spoiled"),
    [
        (PASSED, PASSED, False),
        (PASSED, FAILED, True),
        (PASSED, SKIPPED, True),
        (FAILED, FAILED, False),
        (FAILED, PASSED, False),
        (SKIPPED, SKIPPED, False),
    ],
)
def test_a_test_is_spoiled_that_passed_without_the_addon_only(without, with_addon, is_spoiled):
    assert bool(spoiled({"a": without}, {"a": with_addon})) is is_spoiled


def test_a_test_that_is_gone_is_spoiled_and_so_is_what_fails_for_the_first_time():
    lost = spoiled({"a": PASSED, "b": FAILED}, {"setUpClass (a)": FAILED})
    assert set(lost) == {"a", "setUpClass (a)"}
    assert lost["a"].ended == "missing"


def test_the_table_names_what_failed_and_why_others_were_skipped():
    without = {"x.tests.a": PASSED, "b": FAILED, "c": Outcome("skipped", "no browser")}
    with_addon = {"x.tests.a": FAILED, "b": FAILED, "c": Outcome("skipped", "no browser")}
    lines = list(lay_out("17.0", without, with_addon))
    assert lines[1].split()[-3:] == ["1", "1", "1"]
    assert lines[2].split()[-3:] == ["0", "2", "1"]
    assert lines[3:5] == ["Failed with the addon only: 1", "  x a: 1 != 2 more"]
    assert lines[5:7] == ["Failed without the addon too: 1", "  b: 1 != 2 more"]
    assert "  1 × no browser" in lines


def test_names_are_short():
    name = "odoo.addons.stock.tests.test_move.StockMove.test_in_1"
    assert short(name) == "stock test_move.StockMove.test_in_1"


def test_the_result_counts_spoiled_tests_as_failed_and_others_failures_not():
    result = own_tests._result("17.0", {"a": PASSED, "b": FAILED}, {"a": PASSED, "b": FAILED}, 1)
    assert (result.passed, result.failed, result.ok) == (1, 0, True)
    result = own_tests._result("17.0", {"a": PASSED, "b": PASSED}, {"a": PASSED, "b": FAILED}, 1)
    assert (result.passed, result.failed) == (1, 1)
