"""Odoo's test classes outside of an addon, run by pytest: `make test-odoo`."""

from odoo.addons.base.models import res_users
from odoo.tests.common import BaseCase, TransactionCase

from . import warm_caches

# Odoo's own loader tells each class where it stands and when it runs; pytest does not.
BaseCase.test_tags = {"standard", "at_install"}
BaseCase.test_module = "amazon_connector"
# Nobody attacks the passwords of tests' users; at full strength, each costs a quarter of a second.
res_users.MIN_ROUNDS = 1
warm_caches.watch()
# After each class Odoo looks through all attachments for files to remove; these go with the run's
# database anyway.
TransactionCase._gc_filestore = classmethod(lambda cls: None)
