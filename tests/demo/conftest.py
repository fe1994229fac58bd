"""What the tests of the demo share: a database of their own for each file of them."""

from functools import partial

import pytest

from tools import postgres
from tools.databases import database_name

from .running_demo import SERIES


@pytest.fixture(scope="module", autouse=True)
def ask(request):
    """Ask the file's database by SQL; its tests begin without it, and leave none."""
    name = database_name(request.module.DATABASE, SERIES)
    server = postgres.running_server()
    postgres.drop_database(server, name)
    yield partial(postgres.run_sql, server, name)
    postgres.drop_database(server, name)
