import logging
import time
from datetime import timedelta, timezone

from odoo import fields, models

from ..amazon_api.errors import GiveUp, TryLater
from .amazon_account_order_list import OVERLAP, PAGE_SIZE
from .amazon_account_work import ORDERS

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

    def _bring_newest_orders(self, client, deadline):
        """Bring a page of what changed just now, while older windows are read; now and then.

        Nothing relies on it: the reading arrives there in any case.

        :return: whether there is time for the reading; at a button the page may have taken it
        """
        now = fields.Datetime.now()
        asked = self.newest_orders_at
        if asked and asked > now - BETWEEN_NEWEST:
            return True
        page = self._ask_for_newest_orders(client, asked, now)
        orders = self._import_first_ones(page.orders, deadline) if page else []
        if orders is None:
            return False  # the page is asked for again, and what came in is known then
        self._in_a_transaction(self._import_newest, page, orders, now)
        self._tell_who_asked(ORDERS)
        return not self._is_hurried() or time.monotonic() < deadline

    def _ask_for_newest_orders(self, client, asked, now):
        """Return a page of what changed since it was asked for; None when Amazon tells none."""
        after = max(asked - OVERLAP, now - NEWEST) if asked else now - NEWEST
        filters = {
            "marketplace_ids": self.marketplace_ids.mapped("marketplace_id"),
            "last_updated_after": after.replace(tzinfo=timezone.utc),
            "page_size": PAGE_SIZE,
        }
        try:
            return self._ask_for_orders(client, filters)
        except (GiveUp, TryLater) as error:
            # Trouble that lasts shows at the list itself, right after.
            _logger.info("Amazon account %s: newest orders not told: %s", self.id, error)
            return None

    def _import_newest(self, page, orders, now):
        """Bring what is left of the page into Odoo, and note when it was asked for."""
        if page:
            self._import_orders(orders, page.unreadable)
        self.newest_orders_at = now
