from odoo import api, fields, models


class AmazonOffer(models.Model):
    """A product sold under one SKU on one marketplace of an account."""

    _name = "amazon.offer"
    _description = "Amazon Offer"
    _order = "without_product desc, sku, marketplace_id, id"
    _rec_name = "sku"
    _check_company_auto = True

    account_id = fields.Many2one(
        "amazon.account",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self._default_account(),
    )
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
        "account's fallback product. The account's other offers of the SKU that have no product "
        "yet get it too.",
    )
    without_product = fields.Boolean(compute="_compute_without_product", store=True, index=True)

    _sql_constraints = [
        (
            "sku_unique",
            "unique(account_id, marketplace_id, sku)",
            "This SKU already has an offer on this marketplace of the account: change that one, "
            "archived ones too.",
        ),
    ]

    @api.model
    def _default_account(self):
        """Return the company's account when it has one only."""
        accounts = self.env["amazon.account"].search(
            [("company_id", "=", self.env.company.id)], limit=2
        )
        return accounts if len(accounts) == 1 else accounts.browse()

    @api.depends("product_id")
    def _compute_without_product(self):
        for offer in self:
            offer.without_product = not offer.product_id

    # === Offers of orders ===#

    @api.model
    def _for_orders(self, account, orders):
        """Find the offers of a page of orders, and create those seen for the first time.

        An offer without a product is given the one that its SKU tells (_products_of).

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
        self.browse(offer.id for offer in offers.values())._find_products()
        products = self._products_of(account, [sku for _place, sku in unknown])
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

    # === Assigning ===#

    @api.model_create_multi
    def create(self, values_list):
        offers = super().create(values_list)
        offers.filtered("product_id")._give_to_siblings()
        return offers

    def write(self, values):
        before = {offer: offer.product_id for offer in self}
        result = super().write(values)
        if values.get("product_id"):
            new = self.filtered(lambda offer: offer.product_id != before[offer])
            new._give_to_siblings()
            new._mend_soon()
        return result

    def _give_to_siblings(self):
        """Give the products of these offers to those of the same SKU that have none.

        A seller in several countries of Europe has an offer of one SKU in each of them.
        """
        products = {(offer.account_id, offer.sku): offer.product_id for offer in self}
        siblings = self.with_context(active_test=False).search(
            [
                ("account_id", "in", self.account_id.ids),
                ("sku", "in", self.mapped("sku")),
                ("without_product", "=", True),
            ]
        )
        for sibling in siblings:
            product = products.get((sibling.account_id, sibling.sku))
            if product:
                sibling.product_id = product
