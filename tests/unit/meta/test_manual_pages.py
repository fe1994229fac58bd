"""The manual's pages are whole: both languages tell the same, with pictures that are there."""

import re

import pytest

from tools.layout import ROOT

MANUAL = ROOT / "docs" / "manual"
LANGUAGES = ("en", "fr")
NAMES = sorted(path.name for path in (MANUAL / "en").glob("*.md"))
MOST_BYTES = 150_000

every_page = pytest.mark.parametrize("name", NAMES)


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
