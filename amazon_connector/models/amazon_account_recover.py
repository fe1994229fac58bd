import math
import time

from odoo import _, models

from ..amazon_api.errors import AmazonError, TryLater, Wait
from .amazon_account_work import WHILE_BUSY


class AmazonAccount(models.Model):
    """« Retrieve an order »: orders that a person names, and what came of each."""

    _inherit = "amazon.account"

    def action_recover_orders(self):
        """Button « Retrieve an order »: open the assistant that asks which.

        :raise AccessError: the user is no manager
        """
        self.ensure_one()
        self._check_manager()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "amazon_connector.action_amazon_recover_order"
        )
        return {**action, "context": {"default_account_id": self.id}}

    def _recover_orders(self, lines, deadline):
        """Bring the orders of these lines into Odoo, and write on each line what came of it.

        Each is committed by itself, so that nothing is asked twice.

        :param lines: amazon.recover.order.line records that wait
        :param deadline: no order is begun after it (time.monotonic)
        :return: (outcome as of _do_work, why some still wait in the user's words or False, for how
            many seconds or None)
        :raise UserError: the credentials are incomplete
        """
        self.ensure_one()
        with self._only_one_process() as alone:
            if not alone:
                return "wait", self._say_after_others(), WHILE_BUSY.seconds
            account = self._at_work()
            try:
                with account._amazon_client() as client:
                    for line in lines:
                        if time.monotonic() >= deadline:
                            return "more", self._say_in_background(), None
                        order, problem = account._fetch_order(client, line.reference)
                        account._in_a_transaction(account._recover, line, order, problem)
            except Wait as error:
                seconds = math.ceil(error.seconds) + 1
                return "wait", self._say_limit(seconds), seconds
            except TryLater as error:
                seconds = int(self._delay(error, failures=1).total_seconds())
                return "wait", self._explain(error), seconds
            except AmazonError as error:
                return "failed", self._explain(error), None
        return "done", False, None

    def _recover(self, line, order, problem):
        """Import what Amazon gave, and write on the line what that changed in Odoo."""
        ref = line.reference
        # What is said is for who asked, in that user's language.
        teller = self.with_context(lang=line.env.lang)
        before = teller._recovered_sale(ref)
        seen = before._amazon_seen().get(before, {})
        # A reference that nobody knows is a slip of the pen, no issue to work on.
        if order or before or problem.reason != "gone" or self._open_issues(ref):
            self._import_fetched(ref, order, problem)
            self.env.flush_all()
            self.env.invalidate_all()
        sale, issues = teller._recovered_sale(ref), teller._open_issues(ref)
        values = {"order_id": sale.id, "issue_id": issues[:1].id}
        if problem and problem.reason == "gone":
            values.update(state="missing", message=teller._tell_missing(problem, sale))
        elif sale:
            values.update(teller._tell_sale(before, seen, sale, issues))
        elif issues:
            values.update(state="issue", message="\n".join(issues.mapped("message")))
        else:
            values.update(state="nothing", message=teller._tell_nothing(order))
        line = line.sudo()
        line.write(values)
        # While the button is at it, its own answer shows them.
        line.wizard_id.progress_id.filtered("is_shown")._follow("more")

    def _recovered_sale(self, ref):
        sales = self.env["sale.order"]
        return sales._amazon_known(self, [ref]).get(ref, sales)

    def _open_issues(self, ref):
        records = self | self._amazon_other_records()
        return self.env["amazon.issue"].search(
            [
                ("account_id", "in", records.ids),
                ("order_ref", "=", ref),
                ("state", "=", "open"),
            ]
        )

    # === What came of it ===#

    def _tell_missing(self, problem, sale):
        message = _("Amazon does not find this order for this seller. Check the reference.")
        if sale:
            message = problem.message
        return message

    def _tell_sale(self, before, seen, sale, issues):
        """Return state and message of a line whose order is in Odoo.

        :param before: the sales order before, empty when there was none
        :param seen: its _amazon_picture() then, and under "" its fingerprint
        """
        picture = sale._amazon_picture()
        whole = [self._fact(label, value) for label, value in picture.items()]
        changes = [
            self._fact(label, f"{seen[label]} → {value}")
            for label, value in picture.items()
            if before and seen[label] != value
        ]
        if not before:
            state, told = "created", whole
        elif changes:
            state, told = "updated", changes
        elif seen[""] != sale.amazon_fingerprint:
            state, told = "updated", [_("What Amazon tells of it was brought up to date.")]
        else:
            state, told = "unchanged", [_("It was in Odoo already, as Amazon has it.")]
            told += whole
        if sale.amazon_account_id != self:
            told.append(
                _("It belongs to %s.", self._amazon_name_of(sale.amazon_account_id).strip())
            )
        told += [_("To look at: %s", message) for message in issues.mapped("message")]
        return {"state": state, "message": "\n".join(told)}

    def _tell_nothing(self, order):
        """Say why this order, found at Amazon, creates no sales order."""
        if not self._amazon_wants(order):
            return _(
                "It is an order of another shop that Amazon ships for you; this account leaves "
                "those to that shop."
            )
        if order.status in ("PENDING", "PENDING_AVAILABILITY"):
            return _("Amazon has not released the order yet. It comes by itself once it has.")
        if order.status == "CANCELLED":
            return _("It was cancelled on Amazon before it came into Odoo: nothing is to be done.")
        if order.status == "SHIPPED":
            return _(
                "You had shipped it before it came into Odoo: nothing is left to be shipped, so no "
                "sales order is created."
            )
        if order.is_fba and order.status == "UNSHIPPED":
            return _("Amazon has not shipped it yet. It comes by itself once it has.")
        status = self.env["sale.order"]._amazon_status_label(order.status)
        return _("Its status on Amazon, %s, creates nothing in Odoo.", status)

    def _fact(self, label, value):
        # Languages differ in what stands before a colon.
        return _("%(label)s: %(value)s", label=label, value=value)
