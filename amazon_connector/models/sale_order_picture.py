from odoo import _, models
from odoo.tools import formatLang

from ..spoken import spoken_quantity


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _amazon_seen(self):
        """Return what tells whether an update changed anything: by order, to be compared."""
        return {sale: {**sale._amazon_picture(), "": sale.amazon_fingerprint} for sale in self}

    def _amazon_picture(self):
        """Return what a person would look at on an Amazon order: dict of text by its label.

        Two pictures show what an update changed. Of no order it is empty.
        """
        if not self:
            return {}
        self.ensure_one()
        picture = {
            _("State in Odoo"): _label(self, "state"),
            _("Status on Amazon"): self._amazon_status_label(self.amazon_status),
            _("Total"): formatLang(self.env, self.amount_total, currency_obj=self.currency_id),
            _("Quantity"): spoken_quantity(
                self.env, sum(self.order_line.filtered("amazon_is_goods").mapped("product_uom_qty"))
            ),
        }
        if self.amazon_channel == "fba":
            picture[_("Transfers")] = _("none, Amazon ships it")
            picture[_("Shipped by Amazon")] = spoken_quantity(
                self.env, sum(self.order_line.mapped("qty_delivered"))
            )
        else:
            transfers = [_transfer(picking) for picking in self.picking_ids.sorted("id")]
            picture[_("Transfers")] = "; ".join(transfers) or _("none")
        return picture


def _transfer(picking):
    """Return a transfer's name, its state and that of its synchronisation with Amazon."""
    labels = [_label(picking, "state"), _label(picking, "amazon_sync_state")]
    return f"{picking.name} ({', '.join(label for label in labels if label)})"


def _label(record, name):
    return dict(record._fields[name]._description_selection(record.env)).get(record[name], "")
