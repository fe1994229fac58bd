"""`make test-web` and `make pictures`: which browser, which series, which tests."""

import pytest

from tools import test_part, web_pictures, web_tests
from tools.errors import ToolError
from tools.results import Result


@pytest.fixture
def runs(monkeypatch, tmp_path):
    """Replace pytest and the browser; note with what pytest is called."""
    called = []

    def run_pytest(part, _python, words, variables):
        called.append((part, words, variables))
        return Result(part, 1, 0)

    monkeypatch.setattr(web_tests, "run_pytest", run_pytest)
    monkeypatch.setattr(web_tests, "find_browser", lambda: tmp_path / "chromium")
    monkeypatch.setattr(web_tests, "web_python", lambda: tmp_path / "python")
    for name in ("SERIES", "TESTS"):
        monkeypatch.delenv(name, raising=False)
    return called


def test_all_tests_run_on_the_series_in_the_browser_that_was_found(runs, monkeypatch, tmp_path):
    monkeypatch.setenv("SERIES", "19.0")
    assert web_tests.main([]) == 0
    ((part, words, variables),) = runs
    assert part == "screens of Odoo 19.0"
    assert words[-1] == "tests/web"
    assert variables == {"SERIES": "19.0", "CHROMIUM": str(tmp_path / "chromium")}


def test_they_may_run_in_one_language(runs):
    web_tests.run("17.0", "fr")
    ((part, _words, variables),) = runs
    assert part == "screens of Odoo 17.0 in French"
    assert variables["LANGUAGES"] == "fr"


def test_some_tests_are_chosen_as_for_the_other_parts(runs, monkeypatch):
    monkeypatch.setenv("SERIES", "17.0")
    monkeypatch.setenv("TESTS", "tests/web/test_screens.py -k 'a or b'")
    web_tests.main([])
    assert runs[0][1][-3:] == ["tests/web/test_screens.py", "-k", "a or b"]


def test_pictures_are_those_of_the_first_series_and_taken_by_the_same_tests(runs):
    assert web_pictures.main([]) == 0
    ((_part, words, variables),) = runs
    assert words[-1] == "tests/web"
    assert (variables["SERIES"], variables["PICTURES"]) == ("17.0", "1")


def test_without_a_browser_the_part_has_failed_and_says_why(runs, monkeypatch, tmp_path, capsys):
    def none():
        raise ToolError("install Chromium")

    monkeypatch.setattr(web_tests, "find_browser", none)
    monkeypatch.setattr(test_part, "end_on_signals", lambda: None)
    test_part.main([str(tmp_path / "results.json"), "web", "17.0"])
    assert "install Chromium" in capsys.readouterr().out
    assert '"failed": 1' in (tmp_path / "results.json").read_text()
