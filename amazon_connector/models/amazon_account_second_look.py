import logging
from datetime import timedelta, timezone

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..amazon_api.errors import AmazonError

_logger = logging.getLogger(__name__)


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

    @api.constrains("second_look_days")
    def _check_second_look_days(self):
        if any(account.second_look_days < 1 for account in self):
            raise ValidationError(_("The look back must be one day at least."))

    @api.model
    def _cron_second_look(self):
        for account in self.search([("marketplace_ids", "!=", False)]):
            if account.sudo().refresh_token:
                account._look_twice()

    def _look_twice(self):
        """Bring the orders of the last days that are not in Odoo though they should be.

        What is in Odoo already is left to the list of changes.
        """
        self.ensure_one()
        with self._only_one_process() as alone:
            if not alone:
                return
            account = self.sudo().with_company(self.company_id)
            try:
                account._look_twice_at_pages()
            except AmazonError as error:
                self.env.cr.rollback()
                # The next day looks again; trouble that lasts shows at the list of changes.
                _logger.info("Amazon account %s: no second look (%s)", self.id, error)

    def _look_twice_at_pages(self):
        filters = {
            "marketplace_ids": self.marketplace_ids.mapped("marketplace_id"),
            "created_after": fields.Datetime.now().replace(tzinfo=timezone.utc)
            - timedelta(days=self.second_look_days),
        }
        token = None
        with self._amazon_client() as client:
            while True:
                page = client.search_orders(**filters, pagination_token=token)
                self.env.cr.commit()  # pylint: disable=invalid-commit
                self.env.invalidate_all()
                self._import_unseen(page)
                self.env.cr.commit()  # pylint: disable=invalid-commit
                token = page.next_token
                if not token:
                    return

    def _import_unseen(self, page):
        sales = self.env["sale.order"]
        refs = [order.order_id for order in page.orders]
        known = sales._amazon_known(self, refs)
        unseen = [order for order in page.orders if order.order_id not in known]
        if unseen:
            sales._amazon_import(self, unseen)
            self.second_look_found += len(sales._amazon_known(self, refs)) - len(known)
