import logging

import psycopg2
from odoo import _, models
from odoo.exceptions import UserError

from ..discreet_logs import in_short, without_data
from .amazon_issue import Problem

_logger = logging.getLogger(__name__)


class SaleOrder(models.Model):
    """Putting a SKU's product where the fallback product stands, once the SKU has one."""

    _inherit = "sale.order"

    def _amazon_mend(self):
        """Give these orders the products of their SKUs where the fallback product stands.

        Orders that are invoiced stay as they are (_amazon_product_problems names them). Each
        order stands alone.

        :return: list of Problems, why an order could not be mended
        """
        problems = []
        for order in self:
            lines = order.order_line.filtered(lambda line: line._amazon_product_to_be())
            if order.state == "cancel" or not lines or order._amazon_is_invoiced():
                continue
            try:
                with self.env.cr.savepoint():
                    problems += order._amazon_mend_lines(lines)
                    self.env.flush_all()
            except psycopg2.OperationalError:
                raise  # another process changed the same rows
            except Exception as error:  # noqa: BLE001 - the other orders go on
                self.env.invalidate_all()
                message = str(error) if isinstance(error, UserError) else in_short(error)
                if not isinstance(error, UserError):
                    _logger.error("Order %s not mended: %s", order.id, without_data(error))
                problems.append(Problem(order.amazon_order_ref, "product", message))
        return problems

    def _amazon_mend_lines(self, lines):
        self.ensure_one()
        was_locked = self.locked
        if was_locked:
            self.action_unlock()
        was_right = self._amazon_has_total(self.amazon_total)
        taxes = {item: sum(of.mapped("price_tax")) for item, of in self._amazon_items(lines)}
        told = _("The right products stand in place of the fallback product now: ")
        told += ", ".join(
            f"{line.amazon_sku} → {line._amazon_product_to_be().display_name}" for line in lines
        )
        problems = []
        for line in lines:
            problems += line._amazon_mend()
        if was_right and not self._amazon_has_total(self.amazon_total):
            for item, of in self._amazon_items(lines):
                of._amazon_put_tax_on_a_line(taxes[item])
        self.message_post(body=told)
        if was_locked:
            self.action_lock()
        return problems

    def _amazon_items(self, lines):
        """Return pairs of Amazon's item id and all its lines, for the items of these lines."""
        items = self.order_line.grouped("amazon_item_ref")
        return [(item, items[item]) for item in dict.fromkeys(lines.mapped("amazon_item_ref"))]

    def _amazon_product_problems(self):
        """Return a Problem for each order on which the fallback product stands."""
        problems = []
        for order in self:
            # Whoever gives an offer the fallback product itself, wants it to stand there.
            unknown = order.order_line.filtered(
                lambda line: (
                    line.amazon_sku_unknown and line.amazon_offer_id.product_id != line.product_id
                )
            )
            known = unknown.filtered(lambda line: line._amazon_product_to_be())
            for lines, message in (
                (unknown - known, _("Assign a product to: %s")),
                (known, _("Already invoiced with the fallback product: %s")),
            ):
                if lines and (lines != known or order._amazon_is_invoiced()):
                    skus = ", ".join(sorted({line.amazon_sku or "?" for line in lines}))
                    problems.append(Problem(order.amazon_order_ref, "product", message % skus))
        return problems
