"""A synchronisation that takes long: it can be left, shows how far it is, and opens what came."""

import re

import pytest
from playwright.sync_api import expect

# It fills the shop, which no picture of another test should show.
pytestmark = pytest.mark.last

# So many orders a button brings at once; seconds after which it does not wait for more.
A_CLICK = 20
LATE = 6
# Milliseconds that the background may take for it, on a busy machine.
AN_END = 90_000


def test_a_long_synchronisation_can_be_left_and_ends_with_what_came_in(
    person, ground, words, picture, language
):
    screen = person("manager")
    ground.rest()
    ground.sell(A_CLICK + 4, seed={"fr": 4711, "en": 4712}[language])
    ground.answer_late("searchOrders", LATE, times=2)  # the button's call, and the background's
    account = ground.id_of("amazon_account", "region = 'eu'")
    screen.open("amazon_connector.action_amazon_account", record=account)
    screen.find("button[name='action_sync_orders']:visible").click()  # waited for below
    card = screen.find(".o_amazon_progress")
    expect(card).to_contain_text(words("Synchronising orders"))
    screen.look("long-work")
    picture(screen, "long-work", ".o_amazon_progress")

    screen.open("amazon_connector.action_amazon_offer")
    end = screen.find(".o_amazon_ended")
    expect(end).to_contain_text(words("Orders synchronised"), timeout=AN_END)
    expect(card).to_have_count(0)
    picture(screen, "long-work-end", ".o_amazon_ended")
    opens = end.locator(".o_notification_buttons button").first
    count = re.search(r"\d+", opens.inner_text())[0]
    opens.click()
    screen.wait()
    expect(screen.find(".o_pager_limit")).to_have_text(count)

    # Odoo is told of it behind the screen: a page that is left before would forget it.
    with screen.page.expect_response("**/action_put_away*"):
        end.locator(".o_notification_close").click()
    screen.page.reload()
    screen.wait()
    expect(screen.find(".o_amazon_ended")).to_have_count(0)
