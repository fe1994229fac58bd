import contextlib
from datetime import timedelta

from odoo import api, fields, models

# Between two messages to one person; a page of orders takes longer.
BETWEEN_MESSAGES = timedelta(seconds=2)
KEPT = timedelta(days=3)
# What comes in is told apart from what was there by its id.
COMES_IN = ("sale.order", "amazon.issue", "amazon.shipment")
ENDED = ("done", "failed", "stopped")
LISTS = {
    "sale.order": "amazon_connector.action_amazon_orders",
    "amazon.issue": "amazon_connector.action_amazon_issue",
    "amazon.shipment": "amazon_connector.action_amazon_shipment",
    "amazon.stock.figure": "amazon_connector.action_amazon_stock_figure",
    "amazon.recover.order": "amazon_connector.action_amazon_recover_order",
}


class AmazonProgress(models.Model):
    """Work with Amazon that somebody asked for by a button: how far it is, and what came in.

    Whoever does the work, the button itself or a scheduled action, notes here where it is; the one
    who asked is told over Odoo's bus. Where that does not reach the browser, it asks (`look`).
    """

    _name = "amazon.progress"
    _description = "Amazon Work Asked For"
    _order = "id desc"

    user_id = fields.Many2one(
        "res.users", "Asked by", required=True, index=True, ondelete="cascade"
    )
    account_id = fields.Many2one("amazon.account", required=True, index=True, ondelete="cascade")
    work = fields.Selection(
        [
            ("orders", "Orders"),
            ("shipments", "Transfers"),
            ("stock", "Stock"),
            ("issues", "Issues"),
            ("look_back", "Orders left out"),
            ("recover", "Orders named"),
        ],
        required=True,
    )
    state = fields.Selection(
        [
            ("running", "Under way"),
            ("done", "Done"),
            ("failed", "Put off"),
            ("stopped", "Stopped"),
        ],
        default="running",
        required=True,
        index=True,
    )
    message = fields.Text("What happened")
    told_at = fields.Datetime("Last told", default=fields.Datetime.now)
    is_shown = fields.Boolean(help="The person saw it under way.")
    is_put_away = fields.Boolean(help="The person wants to see the end only.")
    is_seen = fields.Boolean(help="The person saw how it ended.")
    begins_after = fields.Json(help="The newest ids when it began, by model.")
    ends_with = fields.Json(help="The newest ids when it ended, by model.")
    # Of a look back: those that it found.
    updated_ids = fields.Many2many("sale.order", "amazon_progress_updated_rel")
    recover_ids = fields.One2many("amazon.recover.order", "progress_id", "Orders named")
    shipment_ids = fields.Many2many("amazon.shipment", string="Waited when it began")
    issue_ids = fields.Many2many(
        "amazon.issue", "amazon_progress_issue_rel", string="Issues asked for"
    )
    untried_ids = fields.Many2many(
        "amazon.issue", "amazon_progress_untried_rel", string="Issues not tried yet"
    )

    # === Its life ===#

    @api.model
    def _begin(self, accounts, work, issues=None):
        """Return one for each account: what the user asks for now, or asked for already.

        Orders that are named are another thing each time.

        :param work: a key of the field
        :param issues: amazon.issue records that are tried again
        """
        progress = self.sudo()
        for account in accounts:
            asked = account._asked(work).filtered(lambda one: one.user_id == self.env.user)[:1]
            asked = (work != "recover" and asked) or progress.create(
                {"user_id": self.env.uid, "account_id": account.id, **self._first(account, work)}
            )
            asked.is_put_away = False
            if issues:
                of_account = issues.filtered(lambda one, account=account: one.account_id == account)
                asked.issue_ids |= of_account
                asked.untried_ids |= of_account
            progress |= asked
        return progress

    def _first(self, account, work):
        values = {"work": work, "begins_after": self._newest_ids()}
        if work == "shipments":
            waiting = [("account_id", "=", account.id), ("state", "in", ("pending", "processing"))]
            shipments = self.env["amazon.shipment"].sudo().search(waiting)
            values["shipment_ids"] = [fields.Command.set(shipments.ids)]
        return values

    @api.model
    def _newest_ids(self):
        return {
            name: self.env[name]
            .sudo()
            .with_context(active_test=False)
            .search([], order="id desc", limit=1)
            .id
            or 0
            for name in COMES_IN
        }

    @contextlib.contextmanager
    def _or_forgotten(self):
        """Forget what could not even be begun in the block: the button itself says why."""
        try:
            yield
        except Exception:
            self.env.cr.rollback()
            self.env.invalidate_all()
            self.exists().unlink()
            self.env.cr.commit()  # pylint: disable=invalid-commit
            raise

    def _note_updated(self, sales):
        """Note orders that Amazon changed, among those that were there when it began."""
        for progress in self:
            newest = progress.begins_after["sale.order"]
            progress.updated_ids |= sales.filtered(lambda sale, last=newest: sale.id <= last)

    @api.model
    def _note_tried(self, page, untried, say=None):
        """Tell those who wait for these issues which of them were tried; the caller commits.

        :param page: amazon.issue records
        :param untried: those of them that were not tried after all
        :param say: why the others wait, see _follow_saying
        """
        for progress in self._waiting_for(page):
            progress.untried_ids -= page - untried
            if not progress.untried_ids:
                progress._follow("done")
            else:
                progress._follow_saying("wait" if say else "more", say)

    @api.model
    def _waiting_for(self, issues):
        """Return what waits for one of these issues to be tried."""
        waiting = [("state", "=", "running"), ("untried_ids", "in", issues.ids)]
        return self.sudo().search(waiting)

    def _follow_saying(self, outcome, say):
        """Do as _follow, in the language and the time of who asked for each.

        :param say: function of the account that says why it did not go on; or None
        """
        for progress in self:
            user = progress.user_id
            account = progress.account_id.with_context(lang=user.lang, tz=user.tz)
            progress._follow(outcome, say and say(account))

    def _follow(self, outcome, message=False):
        """Note what became of a part of the work, and tell who asked for it.

        :param outcome: as of amazon.account's _do_work
        :param message: why it did not go on, in words for people
        """
        if outcome in ENDED:
            self.write({"state": outcome, "message": message, "ends_with": self._newest_ids()})
            self.filtered("is_shown")._tell()
        else:
            waits = outcome == "wait"
            self.message = waits and message
            latest = fields.Datetime.now() - BETWEEN_MESSAGES
            due = self.filtered(lambda one: waits or one.told_at <= latest)
            due.told_at = fields.Datetime.now()
            due.filtered(lambda one: not one.is_put_away)._tell()

    @api.autovacuum
    def _gc_old(self):
        self.sudo().search([("create_date", "<", fields.Datetime.now() - KEPT)]).unlink()

    # === Telling ===#

    def _tell(self):
        """Tell each person who asked, in all their windows."""
        self.is_shown = True
        for progress in self:
            self.env["bus.bus"]._sendone(
                progress.user_id.partner_id, "amazon_progress", progress._in_words()
            )

    def _answer(self):
        """Return the client action that answers the button: how it ended, or how far it is."""
        self.filtered(lambda one: one.state == "running").is_shown = True
        self.filtered(lambda one: one.state in ENDED).is_seen = True
        told = [one._in_words() for one in self]
        kinds = {one["kind"] for one in told}
        return {
            "type": "ir.actions.client",
            "tag": "amazon_progress",
            "params": {
                "title": told[0]["title"],
                "message": "\n".join(one["message"] for one in told),
                "type": "warning" if "warning" in kinds else min(kinds),
                "progress": told,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _unseen(self):
        """Return what the user's windows show when they are opened anew: a list as of `look`."""
        if not self.env.user.has_group("amazon_connector.group_amazon_user"):
            return []
        mine = [("user_id", "=", self.env.uid), ("is_shown", "=", True), ("is_seen", "=", False)]
        shown = [("state", "in", ENDED), ("is_put_away", "=", False)]
        return self.search([*mine, "|", *shown], order="id").look()

    # === What the browser asks for ===#

    def look(self):
        """Return how far these are, as the bus tells it: the way where no bus is.

        Of what is another user's, or gone, nothing is returned.
        """
        return [progress._in_words() for progress in self._mine()]

    def action_put_away(self):
        """The person closed it in one window: it goes in all. What goes on still tells its end."""
        for progress in self._mine():
            closed = "is_put_away" if progress.state == "running" else "is_seen"
            if progress[closed]:
                continue
            progress[closed] = True
            self.env["bus.bus"]._sendone(
                progress.user_id.partner_id,
                "amazon_progress_put_away",
                {"id": progress.id, "state": progress.state},
            )

    def action_open(self, part):
        """Open exactly what came in.

        :param part: a key of _parts, such as 'new'
        :return: the action that shows it; False when there is nothing (any more)
        """
        progress = self._mine()
        model, domain = progress._parts().get(part, (None, None)) if progress else (None, None)
        ids = model and progress._may_open(model) and self.env[model].search(domain).ids
        if not ids:
            return False
        action = self.env["ir.actions.act_window"]._for_xml_id(LISTS[model])
        action.update(domain=[("id", "in", ids)], context={"create": False})
        if len(ids) == 1:
            action.update(res_id=ids[0], views=[(False, "form")], view_mode="form")
        return action

    def _mine(self):
        """Return those that the user asked for, to work with."""
        known = self.sudo().exists()
        return known.filtered(lambda progress: progress.user_id == self.env.user)
