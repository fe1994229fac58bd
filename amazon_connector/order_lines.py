"""How the amounts of an order of Amazon's become lines of a sales order, to the cent."""

from decimal import Decimal

from .amazon_api.proceeds import prices_contain_tax
from .amazon_api.withheld_tax import take_off_withheld
from .amounts import WholeCents, split_by_unit
from .order_extras import item_extras
from .order_taxes import ItemTaxes, tax_told


class LineWriter:
    """Writes the lines of one order so that their sum is Amazon's, to the cent."""

    def __init__(self, account, order, reading, offers, position, taxes_as_lines):
        self._account = account
        self._order = order
        self._reading = reading
        self._offers = offers
        self._taxes = ItemTaxes(account, position, taxes_as_lines)
        self._no_taxes = account.env["account.tax"]
        self._habit = prices_contain_tax(order.marketplace_id, reading.currency)
        self._fallback = account._amazon_fallback(order)
        marketplace = account._amazon_find_marketplace(order)
        currency = account._amazon_pricelist(reading.currency, marketplace).currency_id
        cent = Decimal(str(currency.rounding))
        self._step = max(cent, price_step(account.env))
        self._cents = WholeCents(cent)

    def lines(self):
        values = []
        for item_reading in self._reading.items:
            values += self._item_lines(item_reading)
        if self._reading.tip:
            values.append(self._charge_line("DELIVERY_TIP", self._reading.tip, self._no_taxes))
        settings = self._account._amazon_line_settings(self._order)
        for sequence, line in enumerate(values, start=1):
            line.update(settings, sequence=sequence)
        return values

    def _item_lines(self, told):
        item = told.item
        reading, withheld = take_off_withheld(told, self._habit)
        offer = self._offers.get((self._order.order_id, item.sku))
        product = offer.product_id if offer else self._account.env["product.product"]
        mapped = product or self._fallback
        taxes = self._taxes.of(mapped, mapped == self._fallback, reading)
        lines = []
        for charge in reading.charges:
            if charge.kind == "ITEM" and item.quantity_ordered:
                goods = {
                    "product_id": mapped.id,
                    "name": item.title or mapped.display_name,
                    "amazon_is_goods": True,
                    **item_extras(item),
                }
                lines += self._goods_lines(item, charge.amount, goods, taxes)
            elif charge.amount:
                lines.append(self._charge_line(charge.kind, charge.amount, taxes))
        if not reading.tax_included and reading.tax and not taxes._amazon_levies():
            lines.append(self._charge_line("TAX", reading.tax, self._no_taxes))
        if withheld:
            lines.append(self._charge_line("TAX_WITHHELD", withheld, self._no_taxes))
        common = {
            "amazon_item_ref": item.order_item_id,
            "amazon_offer_id": offer.id if offer else False,
            "amazon_sku": item.sku,
        }
        lines = [{**common, **line} for line in lines]
        return self._with_tax_told(lines, told)

    def _goods_lines(self, item, amount, values, taxes):
        """Share an amount among the item's units: 10.00 for 3 is 2 at 3.33 and 1 at 3.34."""
        lines = []
        elsewhere = self._shipped_elsewhere(item)
        parts, left_over = split_by_unit(
            self._cents.round(amount), item.quantity_ordered, self._step
        )
        for quantity, price in parts:
            shipped = min(quantity, elsewhere)
            elsewhere -= shipped
            lines.append(
                {
                    **values,
                    "product_uom_qty": quantity,
                    "amazon_qty_shipped_elsewhere": shipped,
                    # Odoo gives new lines a 0 that it computes only when a move changes.
                    "qty_delivered": shipped,
                    "price_unit": float(price),
                    "discount": 0.0,
                    "tax_id": [(6, 0, taxes.ids)],
                }
            )
        if left_over:
            lines.append(self._product_line("CENTS", *self._by_quantity(left_over), taxes))
        return lines

    def _charge_line(self, kind, amount, taxes):
        amount = self._cents.round(amount)
        if amount % self._step:
            return self._product_line(kind, *self._by_quantity(amount), taxes)
        return self._product_line(kind, 1, amount, taxes)

    def _product_line(self, kind, quantity, price, taxes):
        return self._account._charge_line(kind, quantity, float(price), taxes)

    def _by_quantity(self, amount):
        """Return a quantity and price of an amount that is too fine to be a price: 0.50 at 1."""
        return float(abs(amount)), 1 if amount > 0 else -1

    def _with_tax_told(self, lines, reading):
        """Note Amazon's own tax of an item on the first of its lines."""
        tax = tax_told(self._order, reading, self._account.company_id)
        for place, line in enumerate(lines):
            first = place == 0 and tax is not None
            line["amazon_tax_told"] = first
            line["amazon_tax"] = float(tax) if first else 0.0
        return lines

    def _shipped_elsewhere(self, item):
        """Return the units that Amazon counts as shipped before Odoo knew of the order."""
        if self._order.is_fba or self._order.status != "PARTIALLY_SHIPPED":
            return 0
        if item.quantity_unfulfilled is not None:
            return max(item.quantity_ordered - item.quantity_unfulfilled, 0)
        return min(item.quantity_fulfilled or 0, item.quantity_ordered)


def price_step(env):
    """Return the finest price of a unit (Decimal) that an order's line keeps."""
    digits = env["sale.order.line"]._fields["price_unit"].get_digits(env)
    # From Odoo 19 on, prices are kept as they are.
    return Decimal(1).scaleb(-digits[1]) if digits else Decimal(0)
