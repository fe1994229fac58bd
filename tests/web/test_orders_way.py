"""The way of a manager and a bookkeeper: orders come in, and what is unclear of them is settled."""

from playwright.sync_api import expect

from .screen import DIALOG

ACTION = "amazon_connector.action_amazon_"
RETURNED = """
    SELECT line.order_id FROM stock_move move JOIN sale_order_line line ON line.id = sale_line_id
    WHERE move.origin_returned_move_id IS NOT NULL AND move.state = 'done'"""
ACCOUNT = ("amazon_account", "region = 'eu'")


def test_orders_come_in_by_the_button_and_are_opened(person, ground, picture):
    manager = person("manager")
    reference = ground.buy()
    manager.open(ACTION + "account", record=ground.id_of(*ACCOUNT))
    picture(manager, "account")
    manager.press("action_sync_orders")
    ground.until(f"SELECT count(*) FROM sale_order WHERE amazon_order_ref = '{reference}'", "1")
    manager.press("action_open_orders")
    row = manager.find(".o_data_row", has_text=reference)
    expect(row).to_be_visible()
    picture(manager, "orders")
    row.locator("td[name='amazon_order_ref']").click()
    manager.find(".o_notebook a.nav-link[name='amazon']").click()
    expect(manager.field("amazon_order_ref")).to_contain_text(reference)
    manager.look("order-new")
    picture(manager, "order")


def test_an_offer_is_given_its_product(person, ground, picture, language):
    bookkeeper = person("bookkeeper")
    sku = f"TISANE-{language.upper()}"
    reference = ground.buy(sku)
    ground.synchronise(person("manager"))
    bookkeeper.open(ACTION + "offer", search_default_without_product=1)
    picture(bookkeeper, "offers")
    offer = ground.id_of("amazon_offer", f"sku = '{sku}'")
    bookkeeper.open(ACTION + "offer", record=offer)
    bookkeeper.fill("product_id", "MIEL-LAVANDE-250")
    bookkeeper.save()
    bookkeeper.press("action_mend_orders")
    ground.until(
        f"""SELECT count(*) FROM sale_order_line line JOIN sale_order ON sale_order.id = order_id
            JOIN product_product product ON product.id = product_id
            WHERE amazon_order_ref = '{reference}' AND default_code = 'MIEL-LAVANDE-250'""",
        "1",
    )


def test_an_offer_is_written_by_hand_in_the_list(person, ground, language):
    bookkeeper = person("bookkeeper")
    sku = f"BY-HAND-{language.upper()}"
    bookkeeper.open(ACTION + "offer")
    bookkeeper.find(".o_list_button_add:visible").first.click()
    row = bookkeeper.find(".o_selected_row")
    row.locator("[name='sku'] input").fill(sku)
    account = ground.sql(f"SELECT name FROM {ACCOUNT[0]} WHERE {ACCOUNT[1]}").splitlines()[0]
    for name, chosen in (("marketplace_id", "Amazon.de"), ("account_id", account)):
        row.locator(f"[name='{name}'] input").fill(chosen)
        bookkeeper.find(".o-autocomplete--dropdown-item:visible", has_text=chosen).first.click()
    bookkeeper.find(".o_list_button_save:visible").first.click()
    ground.until(f"SELECT count(*) FROM amazon_offer WHERE sku = '{sku}'", "1")
    written = bookkeeper.find(".o_data_row", has_text=sku)
    expect(written.locator("td[name='marketplace_id']")).to_contain_text("Amazon.de")
    expect(written.locator("img.o_amazon_flag")).to_be_visible()


def test_an_issue_is_settled(person, ground, picture):
    bookkeeper = person("bookkeeper")
    issue = ground.id_of("amazon_issue", "state = 'open' AND reason = 'tax'")
    bookkeeper.open(ACTION + "issue", record=issue)
    picture(bookkeeper, "issue")
    bookkeeper.press("action_solved")
    ground.until(f"SELECT state FROM amazon_issue WHERE id = {issue}", "solved")


def test_what_came_back_to_amazon_is_booked_from_the_order(person, ground, picture):
    bookkeeper = person("bookkeeper")
    order = ground.id_of(
        "sale_order", f"amazon_channel = 'fba' AND state = 'sale' AND id NOT IN ({RETURNED})"
    )
    bookkeeper.open("sale.order", record=order)
    bookkeeper.press("action_amazon_return")
    with bookkeeper.expecting_refusal():
        bookkeeper.press("action_book")
        nothing = "Say how many pieces of which product came back."
        assert bookkeeper.words(nothing) in bookkeeper.refusal(remaining=1)
    bookkeeper.find(f"{DIALOG} td[name='quantity']").first.click()
    bookkeeper.find(f"{DIALOG} td[name='quantity'] input").fill("1")
    bookkeeper.look("return")
    picture(bookkeeper, "fba-return", DIALOG)
    bookkeeper.press("action_book")
    expect(bookkeeper.find(DIALOG)).to_have_count(0)
    ground.until(f"SELECT count(*) > 0 FROM ({RETURNED}) one WHERE order_id = {order}", "t")
