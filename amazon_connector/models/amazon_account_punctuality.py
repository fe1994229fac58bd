from odoo import _, api, fields, models
from odoo.tools import get_lang

from .stock_picking_urgency import local_midnight

# Amazon closes accounts from this share of late shipments on, in percent.
TOO_LATE = 4.0
WEEKS = {"this_week": 0, "last_week": -7}


class AmazonAccount(models.Model):
    """What left late this week and last, and what Amazon has not confirmed."""

    _inherit = "amazon.account"

    due_this_week = fields.Integer("Due", compute="_compute_punctuality")
    late_this_week = fields.Integer("Late", compute="_compute_punctuality")
    late_rate_this_week = fields.Float("Late (%)", (5, 1), compute="_compute_punctuality")
    unconfirmed_this_week = fields.Integer("Unconfirmed", compute="_compute_punctuality")
    due_last_week = fields.Integer("Due in the last week", compute="_compute_punctuality")
    late_last_week = fields.Integer("Late in the last week", compute="_compute_punctuality")
    late_rate_last_week = fields.Float(
        "Late in the last week (%)", (5, 1), compute="_compute_punctuality"
    )
    unconfirmed_last_week = fields.Integer(
        "Unconfirmed in the last week", compute="_compute_punctuality"
    )
    too_late_this_week = fields.Boolean(compute="_compute_punctuality")
    too_late_last_week = fields.Boolean(compute="_compute_punctuality")

    @api.depends_context("lang", "tz")
    def _compute_punctuality(self):
        for week, days in WEEKS.items():
            figures = self._punctuality_from(self._week_start() + days)
            for account in self:
                due, late, unconfirmed = figures.get(account.id, (0, 0, 0))
                account[f"due_{week}"] = due
                account[f"late_{week}"] = late
                account[f"late_rate_{week}"] = late * 100.0 / due if due else 0.0
                account[f"unconfirmed_{week}"] = unconfirmed
                account[f"too_late_{week}"] = account[f"late_rate_{week}"] >= TOO_LATE

    def _week_start(self):
        """Return by how many days after today the user's week began: 0 or less."""
        first = int(get_lang(self.env).week_start)
        today = fields.Date.context_today(self)
        return -((today.isoweekday() - first) % 7)

    def _punctuality_from(self, days):
        """Return the figures of a week by account's id.

        :param days: when it begins, in days after today
        :return: dict of (shipments due, late ones, unconfirmed ones)
        """
        domain = [
            ("account_id", "in", self.ids),
            ("ship_by", ">=", local_midnight(self.env, days)),
            ("ship_by", "<", local_midnight(self.env, days + 7)),
        ]
        # A number tells nothing that the account's own rules would hide.
        groups = (
            self.env["amazon.punctuality"]
            .sudo()
            ._read_group(domain, ["account_id"], ["__count", "late:sum", "unconfirmed:sum"])
        )
        return {account.id: tuple(figures) for account, *figures in groups}

    def action_open_punctuality(self):
        """Button « Late this week »: open the report of this account."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "amazon_connector.action_amazon_punctuality"
        )
        return {
            **action,
            "display_name": _("Punctuality of %s", self.name),
            "domain": [("account_id", "=", self.id)],
        }
