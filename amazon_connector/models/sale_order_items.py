from collections import Counter, defaultdict

from odoo import fields, models

from ..amazon_api.shipments import tracking_told
from .sale_order_packages import plain, units_in
from .stock_move import shipped_quantity

# Of these shipments Amazon knows, or is about to: it expects their units no more.
TOLD = ("pending", "processing", "done")


class SaleOrder(models.Model):
    """What Amazon orders by item, and what it still expects of each, whatever our lines say."""

    _inherit = "sale.order"

    # {Amazon's item: {sku, ordered, shipped, elsewhere, transparency}}, see items_told.
    amazon_items = fields.Json(copy=False, readonly=True)
    # [{reference, number, units: {Amazon's item: units}}], see packages_elsewhere.
    amazon_packages_elsewhere = fields.Json(copy=False, readonly=True)

    def _amazon_follow_items(self, order, ours):
        """Note what Amazon says of each item; what is equal is not written.

        :param order: amazon_api Order, of an FBM order that Odoo knows
        :param ours: list of its amazon_api OrderPackages that were told from here
        """
        self.ensure_one()
        told = {
            "amazon_items": items_told(order, ours),
            "amazon_packages_elsewhere": packages_elsewhere(order, ours) or False,
        }
        news = {name: value for name, value in told.items() if value != (self[name] or False)}
        if news:
            self.write(news)

    def _amazon_find_elsewhere(self, number, units):
        """Take a package that somebody told in Seller Central as one of ours, if it is there.

        From then on its units count as told from here, no longer as elsewhere.

        :param number: tracking reference of our parcel
        :param units: Counter of the units in it, by Amazon's item
        :return: dict of that package, with this number and just these goods, see
            ``packages_elsewhere``; None: Amazon showed none
        """
        self.ensure_one()
        packages = list(self.amazon_packages_elsewhere or ())
        ours = {"number": plain(tracking_told(number)), "units": dict(+units)}
        found = next((one for one in packages if ours.items() <= one.items()), None)
        if not all(ours.values()) or not found:
            return None
        packages.remove(found)
        items = {item: dict(told) for item, told in self.amazon_items.items()}
        for item in ours["units"].keys() & items.keys():
            items[item]["elsewhere"] -= units[item]
        self.write({"amazon_items": items, "amazon_packages_elsewhere": packages or False})
        return found

    def _amazon_count_fewer(self, fewer):
        """Count fewer units as shipped than Amazon last told, until its next news do.

        :param fewer: Counter of the units by Amazon's item
        """
        self.ensure_one()
        items = {item: dict(told) for item, told in (self.amazon_items or {}).items()}
        for item in fewer.keys() & items.keys():
            items[item]["shipped"] = max(items[item]["shipped"] - fewer[item], 0)
        if items:
            self.amazon_items = items

    def _amazon_ordered_items(self):
        """Return what Amazon ordered by item: as it told, else as the lines were written.

        :return: dict by Amazon's item reference, see ``items_told``
        """
        self.ensure_one()
        if self.amazon_items:
            return self.amazon_items
        items = {}
        for line in self._amazon_goods_lines():
            item = items.setdefault(
                line.amazon_item_ref,
                {"sku": line.amazon_sku, "ordered": 0, "shipped": 0, "elsewhere": 0},
            )
            item["ordered"] += line.product_uom_qty - line.amazon_qty_cancelled
            item["shipped"] += line.amazon_qty_shipped
        return items

    def _amazon_goods_lines(self):
        """Return the lines that stand for goods of Amazon's items."""
        return self.order_line.filtered(lambda line: line._amazon_is_item())

    def _amazon_told(self, besides=None):
        """Return the units that our shipments tell, or told, by Amazon's item.

        :param besides: amazon.shipment that do not count
        :return: Counter
        """
        self.ensure_one()
        # A correction that Amazon refuses leaves it with the package as it was.
        shipments = self.amazon_shipment_ids.filtered(lambda one: one.state in TOLD or one.corrects)
        return (shipments - (besides or shipments.browse()))._units_believed()

    def _amazon_left_outside(self):
        """Return the units that are counted as shipped outside of Odoo, by Amazon's item."""
        left = Counter()
        for line in self._amazon_goods_lines():
            left[line.amazon_item_ref] += line.amazon_qty_shipped_elsewhere
        return left

    def _amazon_expected(self, besides=None):
        """Return the units that Amazon still expects, by item, beyond what it was told.

        :param besides: amazon.shipment that do not count as told
        :return: dict of int, 0 or more
        """
        self.ensure_one()
        told = self._amazon_told(besides)
        left = self._amazon_left_outside()
        expected = {}
        for item_ref, item in self._amazon_ordered_items().items():
            elsewhere = max(item.get("elsewhere", 0), left[item_ref])
            # Amazon counts ours among the shipped, some time after they were told.
            gone = max(item["shipped"], elsewhere + told[item_ref])
            expected[item_ref] = max(int(item["ordered"] - gone), 0)
        return expected

    def _amazon_shipped_by_others(self):
        """Return what Amazon counts of a shipped order that was not told from here, by item.

        What a clerk counts as left elsewhere is not among it: nothing of that leaves here.

        :return: Counter of units; empty as long as Amazon does not show the order as shipped
        """
        self.ensure_one()
        if self.amazon_status != "SHIPPED":
            return Counter()
        items = self._amazon_ordered_items().items()
        shipped = Counter({item: int(told["shipped"]) for item, told in items})
        return shipped - self._amazon_told() - self._amazon_left_outside()

    def _amazon_known_by_others(self, besides):
        """Return the units that may leave here without Amazon being told: others have told it.

        :param besides: stock.picking whose goods did not leave yet, as far as this counts
        :return: Counter by Amazon's item
        """
        others = self._amazon_shipped_by_others()
        if not others:
            return others
        # What left before, was not told and did not come back has used up some.
        balance = self._amazon_came_back(besides)
        for line in self._amazon_goods_lines():
            balance[line.amazon_item_ref] -= line._amazon_units_back(of=besides)
        rest = others - (-balance)
        return Counter({item: int(units) for item, units in rest.items()})

    def _amazon_siblings(self):
        """Return, by item, the items of the same goods: the same SKU, or the same product.

        :return: dict of lists of Amazon's item references, each with the item itself
        """
        self.ensure_one()
        kinds = defaultdict(set)
        for item_ref, item in self._amazon_ordered_items().items():
            kinds[item_ref] |= {("sku", item["sku"])} if item["sku"] else set()
        for line in self._amazon_goods_lines():
            kinds[line.amazon_item_ref].add(("product", line.product_id.id))
        return {
            item_ref: [other for other in kinds if kinds[other] & of or other == item_ref]
            for item_ref, of in kinds.items()
        }


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _amazon_is_item(self):
        """Whether this line, if there is one, stands for goods of one of Amazon's items."""
        return any(line.amazon_item_ref and line.amazon_is_goods for line in self)


