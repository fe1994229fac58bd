from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

FIRST_DELAY = timedelta(hours=1)
LONGEST_DELAY = timedelta(days=1)


@dataclass(frozen=True)
class Problem:
    """Why an order did not come into Odoo, or what to look at on one that did."""

    order_ref: str | None
    reason: str  # a key of amazon.issue's reason
    message: str  # in the words of the user's language; no personal data


class Tries(fields.Integer):
    """A number whose sum says nothing, so that no group of a list shows it."""

    group_operator = None
    aggregator = None  # from Odoo 18 on


class AmazonIssue(models.Model):
    """An order of Amazon's that needs a person: not imported, or to be looked at."""

    _name = "amazon.issue"
    _description = "Amazon Issue"
    _order = "state, reason, create_date desc, id desc"
    _rec_name = "order_ref"
    _check_company_auto = True

    account_id = fields.Many2one("amazon.account", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    marketplace_id = fields.Many2one("amazon.marketplace", readonly=True, ondelete="set null")
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
            ("vat", "VAT number not on the customer"),
            ("stock", "Stock could not be moved"),
            ("cancelled", "Cancelled in Odoo, shipped by Amazon"),
            ("cancelled_late", "Cancelled on Amazon too late"),
            ("gone", "Amazon no longer knows the order"),
        ],
        required=True,
        index=True,
    )
    message = fields.Text(required=True)
    advice = fields.Text("What to do", compute="_compute_advice")
    state = fields.Selection([("open", "Open"), ("solved", "Solved")], default="open", index=True)
    dismissed = fields.Boolean(
        "Solved by a Person",
        readonly=True,
        help="It does not come back as long as the message would be the same.",
    )
    try_count = Tries("Tries", default=1, readonly=True)
    last_try = fields.Datetime(default=fields.Datetime.now, readonly=True)
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
        """Return what to do about each reason, in the user's language: dict of str."""
        return {**self._advice_on_missing_orders(), **self._advice_on_orders_in_odoo()}

    def _advice_on_missing_orders(self):
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
            "gone": _("Look the order up in Seller Central, and mark this as solved."),
        }

    def _advice_on_orders_in_odoo(self):
        return {
            "product": _(
                "The order is in Odoo with the account's fallback product. Assign a product to "
                "the SKU under Amazon ‣ Offers: as long as the order is not invoiced, the product "
                "comes onto it by itself some minutes later, or now by « Try again »."
            ),
            "total": _(
                "The order is in Odoo, and both totals stand on it. Compare it with Seller "
                "Central before you invoice it."
            ),
            "vat": _(
                "The order is in Odoo. Put the right VAT number on the customer, see that the "
                "order's fiscal position and taxes are right, and try again; or mark this as "
                "solved."
            ),
            "stock": _(
                "Give the sales order the name that Amazon knows, or bring the missing lot or "
                "serial number into the Amazon location; then try again. What left for an order "
                "cancelled since: unless it came back, take it out of the stock by an adjustment, "
                "and mark this as solved."
            ),
            "cancelled": _(
                "Set the order back to a quotation and confirm it, so that it can be invoiced; or "
                "look it up in Seller Central, and mark this as solved."
            ),
            "cancelled_late": _(
                "Book what came back (« Return to Amazon » on the order, or a return of its "
                "transfer) and credit the invoice: the order is cancelled by itself then. What "
                "left outside of Odoo and came back: cancel the order yourself. If the buyer keeps "
                "the goods, mark this as solved."
            ),
        }

    # === Reporting ===#

    @api.model
    def _report(self, account, problems, right=(), places=None):
        """Keep a page's problems as issues, and close those that are over.

        :param problems: Problems; those of one order and reason make one issue
        :param right: references of all orders just looked at: their open issues that are not
            among the problems are solved
        :param places: where orders were sold that may not be in Odoo: amazon.marketplace by
            reference
        :return: the new issues
        """
        told = by_order_and_reason(problems)
        places = self._places(account, {ref for ref, _reason in told if ref}, places or {})
        standing = self._standing(account, {ref for ref, _reason in told} | set(right))
        new = []
        for (order_ref, reason), message in told.items():
            issue = standing.pop((order_ref, reason), self.browse())
            if issue.state == "open":
                issue._tried_in_vain(account, message)
                issue._sold_on(places.get(order_ref))
            elif not issue or issue.message != message:
                issue.dismissed = False
                values = self._values(account, Problem(order_ref, reason, message))
                place = places.get(order_ref)
                new.append({**values, "marketplace_id": place and place.id})
        self.browse([issue.id for issue in standing.values()])._close()
        return self.create(new)

    @api.model
    def _standing(self, account, refs):
        """Return what is open, or was dismissed by a person, by (order reference, reason).

        An order is looked for on all accounts: a seller's marketplace may move from one to
        another.
        """
        named = [("order_ref", "in", [ref for ref in refs if ref])]
        nameless = ["&", ("order_ref", "=", False), ("account_id", "=", account.id)]
        domain = ["|", *named, *nameless] if None in refs else named
        found = self.search(["|", ("state", "=", "open"), ("dismissed", "=", True), *domain])
        standing = {}
        for issue in found.sorted("state"):  # an open one goes before one that was dismissed
            standing.setdefault((issue.order_ref or None, issue.reason), issue)
        return standing

    def _places(self, account, refs, told):
        """Return where these orders were sold, as far as that is known: by reference."""
        if not refs:
            return {}
        known = self.env["sale.order"]._amazon_known(account, refs)
        places = {ref: order.amazon_marketplace_id for ref, order in known.items()}
        alone = account.marketplace_ids if len(account.marketplace_ids) == 1 else None
        return {ref: told.get(ref) or places.get(ref) or alone for ref in refs}

    def _sold_on(self, place):
        if place and self.marketplace_id != place:
            self.marketplace_id = place

    def _values(self, account, problem):
        return {
            "account_id": account.id,
            "order_ref": problem.order_ref,
            "reason": problem.reason,
            "message": problem.message,
            "next_try": problem.order_ref and fields.Datetime.now() + FIRST_DELAY,
        }

    def _tried_in_vain(self, account, message):
        self.ensure_one()
        now = fields.Datetime.now()
        tries = self.try_count + 1
        delay = min(FIRST_DELAY * 2 ** min(tries - 1, 10), LONGEST_DELAY)
        values = {
            "message": message,
            "try_count": tries,
            "last_try": now,
            "next_try": self.order_ref and now + delay,
        }
        if self.account_id != account:
            values["account_id"] = account.id
        self.write(values)

    # === Closing ===#

    def _check_may_work(self):
        """Hold for calls from outside what the views show to Amazon's users only."""
        if not (self.env.su or self.env.user.has_group("amazon_connector.group_amazon_user")):
            raise AccessError(_("Only users of the Amazon connector may do this."))

    def action_solved(self):
        """Button « Mark as solved »: the same message does not bring the issue back."""
        self._check_may_work()
        self._close(dismissed=True)

    def _close(self, dismissed=False):
        """Close these issues. One that is over for itself may come again, whatever it says."""
        if self:
            self.write({"state": "solved", "next_try": False, "dismissed": dismissed})


def by_order_and_reason(problems):
    """Return the messages of the problems by (order reference, reason), each of them once."""
    messages = defaultdict(dict)  # a dict keeps their order
    for problem in problems:
        messages[problem.order_ref or None, problem.reason][problem.message] = True
    return {key: "\n".join(told) for key, told in messages.items()}
