import logging

import psycopg2
from odoo import api, models

from .. import buyers

_logger = logging.getLogger(__name__)


class _Undone(Exception):
    """A trial is over; what it changed is taken back."""


class ResPartner(models.Model):
    """VAT numbers of Amazon's buyers: on the customer if Odoo takes them, else no obstacle."""

    _inherit = "res.partner"

    @api.model
    def _amazon_create_with_vat(self, values, numbers):
        """Create customers with their VAT numbers; one whose number is refused stays without.

        :param values: list of values of res.partner
        :param numbers: list of the ways to write the number of each; may be empty
        """
        told = [{**one, "vat": ways[0]} if ways else one for one, ways in zip(values, numbers)]
        created = self._amazon_try(lambda: self.create(told))
        if created is None:  # at least one of them is refused, and Odoo does not say which
            created = self.create(values)
            for partner, ways in zip(created, numbers):
                partner._amazon_put_vat(ways)
        return created

    def _amazon_put_vat(self, ways):
        """Give the customer its VAT number, in the first way to write it that Odoo takes.

        :param ways: list of texts
        :return: whether Odoo took one
        """
        quiet = self.with_context(amazon_no_vies=True)
        return any(self._amazon_try(lambda way=way: quiet._amazon_write_vat(way)) for way in ways)

    def _amazon_write_vat(self, number):
        self.vat = number
        return self

    def _amazon_would_take(self, ways):
        """Whether Odoo would take such a VAT number for this customer, which keeps its own."""
        try:
            with self.env.cr.savepoint():
                if self._amazon_put_vat(ways):
                    raise _Undone
        except _Undone:
            self.env.invalidate_all()
            return True
        return False

    @api.model
    def _amazon_try(self, work):
        """Return what some work on partners returns, None when Odoo refuses it.

        Which checks there are depends on the country's modules, and some break on odd numbers.
        """
        try:
            with self.env.cr.savepoint():
                partners = work()
                partners._amazon_settle_vies()
                partners.flush_recordset()
            return partners
        except psycopg2.OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the order goes on without
            # Not the error itself: it quotes name and number.
            _logger.info("A buyer's VAT number is refused (%s)", type(error).__name__)
            self.env.invalidate_all()
            return None

    def _amazon_settle_vies(self):
        """Have VIES's answer be computed now, by the method below."""
        if "vies_valid" in self._fields:
            self.mapped("vies_valid")

    def _compute_vies_valid(self):
        """Ask nobody while orders come in: VIES takes seconds, when it answers at all.

        Amazon checks the numbers of its business buyers itself, and takes the tax off by them.
        """
        if not self.env.context.get("amazon_no_vies"):
            super()._compute_vies_valid()
            return
        checks = self.env["res.company"].sudo().search_count([("vat_check_vies", "=", True)])
        for partner in self:
            prefix = (partner.vat or "")[:2]
            partner.vies_valid = bool(checks) and prefix in buyers.EU_PREFIXES
