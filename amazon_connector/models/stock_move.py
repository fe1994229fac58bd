from collections import defaultdict

from odoo import _, api, fields, models
from odoo.tools import groupby

from ..moments import naive_utc
from .amazon_issue import Problem

SHIPPED = ("SHIPPED", "PARTIALLY_SHIPPED")
# Of which something may have left, if it was before a cancellation.
MAY_HAVE_LEFT = (*SHIPPED, "CANCELLED")


class StockMove(models.Model):
    _inherit = "stock.move"

    amazon_order_ref = fields.Char("Amazon Order", copy=False, index="btree_not_null")
    amazon_item_ref = fields.Char("Amazon Item", copy=False, index="btree_not_null")

    @api.model
    def _amazon_ship_orders(self, account, pairs):
        """Move what Amazon shipped of FBA orders out of the Amazon location, never twice.

        :param pairs: list of (sale.order, amazon_api Order)
        :return: list of Problems: goods that could not be moved
        """
        wanted = []
        for sale, order in pairs:
            if order.status not in (*SHIPPED, "CANCELLED"):
                continue
            lines_by_item = sale.order_line.filtered("amazon_is_goods").grouped("amazon_item_ref")
            # Amazon may tell one item in two parts; its lines take the sum.
            shipped = defaultdict(int)
            for item in order.items:
                shipped[item.order_item_id] += shipped_quantity(order, item)
            for item in {item.order_item_id: item for item in order.items}.values():
                lines = lines_by_item.get(item.order_item_id, self.env["sale.order.line"])
                wanted += _shares(lines, shipped[item.order_item_id], order, item)
        return self._amazon_ship(account, wanted)

    @api.model
    def _amazon_ship_for_other_shops(self, account, orders):
        """Move what Amazon shipped for the seller's other shops (channel NON_AMAZON).

        The moves are linked to the order whose name is Amazon's alias for it; where there is
        none, an issue says so. What waits for them in the warehouse does not leave any more.
        """
        shipped = [order for order in orders if order.is_fba and order.status in MAY_HAVE_LEFT]
        aliases = [order.alias for order in shipped if order.alias]
        sales = {
            sale.name: sale
            for sale in self.env["sale.order"].search(
                [("name", "in", aliases), ("company_id", "=", account.company_id.id)]
            )
        }
        product_of = self._amazon_products(account, shipped)
        wanted, problems = [], []
        for order in shipped:
            sale = sales.get(order.alias, self.env["sale.order"])
            if not sale:
                message = _("No sales order has the name %s.", order.alias or "?")
                problems.append(Problem(order.order_id, "stock", message))
            room = {line: line.product_uom_qty for line in sale.order_line}
            for item in order.items:
                product = product_of[order.order_id, item.sku]
                lines = sale.order_line.filtered_domain([("product_id", "=", product.id)])
                wanted += _shares_of_room(lines, room, product, order, item)
        self._amazon_link_to_lines(wanted)
        problems += self._amazon_ship(account, wanted)
        by_order = groupby(wanted, lambda one: (one.order.order_id, one.line.order_id))
        for (_ref, sale), shipments in by_order:
            problems += sale._amazon_shipped_by_it(shipments) if sale else []
        return problems

    @api.model
    def _amazon_products(self, account, orders):
        """Return the products of other shops' orders, by (Amazon's order id, SKU).

        Such an order may name no marketplace, and then has no offers.
        """
        offers = self.env["amazon.offer"]._for_orders(account, orders)
        keys = {(order.order_id, item.sku) for order in orders for item in order.items}
        references = self.env["amazon.offer"]._products_by_sku(
            account.company_id, [sku for key, sku in keys if sku and (key, sku) not in offers]
        )
        products = self.env["product.product"]
        fallbacks = {order.order_id: account._amazon_fallback(order) for order in orders}
        return {
            (ref, sku): (
                offers[ref, sku].product_id
                if (ref, sku) in offers
                else products.browse(references.get(sku))
            )
            or fallbacks[ref]
            for ref, sku in keys
        }

    @api.model
    def _amazon_link_to_lines(self, shipments):
        """Give moves made before their sales order was known the line that they deliver."""
        lines = {
            (shipment.order.order_id, shipment.item.order_item_id): shipment.line
            for shipment in shipments
            if shipment.line and shipment.quantity
        }
        orphans = self.search(
            [
                ("amazon_order_ref", "in", [order_ref for order_ref, _item in lines]),
                ("sale_line_id", "=", False),
            ]
        )
        for move in orphans:
            move.sale_line_id = lines.get((move.amazon_order_ref, move.amazon_item_ref))

    @api.model
    def _amazon_ship(self, account, shipments):
        """Create and do the moves of these shipments, less what was moved before.

        :param shipments: list of Shipment, whose quantity counts from the order's beginning
        """
        refs = list({shipment.order.order_id for shipment in shipments})
        earlier = self.search([("amazon_order_ref", "in", refs), ("state", "!=", "cancel")])
        earlier -= earlier._amazon_cancel_beyond(shipments)
        values = [
            self._amazon_values(account, shipment, quantity)
            for shipment, quantity in _missing(shipments, earlier._amazon_quantities())
            if shipment.product.type != "service"
        ]
        moves = self.create(values)._amazon_explode()
        moves._action_confirm(merge=False)
        # Those that waited for their lots so far are tried again.
        return (moves | earlier.filtered(lambda move: move.state != "done"))._amazon_do()

    def _amazon_cancel_beyond(self, shipments):
        """Cancel what waits of orders that Amazon cancelled, beyond what had left by then.

        Else a lot that comes later would leave for them.

        :param shipments: as of _amazon_ship
        :return: the moves that were cancelled
        """
        shipped = defaultdict(int)
        for shipment in shipments:
            if shipment.order.status == "CANCELLED":
                shipped[shipment.key[:2]] += shipment.quantity
        cancelled = self.browse()
        for item, moves in self.grouped(_item_of).items():
            if item in shipped:
                cancelled |= moves._amazon_waiting_beyond(shipped[item])
        cancelled._action_cancel()
        return cancelled

    def _amazon_waiting_beyond(self, units):
        """Return those of an item's moves that wait beyond so many units, the latest first.

        One that is too large is lowered. A kit's components wait together: only all of them go.
        """
        waiting = self.filtered(lambda move: move.state != "done")
        if not units:
            return waiting
        beyond = sum(move._amazon_units() for move in self) - units
        chosen = self.browse()
        if beyond <= 0:
            return chosen
        single = waiting.filtered(lambda move: not move._amazon_is_component())
        for move in single.sorted("id", reverse=True):
            if move.product_uom_qty > beyond:
                move.product_uom_qty -= beyond
                break
            beyond -= move.product_uom_qty
            chosen |= move
        return chosen

    @api.model
    def _amazon_ship_for_unseen(self, account, orders):
        """Settle what Amazon shipped of these orders before it cancelled them.

        Of another shop's order, moves may stand that wait for their lots.

        :param orders: list of amazon_api Order that Amazon ships and cancelled, without a sales
            order
        :return: list of Problems; one for each of which goods left, and no move says so
        """
        left = {}
        for order in orders:
            items = [(shipped_quantity(order, item), item.sku or "?") for item in order.items]
            left[order.order_id] = [f"{units} × {sku}" for units, sku in items if units]
        moves = self.search([("amazon_order_ref", "in", list(left))])
        moved = set(moves.mapped("amazon_order_ref"))
        problems = self._amazon_ship_for_other_shops(
            account, [order for order in orders if order.order_id in moved]
        )
        for ref in [one for one, goods in left.items() if goods and one not in moved]:
            message = _(
                "Amazon shipped %s and cancelled the order, before Odoo knew of it: nothing was "
                "taken out of the stock.",
                ", ".join(left[ref]),
            )
            problems.append(Problem(ref, "stock", message))
        return problems

    def _amazon_quantities(self):
        """Return the quantities of these moves by the keys of their Shipments."""
        quantities = defaultdict(float)
        for move in self:
            key = (move.amazon_order_ref, move.amazon_item_ref, move.sale_line_id.id)
            quantities[key] += move._amazon_units()
        return quantities

    def _amazon_values(self, account, shipment, quantity):
        line = shipment.line
        customer = line.order_id.partner_shipping_id
        destination = customer.property_stock_customer
        if not destination:
            destination = self._customers_location(account.company_id)
        values = {
            "product_id": shipment.product.id,
            "product_uom": shipment.product.uom_id.id,
            "product_uom_qty": quantity,
            "location_id": account._amazon_location(shipment.order).id,
            "location_dest_id": destination.id,
            "company_id": account.company_id.id,
            "sale_line_id": line.id,
            "origin": line.order_id.name or shipment.order.order_id,
            "amazon_order_ref": shipment.order.order_id,
            "amazon_item_ref": shipment.item.order_item_id,
            **self._amazon_marks(account, shipment.order, line.order_id),
            "date": naive_utc(left_at(shipment.order)),
        }
        if "name" in self._fields:  # gone in 19.0
            values["name"] = shipment.product.display_name
        return values

    @api.model
    def _customers_location(self, company):
        return self.env["stock.location"].search(
            [("usage", "=", "customer"), ("company_id", "in", (False, company.id))], limit=1
        )


