from odoo import _, fields, models
from odoo.tools import float_compare

from .amazon_issue import Problem
from .stock_move import SHIPPED


class SaleOrder(models.Model):
    """What happens when Amazon cancels an order, and when a person does."""

    _inherit = "sale.order"

    amazon_cancelled_late = fields.Boolean(
        "Cancelled on Amazon too late",
        copy=False,
        readonly=True,
        help="Amazon cancelled this order after goods had left or an invoice had been posted.",
    )

    def _amazon_cancel(self):
        """Cancel what Amazon cancelled, unless goods have left or an invoice is posted.

        In any case nothing more leaves for it.
        """
        self.ensure_one()
        if self.state == "cancel":
            return
        waiting = self.picking_ids._amazon_waiting()
        started = waiting.filtered(lambda picking: picking._amazon_is_started())
        started |= self.picking_ids.filtered(lambda picking: picking._amazon_is_earlier_step_done())
        if self._amazon_has_left() or self._amazon_has_posted_invoice():
            waiting.action_cancel()
            self._amazon_cancelled_too_late()
            return
        if self.locked:
            self.action_unlock()
        self.with_context(disable_cancel_warning=True)._action_cancel()
        if started:
            self._amazon_ask_responsible(
                _("Cancelled on Amazon while being prepared"),
                _(
                    "Amazon cancelled the order %s. Its goods were picked or had their label "
                    "already: keep them back, and cancel the label.",
                    self.amazon_order_ref,
                ),
            )

    def _amazon_cancelled_too_late(self):
        """Say on the order that it was cancelled too late, and tell a person, once."""
        if self.amazon_cancelled_late:
            return
        self.amazon_cancelled_late = True
        self._amazon_ask_responsible(
            _("Cancelled on Amazon too late"),
            _(
                "Amazon cancelled the order %s after goods had left or an invoice had been "
                "posted. Take the goods back or credit the invoice, as the case may be. What "
                "had not left yet was cancelled.",
                self.amazon_order_ref,
            ),
        )

    def _amazon_report_late(self):
        """Keep as an issue at once what a person shipped after Amazon had cancelled it."""
        account = self.amazon_account_id._at_work()
        problems = self.with_env(account.env)._amazon_problems()
        account.env["amazon.issue"]._report(account, problems)

    def _amazon_has_posted_invoice(self):
        """Whether the buyer was invoiced, and not all of it was credited."""
        self.ensure_one()
        lines = self.order_line.invoice_lines.filtered(lambda line: line.parent_state == "posted")
        owed = sum(line.price_total * -line.move_id.direction_sign for line in lines)
        return not self.currency_id.is_zero(owed)

    def _amazon_has_left(self):
        """Whether goods are with the buyer, as Odoo or Amazon knows: what came back has not left.

        Goods that Amazon ships have left as soon as they have a move, even where it waits for
        the lot or serial number.
        """
        self.ensure_one()
        lines = self.order_line
        # What left from elsewhere cannot be seen to come back.
        if any(line.amazon_qty_ahead or line.amazon_qty_shipped_elsewhere for line in lines):
            return True
        moves = lines.move_ids.filtered(lambda move: move.state != "cancel")
        done = moves.filtered(lambda move: move.state == "done")
        out = done.filtered(lambda move: move.location_dest_id.usage == "customer")
        back = done.filtered(lambda move: move.location_id.usage == "customer")
        left = sum(out.mapped("quantity"))
        if self.amazon_channel == "fba":
            left += sum((moves - done).mapped("product_uom_qty"))
        return float_compare(left, sum(back.mapped("quantity")), precision_digits=6) > 0

    def _amazon_cancel_after_all(self):
        """Cancel what was cancelled too late, once the goods are back and nothing is owed."""
        for order in self:
            if order.amazon_cancelled_late and order.amazon_status == "CANCELLED":
                order._amazon_cancel()

    def _amazon_settle_late(self):
        """Look again at once, after a person took goods back, instead of at the next update."""
        for issue in self._amazon_late_issues():
            issue._look_again()

    def _amazon_late_issues(self):
        refs = self.filtered("amazon_cancelled_late").mapped("amazon_order_ref")
        return self.env["amazon.issue"].search(
            [
                ("order_ref", "in", refs),
                ("company_id", "in", self.company_id.ids),
                ("reason", "=", "cancelled_late"),
                ("state", "=", "open"),
            ]
        )

    def _amazon_late_problems(self):
        """Return those of the orders as Problems that Amazon cancelled too late."""
        problems = []
        for order in self:
            if order.amazon_cancelled_late and order.state != "cancel":
                message = _(
                    "Amazon cancelled %s after goods had left or an invoice had been posted.",
                    order.name,
                )
                problems.append(Problem(order.amazon_order_ref, "cancelled_late", message))
        return problems

    def _amazon_cancelled_problems(self):
        """Return those of the orders as Problems that a person cancelled and Amazon shipped."""
        problems = []
        for order in self:
            if order.state == "cancel" and order.amazon_status in SHIPPED:
                message = _(
                    "%s is cancelled in Odoo, and Amazon says that its goods have left.",
                    order.name,
                )
                problems.append(Problem(order.amazon_order_ref, "cancelled", message))
        return problems
