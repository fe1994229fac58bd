from dataclasses import asdict
from datetime import timedelta

from odoo import api, fields, models

from ..amazon_api.fba_inventory import InventorySummary, pooled

# A page's token dies after 30 seconds (Amazon's model of getInventorySummaries).
TOKEN_LIFE = timedelta(seconds=25)
# What is set beside one figure of Odoo's was told within this time, else it is asked for anew.
LONGEST_READING = timedelta(hours=1)


class AmazonStockPage(models.Model):
    """A page of what Amazon has, kept until its whole pool of goods is read.

    A pool may have more pages than one run can ask for: the next run, or another process, goes on
    after the last one that was kept.
    """

    _name = "amazon.stock.page"
    _description = "Page of Amazon's Stock"
    _order = "id"
    _rec_name = "marketplace_id"

    account_id = fields.Many2one("amazon.account", required=True, index=True, ondelete="cascade")
    marketplace_id = fields.Many2one("amazon.marketplace", required=True, ondelete="cascade")
    summaries = fields.Json(help="Fields of each amazon_api InventorySummary.")
    unreadable = fields.Json(help="SKUs whose summaries could not be read.")
    next_token = fields.Char(help="Of the page after this one; none after a marketplace's last.")
    told_at = fields.Datetime(required=True, default=fields.Datetime.now)

    @api.model
    def _keep(self, account, place, page):
        """Keep a page of a marketplace's stock.

        :param page: amazon_api InventoryPage
        """
        # When a SKU last changed is of no use here, and no moment can be kept in such a field.
        summaries = [{**asdict(one), "changed_at": None} for one in page.summaries]
        self.create(
            {
                "account_id": account.id,
                "marketplace_id": place.id,
                "summaries": summaries,
                "unreadable": sorted(page.unreadable),
                "next_token": page.next_token,
            }
        )

    def _forget_stale(self):
        """Forget what nothing can be added to: these are the pages of one pool.

        All of it when it was begun long ago; else of the marketplaces whose tokens are dead.
        """
        now = fields.Datetime.now()
        if self[:1].told_at and self[0].told_at < now - LONGEST_READING:
            self.unlink()
            return
        for pages in self.grouped("marketplace_id").values():
            if pages[-1].next_token and pages[-1].told_at < now - TOKEN_LIFE:
                pages.unlink()

    def _marketplaces_read(self):
        """Return the marketplaces that are read to their last page."""
        return self.filtered(lambda page: not page.next_token).marketplace_id

    def _pooled(self):
        """Return amazon_api InventorySummary by SKU: what the pool of these pages holds."""
        return pooled(
            [InventorySummary(**values) for values in page.summaries or ()] for page in self
        )

    def _unreadable(self):
        """Return the SKUs whose summaries could not be read."""
        return {sku for page in self for sku in page.unreadable or ()}
