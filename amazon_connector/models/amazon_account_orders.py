from odoo import _, fields, models

# What an amount of Amazon's other than the goods becomes in Odoo: the product of its line.
CHARGE_PRODUCTS = {
    "SHIPPING": "amazon_connector.product_shipping",
    "GIFT_WRAP": "amazon_connector.product_gift_wrap",
    "COD_FEE": "amazon_connector.product_cod_fee",
    "DISCOUNT": "amazon_connector.product_discount",
    "SHIPPING_DISCOUNT": "amazon_connector.product_shipping_discount",
    "DELIVERY_TIP": "amazon_connector.product_tip",
    "TAX": "amazon_connector.product_tax",
    "TAX_WITHHELD": "amazon_connector.product_tax_withheld",
    "CENTS": "amazon_connector.product_cents",
}
OTHER_CHARGE = "amazon_connector.product_other"


class UnknownMarketplace(LookupError):
    """An order of a marketplace that is none of its account's."""


class UnknownCurrency(LookupError):
    """An amount in a currency that Odoo does not have."""


class AmazonAccount(models.Model):
    _inherit = "amazon.account"

    fallback_product_id = fields.Many2one(default=lambda self: self._default_fallback_product())

    def _default_fallback_product(self):
        return self.env.ref("amazon_connector.product_fallback", raise_if_not_found=False)

    def _charge_product(self, kind):
        """Return the product of the line that bears a charge of this kind.

        :param kind: kind of an amazon_api Charge, 'DELIVERY_TIP', 'TAX',
            'TAX_WITHHELD' or 'CENTS'
        """
        xmlid = CHARGE_PRODUCTS.get(kind, OTHER_CHARGE)
        # Asked for each line: its id is remembered, and what is data of the addon is there.
        product_id = self.env["ir.model.data"]._xmlid_to_res_id(xmlid, raise_if_not_found=True)
        return self.env["product.product"].browse(product_id)

    def _charge_line(self, kind, quantity, price, taxes):
        """Return the values of the line that bears a charge of this kind.

        :param kind: as of _charge_product
        :param price: of a unit, in the order's currency
        :param taxes: account.tax, may be empty
        """
        product = self._charge_product(kind)
        return {
            "product_id": product.id,
            "name": product.name,
            "product_uom_qty": quantity,
            "price_unit": price,
            "discount": 0.0,
            "tax_id": [fields.Command.set(taxes.ids)],
        }

    def _amazon_wants(self, order):
        """Whether this order's kind becomes a sales order at all."""
        return order.channel != "NON_AMAZON" or self.import_non_amazon

    def _amazon_find_marketplace(self, order):
        """Return the account's marketplace of an order; empty when none of its is told."""
        marketplaces = self.marketplace_ids
        if order.marketplace_id:
            return marketplaces.filtered(lambda one: one.marketplace_id == order.marketplace_id)
        if len(marketplaces) == 1:
            return marketplaces
        return marketplaces.filtered(lambda one: one.name == order.marketplace_name)

    def _amazon_places(self, orders):
        """Return where these orders were sold, whether or not it is still on the account.

        :param orders: iterable of amazon_api Order
        :return: dict of amazon.marketplace by Amazon's order id
        """
        ids = {order.marketplace_id for order in orders} - {None}
        known = self.env["amazon.marketplace"].with_context(active_test=False)
        known = known.search([("marketplace_id", "in", list(ids))])
        by_id = {
            place.marketplace_id: self.env["amazon.marketplace"].browse(place.id) for place in known
        }
        return {
            order.order_id: by_id.get(order.marketplace_id) or self._amazon_find_marketplace(order)
            for order in orders
        }

    def _amazon_marketplace(self, order):
        """Return the account's marketplace of an order; empty for one of another shop.

        :raise UnknownMarketplace: the order's marketplace is none of the account's
        """
        found = self._amazon_find_marketplace(order)
        if found or order.channel == "NON_AMAZON":
            return found
        raise UnknownMarketplace(
            _(
                "The marketplace %(marketplace)s is not on the account %(account)s.",
                marketplace=order.marketplace_name or order.marketplace_id or "?",
                account=self.name,
            )
        )

    def _amazon_pricelist(self, currency_code, marketplace):
        """Return the marketplace's or the account's pricelist in this currency.

        A sales order takes its currency from its pricelist; its prices are Amazon's. Where the
        account has no pricelist in the currency, one is made.

        :param currency_code: ISO 4217; None for the company's own
        :param marketplace: amazon.marketplace, may be empty
        :raise UnknownCurrency: Odoo has no such currency
        """
        self.ensure_one()
        code = currency_code or self.company_id.currency_id.name
        pricelists = self._amazon_setting("pricelist_id", marketplace) + self.pricelist_ids
        found = pricelists.filtered(lambda one: one.currency_id.name == code)
        return found[:1] or self._create_pricelist(code)

    def _create_pricelist(self, currency_code):
        currencies = self.env["res.currency"].with_context(active_test=False)
        currency = currencies.search([("name", "=", currency_code)], limit=1)
        if not currency:
            raise UnknownCurrency(_("Odoo does not know the currency %s.", currency_code))
        if not currency.active:
            currency.active = True
        pricelist = self.env["product.pricelist"].create(
            {
                "name": _("Amazon %s", currency_code),
                "currency_id": currency.id,
                "company_id": self.company_id.id,
            }
        )
        self.pricelist_ids = [fields.Command.link(pricelist.id)]
        return pricelist
