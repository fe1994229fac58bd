import logging
from datetime import timedelta, timezone

from odoo import fields, models

from ..amazon_api.errors import GiveUp, TryLater
from .amazon_account_order_list import OVERLAP, PAGE_SIZE

_logger = logging.getLogger(__name__)

# One of the ten calls that come back meanwhile.
BETWEEN_NEWEST = timedelta(minutes=30)
NEWEST = timedelta(days=1)


class AmazonAccount(models.Model):
    """What is to leave today does not wait until a history of hours is read."""

    _inherit = "amazon.account"

    newest_orders_at = fields.Datetime(
        "Newest Orders: asked at", copy=False, readonly=True, groups="base.group_system"
    )

    def _bring_newest_orders(self, client):
        """Bring a page of what changed just now, while older windows are read; now and then.

        Nothing relies on it: the reading arrives there in any case.
        """
        now = fields.Datetime.now()
        asked = self.newest_orders_at
        if asked and asked > now - BETWEEN_NEWEST:
            return
        after = max(asked - OVERLAP, now - NEWEST) if asked else now - NEWEST
        filters = {
            "marketplace_ids": self.marketplace_ids.mapped("marketplace_id"),
            "last_updated_after": after.replace(tzinfo=timezone.utc),
            "page_size": PAGE_SIZE,
        }
        try:
            page = self._ask_for_orders(client, filters)
        except (GiveUp, TryLater) as error:
            # Trouble that lasts shows at the list itself, right after.
            _logger.info("Amazon account %s: newest orders not told: %s", self.id, error)
            page = None
        self._in_a_transaction(self._import_newest, page, now)

    def _import_newest(self, page, now):
        if page:
            self._import_orders(page.orders, page.unreadable)
        self.newest_orders_at = now
