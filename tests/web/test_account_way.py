"""A manager's other buttons on the account, and on what stayed behind: each pressed once."""

from playwright.sync_api import expect

from .ground import IN_THE_BACKGROUND, NOW
from .screen import DIALOG

ACTION = "amazon_connector.action_amazon_"
ACCOUNT = ("amazon_account", "region = 'eu'")


def test_an_order_is_retrieved_by_its_reference_and_opened(person, ground):
    manager = person("manager")
    reference = ground.buy()
    manager.open(ACTION + "account", record=ground.id_of(*ACCOUNT))
    manager.press("action_recover_orders")
    manager.find(f"{DIALOG} [name='references'] textarea").fill(f"{reference} 404-0000000-0000000")
    manager.press("action_retrieve")
    rows = manager.find(f"{DIALOG} .o_data_row")
    expect(rows).to_have_count(2)
    expect(rows.last).to_contain_text(manager.words("Not found"))
    manager.look("retrieved")
    manager.press("action_open_order")
    expect(manager.find(DIALOG)).to_have_count(0)
    expect(manager.find(".o_form_view")).to_be_visible()
    ground.until(f"SELECT count(*) FROM sale_order WHERE amazon_order_ref = '{reference}'", "1")


def test_on_a_phone_each_retrieved_order_is_a_card_that_opens_it(person, ground):
    manager = person("manager")
    reference = ground.buy()
    account = ground.id_of(*ACCOUNT)
    with manager.on_a_phone():
        manager.open(ACTION + "recover_order", default_account_id=account)
        manager.find(f"{DIALOG} [name='references'] textarea").fill(reference)
        manager.press("action_retrieve")
        card = manager.find(f"{DIALOG} .o_kanban_record:not(.o_kanban_ghost)")
        expect(card).to_have_count(1)
        expect(card).to_contain_text(reference)
        manager.keep("retrieved-cards")
        manager.press("action_open_order")
        expect(manager.find(DIALOG)).to_have_count(0)
        expect(manager.find(".o_form_view")).to_be_visible()


def test_the_connection_is_tested_by_the_button(person, ground):
    manager = person("manager")
    manager.open(ACTION + "account", record=ground.id_of(*ACCOUNT))
    manager.press("action_test_connection")
    said = manager.said()
    assert manager.words("The connection works") in said
    assert "Amazon.fr" in said


def test_a_long_history_is_stopped_and_goes_on(person, ground):
    manager = person("manager")
    account = ground.id_of(*ACCOUNT)
    stopped = f"SELECT orders_stopped FROM amazon_account WHERE id = {account}"
    with ground.resting("cron_sync_orders"):
        # As in the middle of it.
        ground.sql(
            f"""UPDATE amazon_account SET reading_from = {NOW} - interval '9 days',
                reading_until = {NOW} - interval '1 minute', reading_pages = 2,
                reading_orders = 180, reading_reached = {NOW} - interval '5 days'
                WHERE id = {account}"""
        )
        manager.open(ACTION + "account", record=account)
        manager.press("action_stop_orders")
        ground.until(stopped, "t")
        expect(manager.find("button[name='action_sync_orders']:visible")).to_have_count(0)
        manager.look("account-stopped")
    manager.press("action_go_on_orders")
    ground.until(stopped, "f")
    read = f"SELECT reading_from IS NULL FROM amazon_account WHERE id = {account}"
    ground.until(read, "t", IN_THE_BACKGROUND)
    ground.rest()


def test_an_issue_is_tried_again_by_the_button(person, ground):
    bookkeeper = person("bookkeeper")
    issue = ground.id_of("amazon_issue", "state = 'open' AND order_ref IS NOT NULL")
    tried = f"SELECT try_count FROM amazon_issue WHERE id = {issue}"
    before = int(ground.sql(tried))
    bookkeeper.open(ACTION + "issue", record=issue)
    bookkeeper.press("action_retry")
    gone = f"SELECT state != 'open' OR try_count > {before} FROM amazon_issue WHERE id = {issue}"
    ground.until(gone, "t")
    assert bookkeeper.said()


def test_what_is_set_under_sales_is_kept(person, ground, language):
    manager = person("manager")
    manager.open(ACTION + "settings")
    client = f"amzn1.application-oa2-client.{language}"
    manager.find("[name='amazon_client_id'] input").fill(client)
    # Odoo loads its page anew, and reads the settings: in the midst of what another test sets it
    # would keep what stood there before.
    with manager.loaded_anew():
        manager.find(".o_form_button_save:visible").first.click()
    kept = f"SELECT count(*) FROM ir_config_parameter WHERE value = '{client}'"
    ground.until(kept, "1")
