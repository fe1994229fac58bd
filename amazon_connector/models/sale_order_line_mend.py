from odoo import api, fields, models

from ..order_taxes import without_levies


class SaleOrderLine(models.Model):
    """One line on which the fallback product stands, and its SKU's product that should."""

    _inherit = "sale.order.line"

    @api.depends_context("amazon_mend")
    def _compute_product_updatable(self):
        result = super()._compute_product_updatable()
        if self.env.context.get("amazon_mend"):
            self.product_updatable = True  # its moves are replaced too
        return result

    def _amazon_product_to_be(self):
        """Return the product that should stand here instead of the fallback product, if any."""
        self.ensure_one()
        product = self.product_id.browse()
        if self.amazon_sku_unknown:
            product = self.amazon_offer_id.product_id
        return product if product != self.product_id else product.browse()

    def _amazon_mend(self):
        """Put the SKU's product here: on the line, what waits to leave, and what has left.

        Prices stay as they are; so does the total, as long as taxes are contained in them.

        :return: list of Problems: goods that could not be moved
        """
        self.ensure_one()
        product = self._amazon_product_to_be()
        item_lines = self.order_id.order_line.filtered(
            lambda line: line.amazon_item_ref == self.amazon_item_ref
        )
        taxes = {line: line._amazon_taxes_with(product, item_lines) for line in item_lines}
        moves = self._amazon_all_moves()
        moves.filtered(lambda move: move.state not in ("done", "cancel"))._action_cancel()
        problems = moves.filtered(lambda move: move.state == "done")._amazon_replace(self, product)
        for line in item_lines - self:
            line.write({"tax_id": taxes[line], "price_unit": line.price_unit})
        self.with_context(amazon_mend=True).write(
            {
                "product_id": product.id,
                "name": self.name,
                "product_uom_qty": self.product_uom_qty,
                "price_unit": self.price_unit,
                "discount": self.discount,
                "tax_id": taxes[self],
            }
        )
        return problems

    def _amazon_all_moves(self):
        """Return the line's moves, with those that bring the goods to the exit."""
        moves = earlier = self.move_ids
        while earlier:
            earlier = earlier.move_orig_ids - moves
            moves |= earlier
        return moves.filtered(lambda move: move.product_id == self.product_id)

    def _amazon_taxes_with(self, product, item_lines):
        """Return the command that gives the line this product's taxes, meant as its own now.

        What contains its tax goes on doing so; where Amazon's tax stands on a line of its own, or
        there is none, only taxes that come to nothing may stand, as LineWriter has them.

        :param item_lines: all lines of the line's item of Amazon's
        """
        self.ensure_one()
        now = self.tax_id
        amazons_own = self._amazon_tax_products()
        if self.product_id in amazons_own:
            return [fields.Command.set(now.ids)]
        taxes = product.taxes_id._filter_taxes_by_company(self.company_id)
        taxes = self.order_id.fiscal_position_id.map_tax(taxes)
        untold = not now and not item_lines.product_id & amazons_own
        if any(now.flatten_taxes_hierarchy().mapped("price_include")) or (
            untold and self.order_id.amazon_marketplace_id.tax_included
        ):
            taxes = taxes._amazon_price_included()
        elif not now._amazon_levies():
            taxes = without_levies(taxes)
        return [fields.Command.set(taxes.ids)]

    @api.model
    def _amazon_tax_products(self):
        """Return the products of the lines that are taxes of Amazon's."""
        account = self.env["amazon.account"]
        return account._charge_product("TAX") | account._charge_product("TAX_WITHHELD")

    def _amazon_put_tax_on_a_line(self, tax):
        """Put Amazon's tax of one item on a line of its own: the new product's would miss it.

        :param tax: what the item's lines came to with their former taxes
        """
        for line in self:
            silent = fields.Command.set(without_levies(line.tax_id).ids)
            line.write({"tax_id": [silent], "price_unit": line.price_unit})
        goods = self.filtered("amazon_is_goods")[:1]
        no_taxes = self.env["account.tax"]
        self.create(
            {
                **self.env["amazon.account"]._charge_line("TAX", 1, tax, no_taxes),
                "order_id": goods.order_id.id,
                "sequence": goods.sequence,
                "amazon_item_ref": goods.amazon_item_ref,
                "amazon_offer_id": goods.amazon_offer_id.id,
                "amazon_sku": goods.amazon_sku,
            }
        )
