from odoo import api, models


class AmazonIssue(models.Model):
    """An activity on the account when a new kind of trouble comes up, as long as it lasts.

    One for each reason, not for each order: a hundred orders with one cause are one thing to do.
    """

    _inherit = "amazon.issue"

    @api.model_create_multi
    def create(self, values_list):
        accounts = self.env["amazon.account"].browse(
            {values["account_id"] for values in values_list}
        )
        before = self._open_kinds(accounts) if accounts else set()
        issues = super().create(values_list)
        for account, reason in issues._kinds() - before:
            account._amazon_ask_about(reason)
        return issues

    def write(self, values):
        accounts = self.account_id if {"state", "account_id"} & values.keys() else None
        result = super().write(values)
        if accounts:
            accounts._amazon_forget_solved_reasons()
        return result

    def unlink(self):
        accounts = self.account_id
        result = super().unlink()
        accounts._amazon_forget_solved_reasons()
        return result

    def _kinds(self):
        return {(issue.account_id, issue.reason) for issue in self if issue.state == "open"}

    @api.model
    def _open_kinds(self, accounts):
        """Return the (account, reason) pairs that these accounts have open issues of."""
        groups = self.sudo()._read_group(
            [("account_id", "in", accounts.ids), ("state", "=", "open")], ["account_id", "reason"]
        )
        return set(groups)
