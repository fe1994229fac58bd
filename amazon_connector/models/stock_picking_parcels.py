from collections import Counter, defaultdict
from dataclasses import dataclass, field

from odoo import api, models

# Parts of a unit this small are what is left of computing with fractions.
NOTHING = 1e-6


@dataclass
class Parcel:
    """What left in one package of a transfer, or in none, by Amazon's order item."""

    picking: models.Model  # stock.picking
    package: models.Model  # stock.quant.package, may be empty
    units: Counter = field(default_factory=Counter)  # in Amazon's units; may be no whole number
    products: dict = field(default_factory=dict)  # product.product by item
    codes: dict = field(default_factory=lambda: defaultdict(list))  # of Transparency, by item

    def add(self, line, units, codes):
        """Count units of a sales order line as being in this parcel.

        :param codes: see ``_amazon_codes_by_line``; those of these units are taken from it
        """
        item = line.amazon_item_ref
        self.units[item] += units
        self.products.setdefault(item, line.product_id)
        left = codes[self.picking, line]
        self.codes[item] += left[: round(units)]
        del left[: round(units)]


class StockPicking(models.Model):
    """What a done transfer holds, as Amazon counts it: its own items, in packages."""

    _inherit = "stock.picking"

    def _amazon_parcels(self):
        """Return what left with these transfers, parcel by parcel.

        Two lines of one item count together; a kit is in the parcel with which its last component
        left. A parcel whose goods do not complete a kit yet holds nothing.

        :return: list of Parcel, in the order of the transfers and then of the packages
        """
        lines = self.move_line_ids.filtered(lambda line: line._amazon_has_left())
        keys = {(line.picking_id, line.result_package_id): line for line in lines}
        ordered = sorted(keys, key=_place)
        parcels = {(picking, package): Parcel(picking, package) for picking, package in ordered}
        kits = self.env["sale.order.line"]
        codes = self._amazon_codes_by_line()
        for line in lines.sorted("id"):
            move = line.move_id
            if move._amazon_is_kit_part():
                kits |= move.sale_line_id
                continue
            place = line.picking_id, line.result_package_id
            parcels[place].add(move.sale_line_id, line.quantity_product_uom, codes)
        for kit in kits:
            for place, count in kit._amazon_kits_by_place().items():
                if place in parcels and count:
                    parcels[place].add(kit, count, codes)
        return list(parcels.values())

    def _amazon_left_at(self):
        """Return when the goods of this done transfer left.

        Odoo writes no date on a transfer of which code does the moves alone.

        :rtype: datetime.datetime
        """
        self.ensure_one()
        done = self.move_ids.filtered(lambda move: move.state == "done")
        return self.date_done or max(done.mapped("date"), default=self.create_date)

    def _amazon_codes_by_line(self):
        """Return the codes of Transparency of what leaves with these transfers.

        :return: dict of lists of str by (transfer, sale.order.line)
        """
        codes = defaultdict(list)
        for move in self.move_ids:
            codes[move.picking_id, move.sale_line_id] += move._amazon_transparency_codes()
        return codes


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _amazon_has_left(self):
        """Whether these goods of one of Amazon's items are on their way to the buyer."""
        self.ensure_one()
        return (
            self.state == "done"
            and self.quantity_product_uom > 0
            and self.location_dest_id.usage == "customer"
            and self.move_id.sale_line_id._amazon_is_item()
        )


class StockMove(models.Model):
    _inherit = "stock.move"

    def _amazon_is_kit_part(self):
        """Whether this moves a component of the kit that the buyer ordered."""
        self.ensure_one()
        return "bom_line_id" in self._fields and bool(self.bom_line_id)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _amazon_kits_by_place(self):
        """Return how many whole kits of this line left with which parcel.

        :return: dict of int by (transfer, package)
        """
        self.ensure_one()
        lines = self._amazon_left_lines()
        needs = self._amazon_kit_needs()
        left, kits = lines.browse(), {}
        by_place = defaultdict(lines.browse)
        for line in lines:
            by_place[line.picking_id, line.result_package_id] |= line
        for place in sorted(by_place, key=_place):
            before = _whole(left, needs)
            left |= by_place[place]
            kits[place] = _whole(left, needs) - before
        return kits

    def _amazon_units_back(self, of=None):
        """Return the units of this line that came back from the buyer; of a kit, whole ones.

        They come back with a transfer: moves without one call goods by their right name.

        :param of: stock.picking; of what left with these alone
        """
        self.ensure_one()
        back = self.move_ids.filtered(
            lambda move: (
                move.state == "done"
                and move.picking_id
                and move.location_id.usage == "customer"
                and move.location_dest_id.usage != "customer"
                and (of is None or move.origin_returned_move_id.picking_id in of)
            )
        )
        if not any(move._amazon_is_kit_part() for move in back):
            return sum(back.move_line_ids.mapped("quantity_product_uom"))
        return _whole(back.move_line_ids, self._amazon_kit_needs())

    def _amazon_kit_needs(self):
        """Return how much of each component one kit of this line takes.

        One of which no more is to come is needed all the same: without it no kit is whole.

        :return: dict of units by mrp.bom.line: those that are moved for the line
        """
        self.ensure_one()
        # Of several steps, later series of Odoo make the last once the one before is done.
        moved = self.move_ids.bom_line_id
        needs = Counter()
        for component, told in self._amazon_kit_explosion(moved.bom_id):
            unit = component.product_id.uom_id
            quantity = component.product_uom_id._compute_quantity(told["qty"], unit, round=False)
            needs[component] += quantity
        return {one: needs[one] for one in moved if needs[one] > 0}

    def _amazon_kit_explosion(self, boms):
        """Return the components of one kit of this line: list of (mrp.bom.line, dict with qty).

        :param boms: mrp.bom of its moves; those of kits in the kit may be among them
        """
        product = self.product_id
        bom = boms.filtered(
            lambda one: (
                one.type == "phantom"
                and one.product_tmpl_id == product.product_tmpl_id
                and one.product_id in (product, product.browse())
            )
        )[:1]
        bom = bom or self._amazon_find_kit(product)
        if not bom:
            return []
        unit = product.uom_id._compute_quantity(1, bom.product_uom_id, round=False)
        return bom.explode(product, unit / bom.product_qty)[1]

    @api.model
    def _amazon_find_kit(self, product):
        found = self.env["mrp.bom"]._bom_find(
            product, company_id=self.company_id.id, bom_type="phantom"
        )
        return found[product]


def _whole(lines, needs):
    """Return how many whole kits these components are.

    :param lines: stock.move.line of the components
    :param needs: see sale.order.line's _amazon_kit_needs
    """
    left = Counter()
    for line in lines:
        left[line.move_id.bom_line_id] += line.quantity_product_uom
    return whole_kits(left, needs)


def whole_kits(left, needs):
    """Return how many whole kits so much of each component is.

    :param left: dict of units by mrp.bom.line, all of ``needs`` or a Counter
    :param needs: see sale.order.line's _amazon_kit_needs
    """
    return int(min((left[one] / need for one, need in needs.items()), default=0) + NOTHING)


def last_place(lines):
    """Return the parcel that left last of those with these move lines: (transfer, package)."""
    places = {(line.picking_id, line.result_package_id) for line in lines}
    return max(places, key=_place, default=None)


def _place(place):
    """Return by what parcels are ordered: when their transfer left, then by package."""
    picking, package = place
    return (picking._amazon_left_at(), picking.id, package.id or 0)
