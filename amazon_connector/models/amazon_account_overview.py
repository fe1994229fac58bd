from ast import literal_eval
from dataclasses import dataclass
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.tools import format_date

from .stock_picking_urgency import local_midnight

DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Figure:
    """A number on an account's card, and the list that shows what it counts."""

    label: str
    model: str
    account: str  # the field that leads from the model to the account
    domain: tuple  # what is counted, beside the account
    action: str  # the list that it opens
    alarm: str = ""  # Bootstrap's word for how bad more than none is


class AmazonAccount(models.Model):
    """The figures of the overview: all cards' in one query for each figure."""

    _inherit = "amazon.account"

    overview_figures = fields.Json(compute="_compute_overview")
    overview_days = fields.Json(compute="_compute_overview")

    @api.depends_context("lang", "tz", "uid", "allowed_company_ids")
    def _compute_overview(self):
        figures = self._overview_table()
        counts = {name: self._overview_count(figure) for name, figure in figures.items()}
        by_day = self._overview_orders_by_day()
        for account in self:
            account.overview_figures = [
                {
                    "name": name,
                    "label": figure.label,
                    "count": counts[name].get(account.id, 0),
                    "alarm": figure.alarm,
                    "opens": self._overview_may_read(figure.model),
                }
                for name, figure in figures.items()
            ]
            account.overview_days = account._overview_two_weeks(by_day.get(account.id, {}))

    def action_open_overview(self, name):
        """Open the list of what a figure of the card counts.

        :param name: a key of _overview_table
        """
        self.ensure_one()
        figure = self._overview_table()[name]
        window = self._open(figure.action, figure.account)
        return {
            **window,
            "display_name": _(
                "%(figure)s: %(account)s", figure=figure.label, account=self.display_name
            ),
            "domain": [(figure.account, "=", self.id), *figure.domain],
            "context": {"create": False},
        }

    # === What is counted ===#

    def _overview_table(self):
        """:return: dict of Figure by name, in the order of the card"""
        return {**self._overview_orders(), **self._overview_transfers(), **self._overview_work()}

    def _overview_orders(self):
        today, week = (local_midnight(self.env, days) for days in (0, self._week_start()))
        action = "amazon_connector.action_amazon_orders"

        def since(label, moment):
            domain = (("date_order", ">=", moment), ("state", "!=", "cancel"))
            return Figure(label, "sale.order", "amazon_account_id", domain, action)

        return {
            "orders_today": since(_("Orders today"), today),
            "orders_week": since(_("Orders this week"), week),
        }

    def _overview_transfers(self):
        now, tomorrow = fields.Datetime.now(), local_midnight(self.env, 1)
        action = "amazon_connector.action_amazon_to_ship"
        waiting = (
            *literal_eval(self.env.ref(action).sudo().domain),
            ("amazon_sync_state", "!=", "done"),
        )

        def due(label, alarm, *period):
            domain = (*waiting, *(("amazon_ship_by", *part) for part in period))
            return Figure(label, "stock.picking", "amazon_account_id", domain, action, alarm)

        return {
            "ship_today": due(_("To ship today"), "info", (">=", now), ("<", tomorrow)),
            "ship_late": due(_("Late"), "danger", ("<", now)),
        }

    def _overview_work(self):
        def of_account(label, what, alarm, *domain):
            action = f"amazon_connector.action_{what.replace('.', '_')}"
            return Figure(label, what, "account_id", domain, action, alarm)

        return {
            "shipments_refused": of_account(
                _("Refused shipments"), "amazon.shipment", "danger", ("state", "=", "error")
            ),
            "issues": of_account(_("Issues"), "amazon.issue", "warning", ("state", "=", "open")),
            "offers_without_product": of_account(
                _("Offers without a product"),
                "amazon.offer",
                "warning",
                ("without_product", "=", True),
            ),
            "stock_differs": of_account(
                _("Stock over the limit"), "amazon.stock.figure", "warning", ("is_drift", "=", True)
            ),
        }

    # === Counting ===#

    def _overview_may_read(self, model):
        return self.env["ir.model.access"].check(model, "read", raise_exception=False)

    def _overview_model(self, model):
        """Return the model as the user sees its lists; who sees none may know the number."""
        records = self.env[model]
        return records if self._overview_may_read(model) else records.sudo()

    def _overview_count(self, figure):
        """:return: dict of numbers by account's id"""
        groups = self._overview_model(figure.model)._read_group(
            [(figure.account, "in", self.ids), *figure.domain], [figure.account], ["__count"]
        )
        return {account.id: count for account, count in groups}

    def _overview_orders_by_day(self):
        """:return: dict of (dict of numbers by the user's date) by account's id"""
        begin = local_midnight(self.env, self._week_start() - DAYS_A_WEEK)
        zone = self.env.context.get("tz") or self.env.user.tz or "UTC"
        groups = (
            self._overview_model("sale.order")
            .with_context(tz=zone)
            ._read_group(
                [
                    ("amazon_account_id", "in", self.ids),
                    ("date_order", ">=", begin),
                    ("state", "!=", "cancel"),
                ],
                ["amazon_account_id", "date_order:day"],
                ["__count"],
            )
        )
        by_day = {}
        for account, day, count in groups:
            by_day.setdefault(account.id, {})[fields.Date.to_date(day)] = count
        return by_day

    def _overview_two_weeks(self, by_day):
        """:return: list of last week's days and of this week's, with the orders of each"""
        today = fields.Date.context_today(self)
        first = today + timedelta(self._week_start() - DAYS_A_WEEK)
        days = [first + timedelta(number) for number in range(2 * DAYS_A_WEEK)]
        return [
            {
                "date": format_date(self.env, day, date_format="EEEE d MMMM"),
                "letter": format_date(self.env, day, date_format="EEEEE"),
                "count": by_day.get(day, 0),
                "is_this_week": day >= days[DAYS_A_WEEK],
                "is_today": day == today,
            }
            for day in days
        ]
