from datetime import timedelta

from odoo import api, models

# An older figure says little of what Amazon has now.
FRESH = timedelta(days=1)


class AmazonStockFigure(models.Model):
    """Pools of goods that several locations, or several records of a seller, share.

    Every shop of the European Union tells all that Amazon has there, by whichever record of the
    seller it is asked and wherever Odoo has what is sold by it. So a SKU of a pool has one line,
    and locations that serve one pool are compared together.
    """

    _inherit = "amazon.stock.figure"

    @api.model
    def _compared_together(self, locations):
        """Return these locations, and those that share a pool with them, as list of those together.

        :param locations: stock.location
        """
        groups = []
        for served in [*self._locations_of_pools(), *locations]:
            met = [group for group in groups if group & served]
            groups = [group for group in groups if group not in met]
            groups.append(served.union(*met))
        return [group for group in groups if group & locations]

    @api.model
    def _locations_of_pools(self):
        """Return the locations that serve each pool of each seller: list of stock.location."""
        served = {}
        for account in self.env["amazon.account"].sudo().search([]):
            seller = account._stock_sharers()[:1]
            for location, pool in account._stock_pools():
                location = location.with_env(self.env)
                served[seller, pool] = served.get((seller, pool), location) | location
        return list(served.values())

    def _without_repeated(self):
        """Return one line for each SKU of a pool; the others are of the same units, and go.

        A marketplace may tell fewer units than the pool holds, never more: so the line that tells
        most stays, of those that are not long out of date.
        """
        kept = self.browse()
        sellers = self.account_id._stock_sellers()
        for same in self.grouped(lambda line: line._pool_key(sellers)).values():
            oldest = max(same.mapped("taken_at")) - FRESH
            fresh = same.filtered(lambda line, oldest=oldest: line.taken_at >= oldest)
            best = fresh.sorted(lambda line: (-line.amazon_quantity, line.id))[0]
            best._replace_repeated(same - best)
            kept |= best
        return kept

    def _replace_repeated(self, others):
        """Have this line stand for others of the same units; earlier days' are history."""
        anchored = others.filtered("is_anchored")[:1]
        if anchored and not self.is_anchored:
            self.write({"anchor": anchored.anchor, "is_anchored": True})
        same_day = others.filtered(lambda line: line.day == self.day)
        (others - same_day).write({"is_current": False, "is_anchored": False})
        same_day.unlink()

    def _pool_key(self, sellers):
        """Return (seller, pool, SKU) of the units that this line tells, as an offer's.

        :param sellers: see amazon.account's _stock_sellers
        """
        return (sellers[self.account_id], self.stock_pool, self.sku)


class AmazonAccount(models.Model):
    _inherit = "amazon.account"

    def _stock_sharers(self):
        """Return the records of this one's seller in its company, itself too, the oldest first."""
        others = self._amazon_other_records().filtered(
            lambda one: one.active and one.company_id == self.company_id
        )
        return (self | others).sorted("id")

    def _stock_sellers(self):
        """Return the record that stands for the seller of each of these: dict by account."""
        return {account: account._stock_sharers()[:1] for account in self}
