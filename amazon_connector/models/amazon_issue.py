import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..amazon_api.errors import AmazonError

_logger = logging.getLogger(__name__)

FIRST_DELAY = timedelta(hours=1)
LONGEST_DELAY = timedelta(days=1)
ISSUES_A_RUN = 50
# These orders are in Odoo: whether they are right can be seen there, without asking Amazon.
IN_ODOO = ("product", "total")


@dataclass(frozen=True)
class Problem:
    """Why an order did not come into Odoo, or what to look at on one that did."""

    order_ref: str | None
    reason: str  # a key of amazon.issue's reason
    message: str  # in the words of the user's language; no personal data


class AmazonIssue(models.Model):
    """An order of Amazon's that needs a person: not imported, or to be looked at."""

    _name = "amazon.issue"
    _description = "Amazon Issue"
    _order = "state, reason, create_date desc, id desc"
    _rec_name = "order_ref"
    _check_company_auto = True

    account_id = fields.Many2one("amazon.account", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    order_ref = fields.Char("Amazon Order", index=True)
    # Who works on issues need not be allowed to sell.
    order_id = fields.Many2one(
        "sale.order", "Sales Order", compute="_compute_order_id", compute_sudo=True
    )
    reason = fields.Selection(
        [
            ("unreadable", "Amazon's data cannot be read"),
            ("amounts", "Prices are missing"),
            ("marketplace", "Marketplace unknown"),
            ("currency", "Currency unknown"),
            ("refused", "Odoo refused the order"),
            ("product", "SKU without a product"),
            ("total", "Total differs from Amazon's"),
            ("stock", "Stock could not be moved"),
            ("gone", "Amazon no longer knows the order"),
        ],
        required=True,
        index=True,
    )
    message = fields.Text(required=True)
    advice = fields.Text("What to do", compute="_compute_advice")
    state = fields.Selection([("open", "Open"), ("solved", "Solved")], default="open", index=True)
    try_count = fields.Integer("Tries", default=1, readonly=True)
    next_try = fields.Datetime(readonly=True)

    @api.depends("order_ref", "account_id")
    def _compute_order_id(self):
        orders = self.env["sale.order"].search(
            [("amazon_order_ref", "in", [ref for ref in self.mapped("order_ref") if ref])]
        )
        by_key = {(order.company_id, order.amazon_order_ref): order for order in orders}
        for issue in self:
            issue.order_id = by_key.get((issue.company_id, issue.order_ref))

    @api.depends("reason")
    @api.depends_context("lang")
    def _compute_advice(self):
        advice = self._advice_by_reason()
        for issue in self:
            issue.advice = advice.get(issue.reason, "")

    def _advice_by_reason(self):
        return {
            "unreadable": _(
                "Nothing is lost: the order is asked for again by itself. If it stays, show the "
                "message to your integrator."
            ),
            "amounts": _(
                "Amazon has not told the prices yet; it is asked again by itself. If it stays, "
                "check the roles of the application in Seller Central."
            ),
            "marketplace": _(
                "Add the marketplace to the account, or leave the order to the account that has "
                "it; then try again."
            ),
            "currency": _(
                "Create the currency under Invoicing ‣ Configuration ‣ Currencies; then try again."
            ),
            "refused": _("Mend what the message names; then try again."),
            "product": _(
                "The order is in Odoo with the account's fallback product. Assign a product to "
                "the SKU under Amazon ‣ Offers, and put it on the order."
            ),
            "total": _(
                "The order is in Odoo, and both totals stand on it. Compare it with Seller "
                "Central before you invoice it."
            ),
            "stock": _(
                "Give the sales order the name that Amazon knows, or bring the missing lot or "
                "serial number into the Amazon location; then try again."
            ),
            "gone": _("Look the order up in Seller Central, and mark this as solved."),
        }

    # === Reporting ===#

    @api.model
    def _report(self, account, problems, right=()):
        """Keep a page's problems as issues, and close those that are over.

        :param problems: Problems; those of one order and reason make one issue
        :param right: references of all orders just looked at: their open issues that are not
            among the problems are solved
        """
        messages = defaultdict(dict)  # a dict keeps each message once, in their order
        for problem in problems:
            messages[problem.order_ref, problem.reason][problem.message] = True
        refs = {order_ref or False for order_ref, _reason in messages} | set(right)
        opened = self.search(
            [
                ("account_id", "=", account.id),
                ("state", "=", "open"),
                ("order_ref", "in", list(refs)),
            ]
        )
        by_key = {(issue.order_ref or None, issue.reason): issue for issue in opened}
        new = []
        for (order_ref, reason), told in messages.items():
            message = "\n".join(told)
            issue = by_key.pop((order_ref, reason), None)
            if issue:
                issue._tried_in_vain(message)
            else:
                new.append(self._values(account, Problem(order_ref, reason, message)))
        for issue in by_key.values():
            issue.action_solved()
        return self.create(new)

    def _values(self, account, problem):
        return {
            "account_id": account.id,
            "order_ref": problem.order_ref,
            "reason": problem.reason,
            "message": problem.message,
            "next_try": fields.Datetime.now() + FIRST_DELAY,
        }

    def _tried_in_vain(self, message):
        self.ensure_one()
        tries = self.try_count + 1
        delay = min(FIRST_DELAY * 2 ** min(tries - 1, 10), LONGEST_DELAY)
        self.write(
            {
                "message": message,
                "try_count": tries,
                "next_try": fields.Datetime.now() + delay,
            }
        )

    def action_solved(self):
        self.write({"state": "solved", "next_try": False})

    # === Trying again ===#

    def action_retry(self):
        """Button « Try again »: look at the order again, or ask Amazon for it once more."""
        in_odoo = self.filtered(lambda issue: issue.reason in IN_ODOO and issue.order_id)
        in_odoo._look_again()
        elsewhere = (self - in_odoo).filtered("order_ref")
        for account, issues in elsewhere.grouped("account_id").items():
            try:
                account._retry_orders(list(dict.fromkeys(issues.mapped("order_ref"))))
            except AmazonError as error:
                raise UserError(account._explain(error)) from error

    def _look_again(self):
        """Close the issues of orders that have been put right in Odoo meanwhile."""
        problems = {
            (problem.order_ref, problem.reason): problem.message
            for problem in self.sudo().order_id._amazon_problems()
        }
        for issue in self:
            message = problems.get((issue.order_ref, issue.reason))
            if message:
                issue._tried_in_vain(message)
            else:
                issue.action_solved()

    @api.model
    def _cron_retry(self):
        due = self.search(
            [
                ("state", "=", "open"),
                ("order_ref", "!=", False),
                ("next_try", "<=", fields.Datetime.now()),
                ("account_id.active", "=", True),
            ],
            order="next_try",
            limit=ISSUES_A_RUN,
        )
        for account, issues in due.grouped("account_id").items():
            try:
                issues.action_retry()
            except Exception as error:  # noqa: BLE001 - the other accounts go on
                self.env.cr.rollback()
                _logger.info("Issues of Amazon account %s wait: %s", account.id, error)
