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
                account._ask_about_silence(waiting)
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

    def _ask_about_silence(self, waiting):
        """Give the people responsible an activity.

        :param waiting: how many transfers Amazon is not told of
        """
        for user in self._amazon_people():
            account = self.with_context(lang=user.lang)
            cron, _runs = account._coming_runs(SHIPMENTS)
            account.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=account._silence_summary(),
                note=account._silence_note(account._shipments_hindrance(cron), waiting),
                user_id=user.id,
                amazon_reason=SILENCE,
            )

    def _silence_summary(self):
        return _("Amazon is not told of transfers")

    def _silence_note(self, hindrance, waiting):
        return _(
            "%(hindrance)s Transfers that Amazon is not told of for that reason: %(waiting)s. "
            "Restore the account or complete its credentials, and it goes on by itself; else "
            "confirm what left in Seller Central.",
            hindrance=hindrance,
            waiting=waiting,
        )
