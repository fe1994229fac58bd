from collections import defaultdict

from odoo import _, models
from odoo.exceptions import UserError


class StockMove(models.Model):
    """Moves that were done with the fallback product, done with the right one instead."""

    _inherit = "stock.move"

    def _amazon_replace(self, line, product):
        """Take back what these done moves moved, and move this product to the customer instead.

        Both are dated as the moves are, and need no transfer: nothing is moved in truth, Odoo
        only called the goods by a wrong name.

        :param line: the sales order line that the moves deliver, with its former product
        :return: list of Problems: goods that could not be moved
        """
        back, forth = [], []
        for step in _to_undo(self):
            last = self.filtered(lambda move, place=step[0]: move.location_dest_id == place)[-1:]
            back.append(self[:1]._amazon_back_values(line, last, *step))
            if step[0].usage == "customer" and product.type != "service":
                forth.append(last._amazon_forth_values(line, product, *step))
        if forth and product.tracking != "none" and line.order_id.amazon_channel == "fbm":
            raise UserError(
                _(
                    "Goods have left already as the fallback product, and Odoo cannot know which "
                    "lots or serial numbers of %s they were: correct the stock by hand, and mark "
                    "this as solved.",
                    product.display_name,
                )
            )
        moves = self.create(back) | self.create(forth)._amazon_explode()
        moves._action_confirm(merge=False)
        return moves._amazon_do()

    def _amazon_back_values(self, line, last, holder, source, quantity):
        """Return the values of a move like this one that takes back what another moved last.

        :param holder: stock.location where the goods are now
        :param source: stock.location whence they came
        """
        return {
            **self._amazon_values_like(line.product_id),
            **last._amazon_common_values(line, quantity),
            "location_id": holder.id,
            "location_dest_id": source.id,
            "origin_returned_move_id": last.id,
        }

    def _amazon_forth_values(self, line, product, holder, source, quantity):
        """Return the values of a move of a product in place of this one, from source to holder."""
        return {
            **self._amazon_values_like(product),
            **self._amazon_common_values(line, quantity),
            "location_id": source.id,
            "location_dest_id": holder.id,
        }

    def _amazon_common_values(self, line, quantity):
        return {
            "product_uom_qty": quantity,
            "sale_line_id": line.id,
            "date": self.date,
            # Of Amazon's item, what goes back counts less and what goes forth more.
            "amazon_item_ref": self.amazon_item_ref,
        }

    def _amazon_values_like(self, product):
        """Return the values of a move of a product that stands for this one, without transfer."""
        values = {
            "product_id": product.id,
            "product_uom": product.uom_id.id,
            "company_id": self.company_id.id,
            "origin": self.origin,
            "amazon_order_ref": self.amazon_order_ref,
            **self._amazon_marks_of_it(),
            # Odoo counts by them what is still to be procured for the line.
            "rule_id": self.rule_id.id,
            "warehouse_id": self.warehouse_id.id,
        }
        if "name" in self._fields:  # gone in 19.0
            values["name"] = product.display_name
        return values


def _to_undo(moves):
    """Return (holder, source, quantity): where goods are now, and whence they came, in all."""
    net = defaultdict(float)
    for line in moves.move_line_ids:
        quantity = line.product_uom_id._compute_quantity(line.quantity, line.product_id.uom_id)
        net[line.location_id] -= quantity
        net[line.location_dest_id] += quantity
    steps = []
    for holder in [place for place in net if net[place] > 0]:
        for source in [place for place in net if net[place] < 0]:
            quantity = min(net[holder], -net[source])
            if quantity > 0:
                net[holder] -= quantity
                net[source] += quantity
                steps.append((holder, source, quantity))
    return steps
