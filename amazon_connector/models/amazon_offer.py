from odoo import api, fields, models


class AmazonOffer(models.Model):
    """A product sold under one SKU on one marketplace of an account."""

    _name = "amazon.offer"
    _description = "Amazon Offer"
    _order = "sku, marketplace_id"
    _rec_name = "sku"
    _check_company_auto = True

    account_id = fields.Many2one("amazon.account", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    marketplace_id = fields.Many2one("amazon.marketplace", required=True, ondelete="restrict")
    sku = fields.Char("SKU", required=True, index=True)
    asin = fields.Char("ASIN")
    title = fields.Char(help="The product's name as Amazon shows it.")
    active = fields.Boolean(default=True)
    product_id = fields.Many2one(
        "product.product",
        check_company=True,
        index=True,
        help="What is delivered and invoiced when this SKU is sold. Without it, orders get the "
        "account's fallback product.",
    )

    _sql_constraints = [
        (
            "sku_unique",
            "unique(account_id, marketplace_id, sku)",
            "This SKU already has an offer on this marketplace.",
        ),
    ]

    @api.model
    def _for_orders(self, account, orders):
        """Find the offers of a page of orders, and create those seen for the first time.

        A new offer takes the product whose internal reference is the SKU, when one product
        has it.

        :param account: amazon.account of the orders
        :param orders: iterable of amazon_api Order
        :return: dict of amazon.offer by (Amazon's marketplace id, SKU)
        """
        items = {
            (order.marketplace_id, item.sku): item
            for order in orders
            for item in order.items
            if order.marketplace_id and item.sku
        }
        known = self._known(account, items)
        marketplaces = {
            marketplace.marketplace_id: marketplace
            for marketplace in self.env["amazon.marketplace"].search([])
        }
        unknown = {
            key: item for key, item in items.items() if key not in known and key[0] in marketplaces
        }
        products = self._products_by_reference(account.company_id, unknown)
        created = self.create(
            [
                {
                    "account_id": account.id,
                    "marketplace_id": marketplaces[marketplace_id].id,
                    "sku": sku,
                    "asin": item.asin,
                    "title": item.title,
                    "product_id": products.get(sku),
                }
                for (marketplace_id, sku), item in unknown.items()
            ]
        )
        known.update(zip(unknown, created))
        return known

    def _known(self, account, keys):
        offers = self.with_context(active_test=False).search(
            [("account_id", "=", account.id), ("sku", "in", [sku for _marketplace, sku in keys])]
        )
        found = {(offer.marketplace_id.marketplace_id, offer.sku): offer for offer in offers}
        return {key: offer for key, offer in found.items() if key in keys}

    def _products_by_reference(self, company, keys):
        """Return the product id for each SKU that is exactly one product's reference."""
        skus = list({sku for _marketplace, sku in keys})
        products = self.env["product.product"].search(
            [("default_code", "in", skus), ("company_id", "in", [False, company.id])]
        )
        by_reference = {}
        for product in products:
            by_reference.setdefault(product.default_code, []).append(product.id)
        return {sku: ids[0] for sku, ids in by_reference.items() if len(ids) == 1}
