from dateutil.relativedelta import relativedelta
from odoo import _, api, fields, models

from .amazon_account_work import ORDERS, SHIPMENTS


class AmazonAccount(models.Model):
    """When Amazon is asked or told next, why not sooner, and stopping and going on by hand."""

    _inherit = "amazon.account"

    orders_stopped = fields.Boolean(
        "Stopped",
        copy=False,
        readonly=True,
        help="Stopped by hand: nothing is asked of Amazon by itself until somebody lets it go on.",
    )
    next_sync_at = fields.Datetime(
        "Next Synchronisation",
        compute="_compute_next_sync",
        help="When orders are asked for again by themselves.",
    )
    next_sync_reason = fields.Char("Why not sooner", compute="_compute_next_sync")
    next_shipments_at = fields.Datetime(
        "Transfers: next Synchronisation",
        compute="_compute_next_shipments",
        help="When Amazon is told by itself of what left.",
    )
    next_shipments_reason = fields.Char(
        "Transfers: why not sooner", compute="_compute_next_shipments"
    )

    # === Stopping ===#

    def action_stop_orders(self):
        """Button « Stop »: ask for no more orders after the page that is being read.

        Watermark and place in the list stay, so that going on continues there.

        :raise AccessError: the user is no manager
        """
        self._check_manager()
        self.sudo().orders_stopped = True

    def action_go_on_orders(self):
        """Button « Go on »: ask for orders again, from where it was stopped.

        :raise AccessError: the user is no manager
        """
        self._check_manager()
        self.sudo().orders_stopped = False
        self._trigger_order_sync()
        return self.env["amazon.progress"]._begin(self, ORDERS.name)._answer()

    # === The next time ===#

    @api.depends("active", "marketplace_ids", "next_orders_sync", "orders_stopped")
    @api.depends_context("lang")
    def _compute_next_sync(self):
        cron, runs = self._coming_runs(ORDERS)
        for account in self:
            hindrance = account._sync_hindrance(cron)
            account.next_sync_at = not hindrance and account._next_run(ORDERS, cron, runs)
            account.next_sync_reason = hindrance or account._sync_delay()

    @api.model
    def _coming_runs(self, work):
        """Return the scheduled action of this kind of work, and the moments of its coming runs."""
        # Whoever sees the account need not be allowed to see scheduled actions.
        cron = self.env.ref(work.cron, raise_if_not_found=False)
        cron = (cron or self.env["ir.cron"]).sudo()
        triggers = self.env["ir.cron.trigger"].sudo().search([("cron_id", "=", cron.id)])
        return cron, sorted([*cron.mapped("nextcall"), *triggers.mapped("call_at")])

    @api.depends("active", "next_shipments_sync")
    @api.depends_context("lang")
    def _compute_next_shipments(self):
        cron, runs = self._coming_runs(SHIPMENTS)
        for account in self:
            hindrance = account._shipments_hindrance(cron)
            account.next_shipments_at = not hindrance and account._next_run(SHIPMENTS, cron, runs)
            account.next_shipments_reason = hindrance or account._shipments_delay()

    def _shipments_hindrance(self, cron):
        """Say what keeps Amazon from being told by itself at all; '' when nothing does."""
        if not self.active:
            return _("The account is archived.")
        if not self._connected():
            return _("The account is not connected yet: its credentials are incomplete.")
        if not cron.active:
            return _(
                "The scheduled action of the transfers is switched off. Ask an administrator to "
                "switch it on under Settings ‣ Technical ‣ Scheduled Actions."
            )
        return ""

    def _shipments_delay(self):
        """Say why Amazon is not told sooner than it is."""
        if self.next_shipments_sync and self.next_shipments_sync > fields.Datetime.now():
            if self.shipments_sync_failures:
                return _("Amazon could not be asked; it is tried again later each time.")
            return _("Amazon asked to wait. Nothing is wrong, it goes on by itself.")
        return _("Amazon is told a moment after a transfer is validated, and asked regularly.")

    def _sync_hindrance(self, cron):
        """Say what keeps orders from being asked for by themselves at all; '' when nothing does."""
        if not self.active:
            return _("The account is archived.")
        if self.orders_stopped:
            return _("The synchronisation was stopped by hand. Let it go on when you are ready.")
        if not self._connected():
            return _("The account is not connected yet: its credentials are incomplete.")
        if not self.marketplace_ids:
            return _("The account has no marketplace yet.")
        if not cron.active:
            return _(
                "The scheduled action of the orders is switched off. Ask an administrator to "
                "switch it on under Settings ‣ Technical ‣ Scheduled Actions."
            )
        return ""

    def _sync_delay(self):
        """Say why it is not sooner than it is."""
        if self.next_orders_sync and self.next_orders_sync > fields.Datetime.now():
            if self.orders_sync_failures:
                return _("Amazon could not be asked; it is tried again later each time.")
            return self._explain_order_quota()
        if self.reading_from:
            return _("There is more to come: it goes on by itself.")
        return _("All is in Odoo that Amazon told last time; it is asked again regularly.")

    def _next_run(self, work, cron, runs):
        """Return the first run of the scheduled action that is not before the work's put-off."""
        now = fields.Datetime.now()
        earliest = self[work.not_before] or now
        # A run whose time is past comes as soon as the scheduler gets to it.
        coming = [max(run, now) for run in runs]
        for run in coming:
            if run >= earliest:
                return run
        run, interval = coming[-1], relativedelta(**{cron.interval_type: cron.interval_number})
        while run < earliest:
            run += interval
        return run
