"""`python3 -m tools <command>`: the door that the Makefile uses. One line a command."""

import importlib
import sys

# Each command is a module with `main(arguments: list) -> int`, imported only when it is asked
# for: what one command needs (an environment, a newer Python) must not hinder the others.
COMMANDS = {
    "demo": "tools.demo",
    "test": "tools.run_tests",
    "lint": "tools.lint",
    "test-unit": "tools.unit_tests",
    "test-odoo": "tools.odoo_tests",
    "test-odoo-own": "tools.own_tests",
    "test-kills": "tools.kill_tests",
    "test-web": "tools.web_tests",
    "pictures": "tools.web_pictures",
    "benchmark": "tools.benchmark",
    "port": "tools.port",
    "pot": "tools.translations",
    "psql": "tools.psql",
    "shell": "tools.shell",
    "clean": "tools.clean",
}


def main(arguments):
    """Run one command; its exit status is ours."""
    if sys.version_info < (3, 9):  # noqa: UP036  the machine's Python, not the project's
        print(
            "The tools need Python 3.9 or newer to begin with: set PYTHON=/path/to/python3.",
            file=sys.stderr,
        )
        return 2
    if not arguments or arguments[0] not in COMMANDS:
        print("Usage: python3 -m tools " + "|".join(COMMANDS), file=sys.stderr)
        return 2
    from tools.errors import ToolError

    module = importlib.import_module(COMMANDS[arguments[0]])
    try:
        return module.main(arguments[1:]) or 0
    except ToolError as error:
        print("Error: %s" % error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
