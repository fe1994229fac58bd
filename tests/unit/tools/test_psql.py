"""`make psql` and `make clean`, as scripts use them."""

from __future__ import annotations

import pytest

MAKE_DEMO = """
import sys
from tools import postgres
server = postgres.running_server()
for name in sys.argv[1:]:
    if not postgres.database_exists(server, name):
        postgres.create_database(server, name)
"""


@pytest.fixture(scope="module")
def shop(clone):
    """A clone with a demo database `shop` for both series, and `old` for 19.0 only."""
    clone.run(MAKE_DEMO, "shop_17_0", "shop_19_0", "old_19_0")
    return clone


def test_nothing_but_the_result_is_printed(shop):
    sql = "CREATE TABLE t (n int); INSERT INTO t VALUES (3); SELECT n, 'é' FROM t; DROP TABLE t;"
    assert shop.tools("psql", text=sql, DB="shop") == (0, "3|é\n", "")


def test_series_chooses_the_database_and_17_is_the_first_choice(shop):
    ask = "SELECT current_database()"
    assert shop.tools("psql", text=ask, DB="shop")[1] == "shop_17_0\n"
    assert shop.tools("psql", text=ask, DB="shop", SERIES="19.0")[1] == "shop_19_0\n"
    assert shop.tools("psql", text=ask, DB="old")[1] == "old_19_0\n"


def test_an_sql_error_ends_it_with_a_failure(shop):
    status, output, complaints = shop.tools("psql", text="SELECT 1; SELEC; SELECT 2", DB="shop")
    assert (status != 0, output) == (True, "1\n")
    assert "syntax error" in complaints


def test_a_missing_database_is_a_sentence(shop):
    status, output, complaints = shop.tools("psql", text="SELECT 1", DB="none")
    assert (status, output) == (1, "")
    assert complaints == (
        "Error: There is no database none_17_0 or none_19_0 yet: `make demo` makes it.\n"
    )


def test_arguments_are_psqls_own(shop):
    assert shop.tools("psql", "-c", "SELECT 5", DB="shop")[1] == "5\n"
