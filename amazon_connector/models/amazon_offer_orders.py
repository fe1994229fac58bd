from datetime import timedelta

from odoo import api, fields, models

LINES_TO_MEND = [("amazon_sku_unknown", "=", True), ("state", "!=", "cancel")]
# A product assigned by mistake can be changed this long, before it comes onto any order.
GRACE = timedelta(minutes=10)


class AmazonOffer(models.Model):
    """The orders on which the fallback product stands for an offer's SKU."""

    _inherit = "amazon.offer"

    orders_to_mend = fields.Integer(
        "Orders to Mend",
        compute="_compute_orders_to_mend",
        search="_search_orders_to_mend",
        help="Orders on which the fallback product stands for this SKU. Once it has a product, "
        "those that are not invoiced get it by themselves some minutes later, or at once by "
        "the button.",
    )

    @api.depends("product_id")
    def _compute_orders_to_mend(self):
        groups = (
            self.env["sale.order.line"]
            .sudo()
            ._read_group(
                [*LINES_TO_MEND, ("amazon_offer_id", "in", self.ids)],
                ["amazon_offer_id"],
                ["order_id:count_distinct"],
            )
        )
        counts = {offer.id: count for offer, count in groups}
        for offer in self:
            offer.orders_to_mend = counts.get(offer.id, 0)

    @api.model
    def _search_orders_to_mend(self, operator, value):
        """Find the offers that have some, or none; their number is not asked for."""
        lines = (
            self.env["sale.order.line"]
            .sudo()
            .search([*LINES_TO_MEND, ("amazon_offer_id", "!=", False)])
        )
        some = operator in ("!=", ">", "not in")
        return [("id", "in" if some else "not in", lines.amazon_offer_id.ids)]

    def _orders_to_mend(self):
        domain = [*LINES_TO_MEND, ("amazon_offer_id", "in", self.ids)]
        return self.env["sale.order.line"].search(domain).order_id

    def action_open_orders_to_mend(self):
        """Open the orders on which the fallback product stands for these SKUs."""
        window = self.env["ir.actions.act_window"]._for_xml_id(
            "amazon_connector.action_amazon_orders"
        )
        window["domain"] = [("id", "in", self._orders_to_mend().ids)]
        return window

    def action_mend_orders(self):
        """Button « Mend orders »: put the product where the fallback product stands.

        :return: the action that tells how it went
        """
        self.env["amazon.issue"]._check_may_work()
        orders = self.filtered("product_id").sudo()._orders_to_mend()
        issues = self._issues_of(orders, ["|", ("state", "=", "open"), ("dismissed", "=", True)])
        issues.write({"state": "open", "dismissed": False})
        return issues.action_retry()

    def _mend_soon(self):
        """Have the issues of these offers' orders tried again: that mends the orders."""
        orders = self.sudo()._orders_to_mend()
        issues = self._issues_of(orders, [("state", "=", "open")])
        issues.sudo()._plan(fields.Datetime.now() + GRACE)

    @api.model
    def _issues_of(self, orders, domain):
        refs = orders.mapped("amazon_order_ref")
        return self.env["amazon.issue"].search(
            [("order_ref", "in", refs), ("reason", "=", "product"), *domain]
        )
