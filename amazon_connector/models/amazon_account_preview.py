import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timezone

from odoo import _, models

from ..amazon_api.errors import AmazonError
from ..spoken import spoken_quantity
from .amazon_account_order_list import PAGE_SIZE
from .amazon_account_quota import LEFT_BY_LOOK_BACK

# A page comes back in three minutes only: what a first look may cost, and how long it may take.
PREVIEW_PAGES = 5
PREVIEW_SECONDS = 20


@dataclass
class Preview:
    """What a first synchronisation would find, as far as it was counted."""

    changed: int = 0
    channels: Counter = field(default_factory=Counter)  # of those that come into Odoo
    is_all: bool = False
    problem: str = ""  # why it was not counted to the end, unless it is merely long


class AmazonAccount(models.Model):
    """How many orders a synchronisation from a date on would bring, before it is begun."""

    _inherit = "amazon.account"

    def _amazon_preview(self, marketplaces, since):
        """Count the orders that changed since; some pages of them at most.

        :param marketplaces: amazon.marketplace
        :param since: naive datetime, in UTC
        :return: Preview
        """
        preview, token = Preview(), None
        deadline = time.monotonic() + PREVIEW_SECONDS
        account = self._leaving(LEFT_BY_LOOK_BACK)
        question = {
            "marketplace_ids": marketplaces.mapped("marketplace_id"),
            "last_updated_after": since.replace(tzinfo=timezone.utc),
            "page_size": PAGE_SIZE,
        }
        try:
            with self._amazon_client() as client:
                for _page in range(PREVIEW_PAGES):
                    page = account._amazon_call(
                        client, "searchOrders", **question, pagination_token=token
                    )
                    self._amazon_add_to(preview, page)
                    token = page.next_token
                    if not token or time.monotonic() > deadline:
                        break
        except AmazonError as error:
            preview.problem = self._explain_now(error)
        preview.is_all = not token and not preview.problem
        return preview

    def _amazon_add_to(self, preview, page):
        preview.changed += len(page.orders) + len(page.unreadable)
        channels = (self.env["sale.order"]._amazon_comes_as(self, each) for each in page.orders)
        preview.channels.update(filter(None, channels))

    def _amazon_tell_preview(self, preview):
        """Say what a Preview means, in the user's words."""
        if preview.problem and not preview.changed:
            return _(
                "How many orders that means could not be counted now. They come all the same. %s",
                preview.problem,
            )
        if not preview.changed:
            return _("No order changed since then. New ones come by themselves.")
        counted = {
            "changed": preview.changed,
            "coming": preview.channels.total(),
            "fba": preview.channels["fba"],
            "fbm": preview.channels["fbm"],
        }
        counted = {name: spoken_quantity(self.env, count) for name, count in counted.items()}
        if preview.is_all:
            return _(
                "Orders that changed since then: %(changed)s. Of these, %(coming)s come into Odoo: "
                "%(fba)s shipped by Amazon (FBA), %(fbm)s for you to ship (FBM).",
                **counted,
            ) + self._amazon_tell_others(preview)
        return _(
            "More than %(changed)s orders changed since then. Of the first %(changed)s, %(coming)s "
            "come into Odoo: %(fba)s shipped by Amazon (FBA), %(fbm)s for you to ship (FBM). The "
            "newest come first, the rest follows by itself while you work.",
            **counted,
        )

    def _amazon_tell_others(self, preview):
        """Say why orders that were counted do not come into Odoo now, where there are any."""
        if preview.changed == preview.channels.total():
            return ""
        return " " + _(
            "The others come later (not paid yet, or FBA not shipped yet), or not at all "
            "(cancelled, or shipped by you already)."
        )
