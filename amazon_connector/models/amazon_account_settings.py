from odoo import api, fields, models


class AmazonAccount(models.Model):
    """Which settings hold for an order: the marketplace's where it has some, else the account's."""

    _inherit = "amazon.account"

    marketplace_setting_ids = fields.One2many(
        "amazon.account.marketplace",
        "account_id",
        "Settings by Marketplace",
        help="What is left empty here is as on the account.",
    )

    def write(self, values):
        result = super().write(values)
        if "marketplace_ids" in values:
            lines = self.marketplace_setting_ids
            lines.filtered(
                lambda line: line.marketplace_id not in line.account_id.marketplace_ids
            ).unlink()
        return result

    @api.onchange("marketplace_ids")
    def _onchange_marketplaces_of_settings(self):
        """Show at once which settings go with the marketplaces that were taken off."""
        self.marketplace_setting_ids = self.marketplace_setting_ids.filtered(
            lambda line: line.marketplace_id in self.marketplace_ids._origin
        )

    def _amazon_setting(self, name, marketplace):
        """Return the value of a setting for orders of a marketplace.

        :param name: a field of amazon.settings, or 'pricelist_id', which only lines have
        :param marketplace: amazon.marketplace; empty for the account's own
        :return: the value on the account's line for the marketplace, if there is one, else that
            on the account; empty when neither has one
        """
        self.ensure_one()
        lines = self.marketplace_setting_ids
        line = lines.filtered(lambda one: one.marketplace_id == marketplace)
        return line[name] or (self[name] if name in self._fields else line[name])

    def _amazon_order_settings(self, order):
        """Return the values of a new sales order that are matters of choice.

        What is not chosen is left to Odoo, but for the salesperson: none is better than whoever
        pressed the button. The fiscal position, the pricelist and the delivery method are not
        among them, since they depend on more than the marketplace.

        :param order: amazon_api Order
        """
        marketplace = self._amazon_find_marketplace(order)
        names = ["user_id", "team_id", "warehouse_id", "journal_id"]
        chosen = {name: self._amazon_setting(name, marketplace) for name in names}
        values = {name: record.id for name, record in chosen.items() if record}
        if "user_id" not in values:
            values = {"user_id": False, "team_id": False, **values}
        prefix = self._amazon_setting("order_prefix", marketplace)
        if prefix:
            values["name"] = f"{prefix}{order.order_id}"
        return values

    def _amazon_line_settings(self, order):
        """Return the values of each line of a sales order that are matters of choice.

        :param order: amazon_api Order
        """
        marketplace = self._amazon_find_marketplace(order)
        distribution = self._amazon_setting("analytic_distribution", marketplace)
        return {"analytic_distribution": distribution} if distribution else {}

    def _amazon_customer_settings(self, order):
        """Return the values of a new customer that are matters of choice.

        :param order: amazon_api Order, the customer's first
        """
        lang = self._amazon_setting("lang", self._amazon_find_marketplace(order))
        return {"lang": lang} if lang else {}

    def _amazon_location(self, order):
        """Return where the goods lie that Amazon ships for this order.

        :param order: amazon_api Order
        """
        return self._amazon_setting("location_id", self._amazon_find_marketplace(order))

    def _amazon_fallback(self, order):
        """Return the product that stands for the unknown SKUs of this order.

        :param order: amazon_api Order
        """
        return self._amazon_setting("fallback_product_id", self._amazon_find_marketplace(order))

    def _amazon_fallbacks(self):
        """Return all products that stand for unknown SKUs on orders of these accounts."""
        return self.fallback_product_id | self.marketplace_setting_ids.fallback_product_id
