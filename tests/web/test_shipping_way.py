"""The way of a warehouse clerk: ships, reads what Amazon says of it, mends what Amazon refuses."""

import itertools
import time

import pytest
from playwright.sync_api import expect

from .screen import DIALOG

FAILED = "state = 'done' AND amazon_sync_state = 'error'"
SEEN_WITHIN = 60_000
"""Milliseconds within which an open form shows by itself what Amazon answered."""
NUMBERS = itertools.count(int(time.time()))


@pytest.fixture
def clerk(person):
    return person("clerk")


@pytest.fixture
def transfer(person, ground):
    """A transfer that waits to be shipped, of its own for each test."""
    return ground.waiting_transfer(person("manager"))


def name_of(ground, picking):
    return ground.sql(f"SELECT name FROM stock_picking WHERE id = {picking}")


def state_of(picking):
    return f"SELECT amazon_sync_state FROM stock_picking WHERE id = {picking}"


def enter_number(clerk):
    """Enter a tracking reference that Amazon does not know yet, and return it."""
    clerk.find(".o_notebook a.nav-link[name='extra']").click()
    number = f"6A{next(NUMBERS):011}"
    clerk.fill("carrier_tracking_ref", number)
    return number


def test_a_transfer_is_shipped_told_and_synchronised(clerk, ground, transfer, picture):
    clerk.open("amazon_connector.action_amazon_to_ship")
    picture(clerk, "to-ship")
    clerk.find(".o_data_row", has_text=name_of(ground, transfer)).locator("td[name='name']").click()
    with clerk.expecting_refusal():
        clerk.press("button_validate")
        clerk.dialog()
        clerk.look("transfer-refused")
        picture(clerk, "transfer-refused", ".modal-content")
        why = clerk.words("Amazon must be told more before these goods can leave:")
        assert why in clerk.refusal()
    enter_number(clerk)
    clerk.press("button_validate")
    ground.until(f"SELECT state FROM stock_picking WHERE id = {transfer}", "done")
    synchronised = clerk.words("Synchronised with Amazon")
    expect(clerk.field("amazon_sync_state")).to_have_text(synchronised, timeout=SEEN_WITHIN)
    clerk.look("transfer-synchronised")
    picture(clerk, "transfer")


def test_a_failed_shipment_is_found_and_told_anew_with_another_number(clerk, ground, picture):
    picking = ground.id_of("stock_picking", FAILED)
    clerk.open("stock.action_picking_tree_all", "list", search_default_amazon_sync_error=1)
    clerk.find(".o_data_row", has_text=name_of(ground, picking)).locator("td[name='name']").click()
    failed = clerk.words("Synchronisation with Amazon failed")
    expect(clerk.field("amazon_sync_state")).to_have_text(failed)
    clerk.look("transfer-failed")
    picture(clerk, "failed")
    enter_number(clerk)
    clerk.save()
    ground.until(state_of(picking), "done")


def test_what_amazon_refused_by_mistake_is_tried_again_by_the_button(clerk, ground, transfer):
    clerk.open("stock.picking", record=transfer)
    ground.refuse(enter_number(clerk))
    clerk.press("button_validate")
    ground.until(state_of(transfer), "error")
    ground.refuse()
    clerk.open("stock.picking", record=transfer)
    clerk.press("action_amazon_retry_sync")
    assert clerk.words("Amazon is told again") in clerk.said()
    ground.until(state_of(transfer), "done")


def test_a_clerk_is_asked_before_what_the_buyer_cancels_leaves(clerk, person, ground):
    reason = "Changed mind about purchase"
    transfer = ground.waiting_transfer(person("manager"), cancels_because=reason)
    shipped = f"SELECT state FROM stock_picking WHERE id = {transfer}"
    clerk.open("stock.picking", record=transfer)
    enter_number(clerk)
    clerk.press("button_validate")
    expect(clerk.dialog()).to_contain_text(name_of(ground, transfer))
    clerk.look("ship-anyway")
    clerk.press_words("Do not ship")
    assert ground.sql(shipped) == "assigned"
    with clerk.on_a_phone():
        clerk.open("stock.picking", record=transfer)
        clerk.press_in_header("button_validate")
        card = clerk.find(f"{DIALOG} .o_kanban_record:not(.o_kanban_ghost)")
        expect(card).to_contain_text(name_of(ground, transfer))
        clerk.keep("ship-anyway-card")
        clerk.press("action_ship")
    ground.until(shipped, "done")
