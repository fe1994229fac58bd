from collections import Counter

from odoo import _, fields, models

from ..spoken import spoken_quantity
from .stock_picking_parcels import NOTHING


class AmazonShipment(models.Model):
    _inherit = "amazon.shipment"

    # Of which the message is made, in the language of whoever reads it; see _amazon_say.
    problems = fields.Json(readonly=True)


class StockPicking(models.Model):
    """What of a parcel cannot be told to Amazon, as data, and in a person's words."""

    _inherit = "stock.picking"

    def _amazon_whole_units(self, parcel):
        """Return the units in a parcel as whole numbers, and what is to be said of the others.

        :return: (Counter by item, list of problems, see ``_amazon_say``)
        """
        whole, problems = Counter(), []
        for item, units in parcel.units.items():
            if abs(units - round(units)) < NOTHING:
                whole[item] = round(units)
            else:
                product = parcel.products[item].id
                problems.append({"kind": "part_of_a_unit", "product": product, "units": units})
        return whole, problems

    def _amazon_say(self, problems):
        """Say what is wrong, and what a person can do, in the language of the context.

        :param problems: list of dict, each with a ``kind``, and what its sentence tells
        """
        self.ensure_one()
        words = {
            "part_of_a_unit": self._amazon_say_part_of_a_unit,
            "beyond": self._amazon_say_beyond,
            "broken_kit": self._amazon_say_broken_kit,
        }
        return "\n".join(words[problem["kind"]](problem) for problem in problems)

    def _amazon_say_part_of_a_unit(self, problem):
        return _(
            "%(quantity)s of %(product)s left: Amazon is told whole units only. Correct the "
            "quantity or the unit of measure on the transfer, or tell Amazon of it in Seller "
            "Central.",
            quantity=spoken_quantity(self.env, problem["units"]),
            product=self._amazon_name_of(problem["product"]),
        )

    def _amazon_say_beyond(self, problem):
        return _(
            "%(over)s × %(product)s left with %(transfer)s beyond what Amazon expects: it expected "
            "%(expected)s more. They are not told to Amazon. Look in Seller Central for what was "
            "shipped before, and take back what the buyer should not have. Then press « Retry "
            "Amazon synchronisation ».",
            over=problem["over"],
            product=self._amazon_name_of(problem["product"]),
            transfer=self.name,
            expected=problem["expected"],
        )

    def _amazon_say_broken_kit(self, problem):
        return _(
            "Only parts of the kit %(kit)s left, with %(transfer)s at last: %(parts)s. No transfer "
            "is to bring the rest. Amazon is told of whole kits only, so it knows nothing of "
            "these. Duplicate the cancelled transfer to ship what is missing, or tell Amazon of "
            "the kit in Seller Central. Then press « Retry Amazon synchronisation ».",
            kit=self._amazon_name_of(problem["product"]),
            transfer=self.name,
            parts=", ".join(
                f"{spoken_quantity(self.env, units)} × {self._amazon_name_of(product)}"
                for product, units in problem["parts"]
            ),
        )

    def _amazon_name_of(self, product):
        """:param product: id of a product.product, which may be gone since"""
        return self.env["product.product"].browse(product).exists().display_name or ""


def beyond(parcel, item, over, expected):
    """Return the problem that more left in a parcel than Amazon still expects.

    :param over: units of the item that Amazon is not told of
    :param expected: units that it still expected before this parcel
    """
    product = parcel.products[item].id
    return {"kind": "beyond", "product": product, "over": over, "expected": expected}
