from collections import Counter

from odoo import _, api, fields, models

from ..amazon_api.transparency import is_code
from .stock_picking_parcels import NOTHING


class StockMove(models.Model):
    """Codes of Amazon's Transparency program: one is told for each unit that is shipped."""

    _inherit = "stock.move"

    amazon_transparency_codes = fields.Text(
        "Transparency Codes", copy=False, help="One for each unit that leaves now, one a line."
    )
    amazon_codes_count = fields.Char(
        "Transparency",
        compute="_compute_amazon_codes_count",
        help="How many codes there are, of how many units leave. Empty: none are needed.",
    )
    amazon_codes_missing = fields.Boolean(compute="_compute_amazon_codes_count")

    @api.depends("amazon_transparency_codes", "quantity", "picked", "product_uom_qty", "state")
    @api.depends("picking_id.move_ids.picked", "picking_id.location_dest_id")
    def _compute_amazon_codes_count(self):
        for move in self:
            needed = move._amazon_codes_needed()
            count = len(move._amazon_transparency_codes())
            move.amazon_codes_missing = count != needed
            move.amazon_codes_count = bool(needed or count) and _(
                "%(count)s of %(needed)s", count=count, needed=needed
            )

    def action_amazon_transparency(self):
        """Open the dialog in which the codes of this move are scanned."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Transparency Codes"),
            "res_model": "amazon.transparency.codes",
            "view_mode": "form",
            "target": "new",
            "context": {"default_move_id": self.id},
        }

    def _amazon_transparency_codes(self):
        """Return the codes of the units that this move ships.

        :return: list of str
        """
        self.ensure_one()
        return (self.amazon_transparency_codes or "").split("\n") if self._has_codes() else []

    def _has_codes(self):
        return bool(self.amazon_transparency_codes and self.state != "cancel")

    def _amazon_codes_needed(self):
        """Return how many codes this move needs: one for each unit that is shipped now.

        Of a kit, one of its components stands for all.

        :return: int, 0 where Amazon wants none
        """
        self.ensure_one()
        picking, line = self.picking_id, self.sudo().sale_line_id
        if self.state == "cancel" or not line.amazon_transparency:
            return 0
        if picking.location_dest_id.usage != "customer" or line.order_id.amazon_channel != "fbm":
            return 0
        siblings = picking.move_ids.filtered(
            lambda move: move.sale_line_id == line and move.state != "cancel"
        )
        return int(siblings._amazon_units_now(line)) if self == siblings[:1] else 0

    def _amazon_units_now(self, line):
        """Return how many units of a sale's line these moves of one transfer ship.

        :param line: sale.order.line; several moves of it are the components of a kit
        """
        if not self[:1]._amazon_is_kit_part():
            return sum(self._amazon_parts_now().values())
        needs = line._amazon_kit_needs()
        before = (line.move_ids - self).filtered(self._amazon_follow)._amazon_parts_now()
        return _kits(before + self._amazon_parts_now(), needs) - _kits(before, needs)

    def _amazon_follow(self, move):
        """Whether goods of this move had left to the buyer when those of self leave."""
        if move.state != "done" or move.location_dest_id.usage != "customer":
            return False
        if self.picking_id.state != "done":
            return True
        return move._amazon_departure() < self._amazon_departure()

    def _amazon_departure(self):
        """Return by what done moves are ordered: when they left, then by transfer, if any."""
        picking = self.picking_id
        return (picking._amazon_left_at() if picking else self.date, picking.id or 0)

    def _amazon_parts_now(self):
        """Return what leaves with these moves, in their products' units, by part of a kit."""
        parts = Counter()
        for move in self:
            part = move._amazon_is_kit_part() and move.bom_line_id
            unit = move.product_id.uom_id
            parts[part] += move.product_uom._compute_quantity(move._amazon_quantity_now(), unit)
        return parts

    def _amazon_quantity_now(self):
        """Return the quantity that leaves with the transfer, in the move's unit of measure.

        Where a clerk has picked some goods, only those; before anything is reserved, all.
        """
        self.ensure_one()
        if self.state == "done":
            return self.quantity
        if any(self.picking_id.move_ids.mapped("picked")) and not self.picked:
            return 0.0
        return self.quantity or self.product_uom_qty

    def _amazon_code_problem(self, code, others=()):
        """Return what is wrong with a code, in words; None when nothing is.

        :param code: as ``amazon_api.transparency.clean_code`` returns it
        :param others: the codes that stand beside it already
        """
        self.ensure_one()
        product = self.product_id
        if code.lstrip("0") == (product.barcode or "").lstrip("0"):
            return _(
                "%s is the barcode of the product, the same on each unit. Scan the Transparency "
                "code beside it.",
                code,
            )
        if not is_code(code):
            return _(
                "%s is no Transparency code. Such a code has 29 characters and begins with AZ or "
                "ZA, or has 38 characters, or is a serial number of 7 to 20 characters, or the "
                "address that a QR code holds.",
                code,
            )
        if code in others:
            return _("%s stands here already. Each unit has a code of its own.", code)
        elsewhere = self._amazon_move_with(code)
        if elsewhere:
            return _(
                "%(code)s was scanned for %(product)s in the transfer %(transfer)s already. Each "
                "unit has a code of its own.",
                code=code,
                product=elsewhere.product_id.display_name,
                transfer=elsewhere.picking_id.name,
            )
        return None

    def _amazon_move_with(self, code):
        """Return the other move of the same order that ships the unit of this code."""
        moves = self.sudo().sale_line_id.order_id.order_line.move_ids - self
        return moves.filtered(lambda move: code in move._amazon_transparency_codes())[:1]

    def _merge_moves_fields(self):
        """Keep the codes of moves that become one."""
        codes = [code for move in self for code in move._amazon_transparency_codes()]
        values = super()._merge_moves_fields()
        return {**values, "amazon_transparency_codes": "\n".join(codes)} if codes else values


