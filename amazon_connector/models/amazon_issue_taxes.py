from odoo import _, fields, models

ACCEPTABLE = ("tax", "total")


class AmazonIssue(models.Model):
    """Issues of orders on which Amazon's figures and Odoo's contradict each other."""

    _inherit = "amazon.issue"

    reason = fields.Selection(
        selection_add=[("tax", "Tax differs from Amazon's")], ondelete={"tax": "cascade"}
    )

    def _advice_by_reason(self):
        return {
            **super()._advice_by_reason(),
            "tax": _(
                "The order is in Odoo with Odoo's taxes, and both figures stand on it. When "
                "Odoo's are wrong, correct the product's taxes or the fiscal position and try "
                "again: an order that is not invoiced takes them over. When they are right, press "
                "« Keep Odoo's figures » on the order, or mark this as solved."
            ),
        }

    def action_solved(self):
        """Button « Mark as solved »: what Amazon and Odoo say differently is accepted so."""
        for reason in ACCEPTABLE:
            issues = self.filtered(lambda issue, reason=reason: issue.reason == reason)
            issues.sudo().order_id._amazon_accept((reason,))
        return super().action_solved()

    def action_retry(self):
        """Button « Try again »: orders whose taxes are still wrong are priced once more."""
        return super(AmazonIssue, self.with_context(amazon_price_again=True)).action_retry()

    def _try_again(self, deadline):
        """Have the orders' lines written anew, with today's taxes, when a person asks for it.

        By itself nothing is: what somebody has changed on an order is not overwritten. An order
        without a fingerprint was asked for by a person, and left to the scheduled action.
        """
        hint = super()._try_again(deadline)
        wrong = self.filtered(
            lambda issue: issue.reason == "tax" and issue.state == "open" and issue.order_id
        )
        if self.env.context.get("amazon_price_again"):
            wrong.sudo().order_id.amazon_fingerprint = False
        wrong = wrong.filtered(lambda issue: not issue.sudo().order_id.amazon_fingerprint)
        return wrong._page_by_page(deadline, type(self)._ask_again) or hint
