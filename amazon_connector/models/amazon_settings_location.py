from odoo import _, api, models


class AmazonSettings(models.AbstractModel):
    """The location of the goods that Amazon ships: how goods come there, and what stays there."""

    _inherit = "amazon.settings"

    @api.model_create_multi
    def create(self, values_list):
        holders = super().create(values_list)
        holders._amazon_prepare_resupply()
        return holders

    def write(self, values):
        result = super().write(values)
        if {"location_id", "warehouse_id"} & set(values):
            self._amazon_prepare_resupply()
        return result

    @api.constrains("location_id")
    def _check_location_lies_outside(self):
        self.location_id._amazon_check_outside()

    def _amazon_prepare_resupply(self):
        """Have the route « Resupply Amazon » lead to the locations that were chosen."""
        for holder in self.filtered("location_id"):
            holder.location_id._amazon_resupply_from(holder._amazon_warehouse())

    def _amazon_warehouse(self):
        """Return the warehouse that goods come from; may be empty."""
        self.ensure_one()
        return self.warehouse_id

    def _amazon_locations_of_change(self):
        """Return where goods left before the form was changed, and where from then on."""
        self.ensure_one()
        return self._origin.location_id, self.location_id

    @api.onchange("location_id")
    def _onchange_location_with_stock(self):
        """Say what stays behind when another location is chosen."""
        former, chosen = self._amazon_locations_of_change()
        if not former or former == chosen or not former._amazon_holds_goods():
            return None
        return {
            "warning": {
                "title": _("Goods lie in the former location"),
                "message": _(
                    "What lies in %(former)s stays there, and so does what waits there for its lot "
                    "or serial number. What Amazon ships from now on leaves %(new)s. If these are "
                    "the same goods, bring them there by an internal transfer.",
                    former=former.display_name,
                    new=chosen.display_name or _("another location"),
                ),
            }
        }
