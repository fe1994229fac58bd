from odoo import _, api, fields, models

from ..spoken import spoken_difference, spoken_quantity
from .amazon_account_issues import DRIFT

SKUS_NAMED = 10


class AmazonAccount(models.Model):
    """What differs between Amazon's stock and Odoo's, and telling people as long as it does."""

    _inherit = "amazon.account"

    drift_units = fields.Integer(
        "Report from (units)",
        default=5,
        help="The people responsible get an activity when Odoo's stock of a SKU differs from "
        "Amazon's by more than these units, and by more than the percentage. Orders on their way "
        "into Odoo make for short differences.",
    )
    drift_percent = fields.Float(
        "Report from (%)", (5, 1), default=5.0, help="Of what Amazon has of the SKU."
    )
    stock_figure_ids = fields.One2many("amazon.stock.figure", "account_id", "Stock at Amazon")
    stock_figure_count = fields.Integer("Stock", compute="_compute_stock_counts")
    stock_difference_count = fields.Integer("Differences", compute="_compute_stock_counts")
    has_drift = fields.Boolean("Stock over the limit", copy=False, readonly=True)
    # Those that people were told of, a line each.
    drift_skus = fields.Text("SKUs over the limit", copy=False, readonly=True)

    @api.depends("stock_figure_ids.state", "stock_figure_ids.is_current")
    def _compute_stock_counts(self):
        current = ("is_current", "=", True)
        self._count("amazon.stock.figure", "account_id", "stock_figure_count", [current])
        differs = [current, ("state", "in", ("less", "more"))]
        self._count("amazon.stock.figure", "account_id", "stock_difference_count", differs)

    def write(self, values):
        result = super().write(values)
        fields_of_it = {"active", "compares_stock", "drift_units", "drift_percent"}
        if fields_of_it & values.keys():
            self.sudo()._judge_drift_anew()
        return result

    def _judge_drift_anew(self):
        """Hold the newest figures to the limits; what is no longer compared has no newest ones."""
        figures = self.env["amazon.stock.figure"]
        lines = figures.search([("account_id", "in", self.ids), ("is_current", "=", True)])
        lines.filtered(
            lambda line: not (line.account_id.active and line.account_id.compares_stock)
        ).is_current = False
        self.env.add_to_compute(figures._fields["is_drift"], lines)
        for account in self:
            account._follow_drift()

    def action_open_stock(self):
        """Button « Stock »: Amazon's figures beside Odoo's."""
        return self._open("amazon_connector.action_amazon_stock_figure", "account_id")

    def action_open_stock_differences(self):
        window = self.action_open_stock()
        window["context"] = {"search_default_current": 1, "search_default_differs": 1}
        return window

    def _follow_drift(self):
        """Give people an activity when SKUs begin to differ too much; take it away after.

        One activity names all that differ; whoever marked theirs as done is told of new ones only.
        """
        self.ensure_one()
        lines = self.env["amazon.stock.figure"].search(
            [("account_id", "=", self.id), ("is_drift", "=", True)]
        )
        skus, told = set(lines.mapped("sku")), set((self.drift_skus or "").splitlines())
        if skus != told:
            self.write({"has_drift": bool(skus), "drift_skus": "\n".join(sorted(skus))})
        activities = self._activities_about(DRIFT)
        if not lines:
            activities.unlink()
            return
        for activity in activities:
            account = self.sudo().with_context(lang=activity.user_id.lang)
            summary, note = account._drift_words(lines)
            activity.write({"summary": summary, "note": note})
        if skus - told:
            have = activities.user_id
            self._ask_people(lambda account: account._drift_words(lines), DRIFT, told=have)

    def _drift_words(self, lines):
        """Return summary and note of the activity that names what differs most."""
        named = ", ".join(
            f"{line.sku} ({spoken_difference(self.env, line.difference)})"
            for line in lines[:SKUS_NAMED]
        )
        note = _(
            "%(count)s SKUs differ by more than the account's limit. What Odoo has more, or less "
            "(-), than Amazon: %(named)s. Look at « Stock » on the account: goods may be lost, or "
            "be booked to Amazon that never left. Prepare an adjustment there once you know.",
            count=spoken_quantity(self.env, len(lines)),
            named=named + (" …" if len(lines) > SKUS_NAMED else ""),
        )
        return _("Amazon's stock differs from Odoo's"), note
