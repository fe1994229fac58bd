from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..moments import naive_utc
from .amazon_account_work import ORDERS

# What was changed a moment before the watermark may have been listed late: Amazon's results lag
# about two minutes behind.
OVERLAP = timedelta(minutes=5)
# The most that Amazon tells at once: a call is precious.
PAGE_SIZE = 100
# A page token lives 24 hours (Amazon's model of searchOrders); stay well below.
TOKEN_LIFE = timedelta(hours=20)
# Amazon keeps orders for two years.
HISTORY = timedelta(days=730)
# A long time is read in windows, and the watermark follows each: Amazon does not say in which order
# a list tells its orders, so a list is complete or it is not. Quiet windows grow, busy ones shrink.
FIRST_WINDOW = timedelta(days=7)
SHORTEST_WINDOW = timedelta(hours=1)
GROWTH = 4
MANY_PAGES = 50

NOTHING_READ = {
    "orders_page_token": False,
    "orders_window_hours": 0,
    "next_orders_sync": False,
    "reading_from": False,
    "reading_until": False,
    "reading_reached": False,
    "reading_pages": 0,
    "reading_orders": 0,
}


@dataclass(frozen=True)
class OrderList:
    """A list of changed orders, as Amazon is asked for it; each of its pages in the same words."""

    since: datetime  # the watermark when it was begun
    marketplaces: tuple  # Amazon's ids
    after: datetime
    until: datetime | None  # the window's end; None: all up to now
    token: str | None  # of the page to ask for; None: the first

    def filters(self):
        """Return the arguments of client.search_orders."""
        filters = {
            "marketplace_ids": list(self.marketplaces),
            "last_updated_after": self.after.replace(tzinfo=timezone.utc),
            "pagination_token": self.token,
            "page_size": PAGE_SIZE,
        }
        if self.until:
            filters["last_updated_before"] = self.until.replace(tzinfo=timezone.utc)
        return filters


