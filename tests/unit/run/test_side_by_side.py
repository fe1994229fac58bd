"""The parts of `make test` run beside each other, each heard out and none left running."""

import sys
import time
from types import SimpleNamespace

import pytest

from tools import children, side_by_side
from tools.children import Stopped
from tools.results import Result
from tools.side_by_side import Part, keep, run_all

PASS = """
import json, sys
print("all of", sys.argv[2])
result = dict(part=sys.argv[2], passed=3, failed=0, skipped=1, seconds=0.5)
open(sys.argv[1], "w").write(json.dumps([result]))
"""
BREAK = "print('broke in the middle'); raise SystemExit(3)"
STAY = "import time; time.sleep(600)"


@pytest.fixture
def programs(monkeypatch, tmp_path):
    """Give each part a program of its own, by its name."""
    programs = {}
    monkeypatch.setattr(side_by_side, "FOLDER", tmp_path)
    monkeypatch.setattr(children, "ROOT", tmp_path)
    monkeypatch.setattr(
        side_by_side,
        "command",
        lambda part: [sys.executable, "-c", programs[part.name], part.results, part.name],
    )

    def parts(**told):
        programs.update(told)
        return [Part(name, (name,)) for name in told]

    return parts


def test_results_come_in_the_order_of_the_parts(programs):
    slow = "import time; time.sleep(0.5)\n" + PASS
    results = run_all(programs(one=slow, two=PASS, three=PASS))
    assert [result.part for result in results] == ["one", "two", "three"]
    assert results[0] == Result("one", 3, 0, 1, 0.5)


def test_what_a_part_prints_is_shown_whole(programs, capsys):
    run_all(programs(one=PASS, two=PASS))
    output = capsys.readouterr().out
    assert "=== one ===\nall of one" in output
    assert "=== two ===\nall of two" in output


def test_a_part_that_breaks_is_a_failure_and_the_others_go_on(programs, capsys):
    broken, fine = run_all(programs(one=BREAK, two=PASS))
    assert not broken.ok
    assert fine.ok
    assert "broke in the middle" in capsys.readouterr().out


def test_an_earlier_runs_result_is_not_taken_for_this_ones(programs):
    run_all(programs(one=PASS))
    [result] = run_all(programs(one=BREAK))
    assert not result.ok


def test_two_parts_run_at_once_even_on_one_core(programs, monkeypatch):
    monkeypatch.setattr(side_by_side.os, "cpu_count", lambda: 1)
    slow = "import time; time.sleep(1)\n" + PASS
    started = time.monotonic()
    run_all(programs(one=slow, two=slow))
    assert time.monotonic() - started < 1.9


def test_ended_early_no_part_is_left_running(programs, monkeypatch):
    started = []
    start = side_by_side._start

    def noted(part):
        started.append(start(part))
        return started[-1]

    def stop(_seconds):
        raise Stopped

    monkeypatch.setattr(side_by_side, "_start", noted)
    monkeypatch.setattr(side_by_side, "time", SimpleNamespace(sleep=stop))
    with pytest.raises(Stopped):
        run_all(programs(one=STAY, two=STAY))
    assert [process.poll() is None for process, _end in started] == [False, False]


def test_results_are_kept_as_they_are(programs):
    [part] = programs(one=PASS)
    keep([Result("lint", 8, 0, 0, 1.5)], part.results)
    assert side_by_side._read(part) == [Result("lint", 8, 0, 0, 1.5)]