def _kits(parts, needs):
    """Return how many whole kits these parts are.

    :param parts: Counter of quantities by mrp.bom.line
    :param needs: see sale.order.line's _amazon_kit_needs
    """
    return int(min((parts[part] / need for part, need in needs.items()), default=0) + NOTHING)


class StockPicking(models.Model):
    _inherit = "stock.picking"

    amazon_transparency = fields.Boolean(
        "Transparency", compute="_compute_amazon_transparency", compute_sudo=True
    )
    amazon_codes_missing = fields.Text(
        "Missing Transparency Codes", compute="_compute_amazon_transparency", compute_sudo=True
    )

    @api.depends("move_ids.amazon_codes_count", "move_ids.sale_line_id.amazon_transparency")
    def _compute_amazon_transparency(self):
        for picking in self:
            picking.amazon_transparency = any(picking.move_ids.mapped("amazon_codes_count"))
            missing = picking._amazon_missing_codes() if picking.amazon_transparency else []
            picking.amazon_codes_missing = "\n".join(missing)

    def _amazon_missing_codes(self):
        """Return what Transparency codes this transfer lacks, or has too many of.

        :return: list of str, a sentence for each product; empty: nothing is wrong
        """
        self.ensure_one()
        return [
            _(
                "%(product)s: %(count)s Transparency codes for %(needed)s units.",
                product=move.product_id.display_name,
                count=len(move._amazon_transparency_codes()),
                needed=move._amazon_codes_needed(),
            )
            for move in self.move_ids
            if move.amazon_codes_missing
        ]

    def action_amazon_transparency(self):
        """Button « Scan the codes »: open the dialog for the first goods that lack theirs."""
        self.ensure_one()
        moves = self.move_ids.filtered("amazon_codes_count")
        return (moves.filtered("amazon_codes_missing") or moves)[:1].action_amazon_transparency()
