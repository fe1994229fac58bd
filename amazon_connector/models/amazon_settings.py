from odoo import _, api, fields, models
from odoo.exceptions import ValidationError


class AmazonSettings(models.AbstractModel):
    """What becomes of Amazon's orders in Odoo, as far as it is a matter of choice.

    An account has these settings, and its lines for single marketplaces have them once more:
    what stands on the line goes before what stands on the account (_amazon_setting).
    Whoever inherits this has a company_id.
    """

    _name = "amazon.settings"
    _description = "Settings of Amazon's orders"
    _inherit = ["analytic.mixin"]

    user_id = fields.Many2one(
        "res.users", "Salesperson", check_company=True, help="Salesperson of the orders."
    )
    team_id = fields.Many2one(
        "crm.team",
        "Sales Team",
        check_company=True,
        help="Team of the orders. Empty: the salesperson's own.",
    )
    order_prefix = fields.Char(
        help="Orders are named by it and Amazon's reference, such as AMZ-408-1234567-1234567. "
        "Empty: they are numbered like all other sales orders.",
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language of Customers",
        help="In which invoices and delivery slips of new customers are printed. Empty: the "
        "company's.",
    )
    fiscal_position_id = fields.Many2one(
        "account.fiscal.position",
        check_company=True,
        help="Empty: chosen by Odoo for each order, by the customer's country and VAT number.",
    )
    journal_id = fields.Many2one(
        "account.journal",
        "Invoicing Journal",
        check_company=True,
        domain="[('type', '=', 'sale')]",
        help="Where the orders are invoiced. Empty: the company's first sales journal.",
    )
    analytic_distribution = fields.Json(
        help="Stands on every line of the orders. Empty: Odoo's own rules for analytic "
        "distributions decide."
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        check_company=True,
        help="Where the goods leave that you ship yourself (FBM).",
    )
    carrier_id = fields.Many2one(
        "delivery.carrier",
        "Delivery Method",
        check_company=True,
        help="Stands on the orders that you ship yourself and on their transfers. The order gets "
        "no delivery line of it: what the buyer paid for shipping, Amazon tells.",
    )
    location_id = fields.Many2one(
        "stock.location",
        "Amazon Location",
        check_company=True,
        domain="[('usage', '=', 'internal'), ('warehouse_id', '=', False)]",
        help="Where the goods lie that Amazon ships for you (FBA).",
    )
    fallback_product_id = fields.Many2one(
        "product.product",
        check_company=True,
        domain=lambda self: self.env["product.product"]._amazon_stocked_domain(),
        help="Stands on the orders for a SKU that has no product yet: a stocked good, so that "
        "transfers and stock moves arise.",
    )

    @api.constrains("fallback_product_id")
    def _check_fallback_product_is_stocked(self):
        products = self.fallback_product_id
        for product in products - products.filtered_domain(products._amazon_stocked_domain()):
            raise ValidationError(
                _(
                    "%s cannot stand for unknown SKUs, since it is no stocked good: no transfer "
                    "and no stock move would arise. Choose a product whose quantity is tracked.",
                    product.display_name,
                )
            )
