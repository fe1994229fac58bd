from odoo import api, fields, models


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
        taxes = {line: line._amazon_taxes_with(product) for line in item_lines}
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

    def _amazon_taxes_with(self, product):
        """Return the command that gives the line this product's taxes, meant as its own now.

        What contains its tax goes on doing so; a line without taxes on top gets none.
        """
        self.ensure_one()
        order = self.order_id
        now = self.tax_id
        if self.product_id == self.env["amazon.account"]._charge_product("TAX"):
            return [fields.Command.set(now.ids)]
        taxes = product.taxes_id._filter_taxes_by_company(self.company_id)
        taxes = order.fiscal_position_id.map_tax(taxes)
        told_on_top = order.order_line.product_id & self._amazon_tax_product()
        if any(now.flatten_taxes_hierarchy().mapped("price_include")) or (
            not now and not told_on_top and order.amazon_marketplace_id.tax_included
        ):
            taxes = taxes._amazon_price_included()
        elif not now._amazon_levies():
            taxes = taxes.filtered(lambda tax: not tax._amazon_levies())
        return [fields.Command.set(taxes.ids)]

    @api.model
    def _amazon_tax_product(self):
        return self.env["amazon.account"]._charge_product("TAX")

    def _amazon_put_tax_on_a_line(self, tax):
        """Put Amazon's tax of one item on a line of its own: the new product's would miss it.

        :param tax: what the item's lines came to with their former taxes
        """
        for line in self:
            silent = line.tax_id.filtered(lambda one: not one._amazon_levies())
            line.write({"tax_id": [fields.Command.set(silent.ids)], "price_unit": line.price_unit})
        goods = self.filtered("amazon_is_goods")[:1]
        product = self._amazon_tax_product()
        self.create(
            {
                "order_id": goods.order_id.id,
                "product_id": product.id,
                "name": product.name,
                "product_uom_qty": 1,
                "price_unit": tax,
                "tax_id": [fields.Command.clear()],
                "sequence": goods.sequence,
                "amazon_item_ref": goods.amazon_item_ref,
                "amazon_offer_id": goods.amazon_offer_id.id,
                "amazon_sku": goods.amazon_sku,
            }
        )
