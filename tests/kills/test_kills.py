"""Orders come in while the process that brings them is killed: none is lost, none comes twice."""

import os
import random

import pytest

FULL = bool(os.environ.get("AMAZON_TEST_FULL"))
ORDERS, PAGE_SIZE, KILLS = (500, 25, 20) if FULL else (50, 5, 3)
# A kill strikes within this many seconds after the work began; a page takes about half of it.
LATEST_KILL = 2.0 if FULL else 1.0
# Seconds until what a killed process held is free again.
PATIENCE = 5.0


@pytest.fixture(scope="module")
def chance():
    return random.Random(int(os.environ["RANDOM_SEED"]))


@pytest.fixture(scope="module")
def accounts(odoo, chance):
    """Four accounts, each in a company of its own, whose shops hold the same orders."""
    return odoo.accounts(4, ORDERS, seed=chance.randrange(10**6))


@pytest.fixture(scope="module")
def undisturbed(odoo, accounts):
    """What stands in Odoo when nobody kills."""
    with odoo.synchronising(accounts[0], PAGE_SIZE) as worker:
        assert set(worker.outcomes()) <= {"more", "done"}
        return worker.answer()


def test_killed_at_random_moments_all_is_as_without_kills(odoo, accounts, undisturbed, chance):
    struck = 0
    for _kill in range(KILLS):
        with odoo.synchronising(accounts[1], PAGE_SIZE) as worker:
            struck += worker.kill_after(chance.uniform(0, LATEST_KILL))
    with odoo.synchronising(accounts[1], PAGE_SIZE) as worker:
        assert worker.outcomes()[-1] == "done"
        assert worker.seconds_busy() < PATIENCE
        assert_same(worker.answer(), undisturbed)
    assert struck > KILLS / 2, "most kills came too late: nothing was left to do"


def test_of_two_processes_at_once_one_waits_and_takes_over_when_the_other_is_killed(
    odoo, accounts, undisturbed
):
    with (
        odoo.synchronising(accounts[2], PAGE_SIZE) as first,
        odoo.synchronising(accounts[2], PAGE_SIZE) as second,
    ):
        first.kill_after(LATEST_KILL / 2)
        assert second.outcomes()[-1] == "done"
        assert second.seconds_busy() < LATEST_KILL / 2 + PATIENCE
        assert_same(second.answer(), undisturbed)


def test_two_processes_at_once_bring_every_order_once(odoo, accounts, undisturbed):
    with (
        odoo.synchronising(accounts[3], PAGE_SIZE) as first,
        odoo.synchronising(accounts[3], PAGE_SIZE) as second,
    ):
        for worker in (first, second):
            outcomes = worker.outcomes()
            assert outcomes[-1] == "done"
            assert set(outcomes) <= {"busy", "more", "done"}
            assert_same(worker.answer(), undisturbed)


def assert_same(found, wanted):
    for kind, records in wanted.items():
        assert found[kind] == records, kind
