"""Keeping Amazon's stock right, as the manual tells it: its pictures are taken here."""

import pytest
from playwright.sync_api import expect

FIGURES = "amazon_connector.action_amazon_stock_figure"
LOST = 12


@pytest.fixture
def difference(person, ground):
    """Have Amazon lose a parcel of something, and tell of it; returns the SKU."""
    sku = ground.sql(
        "SELECT f.sku FROM amazon_stock_figure f JOIN amazon_account a ON a.id = f.account_id "
        "WHERE f.is_current AND f.stock_pool = 'EU' AND f.product_id IS NOT NULL "
        "ORDER BY f.sellable DESC, f.sku LIMIT 1"
    )
    (seller,) = [one for one in ground.amazon.ask("sellers") if one["region"] == "eu"]
    wish = {"sku": sku, "quantity": LOST}
    ground.amazon.ask(f"sellers/{seller['sellerId']}/inventory/lose", wish)
    screen = person("manager")
    accounts = screen.call("amazon.account", "search", [["region", "=", "eu"]])
    screen.call("amazon.account", "action_compare_stock", accounts)
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


def test_a_reordering_rule_prepares_a_transfer_to_amazon(person, ground, picture):
    manager, clerk = person("manager"), person("clerk")
    location = ground.id_of("stock_location", "usage = 'internal' AND warehouse_id IS NULL")
    product = ground.id_of(
        "product_product",
        "id IN (SELECT product_id FROM stock_quant "
        f"WHERE location_id = {location} AND quantity BETWEEN 1 AND 50) "
        "AND id NOT IN (SELECT product_id FROM stock_warehouse_orderpoint)",
    )
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


def test_what_a_buyer_sent_back_to_amazon_is_booked_from_the_order(person, ground, picture):
    screen = person("bookkeeper")
    order = ground.id_of(
        "sale_order",
        "amazon_channel = 'fba' AND state = 'sale' AND id IN "
        "(SELECT order_id FROM sale_order_line WHERE qty_delivered > 0 AND amazon_is_goods)",
    )
    screen.open("sale.order", record=order)
    screen.press("action_amazon_return")
    expect(screen.find(".modal .o_data_row").first).to_be_visible()
    picture(screen, "fba-return", ".modal-content")
    screen.find(".modal td[name='quantity']").first.click()
    screen.find(".modal td[name='quantity'] input").first.fill("1")
    screen.press("action_book")
    expect(screen.find(".modal")).to_have_count(0)
    back = "SELECT count(*) FROM stock_move m JOIN sale_order_line l ON l.id = m.sale_line_id "
    back += f"WHERE l.order_id = {order} AND m.to_refund AND m.state = 'done'"
    assert int(ground.sql(back)) >= 1
