"""`make test-odoo`: the tests in `tests/odoo`, inside a real Odoo on a database of their own."""

from __future__ import annotations

import os
import shlex

from tools import postgres
from tools.fresh_odoo import fresh_instance, install_addon
from tools.layout import ROOT
from tools.odoo_instance import OdooInstance
from tools.odoo_source import choose_series
from tools.pytest_run import random_seed, run_pytest
from tools.results import Result, report
from tools.simulator_process import running_simulator

TESTS = ROOT / "tests" / "odoo"

# Tests write in transactions that never end well. PostgreSQL, looking meanwhile, would take the
# tables for empty and plan for that: a test of thousands of rows then takes hours.
LEAVE_UNCOUNTED = """
    DO $$ DECLARE one regclass; BEGIN
        FOR one IN SELECT oid FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        LOOP EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', one); END LOOP;
    END $$"""


def run(series: str, chosen: list[str] | None = None) -> list[Result]:
    """Run the tests on one series: all of them, or the chosen ones.

    :return: one result for the installation, which must give no warning, and one for the tests
    :raises ToolError: when Odoo or its database cannot be had
    """
    with fresh_instance(series) as instance:
        installation = install_addon(instance)
        postgres.run_sql(instance.server, instance.database, LEAVE_UNCOUNTED)
        return [installation, _run_pytest(instance, chosen or [str(TESTS)])]


def _run_pytest(instance: OdooInstance, chosen: list[str]) -> Result:
    with running_simulator(instance.folder, "--quota-factor", 100_000) as address:
        return run_pytest(
            f"Odoo {instance.source.series}",
            instance.python,
            [
                "--quiet",
                "--disable-warnings",
                f"--odoo-config={instance.configuration}",
                "--odoo-http",
                *chosen,
            ],
            {
                **instance.environ(),
                "AMAZON_SIMULATOR_URL": address,
                "RANDOM_SEED": random_seed(),
            },
        )


def main(arguments: list[str]) -> int:
    series, why = choose_series(os.environ.get("SERIES"))
    print(why, flush=True)
    return report(run(series, [*shlex.split(os.environ.get("TESTS", "")), *arguments]))
