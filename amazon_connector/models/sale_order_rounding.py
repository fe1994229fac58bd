from odoo import fields, models


class SaleOrder(models.Model):
    """The cent by which Odoo's rounding of an order with several taxes misses Amazon's total.

    Where taxes are rounded for the whole order, its net amount and each of its taxes are rounded
    for themselves: though every price is right to the cent, their sum may not be.
    """

    _inherit = "sale.order"

    def _amazon_settle_rounding(self, reading):
        """Put what Odoo's rounding leaves over on a line of its own, without tax, for all to see.

        Nothing else is put there: not more than rounding can do, and nothing where Amazon's own
        figures do not add up.

        :param reading: amazon_api OrderReading of the order
        """
        self.ensure_one()
        missing = float(reading.total) - self.amount_total
        taxes = self.order_line.tax_id.flatten_taxes_hierarchy()
        most = self.currency_id.rounding * (len(taxes) + 1)
        if reading.difference or self.currency_id.compare_amounts(abs(missing), most) > 0:
            return
        if not self.currency_id.is_zero(missing):
            cents, no_taxes = self.currency_id.round(missing), taxes.browse()
            values = self.amazon_account_id._charge_line("CENTS", 1, cents, no_taxes)
            line = self._amazon_rounding_line()
            if line:
                line.write(values)
            else:
                sequence = max(self.order_line.mapped("sequence")) + 1
                self.order_line = [fields.Command.create({**values, "sequence": sequence})]

    def _amazon_forget_rounding(self):
        """Take off what was left over before: the order's lines are written anew."""
        line = self._amazon_rounding_line()
        if line.product_uom_qty:
            line.write({"product_uom_qty": 0.0, "price_unit": 0.0})

    def _amazon_rounding_line(self):
        """Return the line of this order that bears what rounding left over, if there is one."""
        product = self.amazon_account_id._charge_product("CENTS")
        return self.order_line.filtered(
            lambda line: line.product_id == product and not line.amazon_item_ref
        )[:1]
