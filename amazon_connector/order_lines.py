"""How the amounts of an order of Amazon's become lines of a sales order, to the cent."""

from decimal import Decimal

from .order_extras import item_extras


class LineWriter:
    """Writes the lines of one order so that their sum is Amazon's, to the cent."""

    def __init__(self, account, order, reading, offers, position, taxes_as_lines):
        self._account = account
        self._order = order
        self._reading = reading
        self._offers = offers
        self._position = position
        self._taxes_as_lines = taxes_as_lines
        self._fallback = account._amazon_fallback(order)
        marketplace = account._amazon_find_marketplace(order)
        currency = account._amazon_pricelist(reading.currency, marketplace).currency_id
        self._cent = Decimal(str(currency.rounding))

    def lines(self):
        values = []
        for item_reading in self._reading.items:
            values += self._item_lines(item_reading)
        if self._reading.tip:
            values.append(self._charge_line("DELIVERY_TIP", self._reading.tip, self._no_taxes()))
        settings = self._account._amazon_line_settings(self._order)
        for sequence, line in enumerate(values, start=1):
            line.update(settings, sequence=sequence)
        return values

    def _item_lines(self, reading):
        item = reading.item
        offer = self._offers.get((self._order.order_id, item.sku))
        product = offer.product_id if offer else self._account.env["product.product"]
        mapped = product or self._fallback
        taxes = self._taxes(mapped, reading)
        common = {
            "amazon_item_ref": item.order_item_id,
            "amazon_offer_id": offer.id if offer else False,
            "amazon_sku": item.sku,
        }
        lines = []
        for charge in reading.charges:
            if charge.kind == "ITEM" and item.quantity_ordered:
                goods = {
                    "product_id": mapped.id,
                    "name": item.title or mapped.display_name,
                    "amazon_is_goods": True,
                    **item_extras(item),
                }
                lines += self._goods_lines(item, charge.amount, {**common, **goods}, taxes)
            elif charge.amount:
                lines.append({**common, **self._charge_line(charge.kind, charge.amount, taxes)})
        if not reading.tax_included and reading.tax and not taxes._amazon_levies():
            lines.append({**common, **self._charge_line("TAX", reading.tax, self._no_taxes())})
        return lines

    def _goods_lines(self, item, amount, values, taxes):
        """Share an amount among the item's units: 10.00 for 3 is 2 at 3.33 and 1 at 3.34."""
        lines = []
        elsewhere = self._shipped_elsewhere(item)
        for quantity, price in split_by_unit(amount, item.quantity_ordered, self._cent):
            shipped = min(quantity, elsewhere)
            elsewhere -= shipped
            lines.append(
                {
                    **values,
                    "product_uom_qty": quantity,
                    "amazon_qty_shipped_elsewhere": shipped,
                    # Odoo gives new lines a 0 that it computes only when a move changes.
                    "qty_delivered": shipped,
                    **self._price(price, taxes),
                }
            )
        return lines

    def _charge_line(self, kind, amount, taxes):
        product = self._account._charge_product(kind)
        return {
            "product_id": product.id,
            "name": product.name,
            "product_uom_qty": 1,
            **self._price(amount, taxes),
        }

    def _price(self, price, taxes):
        return {
            "price_unit": float(price),
            "discount": 0.0,
            "tax_id": [(6, 0, taxes.ids)],
        }

    def _taxes(self, product, reading):
        """Return Odoo's taxes of the product, made to fit how Amazon's price is meant."""
        company = self._account.company_id
        taxes = product.taxes_id._filter_taxes_by_company(company)
        if product == self._fallback:
            # Made with the addon, often before the company had taxes at all.
            # A branch has the taxes of the company that it belongs to.
            taxes = taxes or company.account_sale_tax_id or company.root_id.account_sale_tax_id
        taxes = self._position.map_tax(taxes)
        if reading.tax_included:
            return taxes._amazon_price_included()
        contained = any(taxes.flatten_taxes_hierarchy().mapped("price_include"))
        if not reading.tax or self._taxes_as_lines or contained:
            # Amazon's tax stands on its own line, or there is none: a rate of zero may stay.
            return taxes.filtered(lambda tax: not tax._amazon_levies())
        return taxes

    def _no_taxes(self):
        return self._account.env["account.tax"]

    def _shipped_elsewhere(self, item):
        """Return the units that Amazon counts as shipped before Odoo knew of the order."""
        if self._order.is_fba or self._order.status != "PARTIALLY_SHIPPED":
            return 0
        if item.quantity_unfulfilled is not None:
            return max(item.quantity_ordered - item.quantity_unfulfilled, 0)
        return min(item.quantity_fulfilled or 0, item.quantity_ordered)


def split_by_unit(amount, quantity, cent):
    """Share an amount among units so that the prices have whole cents and add up exactly.

    :param amount: Decimal
    :param quantity: int, above 0
    :param cent: Decimal, the currency's smallest unit
    :return: list of (quantity, price of a unit as Decimal), at most two
    """
    cents = amount / cent
    if cents != cents.to_integral_value():  # finer than the currency: nothing to share out
        return [(quantity, amount / quantity)]
    low, rest = divmod(int(cents), quantity)
    parts = [(quantity - rest, low * cent), (rest, (low + 1) * cent)]
    return [(units, price) for units, price in parts if units]
