"""Runs that have time for so many pages of Amazon's stock, however quick the machine is."""

import itertools
import time
from contextlib import contextmanager
from unittest.mock import Mock, patch

PAGES = "odoo.addons.amazon_connector.models.amazon_account_stock_pages.time"
SECONDS_A_RUN = 60


@contextmanager
def pages_a_run(pages):
    """Have each page take its share of a run of 60 seconds; gives the clock, which never sleeps."""
    step = SECONDS_A_RUN / (pages - 0.5)
    with patch(PAGES) as clock:
        clock.monotonic = Mock(side_effect=itertools.count(time.monotonic(), step))
        yield clock
