from datetime import timedelta

from odoo import _, api, fields, models

from ..amazon_api.errors import AuthoriseAgain, GiveUp
from ..amazon_api.fba_inventory import pool_of
from .amazon_account_work import SECONDS_A_RUN, STOCK

# The scheduled action may come more often, for those who have more to read.
BETWEEN_LOOKS = timedelta(hours=3)


class AmazonAccount(models.Model):
    """Asking Amazon what it has in its warehouses, by button and by cron."""

    _inherit = "amazon.account"

    compares_stock = fields.Boolean(
        "Compare the stock",
        default=True,
        help="Several times a day, Amazon is asked what it has in its warehouses (FBA), to be set "
        "beside what Odoo has in the Amazon location.",
    )
    next_stock_look = fields.Datetime("Stock not before", copy=False, readonly=True)
    stock_look_message = fields.Text("What happened to the stock", copy=False, readonly=True)
    stock_look_failures = fields.Integer(copy=False, readonly=True)
    stock_checked_at = fields.Datetime("Stock last compared", copy=False, readonly=True)
    # The pools that were read already in a comparison that is not through.
    stock_pools_read = fields.Char(copy=False, readonly=True, groups="base.group_system")

    def action_compare_stock(self):
        """Button « Compare the stock »: ask Amazon what it has, and show what differs.

        :raise AccessError: the user is no manager
        :raise UserError: the credentials are incomplete
        """
        return self._do_for_user(STOCK)

    @api.model
    def _cron_compare_stock(self):
        """Compare the stock of the accounts whose turn it is."""
        accounts = self.search([("marketplace_ids", "!=", False)])
        due = accounts.filtered(lambda account: account.sudo()._is_stock_due())
        due._take_turns(STOCK, lambda account, seconds: account._compare_stock(seconds))

    def _is_stock_due(self):
        """Whether Amazon's stock is to be asked for now: it is time, or a comparison goes on."""
        if self._asked(STOCK):
            return True
        if not self.compares_stock:
            return False
        checked, latest = self.stock_checked_at, fields.Datetime.now() - BETWEEN_LOOKS
        under_way = self.stock_pools_read or self._stock_pages(self.marketplace_ids)
        return not checked or checked <= latest or bool(under_way)

    def _compare_stock(self, seconds=SECONDS_A_RUN):
        """Ask Amazon what it has, pool by pool, each committed with Odoo's figures beside it.

        :param seconds: after this time no further page is asked for
        :return: as _do_work
        """
        return self._do_work(STOCK, seconds)

    def _explain_trouble(self, work, error):
        if work == STOCK and isinstance(error, AuthoriseAgain) and error.status == 403:
            return _(
                "Amazon does not let this application see the stock in its warehouses. Give it "
                "the role « Amazon Fulfillment » in Seller Central and authorise it again, or "
                "switch off « Compare the stock » on the account. (%s)",
                error,
            )
        return super()._explain_trouble(work, error)

    def _read_stock(self, deadline):
        pools, refusals = self._stock_pools(), {}
        with self._amazon_client() as client:
            for (location, pool), places in pools.items():
                if self._is_pool_read(location, pool):
                    continue
                try:
                    if not self._read_stock_pool(client, places, deadline):
                        return "more"
                except (GiveUp, AuthoriseAgain) as error:
                    if not _is_of_a_marketplace(error):
                        raise
                    self._undo()
                    refusals[location, pool] = error
                    continue
                self._in_a_transaction(self._note_stock, location, pool, places)
                self._tell_who_asked(STOCK)
        if len(refusals) < len(pools):
            self._in_a_transaction(self._note_stock_compared, set(refusals))
        # What Amazon does not tell of one pool keeps nobody from the figures of the others.
        for error in refusals.values():
            raise error
        return "done"

    def _stock_pools(self):
        """Return the marketplaces by (their Amazon location, Amazon's pool of goods)."""
        pools = {}
        for place in self.marketplace_ids:
            location = self._amazon_setting("location_id", place)
            if location:
                key = (location, pool_of(place.country_id.code))
                pools[key] = pools.get(key, place.browse()) | place
        return pools

    def _is_pool_read(self, location, pool):
        """Whether a pool was read and compared already, in a comparison that is not through."""
        return _name_of_pool(location, pool) in (self.stock_pools_read or "").split(",")

    def _stock_marketplaces_read(self):
        """Return the marketplaces that are read already in a comparison that is not through."""
        read = self._stock_pages(self.marketplace_ids)._marketplaces_read()
        return read.union(
            *(
                places
                for (location, pool), places in self._stock_pools().items()
                if self._is_pool_read(location, pool)
            )
        )

    def _note_stock(self, location, pool, places):
        """Note what the marketplaces of a pool told, and that this pool is read."""
        figures, pages = self.env["amazon.stock.figure"], self._stock_pages(places)
        figures._note(self, location, pool, pages._pooled(), pages._unreadable())
        figures._compare(location)
        pages.unlink()
        name = _name_of_pool(location, pool)
        self.stock_pools_read = ",".join(filter(None, (self.stock_pools_read, name)))

    def _note_stock_compared(self, refused):
        """Finish a comparison: what Amazon told nowhere, and whom to tell.

        :param refused: the pools that Amazon did not tell, as set of (location, pool)
        """
        figures = self.env["amazon.stock.figure"]
        pools = {}
        for location, pool in self._stock_pools():
            pools.setdefault(location, pool)
        self._forget_former_pools()
        untold_of = {location for location, _pool in refused}
        for location, pool in pools.items():
            if location not in untold_of:
                figures._note_untold(self, location, pool)
            figures._compare(location)
        figures.search([("account_id", "=", self.id), ("is_current", "=", True)])._anchor()
        # Those of a marketplace that was taken off the account under way.
        self.env["amazon.stock.page"].search([("account_id", "=", self.id)]).unlink()
        values = self._values_of_success(STOCK)
        if refused:
            values.pop("stock_look_failures", None)
        self.write({**values, "stock_pools_read": False})
        self._follow_drift()

    def _forget_former_pools(self):
        """Take lines out of the comparison whose location or marketplace is the account's no more.

        They stay as history.
        """
        pools = {(location.id, pool) for location, pool in self._stock_pools()}
        lines = self.env["amazon.stock.figure"].search(
            [("account_id", "=", self.id), ("is_current", "=", True)]
        )
        lines.filtered(
            lambda line: (line.location_id.id, line.stock_pool) not in pools
        ).is_current = False


def _is_of_a_marketplace(error):
    """Whether Amazon refuses what was asked, of this marketplace maybe, and not who asks."""
    return isinstance(error, GiveUp) or error.status == 403


def _name_of_pool(location, pool):
    return f"{location.id} {pool}"
