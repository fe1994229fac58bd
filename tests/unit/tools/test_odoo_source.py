"""Where Odoo is looked for, in which order, and what is said when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import debian_odoo, odoo_git, odoo_source
from tools.errors import ToolError
from tools.odoo_source import OdooNotFound, available_series, choose_series, find_odoo


@pytest.fixture(autouse=True)
def downloads(monkeypatch, tmp_path) -> Path:
    """Nothing was downloaded yet, and nothing can be."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(odoo_git, "clone", _refuse("no repository"))
    monkeypatch.setattr(debian_odoo, "install", _refuse("no Debian"))
    return tmp_path / "cache" / "amazon_connector" / "odoo"


def _refuse(reason: str):
    def fetch(*_arguments):
        raise ToolError(f"{reason}.")

    return fetch


def put_odoo(root: Path, series: str) -> Path:
    (root / "odoo" / "addons").mkdir(parents=True)
    numbers = series.replace(".", ", ")
    release = f"RELEASE_LEVELS = []\nversion_info = ({numbers}, 0, FINAL, 0, '')\n"
    (root / "odoo" / "release.py").write_text(release, encoding="utf-8")
    return root


def test_odoo_home_comes_first(monkeypatch, tmp_path, downloads):
    put_odoo(downloads / "17.0", "17.0")
    monkeypatch.setenv("ODOO_HOME", str(put_odoo(tmp_path / "home", "17.0")))
    assert find_odoo("17.0").root == tmp_path / "home"


def test_odoo_home_of_another_series_is_passed_over(monkeypatch, tmp_path, downloads):
    put_odoo(downloads / "17.0", "17.0")
    monkeypatch.setenv("ODOO_HOME", str(put_odoo(tmp_path / "home", "19.0")))
    assert find_odoo("17.0").root == downloads / "17.0"
    assert find_odoo("19.0").root == tmp_path / "home"


def test_a_kept_download_of_the_wrong_series_is_passed_over(downloads):
    put_odoo(downloads / "17.0", "16.0")
    with pytest.raises(OdooNotFound):
        find_odoo("17.0")


def test_one_line_says_which_was_taken(downloads):
    put_odoo(downloads / "17.0", "17.0")
    assert str(find_odoo("17.0")) == f"Odoo 17.0: kept download ({downloads / '17.0'})"


def test_git_is_asked_before_debian(monkeypatch, downloads):
    monkeypatch.setattr(odoo_git, "clone", lambda series, to: str(put_odoo(to, series)))
    assert find_odoo("19.0").root == downloads / "19.0"


def test_debian_is_asked_for_19_only(monkeypatch, downloads):
    inside = Path("usr") / "lib" / "python3" / "dist-packages"
    monkeypatch.setattr(debian_odoo, "install", lambda to: str(put_odoo(to / inside, "19.0")))
    assert find_odoo("19.0").root == downloads / "19.0" / inside
    with pytest.raises(OdooNotFound) as missing:
        find_odoo("17.0")
    assert "Debian" not in str(missing.value)


def test_nothing_is_fetched_when_that_is_not_wanted(monkeypatch):
    monkeypatch.setattr(odoo_git, "clone", lambda series, to: str(put_odoo(to, series)))
    with pytest.raises(OdooNotFound):
        find_odoo("17.0", fetch=False)


def test_no_odoo_is_one_sentence_with_the_reasons_and_what_to_do(downloads):
    with pytest.raises(OdooNotFound) as missing:
        find_odoo("19.0")
    assert str(missing.value) == (
        "Odoo 19.0 is not to be had here (no repository; no Debian): set ODOO_HOME to a folder "
        f"with its source, or put it at {downloads / '19.0'}."
    )


def test_all_addons_inside_of_the_package_are_one_folder(tmp_path):
    source = odoo_source.OdooSource("17.0", put_odoo(tmp_path, "17.0"), "a test")
    assert source.addons_paths == (tmp_path / "odoo" / "addons",)


def test_addons_beside_the_package_come_first(tmp_path):
    (put_odoo(tmp_path, "17.0") / "addons").mkdir()
    source = odoo_source.OdooSource("17.0", tmp_path, "a test")
    assert source.addons_paths == (tmp_path / "addons", tmp_path / "odoo" / "addons")


def test_addons_beside_the_package_are_passed_over_where_those_inside_are_whole(tmp_path):
    (put_odoo(tmp_path, "19.0") / "addons").mkdir()
    (tmp_path / "odoo" / "addons" / "web").mkdir()
    source = odoo_source.OdooSource("19.0", tmp_path, "Debian's package")
    assert source.addons_paths == (tmp_path / "odoo" / "addons",)


def test_odoo_is_started_by_its_script_or_as_a_module(tmp_path):
    source = odoo_source.OdooSource("17.0", put_odoo(tmp_path, "17.0"), "a test")
    assert source.odoo_bin == ["-m", "odoo"]
    (tmp_path / "odoo-bin").touch()
    assert source.odoo_bin == [str(tmp_path / "odoo-bin")]


def test_17_is_chosen_where_it_can_be_had(downloads):
    for series in ("17.0", "19.0"):
        put_odoo(downloads / series, series)
    assert choose_series(None)[0] == "17.0"
    assert choose_series("")[0] == "17.0"


def test_19_is_chosen_where_17_cannot_be_had_and_the_reason_is_told(downloads):
    put_odoo(downloads / "19.0", "19.0")
    series, why = choose_series(None)
    assert series == "19.0"
    assert "Odoo 17.0 is not to be had here (no repository)" in why


def test_the_series_asked_for_is_taken_and_an_unknown_one_refused():
    assert choose_series("19.0")[0] == "19.0"
    with pytest.raises(ToolError, match=r"SERIES=18\.0 is unknown: choose one of 17\.0, 19\.0"):
        choose_series("18.0")


def test_no_series_at_all_is_an_error():
    with pytest.raises(OdooNotFound):
        choose_series(None)


def test_what_is_available_is_told_for_each_series(downloads):
    put_odoo(downloads / "19.0", "19.0")
    found = available_series()
    assert isinstance(found["17.0"], OdooNotFound)
    assert found["19.0"].root == downloads / "19.0"
