from odoo import _, api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    amazon_location_id = fields.Many2one(
        "stock.location",
        copy=False,
        help="Where the goods lie that Amazon ships for this company (FBA).",
    )
    amazon_responsible_ids = fields.Many2many(
        "res.users",
        "res_company_amazon_responsible_rel",
        string="Responsible for Amazon",
        copy=False,
        help="Who gets an activity when something of a new Amazon account needs a person.",
    )

    @api.constrains("amazon_location_id")
    def _check_amazon_location_lies_outside(self):
        self.amazon_location_id._amazon_check_outside()

    def _create_per_company_locations(self):
        result = super()._create_per_company_locations()
        self._create_amazon_location()
        return result

    def _create_amazon_location(self):
        """Create the company's « Amazon » location, unless it has one.

        It stands under a view of its own, outside of the warehouses, so that no delivery by
        the merchant reserves what lies in Amazon's warehouses.
        """
        self.ensure_one()
        if self.amazon_location_id:
            return
        locations = self.env["stock.location"].sudo()
        view = locations.create(
            {"name": "FBA", "usage": "view", "company_id": self.id, "location_id": False}
        )
        self.amazon_location_id = locations.create(
            {
                "name": _("Amazon"),
                "usage": "internal",
                "company_id": self.id,
                "location_id": view.id,
                # Odoo's list of what to replenish shows it, like a warehouse's stock.
                "replenish_location": True,
            }
        )
