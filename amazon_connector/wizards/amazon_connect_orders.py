from datetime import datetime, time, timedelta

import pytz
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..models.amazon_account_order_list import HISTORY

USUAL_DAYS = 7


class AmazonConnect(models.TransientModel):
    """The last two steps: which marketplaces, and the orders from when on."""

    _inherit = "amazon.connect"

    line_ids = fields.One2many("amazon.connect.line", "wizard_id", "Marketplaces")
    since = fields.Date(
        "Orders changed since",
        default=lambda self: fields.Date.context_today(self) - timedelta(days=USUAL_DAYS),
        help="Orders that came or changed from this day on, whenever they were placed. Amazon "
        "keeps two years of them.",
    )
    goes_on_from = fields.Datetime(
        "In Odoo up to",
        readonly=True,
        help="Up to when its orders were in Odoo as this setup began; empty for a new account.",
    )
    preview = fields.Text(readonly=True)

    def _list_marketplaces(self, participations):
        """Show the region's marketplaces, those chosen where the seller sells.

        :param participations: iterable of amazon_api Participation
        """
        told = {one.marketplace_id: one for one in participations}
        chosen = self.account_id.marketplace_ids
        others = self.account_id._amazon_other_records().filtered("active")
        lines = []
        for place in self._marketplaces_of_region():
            participation = told.get(place.marketplace_id)
            sells = bool(participation and participation.is_participating)
            holder = others.filtered(lambda one, place=place: place in one.marketplace_ids)
            wanted = place in chosen if chosen else sells
            values = {
                "marketplace_id": place.id,
                "is_free": not holder,
                "is_chosen": wanted and not holder,
                "note": self._note_of_marketplace(participation, holder),
            }
            lines.append((not sells, fields.Command.create(values)))
        # Those where the seller sells come first.
        lines.sort(key=lambda line: line[0])
        self.line_ids = [fields.Command.clear(), *(command for _last, command in lines)]

    def _note_of_marketplace(self, participation, holder):
        if holder:
            return _("On %s already", self.account_id._amazon_name_of(holder[:1]))
        if not participation or not participation.is_participating:
            return _("You do not sell here")
        if participation.has_suspended_listings:
            return _("You sell here, but Amazon hides your offers at present")
        return _("You sell here")

    def action_choose(self):
        """Button « Next » of the marketplaces: go on to the first orders, and count them.

        :raise AccessError: the user is no manager
        :raise UserError: no marketplace is chosen
        """
        self._check()
        self._chosen()
        self.write({"step": "orders", "hint": False})
        self.action_count()

    def _chosen(self):
        chosen = self.line_ids.filtered("is_chosen").marketplace_id
        if not chosen:
            raise UserError(_("Choose one marketplace at least: orders come from there."))
        return chosen

    @api.onchange("since")
    def _onchange_since(self):
        self.preview = False

    def action_count(self):
        """Button « Count again »: how many orders come from the chosen day on.

        :raise AccessError: the user is no manager
        :raise UserError: a day in the future, or before Amazon's memory
        """
        self._check()
        account = self.account_id
        since = self._chosen_since() or account._orders_complete_until()
        since = max(since, fields.Datetime.now() - HISTORY)
        preview = account._amazon_preview(self._chosen(), since)
        self.preview = account._amazon_tell_preview(preview)

    def action_start(self):
        """Button « Start »: have the orders come, and show on the overview how far they are.

        The first ones come at once, the rest in the background. An account that brings orders
        already goes on where it stood, so that none is left out, unless an earlier day is chosen.

        :raise AccessError: the user is no manager
        :raise UserError: a day that will not do
        """
        self._check()
        account = self.account_id
        chosen, since = self._chosen(), self._chosen_since()
        # What is as it was is not written: that would begin a history under way anew.
        values = {"marketplace_ids": chosen.ids} if chosen != account.marketplace_ids else {}
        if since:
            values["last_orders_sync"] = since
        account.write(values)
        answer = account.action_sync_orders()
        overview = self.env["ir.actions.act_window"]._for_xml_id(
            "amazon_connector.action_amazon_overview"
        )
        answer["params"]["next"] = {**overview, "target": "main"}
        return answer

    def _propose_day(self):
        """Propose the day on which the account stands: no later one, which would leave orders out.

        The day of one that never asked for orders is nothing but the day of its making.
        """
        stands = self.account_id._orders_complete_until()
        self.goes_on_from = self.account_id.orders_checked_at and stands
        day = self._day_of(stands)
        self.since = day if self.goes_on_from else min(self.since or day, day)

    def _chosen_since(self):
        """Return the moment from which orders are to come, in UTC; None: from where it stands.

        The account may have gone on since this setup began, so the day is held against its place
        then.

        :raise UserError: a day that will not do
        """
        stood = self.goes_on_from
        if stood and self.since and self.since >= self._day_of(stood):
            return None
        return self._since()

    def _day_of(self, moment):
        return pytz.utc.localize(moment).astimezone(self._zone()).date()

    def _zone(self):
        return pytz.timezone(self.env.user.tz or "UTC")

    def _since(self):
        """Return the beginning of the chosen day, by the user's clock, in UTC.

        :raise UserError: a day in the future, or before Amazon's memory
        """
        if not self.since:
            raise UserError(_("Choose from which day on orders are to come."))
        begin = self._zone().localize(datetime.combine(self.since, time.min)).astimezone(pytz.utc)
        begin = begin.replace(tzinfo=None)
        if begin > fields.Datetime.now():
            raise UserError(_("This day lies in the future. Choose today or an earlier one."))
        if begin < fields.Datetime.now() - HISTORY:
            raise UserError(_("Amazon keeps orders for two years. Choose a later day."))
        return begin


class AmazonConnectLine(models.TransientModel):
    """A marketplace that the account may have."""

    _name = "amazon.connect.line"
    _description = "Marketplace of a new Amazon Account"

    wizard_id = fields.Many2one("amazon.connect", required=True, ondelete="cascade")
    marketplace_id = fields.Many2one("amazon.marketplace", required=True, readonly=True)
    is_free = fields.Boolean(readonly=True)
    is_chosen = fields.Boolean("Bring orders")
    note = fields.Char(readonly=True)
