from collections import Counter

from odoo import models

from ..amazon_api.shipments import tracking_told


class SaleOrder(models.Model):
    """What Amazon shows of the packages that it was told of."""

    _inherit = "sale.order"

    def _amazon_follow_packages(self, order):
        """Take as told what Amazon shows as told, whatever became of our telling it.

        :param order: amazon_api Order, of an FBM order that Odoo knows
        """
        self.ensure_one()
        self.amazon_shipment_ids._shown_in(order)._confirmed()


class AmazonShipment(models.Model):
    _inherit = "amazon.shipment"

    def _shown_in(self, order):
        """Return those of these shipments that Amazon knows as they are to be told.

        :param order: amazon_api Order, that of these shipments
        """
        return self.filtered(lambda shipment: shipment._is_shown_in(order))

    def _is_shown_in(self, order):
        """Whether the order has this package, or is shipped whole, however that came about.

        Goods that left beyond what Amazon ordered are no package that it could show.
        """
        self.ensure_one()
        if not self.item_ids:
            return False
        if order.status == "SHIPPED" and not self.corrects:
            return True
        return any(self._is_package(one) and self._agrees_with(one) for one in order.packages)

    def _packages_of(self, order):
        """Return the amazon_api OrderPackages of an order that are of these shipments."""
        return [
            package
            for package in order.packages
            if any(shipment._is_package(package) for shipment in self)
        ]

    def _is_package(self, package):
        """Whether this is the package that Amazon shows.

        It bears our reference; or, told in Seller Central, the same number with the same goods.

        :param package: amazon_api OrderPackage
        """
        self.ensure_one()
        if package.status == "CANCELLED":
            return False
        if package.reference == self.reference:
            return True
        return self._has_number_of(package) and self._units() == units_in(package)

    def _agrees_with(self, package):
        """Whether Amazon knows the corrected number and carrier, where they were corrected."""
        self.ensure_one()
        if not self.corrects:
            return True
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


def plain(text):
    """Return a number or name without what people write differently: spaces and capitals."""
    return "".join((text or "").split()).casefold()
