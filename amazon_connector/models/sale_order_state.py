from odoo import api, fields, models

OTHER = "other"
# By Amazon's words, in the order of an order's life.
STATES = {
    "PENDING_AVAILABILITY": ("preorder", "Pre-ordered"),
    "PENDING": ("pending", "Waiting for payment"),
    "INVOICE_UNCONFIRMED": ("invoice", "Invoice to confirm"),
    "UNSHIPPED": ("unshipped", "To be shipped"),
    "PARTIALLY_SHIPPED": ("partial", "Partly shipped"),
    "SHIPPED": ("shipped", "Shipped"),
    "CANCELLED": ("cancelled", "Cancelled"),
    "UNFULFILLABLE": ("unfulfillable", "Cannot be shipped"),
}


class SaleOrder(models.Model):
    """An order's status on Amazon as people read it. Amazon's own word is amazon_status."""

    _inherit = "sale.order"

    amazon_state = fields.Selection(
        [*STATES.values(), (OTHER, "Other")],
        "Status on Amazon",
        compute="_compute_amazon_state",
        store=True,
        help="How Amazon sees the order, whatever its state is in Odoo.",
    )

    @api.depends("amazon_status")
    def _compute_amazon_state(self):
        for order in self:
            order.amazon_state = _state(order.amazon_status)

    @api.model
    def _amazon_status_label(self, status):
        """Return Amazon's word for a status as people read it; one that is unknown, as it is."""
        state = _state(status)
        if state in (OTHER, False):
            return status or "?"
        return dict(self._fields["amazon_state"]._description_selection(self.env))[state]


def _state(status):
    """Return the state that an Amazon word stands for. Amazon invents new ones now and then."""
    if not status:
        return False
    state, _label = STATES.get(status, (OTHER, None))
    return state
