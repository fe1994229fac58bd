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
        :return: dict of amazon.offer by (Amazon's order id, SKU); an item without a SKU, or of
            an order that tells no marketplace, has none
        """
        places = account._amazon_places(orders)
        sold = [
            (order.order_id, item)
            for order in orders
            if places[order.order_id]
            for item in order.items
            if item.sku
        ]
        items = {(places[ref], item.sku): item for ref, item in sold}
        offers = self._known(account, items)
        unknown = {key: item for key, item in items.items() if key not in offers}
        products = self._products_by_reference(account.company_id, [sku for _place, sku in unknown])
        created = self.create(
            [
                {
                    "account_id": account.id,
                    "marketplace_id": marketplace.id,
                    "sku": sku,
                    "asin": item.asin,
                    "title": item.title,
                    "product_id": products.get(sku),
                }
                for (marketplace, sku), item in unknown.items()
            ]
        )
        offers.update(zip(unknown, created))
        return {(ref, item.sku): offers[places[ref], item.sku] for ref, item in sold}

    def _known(self, account, keys):
        offers = self.with_context(active_test=False).search(
            [("account_id", "=", account.id), ("sku", "in", [sku for _marketplace, sku in keys])]
        )
        found = {(offer.marketplace_id, offer.sku): offer for offer in offers}
        return {key: offer for key, offer in found.items() if key in keys}

    def _products_by_reference(self, company, skus):
        """Return the product id for each SKU that is exactly one product's reference."""
        products = self.env["product.product"]
        products = products.search(
            [("default_code", "in", list(set(skus))), *products._check_company_domain(company)]
        )
        by_reference = {}
        for product in products:
            by_reference.setdefault(product.default_code, []).append(product.id)
        return {sku: ids[0] for sku, ids in by_reference.items() if len(ids) == 1}