class Shipment:
    """What Amazon shipped of one item, for one line of Odoo's order (may be empty)."""

    def __init__(self, order, item, product, line, quantity):
        self.order = order
        self.item = item
        self.product = product
        self.line = line
        self.quantity = quantity
        self.key = (order.order_id, item.order_item_id, line.id)


def _missing(shipments, moved):
    """Yield (shipment, quantity): what of these shipments has not been moved.

    An item leaves once, by whichever line: that of another shop's order may be another one today,
    since its offer got another product.

    :param moved: dict of quantities by the key of a Shipment
    """
    left = defaultdict(float)
    for shipment in shipments:
        left[shipment.key[:2]] += shipment.quantity
    for key, quantity in moved.items():
        left[key[:2]] -= quantity
    for shipment in shipments:
        item = shipment.key[:2]
        quantity = min(shipment.quantity - moved.get(shipment.key, 0), left[item])
        if quantity > 0:
            left[item] -= quantity
            yield shipment, quantity


def _item_of(move):
    """Return what the key of a move's Shipment begins with."""
    return move.amazon_order_ref, move.amazon_item_ref


def left_at(order):
    """Return when the goods left, as near as Amazon tells: of FBA it names no such moment.

    An order that has left was changed then or later; one that changed long after, such as by a
    refund, left at the latest when it was to leave.
    """
    due = order.ship_by and order.ship_by.latest
    if due and order.created_time < due:
        return min(due, order.last_updated_time)
    return order.last_updated_time


