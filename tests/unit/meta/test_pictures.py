"""Pictures that pages and screens count on are there, and are the newest."""

import json
import re

import pytest

from tools.layout import ROOT

STORE = ROOT / "amazon_connector" / "static" / "description"
DEMO = ROOT / "tools" / "demo"
NAMED = re.findall(r'\b(?:src|href)="([^"#]+)"', (STORE / "index.html").read_text(encoding="utf-8"))
HERE = [name for name in NAMED if not re.match(r"(https?|mailto):", name)]
GOODS = json.loads((DEMO / "catalogue.json").read_text(encoding="utf-8"))


def test_the_page_in_the_store_shows_pictures():
    assert len(HERE) > 2


@pytest.mark.parametrize("name", HERE)
def test_what_the_page_in_the_store_names_is_there_and_is_the_manuals_picture(name):
    manuals = ROOT / "docs" / "pictures" / "en" / name
    assert (STORE / name).read_bytes() == manuals.read_bytes(), "make pictures brings it"


@pytest.mark.parametrize("reference", [good["reference"] for good in GOODS])
def test_each_of_the_demos_goods_has_its_drawing(reference):
    assert "<svg" in (DEMO / "pictures" / f"{reference}.svg").read_text(encoding="utf-8")
