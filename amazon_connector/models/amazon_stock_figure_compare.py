from odoo import api, fields, models

COUNTS = ("sellable", "inbound", "planned", "reserved", "unsellable", "researching")
WORDS = ("title", "asin", "fnsku", "condition")


class AmazonStockFigure(models.Model):
    """Noting what Amazon told, and setting Odoo's quantities beside it."""

    _inherit = "amazon.stock.figure"

    @api.model
    def _note(self, account, location, pool, summaries, unreadable=()):
        """Note what one of Amazon's pools holds; what was noted earlier that day is replaced.

        What Amazon no longer tells it no longer has: that is noted as none, as long as Odoo has
        some. What could not be read stays as it was.

        :param summaries: dict of amazon_api InventorySummary by SKU
        :param unreadable: SKUs whose summaries could not be read; '' for one without a SKU
        """
        former = self.search(
            [
                ("account_id", "=", account.id),
                ("location_id", "=", location.id),
                ("stock_pool", "=", pool),
                ("is_current", "=", True),
            ]
        )
        gone = former.filtered(lambda line: line.sku not in summaries)
        if "" in unreadable:
            gone = gone.browse()
        gone = gone.filtered(lambda line: line.sku not in unreadable)
        none = gone.filtered(lambda line: line.amazon_quantity or line.odoo_quantity)
        former.filtered(lambda line: line.sku in summaries or line in gone).is_current = False
        told = {
            sku: {name: getattr(one, name) for name in (*COUNTS, *WORDS)}
            for sku, one in summaries.items()
        }
        empty = dict.fromkeys(COUNTS, 0)
        told.update({line.sku: {**empty, **{n: line[n] for n in WORDS}} for line in none})
        self._write_day(account, location, pool, told)

    @api.model
    def _note_untold(self, account, location, pool):
        """Note as none what Odoo has in the location and Amazon tells of under no SKU."""
        [places] = self._compared_together(location)
        current = self._newest_in(places)
        # What is in kits is told by them.
        known = current.product_id.ids + [part.id for part in current._in_kits(current._kits())]
        stocked = self.env["stock.quant"]._read_group(
            [
                ("location_id", "child_of", location.id),
                ("quantity", "!=", 0),
                ("product_id", "not in", known),
            ],
            ["product_id"],
        )
        offers = self.env["amazon.offer"].search(
            [
                ("account_id", "=", account.id),
                ("product_id", "in", [product.id for (product,) in stocked]),
                ("sku", "not in", current.mapped("sku")),
            ]
        )
        told = {
            offers[:1].sku: {"asin": offers[:1].asin, "title": offers[:1].title}
            for offers in offers.grouped("product_id").values()
        }
        self._write_day(account, location, pool, told)

    @api.model
    def _write_day(self, account, location, pool, told):
        """Write today's lines.

        :param told: dict of values by SKU
        """
        today = fields.Date.context_today(self)
        key = {
            "account_id": account.id,
            "location_id": location.id,
            "stock_pool": pool,
            "day": today,
        }
        known = self.search([(name, "=", value) for name, value in key.items()]).grouped("sku")
        anchors = self._take_anchors(key, set(told) - set(known))
        products = self._products(account, list(told))
        common = {"taken_at": fields.Datetime.now(), "is_current": True}
        new = []
        for sku, values in told.items():
            values = {**values, **common, "product_id": products.get(sku)}
            if sku in known:
                known[sku].write(values)
            else:
                new.append({**key, **values, **anchors.get(sku, {}), "sku": sku})
        self.create(new)

    @api.model
    def _products(self, account, skus):
        """Return the product id by SKU: the offer's, else the one that the SKU tells."""
        offers = self.env["amazon.offer"]
        own = offers.search(
            [("account_id", "=", account.id), ("sku", "in", skus), ("product_id", "!=", False)]
        )
        told = {offer.sku: offer.product_id.id for offer in own}
        return {**offers._products_of(account, skus), **told}

    @api.model
    def _compare(self, locations):
        """Set Odoo's quantities beside Amazon's newest, for all accounts that share a location.

        Locations that serve one pool are compared together: Amazon tells what lies in all of them.
        A product's quantity is shared among its lines (`_share`), so that their differences add up
        to that of the product.
        """
        for places in self._compared_together(locations):
            lines = self._newest_in(places)._without_repeated()
            lines._set_beside(lines._odoo_quantities(places))

    @api.model
    def _newest_in(self, places):
        """Return the newest lines of these locations: of all accounts, pools and SKUs."""
        return self.search([("location_id", "in", places.ids), ("is_current", "=", True)])

    def _odoo_quantities(self, places):
        """Return what Odoo has of these lines' products, less what is for kits: dict by product.

        :param places: stock.location, compared together
        """
        parts = [part for needs in self._kits().values() for part in needs]
        products = self.product_id | self.product_id.browse(part.id for part in parts)
        here = products.with_context(location=places.ids).with_company(places.company_id[:1])
        return self._less_in_kits({product: product.qty_available for product in here})
