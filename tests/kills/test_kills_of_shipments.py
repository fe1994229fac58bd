"""Amazon is told what left while the process that tells is killed: no package twice, none lost."""

import os
import random

import pytest

FULL = bool(os.environ.get("AMAZON_TEST_FULL"))
ORDERS, KILLS = (300, 15) if FULL else (40, 2)
# A kill strikes within this many seconds after the work began.
LATEST_KILL = {"calls": 3.0 if FULL else 0.8, "feed": 1.0 if FULL else 0.5}


@pytest.fixture(scope="module")
def chance():
    return random.Random(int(os.environ["RANDOM_SEED"]))


@pytest.fixture(scope="module")
def accounts(odoo, chance):
    """Two accounts whose orders are in Odoo, and have left."""
    accounts = odoo.accounts(2, ORDERS, seed=chance.randrange(10**6))
    assert min(odoo.ship(*accounts)) > ORDERS / 10
    return dict(zip(("calls", "feed"), accounts))


@pytest.mark.parametrize("way", ["calls", "feed"])
def test_killed_at_random_moments_each_package_is_known_once(odoo, accounts, chance, way):
    account = accounts[way]
    of_others = odoo.parcels(account)
    struck = 0
    for _kill in range(KILLS):
        with odoo.telling(account, way) as worker:
            struck += worker.kill_after(chance.uniform(0, LATEST_KILL[way]))
    with odoo.telling(account, way) as worker:
        told = worker.answer()
    assert struck, "every kill came too late: nothing was left to do"
    assert {state for *_shipment, state in told} == {"done"}
    numbers = [number for _order, number, _units, _state in told]
    assert len(set(numbers)) == len(numbers), "a transfer is one shipment here"
    ours = [shipment for *shipment, _state in told]
    assert odoo.parcels(account) == sorted([*of_others, *ours], key=str)
