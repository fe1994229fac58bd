import re
import time

from odoo import _, api, fields, models
from odoo.exceptions import UserError

# A button answers in this time; what is left waits for « Go on ».
SECONDS_A_CLICK = 25

REFERENCE = re.compile(r"(?<![0-9A-Z-])[0-9A-Z][0-9]{2}-[0-9]{7}-[0-9]{7}(?![0-9A-Z-])")
_SEPARATORS = re.compile(r"[\s,;|\u200b\ufeff]+")
_QUOTES = "\"'`´‘’‚“”„«»‹›()[]{}<>#.:"
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


def references_in(text):
    """Return the references in a text that a person pasted, each once, in their order.

    :return: list of (reference or what stands in its place, whether it is a reference)
    """
    found = {}
    for word in _SEPARATORS.split(_DASHES.sub("-", text or "")):
        references = REFERENCE.findall(word.upper())
        for reference in references:
            found[reference] = True
        if not references and word.strip(_QUOTES):
            found[word.strip(_QUOTES)] = False
    return list(found.items())


class AmazonRecoverOrder(models.TransientModel):
    """Brings orders that a person names, and says what came of each."""

    _name = "amazon.recover.order"
    _description = "Retrieve Amazon Orders"

    account_id = fields.Many2one("amazon.account", required=True, readonly=True)
    references = fields.Text(
        "Amazon orders", help="One or several, such as 404-1234567-1234567, in any arrangement."
    )
    line_ids = fields.One2many("amazon.recover.order.line", "wizard_id", "Orders", readonly=True)
    hint = fields.Text(readonly=True)
    is_asked = fields.Boolean(compute="_compute_waiting")
    is_waiting = fields.Boolean(compute="_compute_waiting")

    @api.depends("line_ids.state")
    def _compute_waiting(self):
        for wizard in self:
            wizard.is_asked = bool(wizard.line_ids)
            wizard.is_waiting = "waiting" in wizard.line_ids.mapped("state")

    def action_retrieve(self):
        """Buttons « Retrieve » and « Go on »: ask Amazon for the orders that are still waiting.

        :raise AccessError: the user is no manager
        :raise UserError: no reference was given, or the credentials are incomplete
        """
        self.ensure_one()
        self.account_id._check_manager()
        if not self.line_ids:
            self._read_references()
        waiting = self.line_ids.filtered(lambda line: line.state == "waiting")
        if waiting:
            deadline = time.monotonic() + SECONDS_A_CLICK
            self.hint = self.account_id._recover_orders(waiting, deadline)
        self.invalidate_recordset()
        return self._show()

    def _read_references(self):
        references = references_in(self.references)
        if not references:
            raise UserError(
                _("Give the reference of an Amazon order, such as 404-1234567-1234567.")
            )
        self.line_ids = [
            fields.Command.create(
                {"reference": reference}
                if known
                else {
                    "reference": reference[:100],
                    "state": "wrong",
                    "message": _(
                        "This is no reference of an Amazon order: those look like "
                        "404-1234567-1234567."
                    ),
                }
            )
            for reference, known in references
        ]

    def _show(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "amazon_connector.action_amazon_recover_order"
        )
        return {**action, "res_id": self.id}


class AmazonRecoverOrderLine(models.TransientModel):
    """One order that a person named, and what came of it."""

    _name = "amazon.recover.order.line"
    _description = "Retrieved Amazon Order"
    _order = "id"

    wizard_id = fields.Many2one("amazon.recover.order", required=True, ondelete="cascade")
    reference = fields.Char("Amazon Order", required=True, readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Not asked yet"),
            ("created", "Created"),
            ("updated", "Updated"),
            ("unchanged", "Unchanged"),
            ("nothing", "Nothing created"),
            ("issue", "Issue"),
            ("missing", "Not found"),
            ("wrong", "No reference"),
        ],
        "Result",
        default="waiting",
        required=True,
        readonly=True,
    )
    message = fields.Text("What was done", readonly=True)
    order_id = fields.Many2one("sale.order", "Sales Order", readonly=True, ondelete="set null")
    issue_id = fields.Many2one(
        "amazon.issue", "Issue to look at", readonly=True, ondelete="set null"
    )

    def action_open_order(self):
        """Open the sales order."""
        return self._open(self.order_id)

    def action_open_issue(self):
        """Open the issue."""
        return self._open(self.issue_id)

    def _open(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
            "target": "current",
        }
