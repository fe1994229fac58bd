from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..amazon_api.transparency import clean_code


class AmazonTransparencyCodes(models.TransientModel):
    """Where a clerk scans the Transparency codes of one product of a transfer."""

    _name = "amazon.transparency.codes"
    _description = "Transparency Codes of a Product"

    move_id = fields.Many2one("stock.move", required=True, readonly=True, ondelete="cascade")
    product_id = fields.Many2one(related="move_id.product_id")
    scan = fields.Char(store=False, help="Scan a code, or type it and press Enter.")
    codes = fields.Text(
        compute="_compute_codes",
        store=True,
        readonly=False,
        help="One a line. A line that is taken away is forgotten.",
    )
    count = fields.Char("Scanned", compute="_compute_count")
    is_complete = fields.Boolean(compute="_compute_count")
    is_told = fields.Boolean(compute="_compute_is_told")
    problem = fields.Text(readonly=True)

    @api.depends("move_id")
    def _compute_codes(self):
        for dialog in self:
            dialog.codes = dialog.move_id.amazon_transparency_codes

    @api.depends("codes")
    def _compute_count(self):
        for dialog in self:
            count, needed = len(dialog._codes()), dialog.move_id._amazon_codes_needed()
            dialog.count = _("%(count)s of %(needed)s", count=count, needed=needed)
            dialog.is_complete = count == needed

    @api.depends("move_id")
    def _compute_is_told(self):
        for dialog in self:
            state = dialog.move_id.picking_id.amazon_sync_state
            is_done = dialog.move_id.state == "done"
            dialog.is_told = is_done and state in ("processing", "done")

    @api.onchange("scan")
    def _onchange_scan(self):
        """Take the code that was scanned, or say why not, and be ready for the next."""
        code, codes = clean_code(self.scan or ""), self._codes()
        if not code:
            return
        self.scan = False
        needed = self.move_id._amazon_codes_needed()
        self.problem = self.move_id._amazon_code_problem(code, codes)
        if not self.problem and len(codes) >= needed:
            self.problem = _(
                "There are %(needed)s codes already, one for each unit that leaves. To replace "
                "one by %(code)s, take its line away first.",
                needed=needed,
                code=code,
            )
        if not self.problem:
            self.codes = "\n".join([*codes, code])

    def _codes(self):
        """Return the codes, cleaned, without empty lines."""
        lines = map(clean_code, (self.codes or "").split("\n"))
        return [line for line in lines if line]

    def action_save(self):
        """Button « Save »: keep the codes on the transfer; there may be fewer than are needed.

        :raise AccessError: the user may not change the transfer
        :raise UserError: a code is none, or stands twice; or they were told to Amazon already
        """
        self.ensure_one()
        if not self.env.user.has_group("stock.group_stock_user"):
            raise AccessError(_("Only users of the inventory may change its transfers."))
        if self.is_told:
            raise UserError(_("Amazon was told of these codes already: they stay as they are."))
        codes, problems = [], []
        for code in self._codes():
            problems.append(self.move_id._amazon_code_problem(code, codes))
            codes.append(code)
        if any(problems):
            raise UserError("\n".join(filter(None, problems)))
        self.move_id.amazon_transparency_codes = "\n".join(codes)
        self.move_id.picking_id._amazon_codes_changed()
        return self._next()

    def _next(self):
        """Open the dialog for the next product of the transfer whose codes are missing."""
        picking = self.move_id.picking_id
        if not self.is_complete or not picking.amazon_codes_missing:
            return {"type": "ir.actions.act_window_close"}
        return picking.action_amazon_transparency()
