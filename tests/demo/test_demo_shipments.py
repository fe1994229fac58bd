"""What the demo of the example shop shows of shipments, and that it stays so.

The tests build on each other, in the order of the file: they share one database.
"""

import re

import pytest

from .running_demo import run_demo

DATABASE = "amazon_demo_shipments_tests"
STATES = """
    SELECT state, count(*) FROM amazon_shipment GROUP BY state ORDER BY state;
    SELECT count(*) FROM stock_picking WHERE state = 'done'
"""


@pytest.fixture(scope="module")
def first():
    status, output = run_demo(DB=DATABASE)
    assert status == 0, output
    return output


def test_some_are_synchronised_and_exactly_two_failed(first, ask):
    assert len(re.findall(r"  synchronised +\d+ sent, ", first)) == 7
    assert len(re.findall(r"  failed +nothing", first)) == 2
    assert "the carrier does not know à compléter" in first
    assert "6A20461853958 is the number of another parcel of yours already" in first
    without = "SELECT count(*) FROM amazon_shipment WHERE tracking_ref IS NULL"
    assert ask(without) == "0", "failed ones have carrier and tracking too"


def test_some_were_told_by_a_feed_that_has_ended(first, ask):
    feeds = "SELECT state, shipment_count, error_count FROM amazon_feed"
    assert ask(feeds) == "done|2|0"
    told = "SELECT DISTINCT state FROM amazon_shipment WHERE feed_id IS NOT NULL"
    assert ask(told) == "done"


def test_an_order_that_had_come_in_was_cancelled_by_its_buyer(first, ask):
    (line,) = re.findall(r"^206-7749013-4482156 .*$", first, re.MULTILINE)
    assert line.endswith("cancelled")
    states = "SELECT DISTINCT state FROM sale_order WHERE amazon_order_ref IS NOT NULL ORDER BY 1"
    assert ask(states) == "cancel\nsale"


def test_the_shop_is_named_in_its_own_language_and_its_people_are_responsible(first, ask):
    names = "SELECT name FROM amazon_account ORDER BY region"
    assert ask(names) == "La Garrigue, Europe\nLa Garrigue, Amérique du Nord"
    assert ask("SELECT name FROM stock_warehouse") == "La Garrigue"
    responsible = """
        SELECT count(DISTINCT amazon_account_id) FROM amazon_account_res_users_rel
        JOIN res_users ON res_users.id = res_users_id WHERE login = 'camille'
    """
    assert ask(responsible) == "2"


def test_the_others_wait_for_the_visitor(first, ask):
    (told,) = re.findall(r"Waiting to be shipped by you: (\d+) transfers", first)
    waiting = """
        SELECT count(*) FROM stock_picking transfer
        JOIN sale_order ON sale_order.id = sale_id
        WHERE amazon_order_ref IS NOT NULL AND transfer.state NOT IN ('done', 'cancel')
        AND amazon_sync_state IS NULL
    """
    assert told == ask(waiting)
    assert int(told) > 3


def test_the_orders_have_delivery_methods_as_a_french_shop_has_them(first, ask):
    methods = """
        SELECT DISTINCT method.name->>'en_US' FROM sale_order
        JOIN delivery_carrier method ON method.id = carrier_id
        WHERE amazon_channel = 'fbm'
    """
    assert set(ask(methods).splitlines()) == {"Colissimo", "Chronopost"}


def test_a_second_demo_finds_all_as_the_first_left_it(first, ask):
    before = ask(STATES)
    status, output = run_demo(DB=DATABASE)
    assert status == 0, output
    assert ask(STATES) == before
    assert table_of(output) == table_of(first)


def test_what_odoo_calls_done_and_amazon_does_not_know_is_a_failure(first, ask):
    ask("UPDATE amazon_shipment SET tracking_ref = 'another' WHERE state = 'done'")
    status, output = run_demo(DB=DATABASE)
    assert status != 0
    assert "is synchronised in Odoo, and Amazon knows it otherwise" in output


def table_of(output):
    return [line for line in output.splitlines() if re.search("WH/OUT", line)]
