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
        figures = self.env["amazon.stock.figure"].search(
            [
                ("account_id", "in", self.account_id.ids),
                ("sku", "in", self.mapped("sku")),
                ("is_current", "=", True),
            ]
        )
        by_key = {
            (one.account_id.id, one.sku, one.location_id.id, one.stock_pool): one for one in figures
        }
        for offer in self:
            figure = by_key.get(offer._stock_key(), figures.browse())
            offer.has_stock_figure = bool(figure)
            for name, shown in SHOWN.items():
                offer[name] = figure[shown]

    def _stock_key(self):
        """Return (account, SKU, location, pool) of what is sold by this offer."""
        place, account = self.marketplace_id, self.account_id
        location = account._amazon_setting("location_id", place) if account else account
        return (account.id, self.sku, location.id, pool_of(place.country_id.code or ""))

    def action_open_stock(self):
        """Button « Stock at Amazon »: the figures of this SKU."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "amazon_connector.action_amazon_stock_figure"
        )
        return {
            **action,
            "domain": [("account_id", "=", self.account_id.id), ("sku", "=", self.sku)],
        }
