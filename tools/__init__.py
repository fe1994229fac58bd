"""What `make` calls: gets Odoo, its Python and PostgreSQL, runs the demo and the tests.

Everything here that runs before an environment stands is standard library only and
understands Python 3.9, so that the Python of the machine, whichever it is, can begin.
"""
