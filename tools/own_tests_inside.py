"""What `make test-odoo-own` does inside Odoo: run by Odoo's own Python, never by our tools.

    python -m tools.own_tests_inside REPORT [Odoo's own arguments]

starts Odoo as odoo-bin does, and writes a line of JSON for each test that ended.

Odoo runs most tests of a module as soon as that is loaded (`at_install`): what builds on the module
is not there yet, and of an addon that changes it nothing would be tested. Here they run with the
others at the end, when all is loaded as on a server at work.
"""

import itertools
import json
import sys

import odoo.cli
from odoo.tests import loader, suite

make_suite = loader.make_suite


def suite_at_the_end(modules, position="at_install"):
    """Stand in for Odoo's `make_suite`: nothing while modules are loaded, all tests afterwards."""
    if position == "at_install":
        return suite.OdooSuite([])
    early, late = (make_suite(modules, one) for one in ("at_install", "post_install"))
    return suite.OdooSuite(itertools.chain(early, late))


class WritingResult(loader.OdooTestResult):
    """Odoo's own result, which writes down how each test ended."""

    report = None

    def addSuccess(self, test):
        self._write(test, "passed")
        super().addSuccess(test)

    def addSkip(self, test, reason):
        self._write(test, "skipped", reason)
        super().addSkip(test, reason)

    def logError(self, flavour, test, error):
        if not self._soft_fail:
            self._write(test, "failed", "".join(map(str, error[1:2])))
        super().logError(flavour, test, error)

    def _write(self, test, ended, why=""):
        """Write a line; a subtest's end is that of its test."""
        test = getattr(test, "test_case", test)
        line = {"test": test.id(), "ended": ended, "why": why}
        with open(self.report, "a", encoding="utf-8") as file:
            file.write(f"{json.dumps(line)}\n")


def main(report, *arguments):
    WritingResult.report = report
    loader.make_suite = suite_at_the_end
    loader.OdooTestResult = WritingResult
    sys.argv[1:] = arguments
    odoo.cli.main()


if __name__ == "__main__":
    main(*sys.argv[1:])
