"""Debian's odoo-19 (coming)."""
SERIES = '19.0'


def install(target):
    raise NotImplementedError
