from odoo import api, fields, models

from ..amazon_api.fba_inventory import pool_of

# Fields of an offer by those of amazon.stock.figure.
SHOWN = {
    "fba_sellable": "sellable",
    "fba_inbound": "inbound",
    "fba_reserved": "reserved",
    "fba_unsellable": "unsellable",
    "fba_quantity": "amazon_quantity",
    "fba_odoo_quantity": "odoo_quantity",
    "fba_difference": "difference",
}


class AmazonOffer(models.Model):
    """Amazon's stock of an offer beside Odoo's: that of the pool which its marketplace sells from.

    The offers of one SKU on marketplaces that share their goods show the same units.
    """

    _inherit = "amazon.offer"

    has_stock_figure = fields.Boolean(compute="_compute_stock_figures")
    fba_sellable = fields.Integer("Sellable at Amazon", compute="_compute_stock_figures")
    fba_inbound = fields.Integer("On its way to Amazon", compute="_compute_stock_figures")
    fba_reserved = fields.Integer("Reserved at Amazon", compute="_compute_stock_figures")
    fba_unsellable = fields.Integer("Unsellable at Amazon", compute="_compute_stock_figures")
    fba_quantity = fields.Integer("Amazon has", compute="_compute_stock_figures")
    fba_odoo_quantity = fields.Float(
        "Odoo has", digits="Product Unit of Measure", compute="_compute_stock_figures"
    )
    fba_difference = fields.Float(
        "Odoo has more", digits="Product Unit of Measure", compute="_compute_stock_figures"
    )

    @api.depends("account_id", "marketplace_id", "sku")
    def _compute_stock_figures(self):
        sharers = [account._stock_sharers() for account in self.account_id]
        sellers = self.account_id.union(*sharers)._stock_sellers()
        figures = self.env["amazon.stock.figure"].search(
            [
                ("account_id", "in", [account.id for account in sellers]),
                ("sku", "in", self.mapped("sku")),
                ("is_current", "=", True),
            ]
        )
        by_key = {figure._pool_key(sellers): figure for figure in figures}
        for offer in self:
            figure = by_key.get(offer._pool_key(sellers), figures.browse())
            offer.has_stock_figure = bool(figure)
            for name, shown in SHOWN.items():
                offer[name] = figure[shown]

    def _pool_key(self, sellers):
        """Return (seller, pool, SKU) of what is sold by this offer.

        :param sellers: see amazon.account's _stock_sellers
        """
        pool = pool_of(self.marketplace_id.country_id.code or "")
        return (sellers.get(self.account_id), pool, self.sku)

    def action_open_stock(self):
        """Button « Stock at Amazon »: the figures of this SKU."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "amazon_connector.action_amazon_stock_figure"
        )
        return {
            **action,
            "domain": [
                ("account_id", "in", self.account_id._stock_sharers().ids),
                ("sku", "=", self.sku),
            ],
        }
