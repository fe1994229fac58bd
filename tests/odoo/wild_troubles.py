"""What may go wrong between Odoo and Amazon while shipments are told, drawn at random."""

import contextlib
from datetime import timedelta
from unittest.mock import patch

from odoo.addons.amazon_connector.models import amazon_account_feeds

from .commits import Commits

OPERATIONS = (
    "confirmShipment",
    "createFeedDocument",
    "uploadFeedDocument",
    "createFeed",
    "getFeed",
    "getFeeds",
    "getFeedDocument",
    "downloadFeedDocument",
    "getOrder",
    "token",
)
FAULTS = (
    {"status": 500},
    {"status": 503, "contentType": "text/html", "body": "<html>Sorry</html>"},
    {"status": 429, "body": ""},
    {"status": 500, "afterHandling": True},
    {"status": 504, "body": "", "afterHandling": True},
)
FEED_FAULTS = (
    {"kind": "errors", "messages": [1]},
    {"kind": "errors"},
    {"kind": "warnings", "messages": [1, 2]},
    {"kind": "fatal"},
    {"kind": "fatal", "applied": 1},
    {"kind": "fatalReport"},
    {"kind": "cancelled"},
    {"kind": "noReport"},
    {"kind": "noMessageIds", "messages": [1]},
    {"kind": "windows1252", "messages": [1]},
    {"kind": "gzip"},
    {"kind": "notXml"},
    {"kind": "emptyReport"},
    {"kind": "expired"},
)
# A run has some ten to fifty moments at which it may be killed.
LATEST_KILL = 40
# Runs after which all must be told, when nothing is in the way.
PATIENCE = 6


class Line:
    """The line between a test's Odoo and its Amazon: runs that tell of shipments go through it.

    While it is entered, the test's cursor commits and rolls back as `Commits` does.

    :param case: the test
    :param chance: random.Random
    """

    def __init__(self, case, chance):
        self._case = case
        self._chance = chance
        self._commits = Commits(case.env)
        self._hours = 0
        self._patches = contextlib.ExitStack()

    def __enter__(self):
        env = self._case.env
        accounts, quotas = type(env["amazon.account"]), type(env["amazon.quota"])
        now = quotas._now
        for patched in (
            patch.object(env.cr, "commit", self._commits.commit),
            patch.object(env.cr, "rollback", self._commits.rollback),
            patch.object(accounts, "_amazon_call", self._at_risk(accounts._amazon_call)),
            patch.object(quotas, "_now", lambda one: now(one) + timedelta(hours=self._hours)),
        ):
            self._patches.enter_context(patched)
        return self

    def __exit__(self, *failure):
        self._patches.close()

    def _at_risk(self, call):
        """Have a process be killed just before Amazon is asked, or just after it has answered."""
        commits = self._commits

        def call_at_risk(account, *words, **more):
            commits.moment()
            answer = call(account, *words, **more)
            commits.moment()
            return answer

        return call_at_risk

    def run(self):
        """Tell of what left once, with whatever trouble is drawn; return it in words."""
        fault, feed_fault = self._draw(FAULTS), self._draw(FEED_FAULTS)
        kill = self._chance.choice((None, None, self._chance.randrange(LATEST_KILL)))
        words = []
        if fault:
            operation = self._chance.choice(OPERATIONS)
            self._case.amazon.fail(operation, **fault)
            words.append(f"{operation} {fault}")
        if feed_fault:
            self._case.amazon.fail_feed(**feed_fault)
            words.append(f"feed {feed_fault}")
        outcome = self._run(self._chance.random() < 0.5, kill)
        if self._chance.random() < 0.5:
            self.hours_pass()
        return ", ".join([*words, outcome])

    def run_in_peace(self):
        """Tell of what left, hour by hour, without trouble, until nothing is left to be told."""
        self._case.amazon.stop_failing()
        outcomes = []
        for _run in range(PATIENCE):
            self.hours_pass()
            outcomes.append(self._run(self._chance.random() < 0.5))
            if not self._unsettled():
                break
        return ", then ".join(outcomes)

    def _run(self, by_feed, kill=None):
        """:param kill: the moment at which the process is killed, if it gets there; None: never"""
        way = "by feed" if by_feed else "by calls"
        # A feed that is worked off at once is always the quicker way, one that takes ages never.
        seconds = 0 if by_feed else 10**9
        with patch.object(amazon_account_feeds, "SECONDS_A_FEED", seconds):
            return f"{way}: {self.work(self._case.account._sync_shipments, kill)}"

    def work(self, work, kill=None):
        """Have a process do some work for the account.

        :param kill: as of _run
        :return: what the work returned, or "killed"
        """
        outcome = "killed"
        self._case.env.cr.commit()
        with self._commits.killing(kill):
            outcome = work()
        self._case.env.invalidate_all()
        return outcome

    def hours_pass(self):
        """Have everything be due that waits for its time."""
        self._hours += 8
        env = self._case.env
        env["amazon.shipment"].search([("next_try", "!=", False)]).next_try = False
        env["amazon.feed"].search([("next_poll", "!=", False)]).next_poll = False
        self._case.account.next_shipments_sync = False

    def _unsettled(self):
        """Return how many wait to be told, or Amazon's answer.

        One of a transfer's shipments may wait for it beside one that failed, and the transfer
        shows the failure.
        """
        waits = ("pending", "processing")
        of_account = [
            ("account_id", "=", self._case.account.id),
            "|",
            ("state", "in", waits),
            ("recount", "=", True),
        ]
        return self._case.env["amazon.shipment"].search_count(of_account) + self._case.env[
            "stock.picking"
        ].search_count(
            [
                ("sale_id.amazon_account_id", "=", self._case.account.id),
                ("state", "=", "done"),
                ("amazon_sync_state", "in", waits),
            ]
        )

    def _draw(self, kinds):
        return dict(self._chance.choice(kinds)) if self._chance.random() < 0.3 else None
