from odoo import api, fields, models


class SaleOrder(models.Model):
    """Which fiscal position an order of Amazon's has."""

    _inherit = "sale.order"

    amazon_fiscal_position_id = fields.Many2one(
        "account.fiscal.position",
        "Fiscal Position Found",
        copy=False,
        readonly=True,
        help="What was found by the account's settings or the buyer's address and VAT number: the "
        "order's own stays as a person chose it until another one is found.",
    )

    def _compute_fiscal_position_id(self):
        """Leave Amazon's orders theirs: it follows _amazon_fiscal_positions, not each address."""
        ours = self.filtered("amazon_order_ref")
        for order in ours:
            order.fiscal_position_id = order.fiscal_position_id
        return super(SaleOrder, self - ours)._compute_fiscal_position_id()

    @api.model
    def _amazon_fiscal_positions(self, account, orders, customers):
        """Return the fiscal position of each order: the settings', else what Odoo finds.

        Odoo searches several times for each answer, so it is asked once for all orders of a page
        on whose customers it would look alike.

        :param customers: dict of (partner, delivery) by Amazon's order id
        :return: dict of account.fiscal.position by Amazon's order id
        """
        positions = self.env["account.fiscal.position"].with_company(account.company_id)
        zips_matter = bool(positions._amazon_by_zip(account.company_id))
        found, by_facts = {}, {}
        for order in orders:
            marketplace = account._amazon_find_marketplace(order)
            chosen = account._amazon_setting("fiscal_position_id", marketplace)
            if chosen:
                found[order.order_id] = chosen
                continue
            partner, delivery = customers[order.order_id]
            facts = (
                partner._amazon_fiscal_facts(account.company_id, zips_matter),
                delivery._amazon_fiscal_facts(account.company_id, zips_matter),
            )
            if facts not in by_facts:
                by_facts[facts] = positions._get_fiscal_position(partner, delivery)
            found[order.order_id] = by_facts[facts]
        return found

    def _amazon_revise_position(self, account, order):
        """Take the fiscal position that what Amazon tells now leads to, while nothing is invoiced.

        Country and VAT number may come late. The caller brings the lines in step.
        """
        self.ensure_one()
        if self._amazon_is_invoiced():
            return
        customers = {order.order_id: (self.partner_id, self._amazon_told_delivery(order))}
        position = self._amazon_fiscal_positions(account, [order], customers)[order.order_id]
        if position != self.amazon_fiscal_position_id:
            self.write(
                {"fiscal_position_id": position.id, "amazon_fiscal_position_id": position.id}
            )


class AccountFiscalPosition(models.Model):
    _inherit = "account.fiscal.position"

    @api.model
    def _amazon_by_zip(self, company):
        """Return a position that looks at postal codes, if there is one."""
        domain = [("auto_apply", "=", True), ("zip_from", "!=", False)]
        return self.search([*self._check_company_domain(company), *domain], limit=1)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _amazon_fiscal_facts(self, company, zips_matter):
        """Return all of this partner that decides about fiscal positions, as a key."""
        return (
            self.country_id.id,
            self.state_id.id,
            self.zip if zips_matter else None,
            self.vat,
            self.with_company(company).property_account_position_id.id,
        )
