import logging
import re
import time
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..discreet_logs import without_data
from ..models.amazon_account_progress import SECONDS_A_CLICK
from ..models.amazon_account_work import SECONDS_A_RUN
from ..windows import form_of

_logger = logging.getLogger(__name__)

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
    """Brings orders that a person names, and says what came of each.

    A moment of it at once, the rest in the background (amazon.progress).
    """

    _name = "amazon.recover.order"
    _description = "Retrieve Amazon Orders"
    # Amazon may have to be waited for longer than Odoo keeps an assistant.
    _transient_max_hours = 24.0

    account_id = fields.Many2one("amazon.account", required=True, readonly=True)
    references = fields.Text(
        "Amazon orders", help="One or several, such as 404-1234567-1234567, in any arrangement."
    )
    line_ids = fields.One2many("amazon.recover.order.line", "wizard_id", "Orders", readonly=True)
    hint = fields.Text(readonly=True)
    progress_id = fields.Many2one("amazon.progress", readonly=True, index=True)
    is_asked = fields.Boolean(compute="_compute_waiting")
    is_waiting = fields.Boolean(
        compute="_compute_waiting", help="Some were not asked for, and nobody is at it."
    )

    @api.depends("line_ids.state", "progress_id.state")
    def _compute_waiting(self):
        for wizard in self:
            wizard.is_asked = bool(wizard.line_ids)
            under_way = wizard.progress_id.state == "running"
            wizard.is_waiting = bool(wizard._waiting()) and not under_way

    def _waiting(self):
        return self.line_ids.filtered(lambda line: line.state == "waiting")

    def action_retrieve(self):
        """Buttons « Retrieve » and « Go on »: ask Amazon for the orders that are still waiting.

        :raise AccessError: the user is no manager
        :raise UserError: no reference was given, or the credentials are incomplete
        """
        self.ensure_one()
        self.account_id._check_manager()
        if not self.line_ids:
            self._read_references()
        # What is under way already goes on by itself.
        if self._waiting() and self.progress_id.sudo().state != "running":
            self.progress_id = self.env["amazon.progress"]._begin(self.account_id, "recover")
            with self.progress_id.sudo()._or_forgotten():
                self._go_on(time.monotonic() + SECONDS_A_CLICK)
        self.invalidate_recordset()
        return self._answer()

    def _go_on(self, deadline):
        """Ask Amazon for what still waits, and tell who asked; a scheduled action does the rest.

        :param deadline: no order is begun after it (time.monotonic)
        """
        account = self.account_id
        outcome, self.hint, seconds = account._recover_orders(self._waiting(), deadline)
        progress = self.progress_id.sudo()
        if outcome == "done" and progress.recover_ids._waiting():
            outcome = "more"
        if outcome in ("more", "wait"):
            self._trigger(fields.Datetime.now() + timedelta(seconds=seconds or 0))
        account._in_a_transaction(progress._follow, outcome, self.hint)

    @api.model
    def _trigger(self, at=None):
        self.env.ref("amazon_connector.cron_recover_orders").sudo()._trigger(at)

    @api.model
    def _cron_go_on(self):
        """Ask Amazon for what people named and no button had the time for."""
        deadline = time.monotonic() + SECONDS_A_RUN
        under_way = self.search([("progress_id.state", "=", "running")], order="id")
        for wizard in under_way.filtered(lambda one: one._waiting()):
            asked = wizard.progress_id
            user = asked.user_id
            try:
                wizard.with_context(lang=user.lang, tz=user.tz)._go_on(deadline)
            except Exception as error:  # noqa: BLE001 - the others go on
                account = wizard.account_id.with_context(lang=user.lang, tz=user.tz)
                account._undo()
                _logger.error("Retrieving orders broke down: %s", without_data(error))
                account._in_a_transaction(asked._follow, "failed", account._why_not(error))

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

    def _answer(self):
        """Show what came of them; what goes on in the background, on its card as well."""
        progress = self.progress_id.sudo()
        if progress.state != "running":
            progress.is_seen = True
            return self._show()
        answer = progress._answer()
        answer["params"]["next"] = self._show()
        return answer

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
    _transient_max_hours = AmazonRecoverOrder._transient_max_hours

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
        return form_of(self.order_id)

    def action_open_issue(self):
        """Open the issue."""
        return form_of(self.issue_id)
