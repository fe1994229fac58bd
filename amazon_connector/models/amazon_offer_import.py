from odoo import _, api, models

# What tells one offer from another.
KEY = ("account_id", "marketplace_id", "sku")


class AmazonOffer(models.Model):
    """Import of offers from a spreadsheet, as Odoo's users do it."""

    _inherit = "amazon.offer"

    @api.model
    def get_import_templates(self):
        return [
            {
                "label": _("Import Template for Offers"),
                "template": "/amazon_connector/static/csv/amazon_offers.csv",
            }
        ]

    @api.model
    def _load_records_create(self, values):
        """Update the offers that are here already: few sellers' spreadsheets have Odoo's ids.

        A cell left empty changes nothing then.

        :param values: list of dict, a row each
        :return: the offers, in the order of the rows
        """
        account = self._default_account().id
        rows = [{"account_id": account, **row} if account else row for row in values]
        known = self._by_key(rows)
        loaded = self.browse()
        for row in rows:
            key = tuple(row.get(name) for name in KEY)
            offer = known.get(key)
            if offer:
                offer.write({name: value for name, value in row.items() if value})
            else:
                offer = known[key] = super()._load_records_create([row])
            loaded += offer
        return loaded

    @api.model
    def _by_key(self, rows):
        found = self.with_context(active_test=False).search(
            [("sku", "in", [row.get("sku") for row in rows])]
        )
        return {(offer.account_id.id, offer.marketplace_id.id, offer.sku): offer for offer in found}
