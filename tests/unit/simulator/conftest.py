"""One simulator serves all tests; each makes a seller of its own in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.simulator.support import Shop, Simulator, running


@pytest.fixture(scope="session")
def simulator() -> Iterator[Simulator]:
    """A simulator without sellers, for all tests."""
    with running() as url:
        yield Simulator(url)


@pytest.fixture
def shop(simulator: Simulator) -> Shop:
    """A European seller without orders."""
    return simulator.add_seller()


@pytest.fixture
def fresh() -> Iterator[Simulator]:
    """A simulator of the test's own, for what changes the whole world."""
    with running() as url:
        yield Simulator(url)
