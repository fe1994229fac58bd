from odoo import api, fields, models


class SaleOrder(models.Model):
    """From an order to what is there about it: open issues, and the feeds that told of it."""

    _inherit = "sale.order"

    amazon_issue_count = fields.Integer(compute="_compute_amazon_issue_count", compute_sudo=True)
    amazon_feed_count = fields.Integer(compute="_compute_amazon_feed_count", compute_sudo=True)

    @api.depends("amazon_order_ref", "company_id")
    def _compute_amazon_issue_count(self):
        groups = self.env["amazon.issue"]._read_group(
            [
                ("order_ref", "in", [ref for ref in self.mapped("amazon_order_ref") if ref]),
                ("state", "=", "open"),
            ],
            ["company_id", "order_ref"],
            ["__count"],
        )
        counts = {(company, ref): count for company, ref, count in groups}
        for order in self:
            order.amazon_issue_count = counts.get((order.company_id, order.amazon_order_ref), 0)

    @api.depends("amazon_shipment_ids.feed_id")
    def _compute_amazon_feed_count(self):
        for order in self:
            order.amazon_feed_count = len(order.amazon_shipment_ids.feed_id)

    def action_amazon_open_issues(self):
        """Open the issues that stand open about this order."""
        self.ensure_one()
        domain = [
            ("order_ref", "=", self.amazon_order_ref),
            ("company_id", "=", self.company_id.id),
            ("state", "=", "open"),
        ]
        return self._amazon_open("amazon_connector.action_amazon_issue", domain)

    def action_amazon_open_feeds(self):
        """Open the feeds that told Amazon of this order's transfers."""
        self.ensure_one()
        domain = [("shipment_ids.order_id", "=", self.id)]
        return self._amazon_open("amazon_connector.action_amazon_feed", domain)

    def _amazon_open(self, action, domain):
        window = self.env["ir.actions.act_window"]._for_xml_id(action)
        return {**window, "domain": domain, "context": {"create": False}}
