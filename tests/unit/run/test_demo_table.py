"""The demo's table, and the verdict below it."""

from decimal import Decimal

import pytest

from tools.demo import table
from tools.demo.orders import AmazonOrder


def told(reference="1", total="10.00", status="UNSHIPPED", shipper="MERCHANT", channel="AMAZON"):
    amount = Decimal(total) if total else None
    return AmazonOrder(reference, status, shipper, channel, amount, "EUR" if total else None)


def stands(reference="1", total="10.00", currency="EUR", customer="Zoë"):
    return {
        "reference": reference,
        "channel": "FBM",
        "marketplace": "Amazon.fr",
        "customer": customer,
        "currency": currency,
        "amazon_total": total,
        "total": total,
        "state": "sales order",
    }


def test_all_is_well_when_each_order_stands_in_odoo_with_its_total():
    assert table.mistakes([stands()], [told()]) == []


def test_a_missing_order_is_a_mistake():
    assert table.mistakes([], [told()]) == ["1 is missing in Odoo."]


@pytest.mark.parametrize("row", [stands(total="10.01"), stands(currency="USD")])
def test_another_total_or_currency_is_a_mistake(row):
    assert "is worth 10.00 EUR on Amazon" in table.mistakes([row], [told()])[0]


def test_the_same_amount_written_otherwise_is_no_mistake():
    assert table.mistakes([stands(total="10.00")], [told(total="10")]) == []


def test_an_order_that_does_not_belong_in_odoo_may_be_missing():
    assert table.mistakes([], [told(status="PENDING"), told("2", channel="NON_AMAZON")]) == []


def test_a_known_order_keeps_its_total_when_it_ships_and_need_not_when_it_is_cancelled():
    other = [stands(total="11.00")]
    assert table.mistakes(other, [told(status="SHIPPED")])
    assert table.mistakes(other, [told(status="CANCELLED")]) == []


def test_a_total_that_amazon_does_not_tell_cannot_be_wrong():
    assert table.mistakes([stands()], [told(total=None)]) == []


def test_amazons_total_in_the_table_is_the_files_not_odoos():
    row = stands(total="11.00")
    assert table.rows([row], [told(total="9.5")])[0][4:6] == ("9.50 EUR", "11.00 EUR")
    assert table.rows([row], [told(total="9.999")])[0][4] == "9.999 EUR"
    assert table.rows([row], [told(total=None)])[0][4] == "not told"
    assert table.rows([row], [])[0][4] == "11.00 EUR"


def test_what_is_left_out_is_counted_by_its_reason():
    pending = [told("1", status="PENDING"), told("2", status="PENDING")]
    said = table.left_out([stands("3")], [*pending, told("3", status="SHIPPED"), told("4")])
    assert said == "Not for Odoo now: 2 orders (2 FBM pending)."
    assert table.left_out([], []) == ""


def test_columns_stand_under_each_other_in_any_script():
    names = ["Zoë", "山田 太郎", "أحمد حسن", "Ωραῖος", "e\u0301te\u0301"]
    lines = table.lay_out(table.rows([stands(customer=name) for name in names], []))
    assert len({table._width(line[: line.index(" EUR")]) for line in lines[2:]}) == 1


def test_a_long_name_is_cut():
    line = table.lay_out(table.rows([stands(customer="Ñ" * 200)], []))[-1]
    assert "Ñ…" in line
    assert len(line) < 150


def test_a_name_cannot_move_the_cursor_or_turn_the_line():
    line = table.lay_out(table.rows([stands(customer="A\x1b[2J\nB\u202eC\u2028D")], []))[-1]
    assert "A [2J BC D" in line


def test_a_terminal_without_the_letters_gets_something(monkeypatch, capsysbinary):
    class Poor:
        encoding = "ascii"

    monkeypatch.setattr(table.sys, "stdout", Poor())
    printed = []
    monkeypatch.setattr("builtins.print", lambda line, **_words: printed.append(line))
    table.print_safely("Zoë")
    assert printed == ["Zo?"]
