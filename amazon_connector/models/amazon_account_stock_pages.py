import time

from odoo import models

from ..amazon_api.errors import GiveUp, TryLater, Wait
from .amazon_account_work import STOCK, TRIES

# Amazon grants two pages a second: the half second in between is waited out, anything longer by
# being put off.
LONGEST_PAUSE = 1.0


class AmazonAccount(models.Model):
    """Reading what Amazon has, page by page, over as many runs as it takes."""

    _inherit = "amazon.account"

    def _stock_pages(self, places):
        """Return the pages of these marketplaces that were kept, oldest first."""
        return self.env["amazon.stock.page"].search(
            [("account_id", "in", self.ids), ("marketplace_id", "in", places.ids)]
        )

    def _read_stock_pool(self, client, places, deadline):
        """Read on in a pool's marketplaces, each page committed.

        :param places: amazon.marketplace records that share their goods
        :return: whether all of it is read; else the next run goes on there
        """
        self._in_a_transaction(lambda: self._stock_pages(places)._forget_stale())
        return all(self._read_marketplace_stock(client, place, deadline) for place in places)

    def _read_marketplace_stock(self, client, place, deadline):
        """Read on after the last page that was kept; return whether all pages are."""
        pages = self._stock_pages(place)
        if pages._marketplaces_read():
            return True
        token = pages[-1:].next_token or None
        while True:
            page = self._ask_for_stock(client, deadline, place, token)
            if not page:
                return False
            self._in_a_transaction(pages._keep, self, place, page)
            self._tell_who_asked(STOCK)
            token = page.next_token
            if not token:
                return True

    def _ask_for_stock(self, client, deadline, place, token):
        """Return a page of a marketplace's stock; None when the time is up before.

        :param token: of the page; None: the first one
        """
        for attempt in range(TRIES + 1):
            if time.monotonic() >= deadline:
                return None
            try:
                return self._call_apart(
                    client, "getInventorySummaries", place.marketplace_id, token
                )
            except Wait as error:
                if error.seconds > LONGEST_PAUSE or attempt == TRIES:
                    raise
                time.sleep(min(error.seconds, max(deadline - time.monotonic(), 0)))
            except GiveUp as error:
                if not token:
                    raise
                # The token died under way: the marketplace is read from its beginning next time.
                self._in_a_transaction(lambda: self._stock_pages(place).unlink())
                raise TryLater(str(error), seconds=60) from error
        return None
