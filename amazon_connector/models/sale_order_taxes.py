from dataclasses import dataclass

from odoo import _, api, fields, models

from .amazon_issue import Problem


@dataclass(frozen=True)
class TaxDifference:
    """An item whose tax Amazon and Odoo see differently, in the order's currency."""

    sku: str
    amazon: float
    odoo: float


class SaleOrder(models.Model):
    """Figures of Amazon's that contradict Odoo's: both are shown, and no money is moved.

    A person may accept the contradiction. It stays accepted as long as both figures are the same.
    """

    _inherit = "sale.order"

    amazon_tax_differs = fields.Boolean(
        "Tax differs from Amazon's",
        compute="_compute_amazon_tax_differs",
        store=True,
        help="Amazon tells another tax than Odoo has, by more than a cent an item, and nobody has "
        "accepted it.",
    )
    amazon_total_differs = fields.Boolean(
        "Total differs from Amazon's",
        compute="_compute_amazon_total_differs",
        store=True,
        help="Odoo's total is not Amazon's, and nobody has accepted it.",
    )
    amazon_tax_accepted = fields.Char(
        copy=False, readonly=True, help="The figures of the tax that were accepted."
    )
    amazon_total_accepted = fields.Char(
        copy=False, readonly=True, help="The figures of the total that were accepted."
    )

    @api.depends(
        "amazon_tax_accepted",
        "order_line.amazon_tax",
        "order_line.amazon_tax_told",
        "order_line.amazon_item_ref",
        "order_line.product_id",
        "order_line.price_tax",
        "order_line.price_total",
    )
    def _compute_amazon_tax_differs(self):
        for order in self:
            figures = order._amazon_tax_figures()
            order.amazon_tax_differs = bool(figures) and figures != order.amazon_tax_accepted

    @api.depends("amazon_total_accepted", "amazon_order_ref", "amazon_total", "amount_total")
    def _compute_amazon_total_differs(self):
        for order in self:
            figures = order._amazon_total_figures()
            order.amazon_total_differs = bool(figures) and figures != order.amazon_total_accepted

    def _amazon_tax_differences(self):
        """Return the items whose tax differs by more than a cent, as TaxDifferences."""
        self.ensure_one()
        by_item = self.order_line.filtered("amazon_item_ref").grouped("amazon_item_ref")
        found = []
        for lines in by_item.values():
            if not any(lines.mapped("amazon_tax_told")):
                continue
            amazon, odoo = sum(lines.mapped("amazon_tax")), lines._amazon_tax_in_odoo()
            difference = self.currency_id.round(odoo - amazon)
            if self.currency_id.compare_amounts(abs(difference), self.currency_id.rounding) > 0:
                found.append(TaxDifference(lines[0].amazon_sku or "?", amazon, odoo))
        return found

    def _amazon_tax_figures(self):
        """Return the figures that contradict each other, as one text; empty when none do."""
        money = self._amazon_exact
        return ", ".join(
            f"{one.sku}: {money(one.amazon)} / {money(one.odoo)}"
            for one in self._amazon_tax_differences()
        )

    def _amazon_total_figures(self):
        """Return both totals as one text; empty when they are the same."""
        self.ensure_one()
        amazon, odoo = self.amazon_total, self.amount_total
        if not self.amazon_order_ref or not self.currency_id.compare_amounts(amazon, odoo):
            return ""
        return f"{self._amazon_exact(amazon)} / {self._amazon_exact(odoo)}"

    def _amazon_exact(self, amount):
        return f"{amount:.{self.currency_id.decimal_places}f}"

    def _amazon_tax_problems(self):
        """Return the contradictions of this order's taxes that nobody has accepted, as Problems."""
        self.ensure_one()
        if not self.amazon_tax_differs:
            return []
        told = [
            _(
                "%(sku)s: Amazon's tax is %(amazon)s, Odoo's is %(odoo)s.",
                sku=one.sku,
                amazon=self.currency_id.format(one.amazon),
                odoo=self.currency_id.format(one.odoo),
            )
            for one in self._amazon_tax_differences()
        ]
        return [Problem(self.amazon_order_ref, "tax", "\n".join(told))]

    # === Accepting ===#

    def action_amazon_accept(self):
        """Button « Keep Odoo's figures »: they are right as they are; its issues are solved."""
        self._amazon_accept(("tax", "total"))
        issues = self.env["amazon.issue"].sudo()
        issues.search(
            [
                ("state", "=", "open"),
                ("reason", "in", ("tax", "total")),
                ("order_ref", "in", self.mapped("amazon_order_ref")),
                ("company_id", "in", self.company_id.ids),
            ]
        ).action_solved()

    def _amazon_accept(self, reasons):
        """Accept the contradictions of these reasons as they stand, and say so on the orders.

        :param reasons: 'tax', 'total' or both
        """
        for order in self:
            if "tax" in reasons and order.amazon_tax_differs:
                figures = order._amazon_tax_figures()
                order.amazon_tax_accepted = figures
                order._message_log(
                    body=_("The tax differs from Amazon's, which was accepted: %s", figures)
                )
            if "total" in reasons and order.amazon_total_differs:
                figures = order._amazon_total_figures()
                order.amazon_total_accepted = figures
                order._message_log(
                    body=_("The total differs from Amazon's, which was accepted: %s", figures)
                )

    def _amazon_forget_accepted(self):
        """Forget what was accepted on these orders once the figures agree again."""
        for order in self:
            if order.amazon_tax_accepted and not order._amazon_tax_figures():
                order.amazon_tax_accepted = False
            if order.amazon_total_accepted and not order._amazon_total_figures():
                order.amazon_total_accepted = False

    # === Later changes ===#

    def _amazon_note_taxes(self, pairs):
        """Note what Amazon tells of taxes now, also on lines that stay as they are.

        :param pairs: of a line that stands and the values it should have; either may lack
        """
        for line, values in pairs:
            news = line and line._amazon_tax_news(values or {})
            if news:
                line.write(news)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _amazon_tax_in_odoo(self):
        """Return the tax of an item's lines, with Amazon's own where it is a line of its own."""
        tax_line = self.env["amazon.account"]._charge_product("TAX")
        amazons = self.filtered(lambda line: line.product_id == tax_line)
        return sum(amazons.mapped("price_total")) + sum(self.mapped("price_tax"))
