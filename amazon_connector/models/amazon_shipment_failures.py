import logging
from collections import defaultdict

from odoo import _, api, fields, models
from odoo.tools import plaintext2html
from psycopg2 import OperationalError

from .amazon_carrier import carrier_in_words

# What marks a transfer's activity as the one about its failure: see mail.activity's amazon_reason.
REASON = "shipment"

_logger = logging.getLogger(__name__)


class AmazonShipment(models.Model):
    """Each failure comes into somebody's hands: a mail a run and company, and an activity."""

    _inherit = "amazon.shipment"

    # Stored, so that lists can begin with what needs a person.
    failed = fields.Boolean(compute="_compute_failed", store=True)
    carrier_told = fields.Char(
        "Carrier Told to Amazon",
        compute="_compute_carrier_told",
        help="Amazon's code of the carrier, with its name.",
    )

    @api.depends("state")
    def _compute_failed(self):
        for shipment in self:
            shipment.failed = shipment.state == "error"

    @api.depends("carrier_code", "carrier_name", "carrier_id")
    def _compute_carrier_told(self):
        for shipment in self:
            name = shipment.carrier_name or shipment.sudo().carrier_id.name
            shipment.carrier_told = carrier_in_words(shipment.carrier_code, name)

    # === Telling ===#

    @api.model
    def _tell_failures(self, accounts):
        """Tell people of the shipments of these accounts that failed and were not told of yet.

        Each transfer gets an activity. Each company's responsible people get one mail, in their
        language. What could not be mailed is told by the next run. Whoever calls this commits.

        :param accounts: amazon.account, of one or several companies
        """
        failed = self._lock_untold(accounts)
        if not failed:
            return
        failed.picking_id._amazon_ask_about_failure()
        for company in failed.company_id:
            shipments = failed.filtered(lambda one, company=company: one.company_id == company)
            shipments.with_company(company)._mail_failures()
        # Odoo empties its queue of mails every hour: a failure is known sooner.
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action", raise_if_not_found=False)
        if queue:
            queue.sudo()._trigger()

    @api.model
    def _lock_untold(self, accounts):
        """Return the failures that nobody was told of, and that no other process tells of now.

        :raise psycopg2.OperationalError: another process has just changed some of them
        """
        untold = [("state", "=", "error"), ("failure_told", "=", False)]
        found = self.sudo().search([("account_id", "in", accounts.ids), *untold])
        found = found.filtered(lambda one: not one._waits_for_room())
        if not found:
            return found
        query = "SELECT id FROM amazon_shipment WHERE id IN %s FOR UPDATE SKIP LOCKED"
        self.env.cr.execute(query, [found._ids])
        locked = {row[0] for row in self.env.cr.fetchall()}
        found = found.filtered(lambda one: one.id in locked)
        return found.sorted(lambda one: (one.order_id.id, one.picking_id.id, one.id))

    def _mail_failures(self):
        """Mail these failures of one company to the people responsible, and note that it was done.

        :return: whether all mails could be written
        """
        try:
            with self.env.cr.savepoint():
                for (language, shipments), users in self._whom_to_mail().items():
                    shipments.with_context(lang=language)._mail_to(users)
                self.failure_told = True
        except OperationalError:
            raise  # another process was faster; the whole is done again
        except Exception as error:  # noqa: BLE001 - told later, what else failed is told now
            # A person may change the template as they like. Its error may quote what it rendered.
            _logger.warning(
                "The mail about %s failed shipments could not be written, and is tried again: %s",
                len(self),
                type(error).__name__,
            )
            return False
        return True

    def _whom_to_mail(self):
        """Return users by (language, shipments): each is told of the accounts they look after.

        Who has no e-mail address is left out: the transfers' activities are all that remains.
        """
        told = defaultdict(self.browse)
        for account in self.account_id:
            shipments = self.filtered(lambda one, account=account: one.account_id == account)
            for user in account._amazon_people():
                told[user] |= shipments
        groups = defaultdict(self.env["res.users"].browse)
        for user, shipments in told.items():
            if user.email and user.active and not user.share:
                groups[user.lang or self.env.lang, shipments] |= user
        return groups

    def _mail_to(self, users):
        """Put the mail about these failures into Odoo's queue."""
        template = self.env.ref("amazon_connector.mail_template_shipment_failures")
        template = template.sudo().with_context(lang=self.env.lang, amazon_shipments=self)
        recipients = [fields.Command.set(users.partner_id.ids)]
        template.send_mail(self[0].id, email_values={"recipient_ids": recipients})

    def _link_to(self, record):
        """Return the address at which Odoo shows a record, whatever its series.

        Whoever is not signed in yet is asked to first.
        """
        return f"{record.get_base_url()}/mail/view?model={record._name}&res_id={record.id}"

    # === Solved ===#

    def _failure_solved(self):
        """Take away the activities about transfers of which nothing is refused any more."""
        if not self:
            return  # as with each update of an order of which Amazon tells nothing new
        pickings = self.picking_id.filtered(
            lambda picking: "error" not in picking.sudo().amazon_shipment_ids.mapped("state")
        )
        activities = pickings._amazon_failure_activities()
        solved = pickings.browse(activities.mapped("res_id"))
        solved._message_log_batch(
            dict.fromkeys(solved.ids, _("Amazon refuses nothing of this transfer any more."))
        )
        activities.unlink()


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _amazon_failure_activities(self, reason=REASON):
        """Return the open activities about shipments of these transfers that Amazon refused.

        :param reason: what marks them
        """
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "stock.picking"),
                    ("res_id", "in", self.ids),
                    ("amazon_reason", "=", reason),
                ]
            )
        )

    def _amazon_ask_about_failure(self):
        """Give the clerk of each transfer an activity about its failure, unless one is open.

        Odoo sends no mail of its own about it: those responsible get the one of the failures. What
        was refused stays on the transfer when the activity is gone.
        """
        self._message_log_batch({picking.id: picking._amazon_failure_story() for picking in self})
        standing = {one.res_id: one for one in self._amazon_failure_activities()}
        for picking in self.with_context(mail_activity_quick_update=True):
            picking = picking._amazon_for_clerk()
            if picking.id in standing:
                standing[picking.id].note = picking._amazon_failure_note()
                continue
            picking._amazon_ask_clerk(
                picking._amazon_failure_title(),
                picking._amazon_failure_note(),
                amazon_reason=REASON,
            )

    def _amazon_failure_title(self):
        return _("Synchronisation with Amazon failed")

    def _amazon_failure_story(self):
        """Return what happened, as HTML."""
        return plaintext2html("\n".join([self._amazon_failure_title(), *self._amazon_refusals()]))

    def _amazon_failure_note(self):
        """Return what happened, and what to do, as HTML: what Amazon says is no code of ours."""
        advice = _(
            "Once you correct the carrier or the tracking reference, Amazon is told anew. After "
            "any other correction, press « Retry Amazon synchronisation » on the transfer."
        )
        return plaintext2html("\n\n".join([*self._amazon_refusals(), advice]))

    def _amazon_refusals(self):
        """Return what is to be said of each refused shipment, each once."""
        self.ensure_one()
        failed = self.sudo().amazon_shipment_ids.filtered("failed")
        said = dict.fromkeys(shipment._spoken_message() for shipment in failed)
        return [words for words in said if words]
