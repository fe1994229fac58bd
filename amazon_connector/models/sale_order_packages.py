from collections import Counter

from odoo import models

from ..amazon_api.shipments import is_reference, tracking_told
from .stock_move import shipped_quantity

# Amazon's states of orders of which it expects more.
TO_SHIP = ("UNSHIPPED", "PARTIALLY_SHIPPED")


class SaleOrder(models.Model):
    """What Amazon shows of the packages that it was told of."""

    _inherit = "sale.order"

    def _amazon_follow_packages(self, order):
        """Take as told what Amazon shows as told, whatever became of our telling it.

        :param order: amazon_api Order, of an FBM order that Odoo knows
        :return: list of its amazon_api OrderPackages that were told from here
        """
        self.ensure_one()
        shipments = self.amazon_shipment_ids
        packages = shipments._packages_of(order)
        for shipment, package in packages.items():
            shipment._take_reference(package.reference)
        shown = shipments._shown_in(order, packages)
        counted = shown.filtered(lambda one: one not in packages)
        (shown - counted)._confirmed()
        counted._counted_by_amazon()
        if order.status in TO_SHIP:
            (shipments - shown)._not_counted_any_more()
        return list(packages.values())


class AmazonShipment(models.Model):
    _inherit = "amazon.shipment"

    def _packages_of(self, order):
        """Return which package of an order is which of these shipments; each is one's only.

        It bears our reference; or, told in Seller Central, the same number with the same goods.

        :param order: amazon_api Order, that of these shipments
        :return: dict of amazon_api OrderPackage by shipment
        """
        # Of each of these at first, so that the whole page of orders is read at once.
        units = {shipment: shipment._units() for shipment in self}
        ways = (
            lambda one, package: package.reference == one.reference,
            lambda one, package: one._has_number_of(package) and units[one] == units_in(package),
        )
        rest = [package for package in order.packages if package.status != "CANCELLED"]
        found = {}
        for is_package in ways:
            # What is known as told has the first right to a package, then what left first.
            for shipment in sorted(units.keys() - found.keys(), key=_by_right):
                package = next((one for one in rest if is_package(shipment, one)), None)
                if package:
                    found[shipment] = package
                    rest.remove(package)
        return found

    def _take_reference(self, reference):
        """Call this as Amazon calls the package that it is, so that a correction edits that one.

        :param reference: Amazon's; one that it would not take from us is not taken
        """
        self.ensure_one()
        if reference != self.reference and is_reference(reference):
            self.reference = reference

    def _shown_in(self, order, packages):
        """Return those of these shipments that Amazon knows as they are to be told.

        It shows their package; or the order as shipped, with units that are no other shipment's.
        Goods that left beyond what Amazon ordered are no package that it could show.

        :param order: amazon_api Order, that of these shipments
        :param packages: see _packages_of
        """
        shown = self.browse().union(
            *(one for one, package in packages.items() if one._agrees_with(package))
        )
        if order.status == "SHIPPED":
            known = self.filtered(lambda one: one in packages or one.state == "done")
            counted = Counter()
            for item in order.items:
                counted[item.order_item_id] += shipped_quantity(order, item)
            shown |= (self - known)._among(counted - known._units())
        return shown.filtered("item_ids")

    def _counted_by_amazon(self):
        """Amazon shows the order of these as shipped: nobody needs to tell it of them."""
        self._confirmed()
        self.filtered("item_ids").told_by_others = True

    def _not_counted_any_more(self):
        """Amazon expects more of the order again: tell it of what it took as told by others.

        Such as when a package of the order turned out to hold fewer.
        """
        uncovered = self.filtered(lambda one: one.state == "done" and one.told_by_others)
        if uncovered:
            uncovered._again().corrects = False
            self.env["amazon.account"]._trigger_shipment_sync()

    def _among(self, counted):
        """Return those of these shipments that are among the units that Amazon counts as shipped.

        Not those that correct what Amazon knows: of the correction its count tells nothing.

        :param counted: Counter of units by item, without those of other shipments
        """
        rest = counted - self.filtered("corrects")._units()
        found = self.browse()
        for shipment in self.filtered(lambda one: not one.corrects).sorted("id"):
            units = shipment._units()
            if units <= rest:
                rest -= units
                found |= shipment
        return found

    def _agrees_with(self, package):
        """Whether Amazon knows what was corrected: number, carrier, quantities."""
        self.ensure_one()
        if not self.corrects:
            return True
        if self.taken_away or (self.known_units and units_in(package) != self._units()):
            return False
        ours = {plain(self.carrier_code), plain(self.carrier_name)}
        same_carrier = not package.carrier or plain(package.carrier) in ours
        return same_carrier and self._has_number_of(package)

    def _has_number_of(self, package):
        number = plain(tracking_told(self.tracking_ref))
        return bool(number) and number == plain(package.tracking_number)

    def _units(self):
        """Return the units in these shipments by Amazon's item."""
        units = Counter()
        for item in self.item_ids:
            units[item.item_ref] += item.quantity
        return units


def units_in(package):
    """Return the units in an amazon_api OrderPackage by Amazon's item."""
    units = Counter()
    for packed in package.items:
        units[packed.order_item_id] += packed.quantity
    return units


def _by_right(shipment):
    return (shipment.state != "done", shipment.id)


def plain(text):
    """Return a number or name without what people write differently: spaces and capitals."""
    return "".join((text or "").split()).casefold()