def items_told(order, ours=()):
    """Return what Amazon tells of an order's items, as it is kept on the sales order.

    :param order: amazon_api Order
    :param ours: amazon_api OrderPackages that were told from here
    :return: dict by item of: sku; ordered, shipped: units that Amazon counts; elsewhere: units in
        packages that were not told from here; transparency: whether each unit has a code to tell
    """
    items = {}
    for item in order.items:
        # Amazon may tell one item in two parts.
        told = items.setdefault(
            item.order_item_id,
            {"sku": item.sku, "ordered": 0, "shipped": 0, "elsewhere": 0, "transparency": False},
        )
        told["ordered"] += item.quantity_ordered
        told["shipped"] += shipped_quantity(order, item)
        told["transparency"] = told["transparency"] or "TRANSPARENCY" in item.programs
    for package in packages_elsewhere(order, ours):
        for item, units in package["units"].items():
            if item in items:
                items[item]["elsewhere"] += units
    return items


def packages_elsewhere(order, ours=()):
    """Return the packages that Amazon shows and that were not told from here.

    :param order: amazon_api Order
    :param ours: amazon_api OrderPackages that were told from here
    :return: list of dict of: reference, what Amazon calls it; number, its tracking number without
        what people write differently, may be empty; units: dict of int by Amazon's item
    """
    return [
        {
            "reference": package.reference,
            "number": plain(package.tracking_number),
            "units": dict(units_in(package)),
        }
        for package in order.packages
        if package not in ours and package.status != "CANCELLED"
    ]
