"""`make pictures`: the tests in a browser take the manual's pictures as they go.

They show the first series, for which the source is written, unless SERIES says otherwise.
"""

from __future__ import annotations

import os

from tools import web_tests
from tools.layout import SERIES
from tools.odoo_source import choose_series
from tools.results import report


def main(arguments: list[str]) -> int:
    """Take all pictures, or those of the chosen tests."""
    series, why = choose_series(os.environ.get("SERIES") or SERIES[0])
    print(why, flush=True)
    return report(web_tests.run(series, chosen=web_tests.chosen_tests(arguments), PICTURES="1"))
