from odoo import _, models

# Stands in the place of an issue's reason on activities about stock that differs.
DRIFT = "drift"
# … and on those about transfers that nobody tells Amazon of.
SILENCE = "silence"
# … and on those about feeds of whose end Amazon does not let us ask.
FEEDS = "feeds"


class AmazonAccount(models.Model):
    """Telling people of new kinds of issues, as long as there are open ones."""

    _inherit = "amazon.account"

    def _amazon_people(self):
        """Return the users who are told what a person has to do on this account."""
        self.ensure_one()
        return self.responsible_user_ids.filtered("active") or self.create_uid

    def _ask_people(self, words, reason=False, told=()):
        """Give the people responsible for this account an activity, each in their language.

        :param words: function of the account in such a language; returns (summary, note)
        :param reason: marks the activities, so that _activities_about finds them
        :param told: users who need none
        """
        self.ensure_one()
        for user in self.sudo()._amazon_people().filtered(lambda user: user not in told):
            account = self.sudo().with_context(lang=user.lang)
            summary, note = words(account)
            account.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=note,
                user_id=user.id,
                amazon_reason=reason,
            )

    def _amazon_ask_about(self, reason):
        """Give the people responsible an activity about a new kind of issues.

        :param reason: a key of amazon.issue's reason
        """
        self._ask_people(lambda account: account._words_about(reason), reason)

    def _words_about(self, reason):
        issue = self.env["amazon.issue"].new({"account_id": self.id, "reason": reason})
        labels = dict(issue._fields["reason"]._description_selection(issue.env))
        return _("Amazon issues: %s", labels[reason]), issue.advice

    def _activities_about(self, reason):
        """Return the open activities on these accounts that are marked with a reason."""
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("amazon_reason", "=", reason),
                ]
            )
        )

    def _amazon_forget_solved_reasons(self):
        """Take away the activities about kinds of issues that are all solved."""
        activities = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("amazon_reason", "!=", False),
                    ("amazon_reason", "not in", (DRIFT, SILENCE, FEEDS)),
                ]
            )
        )
        if activities:
            open_kinds = self.env["amazon.issue"]._open_kinds(self)
            activities.filtered(
                lambda one: (self.browse(one.res_id), one.amazon_reason) not in open_kinds
            ).unlink()
