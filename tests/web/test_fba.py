"""Keeping Amazon's stock right, as the manual tells it: its pictures are taken here."""

import pytest
from playwright.sync_api import expect

FIGURES = "amazon_connector.action_amazon_stock_figure"
LOST = 12
# A product for each language: what is on its way for one is not ordered again for the other.
RESUPPLIED = {"fr": "BOUGIE-FIGUE-180", "en": "COFFRET-BAIN"}


@pytest.fixture
def difference(person, ground):
    """Have Amazon lose a parcel of something, and tell of it; returns the SKU."""
    manager, sku = person("manager"), "SAVON-OLIVE-3X"
    ground.lose(manager, sku, LOST)
    accounts = manager.call("amazon.account", "search", [["region", "=", "eu"]])
    manager.call("amazon.account", "action_compare_stock", accounts)
    return sku


def test_what_amazon_lost_is_seen_and_prepared_as_an_adjustment(person, picture, difference):
    screen = person("clerk")
    screen.open(FIGURES)
    row = screen.find(".o_data_row.text-danger", has_text=difference).first
    expect(row).to_be_visible()
    picture(screen, "fba-stock", ".o_control_panel", ".o_list_table")
    row.locator(".o_list_record_selector input").click()
    screen.press("action_prepare_count")
    counted = screen.find("td[name='inventory_quantity']")
    expect(counted.first).to_be_visible()
    picture(screen, "fba-adjustment", ".o_control_panel", ".o_list_table")


def test_a_reordering_rule_prepares_a_transfer_to_amazon(person, ground, picture, language):
    manager, clerk = person("manager"), person("clerk")
    location, reference = ground.amazon_location, RESUPPLIED[language]
    ground.count(manager, reference, location, 20)
    product = ground.id_of("product_product", f"default_code = '{reference}'")
    values = {"product_id": product, "location_id": location}
    limits = {"product_min_qty": 60, "product_max_qty": 80}
    rules = manager.call("stock.warehouse.orderpoint", "create", [{**values, **limits}])
    manager.open("stock.action_orderpoint")
    row = manager.find(".o_data_row", has_text=manager.words("Resupply Amazon")).first
    expect(row).to_be_visible()
    picture(manager, "fba-resupply-rule", ".o_control_panel", ".o_list_table")
    manager.call("stock.warehouse.orderpoint", "action_replenish", rules)
    transfer = ground.id_of(
        "stock_picking",
        f"id IN (SELECT picking_id FROM stock_move WHERE product_id = {product} "
        f"AND location_dest_id = {location})",
    )
    clerk.open("stock.picking", record=transfer)
    assert clerk.words("Shipping to Amazon") in clerk.value("picking_type_id")
    picture(clerk, "fba-resupply-transfer", ".o_control_panel", ".o_form_sheet")
