from odoo import _, fields, models

from .amazon_account_issues import SILENCE
from .amazon_account_work import SHIPMENTS


class AmazonAccount(models.Model):
    """Telling people that transfers wait on an account through which nobody tells Amazon."""

    _inherit = "amazon.account"

    is_silent = fields.Boolean(
        "Transfers wait in vain",
        copy=False,
        readonly=True,
        help="The account is archived or not connected, though transfers wait to be told.",
    )

    def _follow_silence(self):
        """Give people an activity when an account falls silent; take it away after."""
        for account in self:
            waiting = 0 if account._tells_amazon() else account._count_untold()
            if bool(waiting) == account.is_silent:
                continue
            account.is_silent = bool(waiting)
            if waiting:
                account._ask_people(
                    lambda one, waiting=waiting: one._silence_words(waiting), SILENCE
                )
            else:
                account._activities_about(SILENCE).unlink()

    def _tells_amazon(self):
        """Whether Amazon can be told through this account at all."""
        self.ensure_one()
        return bool(self.active and self._connected())

    def _count_untold(self):
        return self.env["stock.picking"].search_count(
            [
                ("amazon_sync_state", "in", ("pending", "processing")),
                ("sale_id.amazon_account_id", "=", self.id),
            ]
        )

    def _silence_words(self, waiting):
        """Return summary and note of the activity about it.

        :param waiting: how many transfers Amazon is not told of
        """
        cron, _runs = self._coming_runs(SHIPMENTS)
        note = _(
            "%(hindrance)s Transfers that Amazon is not told of for that reason: %(waiting)s. "
            "Restore the account or complete its credentials, and it goes on by itself; else "
            "confirm what left in Seller Central.",
            hindrance=self._shipments_hindrance(cron),
            waiting=waiting,
        )
        return _("Amazon is not told of transfers"), note
