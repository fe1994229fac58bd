import logging
import time
from datetime import timedelta, timezone

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..amazon_api.errors import AmazonError, GiveUp, Wait
from ..moments import naive_utc
from .amazon_account_order_sync import SECONDS_A_RUN, TOKEN_LIFE

_logger = logging.getLogger(__name__)

# A look is begun at most once in this time; a long one goes on in between, page by page.
BETWEEN_LOOKS = timedelta(hours=20)


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
        help="Orders that only the daily look back brought, since the account was created.",
    )
    second_look_at = fields.Datetime("Looked back at", copy=False, readonly=True)
    # Where a look stands that is not through, so that the next run goes on there.
    second_look_token = fields.Char(
        "Look back: page", copy=False, readonly=True, groups="base.group_system"
    )
    second_look_after = fields.Datetime(
        "Look back: created after", copy=False, readonly=True, groups="base.group_system"
    )

    @api.constrains("second_look_days")
    def _check_second_look_days(self):
        if any(account.second_look_days < 1 for account in self):
            raise ValidationError(_("The look back must be one day at least."))

    @api.model
    def _cron_second_look(self):
        now = fields.Datetime.now()
        for account in self.search([("marketplace_ids", "!=", False)])._connected():
            due = not account.second_look_at or account.second_look_at <= now - BETWEEN_LOOKS
            if not (due or account.sudo().second_look_token):
                continue
            try:
                account._look_twice()
            except Exception:
                self.env.cr.rollback()
                _logger.exception("Amazon account %s: the second look broke down", account.id)

    def _look_twice(self):
        """Bring the orders of the last days that are not in Odoo though they should be.

        What is in Odoo already is left to the list of changes.
        """
        self.ensure_one()
        with self._only_one_process() as alone:
            if not alone:
                return
            account = self._at_work()
            try:
                account._look_twice_at_pages(time.monotonic() + SECONDS_A_RUN)
            except AmazonError as error:
                self.env.cr.rollback()
                account._put_off_second_look(error)

    def _look_twice_at_pages(self, deadline):
        with self._amazon_client() as client:
            while time.monotonic() < deadline:
                filters = self._next_second_page()
                page = self._ask_for_orders(client, filters)
                self._import_unseen(page.orders)
                self.second_look_token = page.next_token
                self.second_look_after = naive_utc(filters["created_after"])
                if not filters["pagination_token"]:
                    self.second_look_at = fields.Datetime.now()
                self.env.cr.commit()  # pylint: disable=invalid-commit
                if not page.next_token:
                    return
        self.env.ref("amazon_connector.cron_second_look")._trigger()

    def _next_second_page(self):
        now = fields.Datetime.now()
        after, token = now - timedelta(days=self.second_look_days), None
        if self.second_look_token and self.second_look_at > now - TOKEN_LIFE:
            after, token = self.second_look_after, self.second_look_token
        return {
            "marketplace_ids": self.marketplace_ids.mapped("marketplace_id"),
            "created_after": after.replace(tzinfo=timezone.utc),
            "pagination_token": token,
        }

    def _import_unseen(self, orders):
        """Import those of the orders that should be in Odoo and are not."""
        sales = self.env["sale.order"]
        known = sales._amazon_known(self, [order.order_id for order in orders])
        unseen = [
            order for order in orders if order.order_id not in known and self._amazon_wants(order)
        ]
        if unseen:
            sales._amazon_import(self, unseen)
            found = sales._amazon_known(self, [order.order_id for order in unseen])
            self.second_look_found += len(found)

    def _put_off_second_look(self, error):
        """Go on later: when Amazon says, or else the next day.

        Trouble that lasts shows at the list of changes, which has the same cause.
        """
        _logger.info("Amazon account %s: second look put off (%s)", self.id, error)
        if isinstance(error, GiveUp):
            self.second_look_token = False
        if isinstance(error, Wait):
            again = fields.Datetime.now() + timedelta(seconds=error.seconds)
            self.env.ref("amazon_connector.cron_second_look")._trigger(again)
        self.env.cr.commit()  # pylint: disable=invalid-commit
