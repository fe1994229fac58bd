"""The pages that say which test holds which sentence name tests that there are."""

import ast
import re

import pytest

from tools.layout import ROOT

PAGES = sorted(path for path in (ROOT / "docs").glob("*.md") if ".py::" in path.read_text("utf-8"))


def named(page):
    """Return the tests that a page names: (path, "Class::test" or "test")."""
    return re.findall(r"`(tests/[\w/]+\.py)::([\w:]+)`", page.read_text(encoding="utf-8"))


def rows(page):
    """Return the rows of a page's tables whose last column is « Test »."""
    found, inside = [], False
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif cells[-1] == "Test":
            inside = True
        elif inside and set(line) - set("|- "):
            found.append(cells)
    return found


def names_in(path):
    """Return what can be named in a file of tests: its functions, classes and their methods."""
    known = set()
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        known.add(getattr(node, "name", None))
        if isinstance(node, ast.ClassDef):
            known |= {f"{node.name}::{one.name}" for one in node.body if hasattr(one, "name")}
    return known


every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@pytest.mark.parametrize("name", ["fba.md", "shipments.md"])
def test_each_of_these_matters_has_such_a_page(name):
    assert ROOT / "docs" / name in PAGES


@every_page
def test_each_test_that_is_named_exists(page):
    lost = [
        f"{path}::{test}"
        for path, test in named(page)
        if not (ROOT / path).is_file() or test not in names_in(path)
    ]
    assert lost == []


@every_page
def test_each_sentence_has_its_place_and_its_test(page):
    assert rows(page)
    assert [cells for cells in rows(page) if len(cells) != 3 or ".py::" not in cells[2]] == []
    assert [cells for cells in rows(page) if not all(cells)] == []
