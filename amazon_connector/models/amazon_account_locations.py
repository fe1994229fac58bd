from odoo import SUPERUSER_ID, fields, models


class AmazonAccount(models.Model):
    """Whether people see where goods lie: only then can they open the Amazon location.

    Odoo hides all locations until « Storage Locations » is on, in all companies and for everybody.
    So a person decides, and whoever ships all by themselves is left alone.
    """

    _inherit = "amazon.account"

    hides_locations = fields.Boolean(compute="_compute_hides_locations")

    def _compute_hides_locations(self):
        everybody = self.env.ref("base.group_user").sudo()
        shown = self.env.ref("stock.group_stock_multi_locations").sudo()
        self.hides_locations = shown not in everybody.implied_ids

    def action_show_locations(self):
        """Button « Show locations »: switch Odoo's setting on, as its own page of settings does.

        :return: an action: the page is loaded again, with the menus that come with it
        :raise AccessError: the user is no manager
        """
        self._check_manager()
        settings = self.env["res.config.settings"].with_user(SUPERUSER_ID)
        # Not `execute`, which may install modules too.
        settings.create({"group_stock_multi_locations": True}).set_values()
        return {"type": "ir.actions.client", "tag": "reload"}
