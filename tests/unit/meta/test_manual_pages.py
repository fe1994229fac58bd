"""The manual's pages are whole: both languages tell the same, with pictures that are there."""

import re

import pytest
from lxml import etree

from tools.layout import ROOT

MANUAL = ROOT / "docs" / "manual"
LANGUAGES = ("en", "fr")
NAMES = sorted(path.name for path in (MANUAL / "en").glob("*.md"))
MOST_BYTES = 150_000

every_page = pytest.mark.parametrize("name", NAMES)


ADDON = ROOT / "amazon_connector"


def page(language, name):
    return (MANUAL / language / name).read_text("utf-8")


def pictures(language, name):
    """Return the paths of a page's pictures, as they stand in it."""
    return re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page(language, name))


def outline(language, name):
    """Return the kinds of a page's lines that make its structure: headings, steps, pictures."""
    lines = page(language, name).splitlines()
    return [found[1] for line in lines if (found := re.match(r"\s*(#+|\d+\.|!\[|- )", line))]


def test_keeping_amazons_stock_right_has_a_page():
    assert "fba.md" in NAMES


@every_page
def test_each_page_stands_in_both_languages_step_by_step(name):
    english, french = (outline(language, name) for language in LANGUAGES)
    assert english == french


@every_page
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_picture_of_a_page_is_there_and_small(language, name):
    for picture in pictures(language, name):
        path = (MANUAL / language / picture).resolve()
        assert path.parent == ROOT / "docs" / "pictures" / language
        assert 0 < path.stat().st_size <= MOST_BYTES, picture


def test_integrators_read_of_each_scheduled_action_and_how_often_it_runs():
    row = r"^\| (Amazon: [^|]+) \| ([^|]+) \|"
    table = dict(re.findall(row, page("en", "integrators.md"), re.MULTILINE))
    actions = {}
    for record in etree.parse(str(ADDON / "data" / "ir_cron.xml")).iter("record"):
        values = {field.get("name"): field.text for field in record}
        number, unit = values["interval_number"], values["interval_type"]
        actions[values["name"]] = unit[:-1] if number == "1" else f"{number} {unit}"
    assert {name: often.split(",")[0] for name, often in table.items()} == actions
