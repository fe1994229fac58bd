"""Odoo's caches of rights, settings and views stay warm from test to test, as they do from
transaction to transaction in an Odoo that runs: only a test that changed what they hold leaves
them empty. Odoo's own test classes empty them after each test, which costs hundreds of queries.
"""

from functools import wraps

from odoo.modules.registry import Registry


class _Caches:
    changed = False  # by any thread, where Odoo's own note is of the present one only


def watch():
    """Notice from now on when something is dropped from Odoo's caches."""
    for name in ("clear_cache", "clear_all_caches"):
        setattr(Registry, name, _noticed(getattr(Registry, name)))


def _noticed(method):
    @wraps(method)
    def clear(*args, **kwargs):
        _Caches.changed = True
        return method(*args, **kwargs)

    return clear


def begin():
    """Begin a test: what the caches hold now is right after its rollback, too."""
    _Caches.changed = False


def end(registry):
    """End a test, after its rollback: drop what may come from its own changes."""
    if _Caches.changed:
        registry.clear_all_caches()
