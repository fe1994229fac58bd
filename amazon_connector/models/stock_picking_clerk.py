from odoo import _, fields, models

from ..discreet_logs import in_short

# What marks a transfer's activity, see mail.activity's amazon_reason: goods beyond an order …
BEYOND = "beyond_order"
# … and what nobody foresaw.
BREAKDOWN = "breakdown"


class StockPicking(models.Model):
    """What the clerks of transfers are asked to do, each in the clerk's language."""

    _inherit = "stock.picking"

    amazon_responsible_id = fields.Many2one(
        "res.users",
        "Who decides",
        compute="_compute_amazon_responsible_id",
        compute_sudo=True,
        help="Who looks after the Amazon order: the salesperson, or who is responsible for the "
        "account.",
    )

    def _compute_amazon_responsible_id(self):
        for picking in self:
            sale = picking.sale_id.filtered("amazon_order_ref")
            picking.amazon_responsible_id = sale._amazon_responsible() if sale else False

    def _amazon_clerk(self):
        """Return the user of this transfer, or else who looks after its order."""
        self.ensure_one()
        return self.user_id or self.sale_id._amazon_responsible()

    def _amazon_for_clerk(self):
        """Return this transfer in its clerk's language."""
        return self.with_context(lang=self._amazon_clerk().lang or self.env.lang)

    def _amazon_ask_clerk(self, summary, note, **values):
        """Give the clerk of this transfer something to do.

        :param summary: in the clerk's language, as the note: see ``_amazon_for_clerk``
        :param values: of the activity, such as amazon_reason
        """
        self.ensure_one()
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=summary,
            note=note,
            user_id=self._amazon_clerk().id,
            **values,
        )

    def _amazon_shipped_elsewhere(self):
        """Amazon shows these waiting transfers as shipped: nothing more is to be told to it.

        The clerk decides what to do with the transfer, and gets an activity that says so.
        """
        for picking in self:
            picking.amazon_sync_state = "done"
            picking._amazon_for_clerk()._amazon_ask_whether_it_left()

    def _amazon_ask_whether_it_left(self):
        self._amazon_ask_clerk(
            _("Shipped already, says Amazon"),
            _(
                "Amazon shows the order %s as shipped, though this transfer is still open. "
                "If the goods have left, validate it; nothing is told to Amazon again. If "
                "they have not, look the order up in Seller Central.",
                self.amazon_order_ref,
            ),
        )

    def _amazon_beyond_order(self):
        """All that Amazon ordered has left without these waiting transfers: ask their clerks, once.

        What leaves all the same is not marked as known to Amazon, since it is not.
        """
        asked = self._amazon_failure_activities(BEYOND).mapped("res_id")
        for picking in self.filtered(lambda one: one.id not in asked):
            picking._amazon_for_clerk()._amazon_ask_to_cancel()

    def _amazon_ask_to_cancel(self):
        self._amazon_ask_clerk(
            _("More than was ordered"),
            _(
                "Amazon shows the order %s as shipped, with all that was ordered, and this "
                "transfer is still open. Cancel it, unless it replaces what came back: Amazon "
                "cannot be told of more.",
                self.amazon_order_ref,
            ),
            amazon_reason=BEYOND,
        )

    def _amazon_ask_about_rest(self):
        self._amazon_ask_clerk(
            _("Shipped in part already, says Amazon"),
            _(
                "Amazon counts goods of the order %s as shipped that this transfer still "
                "holds. If they left from here, validate just them. If they left from "
                "elsewhere, press « They left elsewhere » on the transfer.",
                self.amazon_order_ref,
            ),
        )

    def _amazon_ask_for_new_papers(self):
        self._amazon_ask_clerk(
            _("Amazon changed the delivery address"),
            _(
                "The order %s goes to another address now. Make its papers and its label anew.",
                self.amazon_order_ref,
            ),
        )

    def _amazon_note_breakdown(self, error):
        """Have somebody look at a transfer that Amazon cannot be told of, once."""
        self.ensure_one()
        message = self._amazon_say_breakdown(error)
        # The error's own words may differ each time.
        if self.amazon_sync_message != message and not self._amazon_failure_activities(BREAKDOWN):
            self._amazon_for_clerk()._amazon_ask_about_breakdown(error)
        self.amazon_sync_message = message

    def _amazon_ask_about_breakdown(self, error):
        self._amazon_ask_clerk(
            _("Amazon could not be told"),
            self._amazon_say_breakdown(error),
            amazon_reason=BREAKDOWN,
        )

    def _amazon_say_breakdown(self, error):
        return _(
            "What left with this transfer could not be made ready for Amazon. It is tried again "
            "by itself. If it goes on, show this to your integrator: %s",
            in_short(error),
        )
