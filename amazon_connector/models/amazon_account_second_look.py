import logging
import math
import time
from datetime import timedelta, timezone
from functools import partial

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..amazon_api.errors import AmazonError, GiveUp, Wait
from ..discreet_logs import without_data
from ..moments import naive_utc
from .amazon_account_order_list import TOKEN_LIFE
from .amazon_account_quota import LEFT_BY_CRON, LEFT_BY_LOOK_BACK
from .amazon_account_work import LOOK_BACK, SECONDS_A_RUN
from .amazon_account_work import WHILE_BUSY as WHILE_SOMEBODY_WAITS

_logger = logging.getLogger(__name__)

# A look is begun at most once in this time; a long one goes on in between, page by page.
BETWEEN_LOOKS = timedelta(hours=20)
# A look that found no calls left for so long no longer stands back.
OVERDUE = timedelta(days=2)
WHILE_BUSY = timedelta(minutes=10)


class AmazonAccount(models.Model):
    """Once a day, a look over the orders created in the last days.

    Amazon's list of changes is known to leave orders out now and then
    (amzn/selling-partner-api-models #3945, #5048); the list by creation date has them.
    """

    _inherit = "amazon.account"

    second_look_days = fields.Integer(
        "Look back (days)",
        default=7,
        help="Once a day, the orders placed in the last days are gone through for any that "
        "Amazon's list of changes left out.",
    )
    second_look_found = fields.Integer(
        "Found by looking back",
        copy=False,
        readonly=True,
        help="Orders that Amazon's list of changes had left out and the daily look back brought, "
        "since the account was created.",
    )
    second_look_at = fields.Datetime("Looked back at", copy=False, readonly=True)
    # Where a look stands that is not through, so that the next run goes on there.
    second_look_token = fields.Char(
        "Look back: page", copy=False, readonly=True, groups="base.group_system"
    )
    second_look_page_at = fields.Datetime(
        "Look back: page told at", copy=False, readonly=True, groups="base.group_system"
    )
    second_look_after = fields.Datetime(
        "Look back: created after", copy=False, readonly=True, groups="base.group_system"
    )

    @api.constrains("second_look_days")
    def _check_second_look_days(self):
        if any(account.second_look_days < 1 for account in self):
            raise ValidationError(_("The look back must be one day at least."))

    def action_look_back(self):
        """Button « Look back now »: bring what Amazon's list of changes left out.

        :raise AccessError: the user is no manager
        :raise UserError: the credentials are incomplete
        """
        return self._do_for_user(LOOK_BACK)

    def _look_back(self, seconds):
        """Do as _look_twice, for so many seconds."""
        return self._look_twice(time.monotonic() + seconds)

    @api.model
    def _cron_second_look(self):
        now = fields.Datetime.now()
        deadline = time.monotonic() + SECONDS_A_RUN
        accounts = self.search(
            [("marketplace_ids", "!=", False), ("orders_stopped", "=", False)],
            order="second_look_at, id",
        )
        for account in accounts._connected():
            due = not account.second_look_at or account.second_look_at <= now - BETWEEN_LOOKS
            if not (due or account.sudo().second_look_token or account._asked(LOOK_BACK)):
                continue
            try:
                account._leaving(account._left_by_look_back(now))._look_twice(deadline)
            except Exception as error:  # noqa: BLE001 - the other accounts go on
                self.env.cr.rollback()
                self.env.invalidate_all()
                _logger.error(
                    "Amazon account %s: the second look broke down: %s",
                    account.id,
                    without_data(error),
                )
                why = partial(type(account)._why_not, error=error)
                account._tell_who_asked(LOOK_BACK, "failed", why)

    def _left_by_look_back(self, now):
        """Return the share of the quota that is left to the rest: less when a look is overdue."""
        overdue = self.second_look_at and self.second_look_at <= now - OVERDUE
        return LEFT_BY_CRON if overdue else LEFT_BY_LOOK_BACK

    def _look_twice(self, deadline=None):
        """Bring the orders of the last days that are not in Odoo though they should be.

        What is in Odoo already is left to the list of changes. While another process is at the
        account, it comes again a little later.

        :param deadline: after this moment (time.monotonic) no further page is begun
        :return: as _do_work
        """
        self.ensure_one()
        say = None
        with self._only_one_process() as alone:
            if not alone:
                later = WHILE_SOMEBODY_WAITS if self._asked(LOOK_BACK) else WHILE_BUSY
                self._trigger_second_look(fields.Datetime.now() + later)
                return "busy"
            account = self._at_work()
            try:
                outcome = account._look_twice_at_pages(deadline or time.monotonic() + SECONDS_A_RUN)
            except AmazonError as error:
                account._undo()
                outcome, say = account._put_off_second_look(error)
            account._tell_who_asked(LOOK_BACK, outcome, say)
        return outcome

    def _look_twice_at_pages(self, deadline):
        with self._amazon_client() as client:
            while time.monotonic() < deadline:
                if self.orders_stopped:
                    return "stopped"
                filters = self._next_second_page()
                page = self._ask_for_orders(client, filters)
                self._in_a_transaction(self._import_second_page, page, filters)
                if not page.next_token:
                    return "done"
                self._tell_who_asked(LOOK_BACK)
        self._trigger_second_look()
        return "more"

    @api.model
    def _trigger_second_look(self, at=None):
        self.env.ref("amazon_connector.cron_second_look").sudo()._trigger(at)

    def _next_second_page(self):
        now = fields.Datetime.now()
        after, token = now - timedelta(days=self.second_look_days), None
        if self.second_look_token and self.second_look_page_at > now - TOKEN_LIFE:
            after, token = self.second_look_after, self.second_look_token
        return {
            "marketplace_ids": self.marketplace_ids.mapped("marketplace_id"),
            "created_after": after.replace(tzinfo=timezone.utc),
            "pagination_token": token,
        }

    def _import_second_page(self, page, filters):
        self._import_unseen(page.orders, page.unreadable)
        now = fields.Datetime.now()
        values = {
            "second_look_token": page.next_token,
            "second_look_page_at": now,
            "second_look_after": naive_utc(filters["created_after"]),
        }
        if not filters["pagination_token"]:
            values["second_look_at"] = now
        self.write(values)

    def _import_unseen(self, orders, unreadable=()):
        """Import those of the orders that Odoo has never seen, and count what they brought."""
        refs = [one.order_id for one in (*orders, *unreadable) if one.order_id]
        seen = self._seen_orders(refs)
        unseen = [order for order in orders if order.order_id not in seen]
        unseen_unreadable = [one for one in unreadable if one.order_id not in seen]
        if unseen or unseen_unreadable:
            self.env["sale.order"]._amazon_import(self, unseen, unseen_unreadable)
            found = self._seen_orders([order.order_id for order in unseen])
            self.second_look_found += len(found)
            self._asked(LOOK_BACK).updated_ids |= self._sales_of(unseen)

    def _seen_orders(self, refs):
        """Return those of Amazon's order ids that are in Odoo.

        As a sales order, an open issue (which is tried again by itself) or goods of another shop's
        order that left.
        """
        issues = self.env["amazon.issue"].search(
            [
                ("account_id", "=", self.id),
                ("order_ref", "in", refs),
                ("state", "=", "open"),
            ]
        )
        moves = self.env["stock.move"].search(
            [("company_id", "=", self.company_id.id), ("amazon_order_ref", "in", refs)]
        )
        return {
            *self.env["sale.order"]._amazon_known(self, refs),
            *issues.mapped("order_ref"),
            *moves.mapped("amazon_order_ref"),
        }

    def _put_off_second_look(self, error):
        """Go on later: when Amazon says, or else the next day.

        Trouble that lasts shows at the list of changes, which has the same cause.

        :return: 'wait' or 'failed', and a function of the account that says why
        """
        _logger.info("Amazon account %s: second look put off (%s)", self.id, error)
        if isinstance(error, GiveUp):
            self.second_look_token = False
        outcome, say = "failed", lambda account: account._explain(error)
        if isinstance(error, Wait):
            seconds = math.ceil(error.seconds) + 1
            self._trigger_second_look(fields.Datetime.now() + timedelta(seconds=seconds))
            outcome, say = "wait", lambda account: account._say_limit(seconds)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        return outcome, say
