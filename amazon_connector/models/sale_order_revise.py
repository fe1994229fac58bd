import hashlib
from collections import defaultdict
from dataclasses import astuple
from itertools import zip_longest

from odoo import _, fields, models

from ..amazon_api.errors import Unreadable
from ..amazon_api.proceeds import read_order
from ..moments import naive_utc


class SaleOrder(models.Model):
    """What Amazon changes on an order that Odoo knows: items, amounts, address, ship-by date."""

    _inherit = "sale.order"

    amazon_fingerprint = fields.Char(
        copy=False,
        readonly=True,
        help="Tells whether Amazon changed anything since the order was brought, so that what a "
        "person changed in Odoo stays as long as Amazon says the same.",
    )

    def _amazon_revise(self, account, order, offers):
        """Bring the order to what Amazon says now, which is another thing than before.

        An order that is invoiced, or delivered beyond the new quantities, keeps its lines: it
        shows both totals then, and an issue tells.

        :param offers: dict of amazon.offer by (Amazon's order id, SKU)
        """
        self.ensure_one()
        self.amazon_fingerprint = amazon_fingerprint(order)
        self.partner_id._amazon_complete(order)
        self._amazon_revise_vat(order)
        was_locked = self.locked
        if was_locked:
            self.action_unlock()
        self._amazon_revise_amounts(account, order, offers)
        self._amazon_revise_delivery(order)
        if was_locked:
            self.action_lock()

    def _amazon_revise_amounts(self, account, order, offers):
        try:
            reading = read_order(order)
        except Unreadable:
            return  # Amazon tells less than before: what it told stays.
        self.write(self._amazon_amounts(reading))
        self._amazon_revise_position(account, order)
        self._amazon_revise_lines(account, order, reading, offers)

    def _amazon_revise_lines(self, account, order, reading, offers):
        tax = account._charge_product("TAX")
        on_lines_already = tax in self.order_line.filtered("product_uom_qty").product_id
        for taxes_as_lines in (True,) if on_lines_already else (False, True):
            lines = self.env["sale.order.line"]._amazon_lines(
                account, order, reading, offers, self.fiscal_position_id, taxes_as_lines
            )
            pairs = self._amazon_pair_lines(lines)
            self._amazon_note_taxes(pairs)
            if not self._amazon_may_take(pairs):
                self._amazon_hold_back(pairs)
                return
            self._amazon_forget_rounding()
            for line, values in pairs:
                self._amazon_revise_line(line, values)
            self._amazon_hold_back(pairs)
            if self._amazon_agrees(reading.total):
                return
        self._amazon_settle_rounding(reading)

    def _amazon_pair_lines(self, wanted):
        """Return pairs of a line that stands and the values it should have; either may lack."""
        standing = self.order_line.filtered(lambda line: line._amazon_key())
        have = _by_key(standing, lambda line: line._amazon_key())
        want = _by_key(wanted, self.env["sale.order.line"]._amazon_key_of)
        return [
            pair
            for key in dict.fromkeys([*have, *want])
            for pair in zip_longest(have.get(key, []), want.get(key, []))
        ]

    def _amazon_may_take(self, pairs):
        """Whether nothing that happened in Odoo stands against these changes."""
        if self._amazon_is_invoiced():
            return False
        return all(
            line is None
            or line.qty_delivered <= (values["product_uom_qty"] if values else 0)
            or not line.amazon_is_goods
            for line, values in pairs
        )

    def _amazon_hold_back(self, pairs):
        """Keep back what Amazon cancelled, on lines that could not take the new quantity."""
        held = self.env["sale.order.line"]
        for line, values in pairs:
            if line is None or not line.amazon_is_goods:
                continue
            wanted = max(values["product_uom_qty"] if values else 0, line.qty_delivered)
            units = max(line.product_uom_qty - wanted, 0)
            if line.amazon_qty_cancelled != units:
                line.amazon_qty_cancelled = units
                held |= line
        # Lowers the waiting transfers as a lower quantity would, every step of them.
        held._action_launch_stock_rule()

    def _amazon_revise_line(self, line, values):
        if line is None:
            values = {**values, "order_id": self.id}
            self.env["sale.order.line"].create(values)
        elif values is None:
            # A line of a confirmed order cannot be deleted; nothing of it is ordered any more.
            if line.product_uom_qty:
                line.write({"product_uom_qty": 0.0, "price_unit": line.price_unit})
        elif not line._amazon_is(values):
            # Together: a new quantity alone would have Odoo compute the price anew.
            names = ("product_uom_qty", "price_unit", "discount", "tax_id")
            line.write({name: values[name] for name in names})

    def _amazon_revise_delivery(self, order):
        """Send what has not left yet to the new address, by the new date."""
        waiting = self.picking_ids._amazon_waiting()
        if not waiting:
            return
        deadline = naive_utc(order.ship_by and order.ship_by.latest)
        if deadline and deadline != self.commitment_date:
            self.commitment_date = deadline
        address = self._amazon_told_delivery(order)
        if address != self.partner_shipping_id:
            self._amazon_redirect(waiting, address)

    def _amazon_told_delivery(self, order):
        """Return the delivery address that Amazon tells now, the standing one where it tells less.

        To whom the rights are lacking, or some time after the delivery, it tells town and postal
        code only.
        """
        self.ensure_one()
        told, standing = order.delivery_address, self.partner_shipping_id
        has_street = told and any((told.line1, told.line2, told.line3, told.street_name))
        if not told or (standing.street and not has_street):
            return standing
        owners = {order.order_id: self.partner_id}
        return self.env["res.partner"]._amazon_deliveries([order], owners)[order.order_id]

    def _amazon_redirect(self, waiting, address):
        """Send what waits to another address, and tell the clerks who have begun with it."""
        # Odoo would ask for what is done here: put the address on the transfers.
        self.with_context(mail_activity_automation_skip=True).partner_shipping_id = address
        waiting.partner_id = address
        self.message_post(body=_("Amazon changed the delivery address."))
        for picking in waiting.filtered(lambda picking: picking._amazon_is_started()):
            picking._amazon_for_clerk()._amazon_ask_for_new_papers()


def amazon_fingerprint(order):
    """Return a short text that changes when Amazon changes what an order is about.

    :param order: amazon_api Order
    """
    told = (
        order.grand_total,
        order.breakdowns,
        # Its repr keeps personal data to itself; a hash does too.
        astuple(order.buyer),
        order.delivery_address and astuple(order.delivery_address),
        order.ship_by,
        [
            (item.order_item_id, item.sku, item.quantity_ordered, item.total, item.breakdowns)
            for item in order.items
        ],
    )
    # Only where it is told, so that orders without it keep the fingerprint that they have.
    told += tuple(told_of_tax for told_of_tax in _told_of_tax(order) if any(told_of_tax))
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def _told_of_tax(order):
    """Return who is known to the tax office under which number, and who pays which item's tax."""
    return (
        [astuple(registration) for registration in order.tax_registrations],
        [item.tax_collections or item.tax_schemes for item in order.items],
    )


def _by_key(things, key):
    """Return lists of the things by their key, in their order."""
    groups = defaultdict(list)
    for thing in things:
        groups[key(thing)].append(thing)
    return groups
