"""One part of `make test`, in the process that `side_by_side` started for it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tools import demo_tests, kill_tests, lint, odoo_tests, own_tests, unit_tests, web_tests
from tools.children import end_on_signals
from tools.errors import ToolError
from tools.results import Result
from tools.side_by_side import keep

PARTS: dict[str, Callable[..., list[Result]]] = {
    "lint": lambda: [lint.run()],
    "unit": unit_tests.run,
    "odoo": odoo_tests.run,
    "own": own_tests.run,
    "kills": kill_tests.run,
    "web": web_tests.run,
    "demo": demo_tests.run,
}


def main(arguments: list[str]) -> int:
    """Run a part: the file for its results, its name, and its series where it has one."""
    path, name, *series = arguments
    end_on_signals()
    try:
        results = PARTS[name](*series)
    except ToolError as error:
        # Where a part cannot even begin, that is a failure of this part only.
        print(f"Error: {error}", flush=True)
        results = [Result(" ".join([name, *series]), 0, 1)]
    keep(results, Path(path))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
