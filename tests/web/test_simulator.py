"""The page of the simulated Amazon, which a visitor of the demo opens too."""

import re

import pytest
from playwright.sync_api import expect

from tools.layout import BUILD, ROOT
from tools.simulator_process import running_simulator

from .conftest import PICTURES
from .pictures import shrink

SIZE = {"width": 1280, "height": 760}


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport=SIZE)
    yield page
    page.close()


def test_orders_are_added_to_the_simulated_amazon_on_its_page(page):
    with running_simulator(BUILD / "web" / "simulator", "--examples") as address:
        page.goto(address)
        title = page.get_by_role("heading", name=re.compile(r"Orders \(\d+\)"))
        before = int(re.search(r"\d+", title.inner_text())[0])
        if PICTURES:
            shrink(page.screenshot(), ROOT / "docs" / "pictures" / "simulator.png")
        page.get_by_role("button", name="Add orders").click()
        expect(title).to_contain_text(f"Orders ({before + 5})")
