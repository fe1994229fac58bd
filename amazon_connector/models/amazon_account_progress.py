from datetime import timedelta

from odoo import _, api, fields, models

from ..spoken import spoken_moment

# A button answers in this time; what is left then goes on in the background.
SECONDS_A_CLICK = 3


class AmazonAccount(models.Model):
    """Work that a user asks for by a button: a moment of it at once, the rest in the background.

    How far it is, and what came in, is told to who asked (amazon.progress).
    """

    _inherit = "amazon.account"

    progress_words = fields.Text("Under way", compute="_compute_progress_words")

    @api.depends_context("lang", "tz", "uid")
    def _compute_progress_words(self):
        for account in self:
            told = [
                _(
                    "%(title)s, asked for by %(user)s: %(words)s",
                    title=one._title(),
                    user=one.user_id.name,
                    words=one._message(""),
                )
                for one in account._asked()
            ]
            account.progress_words = "\n".join(told)

    def _do_for_user(self, work):
        """Begin the work for the user, as far as it goes in a moment.

        :return: the client action that says what came in, or shows how far it is
        :raise AccessError: the user is no manager
        :raise UserError: the credentials are incomplete
        """
        self._check_manager()
        asked = self.env["amazon.progress"]._begin(self, work.name)
        hurried = self.with_context(amazon_hurry=True)
        with asked._or_forgotten():
            for account in hurried:
                outcome = getattr(account, work.button)(SECONDS_A_CLICK)
                if outcome in ("more", "busy"):
                    self._trigger_work(work)
        self.invalidate_recordset()
        return asked._answer()

    def _asked(self, work=None):
        """Return what was asked for of this account and is under way.

        :param work: a Work, its name, or None for any
        """
        name = getattr(work, "name", work)
        kinds = [("work", "=", name)] if name else []
        return (
            self.env["amazon.progress"]
            .sudo()
            .search([("account_id", "in", self.ids), ("state", "=", "running"), *kinds])
        )

    def _tell_who_asked(self, work, outcome="more", say=None):
        """Tell those who wait for this work what became of it, or how far it is; commits.

        :param outcome: as of _do_work
        :param say: why it did not go on, where the account does not keep that: function of the
            account, which speaks the language of who is told
        """
        asked = self._asked(work)
        if asked and work.message:
            self._in_a_transaction(asked._follow, outcome, self[work.message])
        elif asked:
            self._in_a_transaction(asked._follow_saying, outcome, say)

    # === Why it waits ===#

    def _say_in_background(self):
        return _("The rest goes on in the background.")

    def _say_after_others(self):
        return _("The account's orders are being worked on; it goes on by itself right after.")

    def _say_limit(self, seconds):
        """Say when it goes on, when Amazon may not be asked for so many seconds."""
        when = spoken_moment(self.env, fields.Datetime.now() + timedelta(seconds=seconds))
        return _("Amazon's limit of calls is reached; it goes on by itself at %s.", when)