def shipped_quantity(order, item):
    """Return the units of an item that have left, as Amazon counts them.

    A shipped order whose item tells no figure has left whole, a cancelled one not at all.
    """
    if item.quantity_fulfilled is not None:
        return min(item.quantity_fulfilled, item.quantity_ordered)
    if item.quantity_unfulfilled is not None and order.status != "CANCELLED":
        return max(item.quantity_ordered - item.quantity_unfulfilled, 0)
    return item.quantity_ordered if order.status == "SHIPPED" else 0


def _shares(lines, quantity, order, item):
    """Share an item's shipped units among its lines: two where its cents did not divide.

    What is more than a person left on the lines has left all the same, by the last one.
    """
    lines = lines.sorted("sequence")
    for line in lines:
        units = quantity if line == lines[-1] else min(quantity, int(line.product_uom_qty))
        quantity -= units
        yield Shipment(order, item, line.product_id, line, units)


def _shares_of_room(lines, room, product, order, item):
    """Share an item of another shop's order among the lines of its product.

    What is more than was ordered has left all the same, by the last one.

    :param lines: sale.order.line, may be empty
    :param room: dict of quantities by line, lowered by what each takes
    """
    quantity = shipped_quantity(order, item)
    for line in lines:
        units = quantity if line == lines[-1] else max(min(quantity, int(room[line])), 0)
        room[line] -= units
        quantity -= units
        yield Shipment(order, item, product, line, units)
    if not lines:
        yield Shipment(order, item, product, lines, quantity)
