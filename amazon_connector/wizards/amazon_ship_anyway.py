from odoo import _, api, fields, models

from ..spoken import spoken_goods


class AmazonShipAnyway(models.TransientModel):
    """Asks whether to ship what the buyer asked to cancel, once for all transfers validated."""

    _name = "amazon.ship.anyway"
    _description = "Ship What the Buyer Asked to Cancel"

    picking_ids = fields.Many2many("stock.picking", string="Transfers being validated")
    line_ids = fields.One2many("amazon.ship.anyway.line", "wizard_id", "To be decided")
    has_others = fields.Boolean(compute="_compute_has_others")

    @api.depends("picking_ids", "line_ids.picking_id")
    def _compute_has_others(self):
        for wizard in self:
            wizard.has_others = bool(wizard.picking_ids - wizard.line_ids.picking_id)

    @api.model
    def _ask(self, pickings, doubtful):
        """Return the action that asks about the doubtful ones of these transfers.

        :param pickings: stock.picking, all that are being validated
        :param doubtful: those of them that had better stay
        """
        wizard = self.create(
            {
                "picking_ids": [fields.Command.set(pickings.ids)],
                "line_ids": [
                    fields.Command.create(self.line_ids._values_of(picking)) for picking in doubtful
                ],
            }
        )
        return {
            "name": _("Ship anyway?"),
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
            "context": dict(self.env.context),
        }

    def action_ship(self):
        """Button « Ship anyway »: go on with the validation of all transfers."""
        self.ensure_one()
        return self._validate(self.picking_ids)

    def action_ship_others(self):
        """Button « Ship the others »: go on with those transfers that nobody asked to cancel."""
        self.ensure_one()
        kept = self.line_ids.picking_id
        others = self.picking_ids - kept
        detached = self.env.context.get("pickings_to_detach")
        if detached is not None:
            # A batch is done with what it ships; what stays leaves the batch.
            others = others.with_context(pickings_to_detach=[*detached, *kept.ids])
        return self._validate(others)

    def _validate(self, pickings):
        return pickings.with_context(
            button_validate_picking_ids=pickings.ids,
            amazon_ship_anyway=self.line_ids.picking_id.ids,
        ).button_validate()


class AmazonShipAnywayLine(models.TransientModel):
    """One transfer that had better stay, and why."""

    _name = "amazon.ship.anyway.line"
    _description = "Transfer That the Buyer Asked to Cancel"
    _order = "id"

    wizard_id = fields.Many2one("amazon.ship.anyway", required=True, ondelete="cascade")
    picking_id = fields.Many2one("stock.picking", "Transfer", required=True, ondelete="cascade")
    order_ref = fields.Char(related="picking_id.amazon_order_ref", string="Amazon Order")
    doubt = fields.Selection(
        [
            ("requested", "The buyer asks to cancel"),
            ("cancelled", "Amazon cancelled the order"),
            ("too_many", "More than the buyer still gets"),
        ],
        "What happened",
        required=True,
    )
    goods = fields.Char()
    reason = fields.Text("Buyer's reason")
    responsible_id = fields.Many2one(related="picking_id.amazon_responsible_id")

    @api.model
    def _values_of(self, picking):
        """Return the values of a line for this transfer."""
        doubt = picking._amazon_doubt()
        lines = picking._amazon_doubtful_lines(doubt)
        moves = (
            picking.sudo()._amazon_leaving_moves().filtered(lambda one: one.sale_line_id in lines)
        )
        return {
            "picking_id": picking.id,
            "doubt": doubt,
            "goods": ", ".join(spoken_goods(move.product_id, move.quantity) for move in moves),
            "reason": doubt != "too_many" and picking.amazon_cancel_reason,
        }
