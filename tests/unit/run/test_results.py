"""The sum of all checks never hides a failure."""

import sys

from tools import pytest_run
from tools.results import Result, closing_line, report


def test_the_closing_line_sums_all_parts():
    parts = [Result("lint", 6, 0), Result("unit", 100, 2, skipped=3)]
    assert closing_line(parts) == "106 passed, 2 failed"


def test_a_part_in_which_nothing_ran_has_failed():
    assert not Result("web", 0, 0).ok
    assert closing_line([Result("lint", 6, 0), Result("web", 0, 0)]) == "6 passed, 1 failed"


def test_the_report_ends_with_the_closing_line_and_its_status(capsys):
    assert report([Result("lint", 6, 0)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "6 passed, 0 failed"
    assert report([Result("lint", 6, 0), Result("unit", 5, 1)]) == 1
    assert report([]) == 1


def run(tmp_path, monkeypatch, text):
    monkeypatch.setattr(pytest_run, "BUILD", tmp_path)
    path = tmp_path / "test_some.py"
    path.write_text(text, encoding="utf-8")
    return pytest_run.run_pytest("some part", sys.executable, ["-p", "no:odoo", str(path)])


def test_passed_failed_and_skipped_tests_are_counted(tmp_path, monkeypatch):
    text = """
import pytest

def test_passes(): pass
def test_fails(): assert False
@pytest.fixture
def broken(): raise ValueError
def test_breaks(broken): pass
@pytest.mark.skip
def test_skipped(): pass
"""
    result = run(tmp_path, monkeypatch, text)
    assert (result.passed, result.failed, result.skipped) == (1, 2, 1)
    assert not result.ok


def test_a_run_without_tests_or_with_a_broken_file_has_failed(tmp_path, monkeypatch):
    assert run(tmp_path, monkeypatch, "").failed == 1
    assert run(tmp_path, monkeypatch, "import nothing_of_that_name").failed == 1
