from odoo import fields, models


class SaleReport(models.Model):
    """Sales by marketplace, channel and account, in Odoo's own analysis of sales."""

    _inherit = "sale.report"

    amazon_account_id = fields.Many2one("amazon.account", readonly=True)
    amazon_marketplace_id = fields.Many2one("amazon.marketplace", readonly=True)
    amazon_channel = fields.Selection([("fbm", "FBM"), ("fba", "FBA")], readonly=True)

    def _select_additional_fields(self):
        columns = super()._select_additional_fields()
        return {**columns, **{name: f"s.{name}" for name in self._amazon_columns()}}

    def _group_by_sale(self):
        columns = "".join(f", s.{name}" for name in self._amazon_columns())
        return super()._group_by_sale() + columns

    def _amazon_columns(self):
        return "amazon_account_id", "amazon_marketplace_id", "amazon_channel"
