from odoo import _, api, fields, models

from .amazon_account_work import SHIPMENTS


class AmazonAccount(models.Model):
    """How an account is, in a word and a sentence that says what to do next."""

    _inherit = "amazon.account"

    condition = fields.Selection(
        [
            ("well", "All is well"),
            ("working", "At work"),
            ("attention", "Needs you"),
            ("trouble", "In trouble"),
            ("off", "Switched off"),
            ("unconnected", "Not connected"),
        ],
        compute="_compute_condition",
    )
    condition_message = fields.Char("What to do", compute="_compute_condition")

    @api.depends(
        "next_sync_reason",
        "next_shipments_reason",
        "orders_sync_failures",
        "shipments_sync_failures",
        "overview_figures",
        "reading_progress",
        "pricelist_ids",
        "marketplace_ids",
    )
    @api.depends_context("lang")
    def _compute_condition(self):
        shipments_cron, _runs = self._coming_runs(SHIPMENTS)
        for account in self:
            account.condition, account.condition_message = (
                account._condition_stopped(shipments_cron)
                or account._condition_trouble()
                or account._condition_work()
                or account._condition_well()
            )

    def _condition_stopped(self, shipments_cron):
        """Return what keeps the account from working at all, as (condition, message), or None."""
        if not self._connected():
            return "unconnected", _(
                "Amazon is not asked for anything yet. Connect the account, and its orders come "
                "by themselves."
            )
        if not self.next_sync_at:
            return "off", self.next_sync_reason
        hindrance = self._shipments_hindrance(shipments_cron)
        return ("off", hindrance) if hindrance else None

    def _condition_trouble(self):
        for work in ("orders", "shipments"):
            message = self[f"{work}_sync_message"]
            if self[f"{work}_sync_failures"] and message:
                return "trouble", message
        return None

    def _condition_work(self):
        """Return the most urgent of what a person has to do."""
        counts = {figure["name"]: figure["count"] for figure in self.overview_figures}
        without_rate = self._currencies_without_rate()
        counts["without_rate"] = len(without_rate)
        for name, message in self._condition_advice(without_rate).items():
            if counts[name]:
                return "attention", message
        return None

    def _condition_advice(self, without_rate):
        """Return dict of sentences by figure of the card, the most urgent first.

        :param without_rate: res.currency that Odoo cannot convert
        """
        return {
            "shipments_refused": _(
                "Amazon refuses shipments, and counts what is in them as not shipped. Open them: "
                "each says why."
            ),
            "ship_late": _("Transfers should have left by now. Ship them first."),
            "without_rate": _(
                "Odoo has no exchange rate for %s: it counts these amounts one to one, in reports "
                "and in the books. Enter one under Invoicing ‣ Configuration ‣ Currencies.",
                ", ".join(without_rate.mapped("name")),
            ),
            "issues": _("Orders need a person. Open the issues: each says what to do."),
            "offers_without_product": _(
                "Offers have no product yet. Choose one for each, and their orders are mended."
            ),
            "stock_differs": _("Amazon's stock differs from Odoo's. Open it to compare."),
        }

    def _condition_well(self):
        if self.reading_from:
            return "working", _("Older orders are being read. It goes on by itself.")
        if not self.orders_checked_at:
            return "working", _("Connected. The first orders come by themselves in a moment.")
        return "well", _("All orders are in Odoo, and Amazon knows all that left.")
