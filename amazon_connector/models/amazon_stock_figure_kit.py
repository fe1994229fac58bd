import math
from collections import Counter

from odoo import models

# Sums of components may miss whole kits by a trifle.
NOTHING = 1e-6


class AmazonStockFigure(models.Model):
    """Kits: Amazon tells of them, Odoo has their components, some of which are sold alone too.

    What Amazon has in kits is taken off a component's quantity, so that its own line is about what
    lies there beside them. A kit is held to the components that have no line of their own: what
    lacks of the others stands on theirs.
    """

    _inherit = "amazon.stock.figure"

    def _less_in_kits(self, quantities):
        """Return Odoo's quantities of these lines' products as they are to be compared.

        :param quantities: dict by product of what lies in Odoo, of their components too
        """
        kits = self._kits()
        in_kits = self._in_kits(kits)
        single = self.product_id - self.product_id.browse(kit.id for kit in kits)
        compared = {product: quantities[product] - in_kits[product] for product in single}
        for kit, needs in kits.items():
            told = self._told_of(kit)
            spare = [
                (quantities[part] - in_kits[part]) / need
                for part, need in needs.items()
                if part not in single
            ]
            compared[kit] = told + math.floor(min(spare, default=0) + NOTHING)
        return compared

    def _kits(self):
        """Return what the kits among these lines' products are made of.

        :return: dict by kit of dicts of units by component, stocked ones only
        """
        return self.product_id._amazon_kit_parts(self.company_id[:1])

    def _in_kits(self, kits):
        """Return how much of each component Amazon has in kits: Counter by product.

        :param kits: see _kits
        """
        units = Counter()
        for kit, needs in kits.items():
            told = self._told_of(kit)
            for part, need in needs.items():
                units[part] += told * need
        return units

    def _told_of(self, product):
        """Return how many units of a product Amazon tells on these lines."""
        return sum(self.filtered(lambda line: line.product_id == product).mapped("amazon_quantity"))
