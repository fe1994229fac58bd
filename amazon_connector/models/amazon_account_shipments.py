import time

from odoo import api, fields, models

from ..amazon_api.errors import AmazonError
from .amazon_account_work import SECONDS_A_RUN, SHIPMENTS


class AmazonAccount(models.Model):
    """Telling Amazon what left: by button and by cron, one process a seller."""

    _inherit = "amazon.account"

    next_shipments_sync = fields.Datetime(
        "Transfers not before",
        copy=False,
        readonly=True,
        help="Amazon is not told of transfers before this moment, because it asked to wait or "
        "could not be reached.",
    )
    shipments_sync_message = fields.Text("What happened to transfers", copy=False, readonly=True)
    shipments_sync_failures = fields.Integer(copy=False, readonly=True)
    shipments_checked_at = fields.Datetime("Transfers last synchronised", copy=False, readonly=True)

    @api.model
    def _cron_sync_shipments(self):
        """Tell Amazon what left of the accounts whose turn it is."""
        accounts = self.search([])
        accounts._take_turns(SHIPMENTS, lambda account, seconds: account._sync_shipments(seconds))

    @api.model
    def _trigger_shipment_sync(self, at=None):
        """Have the scheduled action run soon, or at a moment, besides its regular runs."""
        self._trigger_work(SHIPMENTS, at)

    def _sync_shipments(self, seconds=SECONDS_A_RUN):
        """Tell Amazon what left and ask what became of what was told, each outcome committed.

        :param seconds: after this time nothing further is begun
        :return: 'done' (all that can be told now is), 'more' (the time is up; the next run goes
            on there), 'busy' (another process is at it), 'wait' (nothing is left of Amazon's
            quota) or 'failed' (see shipments_sync_message)
        """
        self.ensure_one()
        with self._only_one_process(SHIPMENTS) as alone:
            if not alone:
                return "busy"
            account = self._at_work()
            try:
                return account._tell_of_shipments(time.monotonic() + seconds)
            except AmazonError as error:
                account._undo()
                return account._in_a_transaction(account._put_off, SHIPMENTS, error)

    def _tell_of_shipments(self, deadline):
        self._in_a_transaction(self._note_shipments_told)
        return "done"

    def _note_shipments_told(self):
        self.write(
            {
                "shipments_checked_at": fields.Datetime.now(),
                "next_shipments_sync": False,
                "shipments_sync_message": False,
                "shipments_sync_failures": 0,
            }
        )
