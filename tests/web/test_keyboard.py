"""The main ways without a mouse; an account is connected so in test_connect.py."""

import itertools
import time

from playwright.sync_api import expect

from .screen import SEARCH

NUMBERS = itertools.count(int(time.time()))


def enter_the_view(screen, record):
    """Go from the search down to the first record, as Odoo has it in all its lists and cards."""
    screen.reach(SEARCH)
    screen.reach(record, key="ArrowDown")


def test_a_manager_opens_a_figures_list_and_synchronises_by_keyboard(person, ground):
    manager = person("manager")
    manager.open("amazon_connector.action_amazon_marketplace")
    manager.command("Overview")
    enter_the_view(manager, ".o_kanban_record")
    manager.reach(".o_amazon_card [data-figure='issues']")
    manager.key("Enter")
    expect(manager.find(".o_list_view .o_data_row").first).to_be_visible()
    manager.command("Overview")
    reference = ground.buy()
    enter_the_view(manager, ".o_kanban_record")
    manager.reach(".o_amazon_card button[name='action_sync_orders']")
    manager.key("Enter")
    ground.until(f"SELECT count(*) FROM sale_order WHERE amazon_order_ref = '{reference}'", "1")


def test_a_clerk_finds_and_ships_a_transfer_by_keyboard(person, ground):
    clerk = person("clerk")
    transfer = ground.waiting_transfer(person("manager"))
    clerk.open("amazon_connector.action_amazon_to_ship")
    clerk.search(ground.sql(f"SELECT name FROM stock_picking WHERE id = {transfer}"))
    expect(clerk.find(".o_data_row")).to_have_count(1)
    enter_the_view(clerk, ".o_data_row *")
    clerk.key("Enter")
    clerk.reach(".o_notebook a.nav-link[name='extra']")
    clerk.key("Enter")
    clerk.reach("div[name='carrier_tracking_ref'] input")
    clerk.write(f"6K{next(NUMBERS):011}")
    clerk.reach("button[name='button_validate']", key="Shift+Tab")
    clerk.key("Enter")
    ground.until(f"SELECT state FROM stock_picking WHERE id = {transfer}", "done")
