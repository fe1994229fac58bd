"""Environments (coming): odoo_python(source), tools_python()."""
