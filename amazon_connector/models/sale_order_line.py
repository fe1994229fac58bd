from odoo import api, fields, models

from ..first_install import create_empty_columns
from ..order_lines import LineWriter


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    amazon_item_ref = fields.Char("Amazon Item", copy=False, index="btree_not_null")
    amazon_offer_id = fields.Many2one("amazon.offer", copy=False, index="btree_not_null")
    amazon_sku = fields.Char("Amazon SKU", copy=False)
    amazon_is_goods = fields.Boolean(
        "Goods Sold on Amazon",
        copy=False,
        help="The item itself, not what is paid for its shipping, wrapping …",
    )
    amazon_sku_unknown = fields.Boolean(
        "Amazon SKU without Product",
        compute="_compute_amazon_sku_unknown",
        store=True,
        help="The fallback product stands here for a SKU without a product.",
    )
    amazon_qty_shipped_elsewhere = fields.Float(
        "Shipped outside of Odoo",
        digits="Product Unit of Measure",
        copy=False,
        help="What Amazon says was shipped before the order came into Odoo.",
    )

    amazon_tax = fields.Monetary(
        "Tax on Amazon",
        copy=False,
        readonly=True,
        help="What Amazon says the tax of the item is; on the first line of the item.",
    )
    amazon_tax_told = fields.Boolean(
        "Amazon Tells the Tax",
        copy=False,
        readonly=True,
        help="Amazon's figure counts, 0 too: the item is exempt then, or Amazon pays its tax.",
    )

    def _auto_init(self):
        create_empty_columns(self)
        return super()._auto_init()

    @api.depends("product_id", "amazon_is_goods")
    def _compute_amazon_sku_unknown(self):
        for line in self:
            fallbacks = line.order_id.amazon_account_id._amazon_fallbacks()
            line.amazon_sku_unknown = (
                line.amazon_is_goods
                and line.product_id in fallbacks
                and line.product_id != line.amazon_offer_id.product_id
            )

    # === Stock ===#

    def _action_launch_stock_rule(self, *args, **kwargs):
        """Leave out what Amazon ships, and what it cancelled: neither leaves our warehouse."""
        ours = self.filtered(
            lambda line: (
                line.order_id.amazon_channel != "fba" and not line.order_id.amazon_cancelled_late
            )
        )
        return super(SaleOrderLine, ours)._action_launch_stock_rule(*args, **kwargs)

    @api.depends("amazon_qty_shipped_elsewhere")
    def _compute_qty_delivered(self):
        result = super()._compute_qty_delivered()
        if "qty_delivered_at_date" not in self._fields:
            for line in self._amazon_shipped_elsewhere():
                line.qty_delivered += line.amazon_qty_shipped_elsewhere
        return result

    def _prepare_qty_delivered(self):
        """Count it too where 19.0 does, which asks for the quantities of a past day as well."""
        quantities = super()._prepare_qty_delivered()
        for line in self._amazon_shipped_elsewhere():
            quantities[line] += line.amazon_qty_shipped_elsewhere
        return quantities

    def _amazon_shipped_elsewhere(self):
        return self.filtered(
            lambda line: (
                line.amazon_qty_shipped_elsewhere and line.qty_delivered_method == "stock_move"
            )
        )

    # === Lines of an order ===#

    def _amazon_key(self):
        """Return what this line stands for on Amazon; empty when it was added in Odoo."""
        self.ensure_one()
        if not self.amazon_item_ref and self.product_id != self._amazon_tip_product():
            return ()
        return self._amazon_key_of(
            {
                "amazon_item_ref": self.amazon_item_ref,
                "amazon_is_goods": self.amazon_is_goods,
                "product_id": self.product_id.id,
            }
        )

    @api.model
    def _amazon_key_of(self, values):
        """Return the key for a line's values. Goods keep theirs when their product changes."""
        kind = "goods" if values.get("amazon_is_goods") else values["product_id"]
        return (values.get("amazon_item_ref") or False, kind)

    @api.model
    def _amazon_tip_product(self):
        return self.env["amazon.account"]._charge_product("DELIVERY_TIP")

    def _amazon_is(self, values):
        """Whether the line has these values' quantity, price and taxes already."""
        self.ensure_one()
        currency = self.order_id.currency_id
        [(_command, _id, taxes)] = values["tax_id"]
        return (
            self.product_uom_qty == values["product_uom_qty"]
            and not currency.compare_amounts(self.price_unit, values["price_unit"])
            and self.discount == values["discount"]
            and set(self.tax_id.ids) == set(taxes)
            and not self._amazon_tax_news(values)
        )

    def _amazon_tax_news(self, values):
        """Return what these values tell of Amazon's tax that the line does not say yet."""
        currency = self.order_id.currency_id
        told = values.get("amazon_tax_told", False)
        tax = values.get("amazon_tax", 0.0)
        if told == self.amazon_tax_told and not currency.compare_amounts(tax, self.amazon_tax):
            return {}
        return {"amazon_tax_told": told, "amazon_tax": tax}

    @api.model
    def _amazon_lines(self, account, order, reading, offers, position, taxes_as_lines=False):
        """Return the values of all lines of an order: goods, charges, taxes of Amazon's, tip.

        :param reading: amazon_api OrderReading of the order
        :param offers: dict of amazon.offer by (Amazon's order id, SKU)
        :param position: account.fiscal.position, may be empty
        :param taxes_as_lines: taxes on top of the price become lines without Odoo's tax, with
            Amazon's figure; else Odoo's taxes are to give it
        :return: list of dict
        """
        writer = LineWriter(account, order, reading, offers, position, taxes_as_lines)
        return writer.lines()
