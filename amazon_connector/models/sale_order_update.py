from odoo import _, api, models

from .sale_order_revise import amazon_fingerprint


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _amazon_update(self, account, orders):
        """Bring known orders up to Amazon's present state; what is right stays untouched.

        :return: list of Problems: what to look at on these orders
        """
        known = self._amazon_known(account, [order.order_id for order in orders])
        # Most orders come again as they were: what only a changed one needs is not looked up.
        changed = [
            order
            for order in orders
            if known[order.order_id].amazon_fingerprint != amazon_fingerprint(order)
        ]
        offers = self.env["amazon.offer"]._for_orders(account, changed)
        shipped = []
        for order in orders:
            sale = known[order.order_id]
            if sale.amazon_status != order.status:
                sale.amazon_status = order.status
            if order.status == "CANCELLED":
                sale._amazon_cancel()
                continue
            if order in changed and sale.state != "cancel":
                sale._amazon_revise(account, order, offers)
            if sale.amazon_channel == "fba":
                shipped.append((sale, order))
            elif order.status == "SHIPPED":
                sale._amazon_note_shipped()
        problems = self.env["stock.move"]._amazon_ship_orders(account, shipped)
        sales = self.browse(sale.id for sale in known.values()).filtered(
            lambda sale: sale.state != "cancel"
        )
        return problems + sales._amazon_problems()

    def _amazon_cancel(self):
        """Cancel what Amazon cancelled, unless goods have left or an invoice is posted."""
        self.ensure_one()
        if self.state == "cancel":
            return
        invoiced = self.invoice_ids.filtered(lambda invoice: invoice.state == "posted")
        left = self.order_line.move_ids.filtered(lambda move: move.state == "done")
        shipped = self.order_line.filtered("amazon_qty_shipped_elsewhere")
        if not (invoiced or left or shipped):
            if self.locked:
                self.action_unlock()
            self.with_context(disable_cancel_warning=True)._action_cancel()
        elif not self.amazon_cancelled_late:
            self.amazon_cancelled_late = True
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=_("Cancelled on Amazon too late"),
                note=_(
                    "Amazon cancelled the order %s after goods had left or an invoice had been "
                    "posted. Take the goods back or credit the invoice, as the case may be.",
                    self.amazon_order_ref,
                ),
                user_id=self._amazon_responsible().id,
            )

    def _amazon_note_shipped(self):
        """Amazon shows the order as shipped: mark its transfers, waiting ones with a notice."""
        self.ensure_one()
        deliveries = self.picking_ids.filtered(
            lambda picking: (
                picking.location_dest_id.usage == "customer" and picking.amazon_sync_state != "done"
            )
        )
        deliveries._amazon_waiting()._amazon_shipped_elsewhere()
        deliveries.filtered(lambda picking: picking.state == "done").write(
            {"amazon_sync_state": "done"}
        )

    def _amazon_responsible(self):
        """Return the user who looks after this order: the salesperson, or the account's."""
        self.ensure_one()
        account = self.amazon_account_id
        return self.user_id or account.responsible_user_ids[:1] or account.create_uid
