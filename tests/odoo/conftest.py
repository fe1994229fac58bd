"""Odoo's test classes outside of an addon, run by pytest: `make test-odoo`."""

from odoo.addons.base.models import res_users
from odoo.tests.common import BaseCase, TransactionCase

from . import drawn_part, warm_caches

# Odoo's own loader tells each class where it stands and when it runs; pytest does not.
BaseCase.test_tags = {"standard", "at_install"}
BaseCase.test_module = "amazon_connector"
# Nobody attacks the passwords of tests' users; at full strength, each costs a quarter of a second.
res_users.MIN_ROUNDS = 1
warm_caches.watch()
# After each class Odoo looks through all attachments for files to remove; these go with the run's
# database anyway.
TransactionCase._gc_filestore = classmethod(lambda cls: None)


def pytest_collection_modifyitems(config, items):
    """Leave out what this run does not draw, unless somebody chose tests by name."""
    if config.getoption("keyword") or any("::" in word for word in config.args):
        return
    left_out = drawn_part.tests_left_out(items)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter):
    """Say how much was drawn, and how to have the same again."""
    drawn = drawn_part.what_was_drawn()
    if drawn:
        terminalreporter.write_line(drawn)
