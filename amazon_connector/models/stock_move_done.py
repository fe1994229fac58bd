from odoo import _, fields, models
from odoo.tools import float_is_zero, groupby

from ..spoken import spoken_quantity
from .amazon_issue import Problem


class StockMove(models.Model):
    """Doing the moves of what Amazon shipped: dated when it left, lots and serial numbers found."""

    _inherit = "stock.move"

    def _amazon_do(self):
        """Do these moves; those of tracked products wait until their lots are there.

        Both the moves and, on 17.0, the journal entries of their valuation keep the moves' date.

        :return: list of Problems: goods that wait
        """
        # Odoo dates a move by when it is done.
        dates = {move: move.date for move in self}
        tracked = self.filtered(lambda move: move.has_tracking != "none")
        (self - tracked)._amazon_pick()
        ready = (self - tracked) | tracked._amazon_pick_lots()
        ready._amazon_finish(dates)
        return [move._amazon_lot_problem() for move in tracked - ready]

    def _amazon_finish(self, dates):
        """Have these moves done, whose move lines are picked.

        :param dates: dict of moments by move: naive, in UTC
        """
        # Earlier days first: what came in first leaves first, also in value.
        for day, moves in sorted(groupby(self, lambda move: move._amazon_day(dates[move]))):
            self.browse().concat(*moves).with_context(force_period_date=day)._action_done()
        for moment, moves in groupby(self, dates.get):
            done = self.browse().concat(*moves)
            done.date = moment
            done.move_line_ids.date = moment

    def _amazon_pick(self):
        """Pick all of these moves, whether or not Odoo thinks that it is there."""
        # What waited for its lots in part, while its product was still tracked.
        self.filtered("move_line_ids")._do_unreserve()
        boxed = self._amazon_boxed()
        boxed._action_assign()
        boxed.picked = True
        found = {move: move.quantity for move in boxed}
        lacking = {move: move.product_uom_qty - found.get(move, 0) for move in self}
        self.env["stock.move.line"].create(
            [
                {**move._prepare_move_line_vals(), "quantity": quantity, "picked": True}
                for move, quantity in lacking.items()
                if not float_is_zero(quantity, precision_rounding=move.product_uom.rounding)
            ]
        )

    def _amazon_boxed(self):
        """Return those whose goods lie in packages there, or in places of that location.

        Odoo finds them when it reserves; else they would stay there, and as many lack beside them.
        """
        found = self.env["stock.quant"]._read_group(
            [
                ("product_id", "in", self.product_id.ids),
                ("location_id", "child_of", self.location_id.ids),
                ("quantity", ">", 0),
                "|",
                ("package_id", "!=", False),
                ("location_id", "not in", self.location_id.ids),
            ],
            ["product_id"],
        )
        products = {product for (product,) in found}
        return self.filtered(lambda move: move.product_id in products)

    def _amazon_pick_lots(self):
        """Pick the oldest lots and serial numbers, as Odoo reserves them.

        :return: the moves of which all is there; the others wait
        """
        self._action_assign()
        ready = self.filtered(lambda move: move.state == "assigned")
        # What waits for more must not hold what others can leave with.
        waiting = (self - ready).sorted(lambda move: (move.date, move.id))
        held = waiting.filtered("move_line_ids").product_id
        waiting._do_unreserve()
        for move in waiting.filtered(lambda move: move.product_id in held):
            move._action_assign()
            if move.state == "assigned":
                ready |= move
            else:
                move._do_unreserve()
        ready.picked = True
        return ready

    def _amazon_day(self, moment):
        """Return the accounting day of a moment: it begins at midnight where the company is.

        :param moment: naive, in UTC
        """
        company = self.with_context(tz=self.company_id.partner_id.tz or "UTC")
        return fields.Date.context_today(company, moment)

    def _amazon_lot_problem(self):
        there = self._amazon_lots_there()
        if there > 0:
            message = _(
                "%(product)s: only %(there)s of the %(wanted)s that Amazon shipped lie with a lot "
                "or serial number in the Amazon location.",
                product=self.product_id.display_name,
                there=spoken_quantity(self.env, there),
                wanted=spoken_quantity(self.env, self.product_qty),
            )
        else:
            message = _(
                "%s: no lot or serial number of it lies in the Amazon location.",
                self.product_id.display_name,
            )
        return Problem(self.amazon_order_ref, "stock", message)

    def _amazon_lots_there(self):
        """Return how many units with a lot or serial number lie free where this move leaves."""
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.product_id.id),
                ("location_id", "child_of", self.location_id.id),
                ("lot_id", "!=", False),
            ]
        )
        return sum(max(quant.quantity - quant.reserved_quantity, 0) for quant in quants)
