"""The ground that the tests play on: the demo's shop in a running Odoo, and its Amazon."""

import contextlib
import functools

from tools import postgres
from tools.demo.story import Story, make_company
from tools.fresh_odoo import fresh_instance, install_addon
from tools.odoo_server import any_free_port, running_odoo
from tools.simulated_shop import ControlledAmazon
from tools.simulator_process import running_simulator

LAG = 180
"""Seconds after which Amazon tells of a change."""


class Ground:
    """A shop in Odoo and its simulated Amazon.

    :param address: Odoo's, without a slash at the end
    :param amazon: the simulator's control interface
    """

    def __init__(self, instance, address, amazon):
        self.series = instance.source.series
        self.database = instance.database
        self.address = address
        self.amazon = amazon
        self._instance = instance

    def sql(self, query):
        """Return what a query gives, as psql prints it without decoration."""
        return postgres.run_sql(self._instance.server, self.database, query)

    def id_of(self, table, where):
        """Return the id of the first record for which the SQL condition holds."""
        found = self.sql(f"SELECT id FROM {table} WHERE {where} ORDER BY id LIMIT 1")
        assert found, f"no {table} where {where}"
        return int(found)

    @functools.cached_property
    def _models(self):
        return set(self.sql("SELECT model FROM ir_model").split())

    def is_model(self, name):
        """Return whether that is the name of a model, not of an action."""
        return name in self._models

    def sell(self, count, seed, region="eu"):
        """Have buyers order so many things, of which Amazon tells at the next synchronisation."""
        (seller,) = [one for one in self.amazon.ask("sellers") if one["region"] == region]
        wish = {"count": count, "seed": seed}
        self.amazon.ask(f"sellers/{seller['sellerId']}/generate", wish)
        self.amazon.ask("clock", {"advanceSeconds": LAG})


@contextlib.contextmanager
def filled_ground(series):
    """Give the demo's shop, as its story begins, in a running Odoo of a series."""
    story = Story()
    with fresh_instance(series, "web") as instance:
        make_company(instance)
        installation = install_addon(instance)
        assert installation.ok, "the addon was installed with warnings"
        with running_simulator(instance.folder, *story.simulator_words()) as amazon:
            story.refuse_numbers(amazon)
            story.stock_amazon(amazon)
            answer = story.fill_odoo(instance, amazon, ["amazon_connector.web_tests", "filled"])
            assert not answer["failures"], answer["failures"]
            inside = [instance.python, "-m", "tests.web.inside", instance.configuration]
            instance.run(inside, "create the shop's people")
            with running_odoo(instance, any_free_port(), "--log-level", "info") as (address, _odoo):
                yield Ground(instance, address, ControlledAmazon(amazon))