class AmazonAccount(models.Model):
    """How far Amazon's changes are in Odoo, and where the reading of the rest stands."""

    _inherit = "amazon.account"

    last_orders_sync = fields.Datetime(
        "Last Order Synchronisation",
        copy=False,
        default=lambda self: fields.Datetime.now(),
        help="Amazon's own time (UTC) of the newest order change that is in Odoo. Set it back, by "
        "two years at most, to bring older orders again: what is already right stays as it is.",
    )
    # Where the reading of a long list stands, so that a killed process goes on there.
    orders_page_token = fields.Char(copy=False, readonly=True, groups="base.group_system")
    orders_page_after = fields.Datetime(
        "Order Page: changed after", copy=False, readonly=True, groups="base.group_system"
    )
    orders_page_until = fields.Datetime(
        "Order Page: changed until", copy=False, readonly=True, groups="base.group_system"
    )
    orders_page_before = fields.Datetime(
        "Order Page: changed before", copy=False, readonly=True, groups="base.group_system"
    )
    orders_page_at = fields.Datetime(
        "Order Page: told at", copy=False, readonly=True, groups="base.group_system"
    )
    orders_page_count = fields.Integer(
        "Order Page: number", copy=False, readonly=True, groups="base.group_system"
    )
    orders_window_hours = fields.Float(copy=False, readonly=True, groups="base.group_system")
    # What a person sees of it.
    reading_from = fields.Datetime("Read from", copy=False, readonly=True)
    reading_until = fields.Datetime("Read until", copy=False, readonly=True)
    reading_reached = fields.Datetime("Arrived at", copy=False, readonly=True)
    reading_pages = fields.Integer("Pages so far", copy=False, readonly=True)
    reading_orders = fields.Integer("Orders so far", copy=False, readonly=True)
    reading_progress = fields.Float("Progress", compute="_compute_reading_progress")

    @api.depends("reading_from", "reading_until", "reading_reached")
    def _compute_reading_progress(self):
        for account in self:
            begin, end = account.reading_from, account.reading_until
            whole = (end - begin).total_seconds() if begin and end else 0
            done = (account.reading_reached - begin).total_seconds() if whole > 0 else 0
            account.reading_progress = min(max(100 * done / whole, 0), 100) if whole > 0 else 0

    @api.onchange("last_orders_sync")
    def _onchange_last_orders_sync(self):
        if self.last_orders_sync and self.last_orders_sync < fields.Datetime.now() - HISTORY:
            return {
                "warning": {
                    "title": _("Older than Amazon's memory"),
                    "message": _(
                        "Amazon keeps orders for two years. Those of the last two years will come."
                    ),
                }
            }
        return None

    @api.model_create_multi
    def create(self, values_list):
        accounts = super().create(values_list)
        accounts._check_last_orders_sync()
        return accounts

    def write(self, values):
        result = super().write(values)
        if "last_orders_sync" in values:
            self._check_last_orders_sync()
        # Another start, or other marketplaces, are another question: its pages begin anew.
        # (What the reading itself notes has the token in it.)
        asked_anew = {"last_orders_sync", "marketplace_ids"} & set(values)
        if asked_anew and "orders_page_token" not in values:
            # Who may ask it need not be one of those who see the token.
            anew = {name: NOTHING_READ[name] for name in NOTHING_READ if name not in values}
            self.sudo().write(anew)
        return result

    def _check_last_orders_sync(self):
        # No constraint: those do not see who wrote it. What the reading itself notes is Amazon's
        # own time, by a clock that may go before ours.
        now = _now()
        if not self.env.su and any(
            account.last_orders_sync and account.last_orders_sync > now for account in self
        ):
            raise ValidationError(
                _(
                    "The last order synchronisation lies in the future: the orders until then "
                    "would never come. Choose a moment that is past."
                )
            )

    # === Asking ===#

    def _orders_complete_until(self):
        """Return the moment until which all changes are in Odoo, as far as they were asked for."""
        return self.last_orders_sync or self.create_date

    def _next_order_list(self):
        """Return the OrderList to ask for: the rest of a begun one, or a new one."""
        since = self._orders_complete_until()
        marketplaces = tuple(sorted(self.marketplace_ids.mapped("marketplace_id")))
        now = _now()
        if self.orders_page_token and self.orders_page_at > now - TOKEN_LIFE:
            after, until = self.orders_page_after, self.orders_page_until or None
            return OrderList(since, marketplaces, after, until, self.orders_page_token)
        after = max(since - OVERLAP, now - HISTORY)
        until = after + (timedelta(hours=self.orders_window_hours) or FIRST_WINDOW)
        if until > now - SHORTEST_WINDOW:
            until = None
        return OrderList(since, marketplaces, after, until, None)

    def _read_shorter_lists(self):
        """Begin anew after a page token that Amazon takes no longer, with a shorter window.

        However soon Amazon's tokens end, windows become short enough to be read through.
        """
        length = (self.orders_page_until or _now()) - self.orders_page_after
        hours = max(length / 2, SHORTEST_WINDOW).total_seconds() / 3600
        self.write({"orders_page_token": False, "orders_window_hours": hours})

    # === Remembering ===#

    def _remember_order_page(self, page, listing):
        """Note that a page is in Odoo; when it was its list's last one, up to when all is.

        :param page: amazon_api OrderPage
        :param listing: the OrderList that it belongs to
        """
        values = self._values_of_success(ORDERS)
        asked = self._next_order_list()
        # Who set the watermark or the marketplaces meanwhile wants another list.
        if (asked.since, asked.marketplaces) == (listing.since, listing.marketplaces):
            number = self.orders_page_count + 1 if listing.token else 1
            values["orders_page_count"] = number
            if page.next_token:
                values.update(self._values_of_place(page, listing))
            else:
                values.update(self._values_of_end(page, listing, number))
            values.update(self._values_of_progress(page, listing, values))
        self.write(values)

    def _values_of_place(self, page, listing):
        values = {"orders_page_token": page.next_token, "orders_page_at": _now()}
        if not listing.token:
            values["orders_page_after"] = listing.after
            values["orders_page_until"] = listing.until
            values["orders_page_before"] = naive_utc(page.last_updated_before)
        return values

    def _values_of_end(self, page, listing, pages):
        # The list's first page tells up to when it is complete.
        told = naive_utc(page.last_updated_before)
        before = (self.orders_page_before if listing.token else told) or told
        complete = min((one for one in (before, listing.until) if one), default=listing.since)
        hours = 0
        if listing.until:
            length = listing.until - listing.after
            if pages == 1:
                length *= GROWTH
            elif pages > MANY_PAGES:
                length = max(length / 2, SHORTEST_WINDOW)
            hours = length.total_seconds() / 3600
        return {
            "orders_page_token": False,
            "orders_window_hours": hours,
            "last_orders_sync": complete,
        }

    def _values_of_progress(self, page, listing, values):
        """Return how far the reading is, when it takes more than one call."""
        if not page.next_token and not listing.until:
            return {name: NOTHING_READ[name] for name in NOTHING_READ if "reading" in name}
        reached = values.get("last_orders_sync") or max(
            (naive_utc(order.last_updated_time) for order in page.orders), default=listing.after
        )
        if not self.reading_from:
            values = {"reading_from": listing.after, "reading_until": _now()}
        else:
            values = {}
        return {
            **values,
            "reading_reached": max(reached, self.reading_reached or reached),
            "reading_pages": self.reading_pages + 1,
            "reading_orders": self.reading_orders + len(page.orders) + len(page.unreadable),
        }


def _now():
    return fields.Datetime.now()
