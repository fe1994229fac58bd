from collections import defaultdict

from odoo import _, api, fields, models


class AmazonOffer(models.Model):
    """Which product a SKU is, as far as it can be told without asking a person."""

    _inherit = "amazon.offer"

    product_hint = fields.Char(
        "Why No Product",
        compute="_compute_product_hint",
        help="Why no product was found for this SKU by itself.",
    )

    @api.depends("sku", "product_id")
    @api.depends_context("lang")
    def _compute_product_hint(self):
        self.product_hint = False
        for company, offers in self.filtered("without_product").grouped("company_id").items():
            matches = self._matches(company, offers.mapped("sku"), active_test=False)
            for offer in offers:
                offer.product_hint = offer._hint(matches[offer.sku])

    def _hint(self, products):
        """:param products: all products with this SKU, archived ones too"""
        active = products.filtered("active")
        if len(active) > 1:
            return _(
                "%(count)s products have this reference: %(products)s.",
                count=len(active),
                products=", ".join(active[:3].mapped("name")),
            )
        if active:
            return _("%s has this reference now.", active.name)
        if products:
            return _("%s is archived.", products[:1].name)
        return _("No product has this reference or barcode.")

    def _find_products(self):
        """Give those of these offers that have no product the one that their SKU tells.

        :return: the offers that got one
        """
        found = self.browse()
        for account, offers in self.filtered("without_product").grouped("account_id").items():
            products = self._products_of(account, offers.mapped("sku"))
            for offer in offers.filtered(lambda one, products=products: one.sku in products):
                offer.product_id = products[offer.sku]
                found |= offer
        return found

    def action_find_products(self):
        """Button « Find products »: by reference and barcode, once more."""
        found = self._find_products()
        return self.env["amazon.account"]._notification(
            _("Products looked for"),
            _(
                "Found: %(found)s. Without a product: %(missing)s.",
                found=len(found),
                missing=len(self.filtered("without_product")),
            ),
            "success" if found else "warning",
        )

    @api.model
    def _products_of(self, account, skus):
        """Return the product id for each SKU that tells its product.

        That is the one which all the account's other offers of the SKU have; else the one whose
        internal reference the SKU is, else whose barcode, when it is one product only.
        """
        if not skus:
            return {}
        return {
            **self._products_by_sku(account.company_id, skus),
            **self._products_of_siblings(account, skus),
        }

    @api.model
    def _products_of_siblings(self, account, skus):
        siblings = self.with_context(active_test=False).search(
            [("account_id", "=", account.id), ("sku", "in", skus), ("product_id", "!=", False)]
        )
        products = defaultdict(set)
        for offer in siblings:
            products[offer.sku].add(offer.product_id.id)
        return {sku: ids.pop() for sku, ids in products.items() if len(ids) == 1}

    @api.model
    def _products_by_sku(self, company, skus):
        """Return the product id for each SKU that is one product's reference or barcode."""
        matches = self._matches(company, skus)
        return {sku: products.id for sku, products in matches.items() if len(products) == 1}

    @api.model
    def _matches(self, company, skus, active_test=True):
        """Return the products by SKU whose internal reference it is, else whose barcode it is."""
        products = self.env["product.product"].with_context(active_test=active_test)
        company_domain = products._check_company_domain(company)
        matches = dict.fromkeys(skus, products)
        for field in ("default_code", "barcode"):
            missing = [sku for sku in matches if not matches[sku]]
            if missing:
                for product in products.search([(field, "in", missing), *company_domain]):
                    matches[product[field]] |= product
        return matches
