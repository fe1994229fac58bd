"""Odoo's test classes outside of an addon, run by pytest: `make test-odoo`."""

from odoo.tests.common import BaseCase

# Odoo's own loader tells each class where it stands and when it runs; pytest does not.
BaseCase.test_tags = {"standard", "at_install"}
BaseCase.test_module = "amazon_connector"
