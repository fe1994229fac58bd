"""Each screen of the addon opens, in both languages, on a desk and on a phone."""

from typing import NamedTuple

import pytest


class Shown(NamedTuple):
    """A screen: its name, who looks, and what is opened.

    `record`: of a form, the table and the SQL condition of what it shows
    """

    name: str
    role: str
    action: str
    view: str | None = None
    record: tuple[str, str] | None = None


OURS = "amazon_connector.action_amazon_"
SCREENS = [
    Shown("overview", "manager", OURS + "overview"),
    Shown("accounts", "manager", OURS + "account", "list"),
    Shown("account", "manager", OURS + "account", record=("amazon_account", "region = 'eu'")),
    Shown("new-account", "manager", OURS + "account", "form"),
    Shown("orders", "bookkeeper", OURS + "orders", "list"),
    Shown("orders-kanban", "bookkeeper", OURS + "orders", "kanban"),
    Shown("order", "bookkeeper", OURS + "orders", record=("sale_order", "amazon_channel = 'fbm'")),
    Shown("order-fba", "bookkeeper", OURS + "orders",
          record=("sale_order", "amazon_channel = 'fba'")),
    Shown("sales", "bookkeeper", OURS + "sales"),
    Shown("issues", "bookkeeper", OURS + "issue"),
    Shown("issue", "bookkeeper", OURS + "issue", record=("amazon_issue", "reason = 'tax'")),
    Shown("offers", "bookkeeper", OURS + "offer"),
    Shown("offer", "bookkeeper", OURS + "offer", record=("amazon_offer", "true")),
    Shown("to-ship", "clerk", OURS + "to_ship"),
    Shown("transfer", "clerk", "stock.picking",
          record=("stock_picking", "amazon_sync_state = 'done'")),
    Shown("shipments", "bookkeeper", OURS + "shipment"),
    Shown("shipment", "bookkeeper", OURS + "shipment",
          record=("amazon_shipment", "state = 'done'")),
    Shown("feeds", "manager", OURS + "feed"),
    Shown("stock-figures", "manager", OURS + "stock_figure"),
    Shown("punctuality", "manager", OURS + "punctuality"),
    Shown("marketplaces", "manager", OURS + "marketplace"),
]  # fmt: skip


@pytest.mark.parametrize("shown", SCREENS, ids=[one.name for one in SCREENS])
def test_the_screen_opens(person, ground, picture, shown):
    screen = person(shown.role)
    record = ground.id_of(*shown.record) if shown.record else None
    screen.open(shown.action, shown.view, record)
    screen.look(shown.name, reopen=True)


@pytest.mark.parametrize("part", [".o_action_manager", ".o_content", ".o_form_sheet"])
def test_what_a_phone_cuts_off_or_has_to_scroll_sideways_is_complained_of(
    person, ground, part, monkeypatch
):
    monkeypatch.setattr("tests.web.screen.GIVES_WAY", 100)
    manager = person("manager")
    manager.open(OURS + "account", record=ground.id_of("amazon_account", "region = 'eu'"))
    wide = "(part) => part.insertAdjacentHTML('beforeend', '<hr style=\"width: 900px\">')"
    manager.find(part).first.evaluate(wide)
    manager.look("too-wide")
    manager.find("hr[style='width: 900px']").evaluate("(part) => part.remove()")
    complaints = [one for one in manager.complaints if "too-wide: wider than a phone" in one]
    assert complaints
    manager.complaints.clear()
