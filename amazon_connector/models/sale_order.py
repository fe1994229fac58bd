from odoo import _, api, fields, models

from ..first_install import create_empty_columns
from .amazon_issue import Problem


class SaleOrder(models.Model):
    _inherit = "sale.order"

    amazon_order_ref = fields.Char(
        "Amazon Order", copy=False, readonly=True, index="btree_not_null"
    )
    amazon_account_id = fields.Many2one(
        "amazon.account",
        copy=False,
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    amazon_marketplace_id = fields.Many2one("amazon.marketplace", copy=False, readonly=True)
    amazon_channel = fields.Selection(
        [("fbm", "FBM"), ("fba", "FBA")],
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="FBM: you ship the goods yourself. FBA: Amazon ships them from its warehouses.",
    )
    amazon_status = fields.Char(
        "Amazon's Word for the Status", copy=False, readonly=True, help="In Amazon's own word."
    )
    amazon_total = fields.Monetary(
        "Total on Amazon", copy=False, readonly=True, help="What Amazon says the order is worth."
    )
    amazon_tax = fields.Monetary(
        "Tax on Amazon", copy=False, readonly=True, help="The taxes that Amazon tells."
    )
    amazon_total_difference = fields.Monetary(
        "Difference",
        compute="_compute_amazon_total_difference",
        store=True,
        help="Odoo's total less Amazon's.",
    )

    _sql_constraints = [
        (
            "amazon_order_ref_unique",
            "unique(company_id, amazon_order_ref)",
            "This Amazon order is in Odoo already.",
        ),
    ]

    def _auto_init(self):
        create_empty_columns(self)
        return super()._auto_init()

    @api.depends("amount_total", "amazon_total", "amazon_order_ref")
    def _compute_amazon_total_difference(self):
        for order in self:
            order.amazon_total_difference = (
                order.amount_total - order.amazon_total if order.amazon_order_ref else 0.0
            )

    def _prepare_confirmation_values(self):
        values = super()._prepare_confirmation_values()
        if self.env.context.get("amazon_keep_date_order"):
            # Amazon's orders are dated when the buyer placed them.
            values.pop("date_order", None)
        return values

    @api.model
    def _amazon_amounts(self, reading):
        """Return the values of what Amazon tells of an order's worth.

        :param reading: amazon_api OrderReading
        """
        return {
            "amazon_total": float(reading.total),
            "amazon_tax": float(sum(item.tax for item in reading.items)),
        }

    def _amazon_has_total(self, total):
        """:param total: Decimal or float, in the order's currency
        :return: whether the order's total is this one, to the currency's smallest unit"""
        self.ensure_one()
        return not self.currency_id.compare_amounts(self.amount_total, float(total))

    def _amazon_agrees(self, total):
        """Whether nothing contradicts what Amazon says: neither the total nor any item's tax.

        :param total: Decimal, in the order's currency
        """
        return self._amazon_has_total(total) and not self._amazon_tax_differences()

    def _amazon_is_invoiced(self):
        """Whether an invoice of it stands, be it a draft: its lines are settled then."""
        self.ensure_one()
        return bool(self.invoice_ids.filtered(lambda invoice: invoice.state != "cancel"))

    def _amazon_problems(self):
        """Return what a person should look at on these imported orders, as Problems."""
        self._amazon_forget_accepted()
        problems = self._amazon_cancelled_problems() + self._amazon_late_problems()
        alive = self.filtered(lambda order: order.state != "cancel")
        problems += alive._amazon_vat_problems()
        for order in alive:
            if order.amazon_total_differs:
                message = _(
                    "Amazon's total is %(amazon)s, Odoo's is %(odoo)s.",
                    amazon=order.currency_id.format(order.amazon_total),
                    odoo=order.currency_id.format(order.amount_total),
                )
                problems.append(Problem(order.amazon_order_ref, "total", message))
            problems += order._amazon_tax_problems()
        return problems + alive._amazon_product_problems()

    def action_open_on_amazon(self):
        """Open Amazon's own page of the order in the seller's Seller Central."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"{self.amazon_marketplace_id.seller_central_url}/orders-v3/order/"
            f"{self.amazon_order_ref}",
            "target": "new",
        }
