from odoo import api, models


class AmazonOffer(models.Model):
    """Offers of a marketplace that moves from one record of a seller to another."""

    _inherit = "amazon.offer"

    @api.model
    def _amazon_hand_over(self, giver, heir, marketplaces):
        """Give the heir the giver's offers, so that the products assigned there hold on.

        Within a company they move. Another company gets copies of those whose product it may
        sell; the others are created at their first sale, as new ones are.

        :param giver: amazon.account that had the marketplaces
        :param heir: amazon.account that has them now
        :param marketplaces: amazon.marketplace
        """
        offers = self.with_context(active_test=False).search(
            [
                ("account_id", "in", (giver + heir).ids),
                ("marketplace_id", "in", marketplaces.ids),
            ]
        )
        by_place = {(offer.marketplace_id, offer.sku): offer for offer in offers._of_account(heir)}
        moving = self.browse()
        for offer in offers._of_account(giver):
            twin = by_place.get((offer.marketplace_id, offer.sku))
            if not twin:
                moving += offer
            elif not twin.product_id and offer._may_be_sold_by(heir.company_id):
                twin.product_id = offer.product_id
        if giver.company_id == heir.company_id:
            moving.account_id = heir
        else:
            moving._copy_to(heir)

    def _of_account(self, account):
        return self.filtered(lambda offer: offer.account_id == account)

    def _may_be_sold_by(self, company):
        """Whether the offer has a product, and one that this company may sell."""
        product = self.product_id
        return bool(product and product.filtered_domain(product._check_company_domain(company)))

    def _copy_to(self, account):
        company = account.company_id
        self.create(
            [
                values
                for offer in self.filtered(lambda one: one._may_be_sold_by(company))
                for values in offer.copy_data({"account_id": account.id})
            ]
        )
