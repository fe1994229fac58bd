"""What `make test-odoo-own` does inside Odoo: run by Odoo's own Python, never by our tools.

    python -m tools.own_tests_inside REPORT CHOICE [Odoo's own arguments]

starts Odoo as odoo-bin does, and writes a line of JSON for each test that is to run, and another
when it ended: one that never ran is missed. CHOICE is a file that names the tests, one a line, as
the report of another run names them; where there is none, all run.

Odoo runs most tests of a module as soon as that is loaded (`at_install`): what builds on the module
is not there yet, and of an addon that changes it nothing would be tested. Here they run with the
others at the end, when all is loaded as on a server at work.
"""

import itertools
import json
import pathlib
import sys
from unittest import util

import odoo.cli
from odoo.tests import loader, suite

make_suite = loader.make_suite


class Chosen:
    """The tests that are to run.

    :param path: the file that names them; where there is none, all are
    """

    def __init__(self, path):
        self.all = not path.is_file()
        self.names = frozenset(() if self.all else path.read_text(encoding="utf-8").splitlines())

    def __contains__(self, test):
        """Tell whether a test is named, or its class: « setUpClass (module.Class) »."""
        owner = util.strclass(type(test))
        of_class = (f"{step} ({owner})" for step in ("setUpClass", "tearDownClass"))
        return self.all or test.id() in self.names or any(name in self.names for name in of_class)


def suite_at_the_end(chosen, modules, position="at_install"):
    """Stand in for Odoo's `make_suite`: nothing while modules are loaded, all tests afterwards."""
    if position == "at_install":
        return suite.OdooSuite([])
    early, late = (make_suite(modules, one) for one in ("at_install", "post_install"))
    tests = [test for test in itertools.chain(early, late) if test in chosen]
    for test in tests:
        WritingResult.write(test, "missing", "did not run")
    return suite.OdooSuite(tests)


class WritingResult(loader.OdooTestResult):
    """Odoo's own result, which writes down how each test ended."""

    report = None

    def addSuccess(self, test):
        self.write(test, "passed")
        super().addSuccess(test)

    def addSkip(self, test, reason):
        self.write(test, "skipped", reason)
        super().addSkip(test, reason)

    def logError(self, flavour, test, error):
        if not self._soft_fail:
            self.write(test, "failed", "".join(map(str, error[1:2])))
        super().logError(flavour, test, error)

    @classmethod
    def write(cls, test, ended, why=""):
        """Write a line; a subtest's end is that of its test."""
        test = getattr(test, "test_case", test)
        line = {"test": test.id(), "ended": ended, "why": why}
        with open(cls.report, "a", encoding="utf-8") as file:
            file.write(f"{json.dumps(line)}\n")


def main(report, choice, *arguments):
    WritingResult.report = report
    chosen = Chosen(pathlib.Path(choice))
    loader.make_suite = lambda *words: suite_at_the_end(chosen, *words)
    loader.OdooTestResult = WritingResult
    sys.argv[1:] = arguments
    odoo.cli.main()


if __name__ == "__main__":
    main(*sys.argv[1:])
