"""An Odoo on a database of its own: what is done here is committed for real."""

import os

import pytest

from tools.fresh_odoo import fresh_instance, install_addon
from tools.simulator_process import running_simulator

from .odoo_processes import Odoo


@pytest.fixture(scope="session")
def odoo():
    with fresh_instance(os.environ["SERIES"], "kills") as instance:
        assert install_addon(instance).ok
        with running_simulator(instance.folder, "--quota-factor", 100_000) as address:
            yield Odoo(instance, address)
