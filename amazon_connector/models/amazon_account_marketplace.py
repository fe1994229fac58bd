from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .amazon_settings import AmazonSettings


class AmazonAccountMarketplace(models.Model):
    """What an account does otherwise for the orders of one of its marketplaces."""

    _name = "amazon.account.marketplace"
    _description = "Amazon Account's Settings for a Marketplace"
    _inherit = [AmazonSettings._name]
    _order = "account_id, marketplace_id"
    _rec_name = "marketplace_id"
    _check_company_auto = True

    account_id = fields.Many2one("amazon.account", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    marketplace_id = fields.Many2one("amazon.marketplace", required=True, ondelete="restrict")
    pricelist_id = fields.Many2one(
        "product.pricelist",
        check_company=True,
        help="The pricelist of the orders, in the marketplace's currency. The prices are Amazon's.",
    )

    _sql_constraints = [
        (
            "marketplace_unique",
            "unique(account_id, marketplace_id)",
            "The account has settings for this marketplace already.",
        ),
    ]

    @api.constrains("account_id", "marketplace_id")
    def _check_marketplace_is_the_accounts(self):
        for line in self:
            if line.marketplace_id not in line.account_id.marketplace_ids:
                raise ValidationError(
                    _(
                        "%(marketplace)s has settings, but is not on the account %(account)s. "
                        "Add it there first.",
                        marketplace=line.marketplace_id.name,
                        account=line.account_id.name,
                    )
                )

    @api.constrains("marketplace_id", "pricelist_id")
    def _check_currency(self):
        for line in self.sudo().filtered("pricelist_id"):  # who sets it up need not sell
            currency = line.marketplace_id.currency_id
            if line.pricelist_id.currency_id != currency:
                raise ValidationError(
                    _(
                        "The pricelist %(pricelist)s is not in %(currency)s, in which "
                        "%(marketplace)s sells.",
                        pricelist=line.pricelist_id.name,
                        currency=currency.name,
                        marketplace=line.marketplace_id.name,
                    )
                )

    def _amazon_locations_of_change(self):
        usual = self.account_id._origin.location_id
        return self._origin.location_id or usual, self.location_id or usual

    def _amazon_warehouse(self):
        return self.account_id._amazon_setting("warehouse_id", self.marketplace_id)
