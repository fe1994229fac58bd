import logging
import time
from datetime import timedelta
from functools import partial

import psycopg2
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..amazon_api.errors import AmazonError, Wait
from ..discreet_logs import without_data
from .amazon_account_progress import SECONDS_A_CLICK
from .amazon_issue import FIRST_DELAY, by_order_and_reason

_logger = logging.getLogger(__name__)

# These orders are in Odoo: whether they are right can be seen there, without asking Amazon.
IN_ODOO = ("product", "total", "tax", "vat", "cancelled", "cancelled_late")
SECONDS_A_RUN = 60
ISSUES_A_RUN = 500
# Orders looked at between two looks at the clock.
ISSUES_A_PAGE = 10
# When another process works on the account's orders.
WHEN_BUSY = timedelta(minutes=2)


class AmazonIssue(models.Model):
    """Trying again what did not come in, at once or by itself."""

    _inherit = "amazon.issue"

    def action_retry(self):
        """Button « Try again »: look at the orders again, or ask Amazon for them once more.

        What takes too long for a button goes on in the background.

        :return: the action that tells how it went
        :raise UserError: Amazon cannot be asked, and why
        """
        self._check_may_work()
        issues = self.filtered(lambda issue: issue.state == "open" and issue.order_ref)
        before = issues._tries()
        deadline = time.monotonic() + SECONDS_A_CLICK
        hints = []
        asked = self.env["amazon.progress"]._begin(issues.account_id, "issues", issues)
        with asked._or_forgotten():
            for account, of_account in issues.grouped("account_id").items():
                try:
                    say = of_account._try_again(deadline)
                except AmazonError as error:
                    raise UserError(account._explain(error)) from error
                hints += [say(account)] if say else []
        return issues._tell_of_tries(before, hints, asked)

    def action_retry_alike(self):
        """Button « Try all of this reason »: the account's other open issues of it too."""
        self._check_may_work()
        alike = self.browse()
        for issue in self:
            alike |= self.search(
                [
                    ("account_id", "=", issue.account_id.id),
                    ("reason", "=", issue.reason),
                    ("state", "=", "open"),
                ]
            )
        return alike.action_retry()

    @api.model
    def _cron_retry(self):
        due = self.search(
            [
                ("state", "=", "open"),
                ("order_ref", "!=", False),
                ("next_try", "<=", fields.Datetime.now()),
                ("account_id.active", "=", True),
                ("account_id.orders_stopped", "=", False),
            ],
            order="next_try, last_try, id",
            limit=ISSUES_A_RUN,
        )
        deadline = time.monotonic() + SECONDS_A_RUN
        for account, issues in due.grouped("account_id").items():
            before = issues._tries()
            try:
                issues._try_again(deadline)
            except Exception as error:  # noqa: BLE001 - the other accounts go on
                self.env.cr.rollback()
                self.env.invalidate_all()
                _logger.info(
                    "Issues of Amazon account %s wait: %s", account.id, without_data(error)
                )
                untried = issues.exists()._untried(before)
                asked = self.env["amazon.progress"]._waiting_for(untried)
                asked._follow_saying("failed", partial(type(account)._why_not, error=error))
                untried._put_off(FIRST_DELAY)
        if len(due) == ISSUES_A_RUN:
            self.env.ref("amazon_connector.cron_retry_issues")._trigger()

    # === How ===#

    def _try_again(self, deadline):
        """Try these issues of one account again, page by page, each committed.

        :param deadline: after this moment (time.monotonic) no further page is begun; what is
            left is tried by the scheduled action
        :return: function of the account that says why some of them wait; None when all were tried
        :raise AmazonError: Amazon cannot be asked
        """
        in_odoo = self.filtered(lambda issue: issue.reason in IN_ODOO and issue.order_id)
        say = in_odoo._page_by_page(deadline, type(self)._look_again)
        return (self - in_odoo)._page_by_page(deadline, type(self)._ask_again) or say

    def _page_by_page(self, deadline, work):
        """:param work: method of a page of issues that returns a function of the account that says
        why the others must wait, and for how long; or None"""
        for start in range(0, len(self), ISSUES_A_PAGE):
            page = self[start : start + ISSUES_A_PAGE]
            before = page._tries()
            if time.monotonic() >= deadline:
                hindrance = (type(self.account_id)._say_in_background, timedelta(0))
            else:
                hindrance = page._one_page(work)
            self.env.cr.commit()  # pylint: disable=invalid-commit
            say, delay = hindrance or (None, None)
            untried = page._untried(before)
            note_tried = self.env["amazon.progress"]._note_tried
            self.account_id._in_a_transaction(note_tried, page, untried, say)
            if say:
                rest = untried | self[start + ISSUES_A_PAGE :]
                rest._put_off(delay)
                return say
        return None

    def _one_page(self, work):
        """Do work on this page; one order that breaks down does not hold up the others.

        :param work: as of _page_by_page
        :return: what work returned, of issues done each by itself the first that was anything
        :raise AmazonError, UserError: what a person has to know
        :raise psycopg2.OperationalError: another process changed the same rows
        """
        try:
            return work(self)
        except (AmazonError, UserError, psycopg2.OperationalError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the other issues go on
            self.env.cr.rollback()
            self.env.invalidate_all()
            _logger.error("Amazon issues %s broke down: %s", self.ids, without_data(error))
        if len(self) == 1:
            self._tried_in_vain(self.account_id, self.message)
            return None
        for issue in self:
            hindrance = issue._one_page(work)
            self.env.cr.commit()  # pylint: disable=invalid-commit
            if hindrance:
                return hindrance
        return None

    def _look_again(self):
        """Mend what can be, and close the issues of orders that are right in Odoo meanwhile."""
        account = self.account_id._at_work()
        issues = self.with_env(account.env)
        sales = issues.order_id
        sales._amazon_cancel_after_all()
        mending = sales._amazon_mend()
        told = by_order_and_reason(mending + sales._amazon_problems())
        for issue in issues:
            message = told.get((issue.order_ref, issue.reason))
            if message:
                issue._tried_in_vain(account, message)
                issue._sold_on(issue.order_id.amazon_marketplace_id)
            else:
                issue._close()
        # What mending brought up is another thing than what was looked at.
        new = [problem for problem in mending if problem.reason not in IN_ODOO]
        # Who presses the button need not be allowed to sell.
        account.env["amazon.issue"]._report(account, new)

    def _ask_again(self):
        """Ask Amazon for the orders of these issues."""
        try:
            alone = self.account_id._retry_orders(list(dict.fromkeys(self.mapped("order_ref"))))
        except Wait as error:
            seconds = error.seconds or 60
            wait = timedelta(seconds=seconds)
            return lambda account: account._say_limit(seconds), wait
        if not alone:
            return type(self.account_id)._say_after_others, WHEN_BUSY
        return None

    def _tries(self):
        return {issue: issue.try_count for issue in self if issue.state == "open"}

    def _untried(self, before):
        """Return those that nothing happened to since _tries() gave these."""
        self.invalidate_recordset(["state", "try_count"])
        return self.filtered(
            lambda issue: issue.state == "open" and before.get(issue) == issue.try_count
        )

    def _put_off(self, delay):
        """Have the scheduled action try these after a delay (timedelta)."""
        self._plan(fields.Datetime.now() + delay)
        self.env.cr.commit()  # pylint: disable=invalid-commit

    def _plan(self, when):
        """Have the scheduled action try these at a moment (naive UTC)."""
        if self:
            self.write({"next_try": when})
            self.env.ref("amazon_connector.cron_retry_issues").sudo()._trigger(when)

    # === Telling ===#

    def _tell_of_tries(self, before, hints, asked):
        """Return the client action that says what a button did to these issues.

        :param before: their _tries() before it
        :param hints: why some of them wait, in the user's words
        :param asked: amazon.progress: what goes on shows there
        """
        waiting = self._untried(before)
        solved = self.filtered(lambda issue: issue.state == "solved")
        told = [
            _("Solved: %s.", len(solved)),
            _("Still open: %s.", len(self - solved - waiting)),
        ]
        if waiting:
            told.append(_("Still to be tried: %s.", len(waiting)))
        kind = "success" if solved == self else "warning"
        told = " ".join([*told, *dict.fromkeys(hints)])
        answer = self.env["amazon.account"]._notification(_("Tried again"), told, kind)
        progress = asked._answer() if asked else answer
        if "running" in asked.mapped("state"):
            answer["tag"] = progress["tag"]
            answer["params"]["progress"] = progress["params"]["progress"]
        return answer
