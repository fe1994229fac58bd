from odoo import fields, models
from odoo.tools import float_is_zero


class AmazonStockFigure(models.Model):
    """Sharing a product's quantity among the lines that are about it.

    Odoo has one quantity of a product in a location, Amazon several where several SKUs or pools
    are that product. What differs belongs to the line whose figure went another way than its own
    orders: a parcel that Amazon lost in Germany is no loss of the British line, though both lie in
    one location of Odoo's.
    """

    _inherit = "amazon.stock.figure"

    # What the line had of Odoo's quantity when all was last compared, and what its orders had taken
    # until then, in one sum: less what they have taken since, it is what the line should have now.
    anchor = fields.Float(digits="Product Unit of Measure", copy=False, readonly=True)
    is_anchored = fields.Boolean(copy=False, readonly=True)

    def _set_beside(self, quantities):
        """Set Odoo's quantities beside Amazon's on these lines, which are all of some locations.

        :param quantities: dict by product
        """
        self.filtered(lambda line: not line.product_id).odoo_quantity = 0
        unclear = self.browse()
        for product, lines in self.filtered("product_id").grouped("product_id").items():
            if len(lines) == 1:
                lines.odoo_quantity = quantities[product]
            elif not lines._agree(quantities[product]):
                unclear |= lines
        unexplained = unclear._unexplained()
        for product, lines in unclear.grouped("product_id").items():
            lines._share(quantities[product], unexplained)

    def _agree(self, quantity):
        """Give each of these lines what Amazon has, if that is Odoo's quantity of their product.

        :return: whether it is
        """
        if not float_is_zero(quantity - sum(self.mapped("amazon_quantity")), precision_digits=3):
            return False
        for line in self:
            line.odoo_quantity = line.amazon_quantity
        return True

    def _share(self, quantity, unexplained):
        """Share a product's quantity among these lines, which are all that are about it.

        Each gets what Amazon has of it. What Odoo has more or less than all of them goes to those
        that have it more or less than they should, the farthest first; what nothing explains goes
        to the line that changed most, else to the one of which Amazon has most.

        :param unexplained: see _unexplained
        """
        lines = self.sorted(lambda line: (-abs(unexplained[line]), -line.amazon_quantity, line.id))
        shares = {line: float(line.amazon_quantity) for line in lines}
        rest = quantity - sum(shares.values())
        lacks = rest < 0
        for line in lines:
            known = max(-unexplained[line] if lacks else unexplained[line], 0)
            rest = line._take_part(shares, rest, known)
        for line in lines if lacks else ():
            rest = line._take_part(shares, rest, shares[line])
        shares[lines[0]] += rest
        for line, share in shares.items():
            line.odoo_quantity = share

    def _take_part(self, shares, rest, most):
        """Put on this line what lacks or is too much, up to `most`, and return what is left of it.

        No line lacks more than it has: so none is shown as negative that is not.
        """
        if rest < 0:
            part = -min(-rest, most, shares[self])
        else:
            part = min(rest, most)
        shares[self] += part
        return rest - part

    def _unexplained(self):
        """Return by line what Odoo should have more of it than Amazon has; 0 where nobody knows."""
        taken = self._taken()
        return {
            line: line.anchor - taken[line] - line.amazon_quantity if line.is_anchored else 0
            for line in self
        }

    def _anchor(self):
        """Keep what these lines have now as what they should have, but for their later orders.

        Of a product that has one line nothing is kept: all that differs is that line's.
        """
        shared = self.browse()
        for places in self._compared_together(self.location_id):
            there = self._newest_in(places).filtered("product_id")
            for lines in there.grouped("product_id").values():
                shared |= lines if len(lines) > 1 else shared
        shared &= self
        (self - shared).filtered("is_anchored").is_anchored = False
        for line, taken in shared._taken().items():
            line.write({"anchor": line.odoo_quantity + taken, "is_anchored": True})

    def _take_anchors(self, key, skus):
        """Return values for the lines of a new day, by SKU; an earlier day's lines lose them.

        :param key: dict that the day's lines have in common
        """
        domain = [(name, "=", value) for name, value in key.items() if name != "day"]
        earlier = self.search(
            [
                *domain,
                ("day", "<", key["day"]),
                ("sku", "in", list(skus)),
                ("is_anchored", "=", True),
            ]
        )
        values = {line.sku: {"anchor": line.anchor, "is_anchored": True} for line in earlier}
        earlier.is_anchored = False
        return values

    def _taken(self):
        """Return by line what its orders have taken in all, less what came back."""
        if not self:
            return {}
        sellers = self.account_id._stock_sellers()
        accounts = self.account_id.union(*(one._stock_sharers() for one in sellers.values()))
        sellers = accounts._stock_sellers()
        # An offer that was archived has taken what it took.
        offers = self.env["amazon.offer"].with_context(active_test=False)
        offers = offers.search(
            [("account_id", "in", accounts.ids), ("sku", "in", self.mapped("sku"))]
        )
        delivered = self.env["sale.order.line"]._read_group(
            [("amazon_offer_id", "in", offers.ids), ("order_id.amazon_channel", "=", "fba")],
            ["amazon_offer_id"],
            ["qty_delivered:sum"],
        )
        taken = dict.fromkeys(self, 0)
        by_key = {line._pool_key(sellers): line for line in self}
        for offer, units in delivered:
            line = by_key.get(offer._pool_key(sellers))
            if line:
                taken[line] += units
        return taken
