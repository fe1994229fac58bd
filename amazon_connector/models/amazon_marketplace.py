from odoo import fields, models

REGIONS = [("na", "North America"), ("eu", "Europe"), ("fe", "Far East")]


class AmazonMarketplace(models.Model):
    """A shop of Amazon's in one country. The 23 of them come with the addon as data."""

    _name = "amazon.marketplace"
    _description = "Amazon Marketplace"
    _order = "sequence, name"
    # A spreadsheet may name it by any of them.
    _rec_names_search = ["name", "code", "marketplace_id"]

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="The short name that sellers use, such as FR or UK.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    marketplace_id = fields.Char("Amazon ID", required=True, help="How Amazon's API names it.")
    country_id = fields.Many2one("res.country", required=True)
    flag_url = fields.Char("Flag", related="country_id.image_url")
    currency_id = fields.Many2one("res.currency", required=True, context={"active_test": False})
    region = fields.Selection(REGIONS, required=True)
    tax_included = fields.Boolean(
        "Prices contain taxes",
        help="How prices are shown to buyers here. It decides only where Amazon's amounts "
        "can be read both ways.",
    )
    seller_central_url = fields.Char("Seller Central", required=True)

    _sql_constraints = [
        (
            "marketplace_id_unique",
            "unique(marketplace_id)",
            "This marketplace already exists.",
        ),
    ]
