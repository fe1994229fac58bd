import hashlib
import math

from odoo import _, models

from ..amazon_api.errors import Wait
from ..amazon_api.quota import LIMITS

# What of a burst stays untouched, so that whoever presses a button need not wait behind the
# scheduled work: a page comes back in three minutes only. Buttons may take the last call; the
# synchronisation leaves a fifth (4 pages of orders), the look back, which has all day, half.
LEFT_BY_CRON = 1 / 5
LEFT_BY_LOOK_BACK = 1 / 2

METHODS = {
    "searchOrders": "search_orders",
    "getOrder": "get_order",
    "getMarketplaceParticipations": "marketplace_participations",
    "confirmShipment": "confirm_shipment",
    "createFeedDocument": "create_feed_document",
    "createFeed": "create_feed",
    "getFeed": "get_feed",
    "getFeeds": "get_feeds",
    "getFeedDocument": "get_feed_document",
    "getInventorySummaries": "inventory_summaries",
}


class AmazonAccount(models.Model):
    """Every call to Amazon is counted before it is sent (amazon.quota)."""

    _inherit = "amazon.account"

    def _amazon_call(self, client, operation, *args, **kwargs):
        """Call Amazon, when that leaves enough of the seller's quota: the one way to do so.

        What must be left stands in the context as amazon_leaves, a share of the burst; see
        _leaving. The count is committed by itself, the caller's transaction is not touched.

        :param client: of _amazon_client
        :param operation: Amazon's name of it, a key of METHODS; the rest is for the client's method
        :return: what the client's method returns
        :raise Wait: too little is left and nothing was asked, or Amazon refused; after its seconds
        :raise AmazonError: see amazon_api/errors.py
        """
        quotas, holder = self.env["amazon.quota"].sudo(), self._quota_holder()
        keep = int(LIMITS[operation].burst * self.env.context.get("amazon_leaves", 0))
        bucket, seconds = quotas._take(holder, operation, keep)
        if seconds:
            raise Wait(f"No call of {operation} is left", seconds=seconds)
        try:
            return getattr(client, METHODS[operation])(*args, **kwargs)
        except Wait as error:
            quotas._refused(holder, operation, error.seconds)
            raise
        finally:
            rate = client.rate_limits.get(operation)
            if rate and rate != bucket.limit.rate:
                quotas._granted(holder, operation, rate)

    def _leaving(self, share):
        """Return the account as one whose calls leave this share of a burst to others."""
        return self.with_context(amazon_leaves=share)

    def _quota_holder(self):
        """Return for whom Amazon counts: a seller's application in a region, as a digest.

        Without the seller's ID it is the authorisation: records that share it share the quota.
        """
        self.ensure_one()
        secrets = self.sudo()
        seller = secrets.seller_id or secrets.refresh_token or f"account {self.id}"
        parts = (self.region, seller.strip(), (secrets.lwa_client_id or "").strip())
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    def _spoken_duration(self, seconds):
        """Say how long that is in the user's words, rounded up: nobody comes back too early."""
        if seconds < 90:
            return _("%s seconds", math.ceil(seconds))
        return _("%s minutes", math.ceil(seconds / 60))
