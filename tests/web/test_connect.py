"""An account is connected in a few clicks: on Amazon's own page, or by pasting."""

import contextlib

import pytest
from playwright.sync_api import expect

ACTION = "amazon_connector.action_amazon_connect"
FAR_EAST = 2


@pytest.fixture
def seller(ground):
    """A seller in the Far East with some orders, not connected to Odoo."""
    seller = ground.amazon.ask("sellers", {"region": "fe", "name": "Shop of the Far East"})
    ground.amazon.ask(f"sellers/{seller['sellerId']}/generate", {"count": 5, "days": 3})
    return seller


@contextlib.contextmanager
def known_application(screen, ground, seller):
    """Let Odoo know the simulated Amazon and the seller's application; forget all afterwards."""
    values = {
        "application_id": seller["applicationId"],
        "client_id": seller["clientId"],
        "client_secret": seller["clientSecret"],
        "test_server": ground.amazon.address,
    }
    for name, value in values.items():
        screen.call("ir.config_parameter", "set_param", f"amazon_connector.{name}", value)
    try:
        yield
    finally:
        ground.rest()
        screen.start()
        for name in values:
            screen.call("ir.config_parameter", "set_param", f"amazon_connector.{name}", False)
        mine = screen.call("amazon.account", "search", [["seller_id", "=", seller["sellerId"]]])
        screen.call("amazon.account", "write", mine, {"active": False})


def choose(screen, field, number):
    screen.field(field).locator("input").nth(number).check()


def begin(screen):
    screen.open(ACTION)
    choose(screen, "region", FAR_EAST)
    expect(screen.field("flags")).to_contain_text("Amazon.co.jp")


def chosen_of(ground):
    """Return the marketplaces of the account that was connected last."""
    return ground.sql(
        """SELECT string_agg(name, ', ' ORDER BY name) FROM amazon_marketplace WHERE id IN (
            SELECT amazon_marketplace_id FROM amazon_account_amazon_marketplace_rel
            WHERE amazon_account_id = (SELECT max(id) FROM amazon_account))"""
    )


def test_a_manager_connects_on_amazons_own_page(person, ground, seller, picture):
    screen = person("manager")
    with known_application(screen, ground, seller):
        begin(screen)
        screen.look("connect-region")
        picture(screen, "connect-region")
        screen.press("action_next")
        choose(screen, "way", 0)
        screen.look("connect-consent")
        screen.press("action_consent")
        screen.page.locator("button[value=authorise]").click()
        screen.page.wait_for_selector("[name=step_marketplaces]")
        screen.see("Connected. Which marketplaces come into Odoo?")
        expect(screen.find(".o_field_widget[name=is_chosen] input:checked")).to_have_count(3)
        screen.look("connect-marketplaces")
        picture(screen, "connect-marketplaces")
        with screen.on_a_phone():
            screen.reload()
            singapore = screen.find(".o_data_row", has_text="Amazon.sg")
            singapore.locator("[name=is_chosen] input").uncheck()
            screen.keep("connect-marketplaces-on-a-phone")
            screen.press("action_choose")
            expect(screen.field("preview")).not_to_be_empty()
        screen.look("connect-orders")
        screen.press("action_start")
        expect(screen.find(".o_amazon_overview")).to_be_visible()
        expect(screen.find(".o_amazon_progress, .o_amazon_ended").first).to_be_visible()
        assert chosen_of(ground) == "Amazon.co.jp, Amazon.com.au"


def write(screen, name, text):
    screen.reach(f"div[name='{name}'] input, div[name='{name}'] textarea")
    screen.write(text)


def press(screen, name):
    screen.reach(f"button[name='{name}']")
    screen.key("Enter")


def test_by_keyboard_too_what_was_pasted_wrongly_is_named_and_mended(person, ground, seller):
    screen = person("manager")
    with known_application(screen, ground, seller):
        screen.command("Connect an Account")
        screen.reach("div[name='region'] input")
        screen.reach(f"div[name='region'] :nth-child({FAR_EAST + 1}) > input", key="ArrowDown")
        expect(screen.field("flags")).to_contain_text("Amazon.co.jp")
        press(screen, "action_next")
        screen.reach("div[name='way'] input")
        screen.reach("div[name='way'] :nth-child(2) > input", key="ArrowDown")
        write(screen, "client_id", seller["clientId"])
        write(screen, "client_secret", "wrong")
        write(screen, "refresh_token", seller["refreshToken"])
        write(screen, "seller_id", seller["sellerId"])
        press(screen, "action_test")
        expect(screen.find(".alert-danger")).to_contain_text("invalid_client")
        expect(screen.field("client_secret").locator("input")).to_have_value("")
        screen.look("connect-refused")
        write(screen, "client_secret", seller["clientSecret"])
        press(screen, "action_test")
        screen.see("Connected. Which marketplaces come into Odoo?")


def test_an_administrator_finds_the_settings_under_sales(person, picture):
    screen = person("manager")
    screen.open("amazon_connector.action_amazon_settings")
    field = screen.find("[name=amazon_application_id]").first
    field.scroll_into_view_if_needed()
    screen.see("Your application on Amazon")
    screen.look("settings")
