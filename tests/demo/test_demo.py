"""`make demo`, from the first run on an empty database to its end without a trace.

The tests build on each other, in the order of the file: they share one database.
"""

import re
import signal

import pytest

from tools.databases import database_name

from .orders import buyer, money, order
from .running_demo import DATABASE, SERIES, Demo, get, listening_addresses, run_demo, write_orders

PARIS, TOKYO, NEW_YORK = (
    ("A13V1IB3VIYZZH", "Amazon.fr"),
    ("A1VC38T7YXB528", "Amazon.co.jp"),
    ("ATVPDKIKX0DER", "Amazon.com"),
)
NAME = database_name(DATABASE, SERIES)


FIRST = [
    order("111-0000001-0000001", "24.00", **buyer("Zoë Lefèvre")),
    order("111-0000002-0000002", "3000", "JPY", TOKYO, **buyer("山田 太郎")),
    order("111-0000003-0000003", "19.99", "USD", NEW_YORK, status="SHIPPED", fulfilled_by="AMAZON"),
    order("111-0000004-0000004", None, status="PENDING"),
    order("111-0000005-0000005", "5.00", status="CANCELLED"),
    order("111-0000006-0000006", "7.50", updated="2026-03-02T09:00:00Z"),
    order("111-0000006-0000006", "8.50", updated="2026-03-02T11:00:00Z"),
]
LATER = [
    order("111-0000001-0000001", "24.00", status="CANCELLED", updated="2026-03-05T10:00:00Z"),
    order("111-0000004-0000004", "12.30", updated="2026-03-05T10:00:00Z"),
    order("111-0000007-0000007", "1.01", "EUR", ("A1PA6795UKMFR9", "Amazon.de")),
]


def line_of(output, reference):
    return next(line for line in output.splitlines() if line.startswith(reference))


def test_orders_of_three_regions_stand_in_odoo_with_amazons_totals(tmp_path, ask):
    status, output = run_demo(ORDERS=write_orders(tmp_path / "first.json", FIRST))
    assert status == 0, output
    assert re.search("FBM +Amazon.fr +Zoë Lefèvre +24.00 EUR +24.00 EUR", output)
    assert re.search("FBM +Amazon.co.jp +山田 太郎 +3000 JPY +3000 JPY", output)
    assert re.search("19.99 USD +19.99 USD", line_of(output, "111-0000003"))
    assert "8.50 EUR" in line_of(output, "111-0000006")
    assert "1 FBM pending" in output
    assert "1 FBM cancelled" in output
    assert "111-0000005" not in output
    assert ask("SELECT count(*) FROM amazon_account") == "3"


def test_the_company_is_french_and_the_fallback_product_bears_its_standard_tax(ask):
    assert ask("SELECT chart_template FROM res_company WHERE id = 1") == "fr"
    taxes = """
        SELECT tax.amount FROM account_tax tax
        JOIN product_taxes_rel bears ON bears.tax_id = tax.id
        JOIN product_product product ON product.product_tmpl_id = bears.prod_id
        JOIN ir_model_data name ON name.res_id = product.id AND name.model = 'product.product'
        WHERE name.name = 'product_fallback'
    """
    assert float(ask(taxes)) == 20


def test_a_bookkeeper_and_a_warehouse_clerk_work_there_in_french(ask):
    people = """
        SELECT users.login FROM res_users users
        JOIN res_partner partner ON partner.id = users.partner_id
        WHERE partner.lang = 'fr_FR' AND users.active ORDER BY 1
    """
    assert {"camille", "jean"} <= set(ask(people).splitlines())


def test_there_is_a_pricelist_for_each_currency(ask):
    currencies = """
        SELECT DISTINCT currency.name FROM product_pricelist list
        JOIN res_currency currency ON currency.id = list.currency_id
    """
    assert {"EUR", "JPY", "USD"} <= set(ask(currencies).splitlines())


def test_the_same_again_adds_nothing(tmp_path, ask):
    counts = "SELECT count(*) FROM sale_order; SELECT count(*) FROM stock_move"
    before = ask(counts)
    status, output = run_demo(ORDERS=write_orders(tmp_path / "first.json", FIRST))
    assert status == 0, output
    assert ask(counts) == before


def test_another_file_is_the_later_state_of_the_same_shop(tmp_path):
    status, output = run_demo(ORDERS=write_orders(tmp_path / "later.json", LATER))
    assert status == 0, output
    assert "cancelled" in line_of(output, "111-0000001")
    assert "12.30 EUR" in line_of(output, "111-0000004")
    assert "3000 JPY" in line_of(output, "111-0000002"), "what stood there stands there still"
    assert "1.01 EUR" in line_of(output, "111-0000007")


def test_an_order_that_cannot_come_in_is_told_and_is_a_failure(tmp_path):
    twice = order("111-0000008-0000008", "5.00")
    twice["orderItems"][0]["proceeds"]["proceedsTotal"] = money("5.00", "GBP")
    status, output = run_demo(ORDERS=write_orders(tmp_path / "mixed.json", [twice]))
    assert status != 0
    assert "111-0000008-0000008 is missing in Odoo." in output


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[", "is not JSON"),
        ("{}", "holds no list of orders"),
        ('[{"orderId": "1"}]', "order 1 of the list lacks its orderId or lastUpdatedTime"),
        (
            '[{"orderId": "1", "lastUpdatedTime": "2026-03-01T00:00:00Z"}]',
            "orderItems: Field required",
        ),
    ],
)
def test_a_bad_file_is_told_in_a_sentence(tmp_path, text, sentence):
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    status, output = run_demo(ORDERS=str(path))
    assert status != 0
    assert sentence in output
    assert "Traceback" not in output


def test_it_serves_on_this_machine_only_and_a_second_one_is_refused(tmp_path):
    file = write_orders(tmp_path / "first.json", FIRST)
    with Demo(ORDERS=file, SERVE="") as demo:
        output = demo.wait_until_said("Ctrl-C ends both.")
        address = re.search(r"Odoo: +(http://127\.0\.0\.1:\d+) ", output)[1]
        assert "Odoo" in get(f"{address}/web/login")
        listens = listening_addresses(demo.processes())
        assert {place for place, _port in listens} == {"0100007F"}, "127.0.0.1 and no other"

        status, refusal = run_demo(ORDERS=file)
        assert status != 0
        assert f"A demo is running on the database {NAME}" in refusal

        assert demo.interrupt(signal.SIGTERM) is not None
        assert demo.processes() == {}


@pytest.mark.parametrize("words", ["Odoo 1", "Ctrl-C ends both."])
def test_ctrl_c_leaves_no_process_whenever_it_comes(tmp_path, words):
    with Demo(ORDERS=write_orders(tmp_path / "first.json", FIRST), SERVE="") as demo:
        demo.wait_until_said(words)
        demo.interrupt_group()
        assert demo.processes() == {}
        assert "Traceback" not in demo.output
