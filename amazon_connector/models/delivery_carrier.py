from odoo import _, api, fields, models

from ..amazon_api.carriers import OTHER, by_code, find_carrier
from ..amazon_api.shipments import TEXT_LIMIT
from .amazon_carrier import carrier_in_words

# Who prints labels of one carrier under a name that is not the carrier's.
CARRIER_OF_PROVIDER = {"postlogistics": "Swiss post"}
NO_PROVIDER = ("fixed", "base_on_rule")


class DeliveryCarrier(models.Model):
    """What Amazon is told of who carries a parcel."""

    _inherit = "delivery.carrier"

    amazon_carrier_code = fields.Char(
        "Amazon's Carrier Code",
        help="Amazon's code of the carrier, to the letter. Empty: by the provider, else by the "
        "name of the delivery method.",
    )
    amazon_carrier_id = fields.Many2one(
        "amazon.carrier",
        "Carrier for Amazon",
        compute="_compute_amazon_carrier_id",
        inverse="_inverse_amazon_carrier_id",
        help="Who carries the parcel, in Amazon's words. Empty: by the provider, else by the name "
        "of the delivery method.",
    )
    amazon_told = fields.Char(
        "Amazon is told",
        compute="_compute_amazon_told",
        help="The carrier, with Amazon's code where that is another word, and the service where "
        "the name of the delivery method says more than the carrier's.",
    )

    @api.depends("amazon_carrier_code")
    def _compute_amazon_carrier_id(self):
        codes = [code for code in self.mapped("amazon_carrier_code") if code]
        carriers = self.env["amazon.carrier"].sudo().search([("code", "in", codes)])
        by_their_code = {carrier.code: carrier for carrier in carriers}
        for method in self:
            method.amazon_carrier_id = by_their_code.get(method.amazon_carrier_code)

    @api.onchange("amazon_carrier_id")
    def _inverse_amazon_carrier_id(self):
        for method in self:
            method.amazon_carrier_code = method.amazon_carrier_id.code

    @api.depends("name", "delivery_type", "amazon_carrier_code")
    @api.depends_context("company")
    def _compute_amazon_told(self):
        for method in self:
            code, name = method._amazon_code()
            known = by_code(code)
            carrier = carrier_in_words(code, name or (known and known.name))
            service = method._amazon_shipping_method()
            if service:
                carrier = _(
                    "%(carrier)s, service « %(service)s »", carrier=carrier, service=service
                )
            method.amazon_told = carrier

    def _amazon_code(self):
        """Return what Amazon is told of the carrier.

        That is the code chosen on the delivery method; else that of its provider, who prints the
        labels; else the one that its name means.

        :return: tuple (Amazon's carrier code, name of the carrier); the name is None unless the
            code is ``Other``
        """
        self.ensure_one()
        code = self.amazon_carrier_code
        if not code:
            found = self._amazon_carrier_found()
            code = found.code if found else OTHER
        return code, self._amazon_short_name() if code == OTHER else None

    def _amazon_shipping_method(self):
        """Return the carrier's service, as « UPS Standard » of UPS.

        :return: str, None when the delivery method's name says no more than its carrier's
        """
        self.ensure_one()
        code, _name = self._amazon_code()
        known = by_code(code)
        name = self._amazon_short_name()
        if not known or name.casefold() in (known.code.casefold(), known.name.casefold()):
            return None
        return name

    def _amazon_carrier_found(self):
        """Return the carrier (amazon_api Carrier) by provider, else by name; None: neither says.

        A provider's name may be wider than the method's: « Colissimo » by La Poste's labels.
        """
        names = self._amazon_names()
        of_provider = self._amazon_carrier_of_provider()
        for name in names:
            if not of_provider:
                found = find_carrier(name)
            else:
                found = _narrower(of_provider, name)
            if found:
                return found
        return of_provider

    def _amazon_carrier_of_provider(self):
        provider = self.delivery_type
        if not provider or provider in NO_PROVIDER:
            return None
        return by_code(CARRIER_OF_PROVIDER.get(provider)) or find_carrier(provider)

    def _amazon_names(self):
        """Return the method's names in all languages, that of the company first."""
        own = self.env.company.partner_id.lang
        languages = [own, *(code for code, _name in self.env["res.lang"].get_installed())]
        names = [self.with_context(lang=language).name for language in languages]
        return [name for name in dict.fromkeys(names) if name]

    def _amazon_short_name(self):
        """Return the name in the company's language, on one line and not too long for Amazon."""
        name = " ".join((self._amazon_names() or [""])[0].split())
        if len(name) <= TEXT_LIMIT:
            return name
        whole_words = name[: TEXT_LIMIT + 1].rsplit(" ", 1)[0]
        return whole_words[:TEXT_LIMIT]


def _narrower(carrier, name):
    """Return the carrier that a name means, if it belongs to this one's house; else None."""
    by_name = find_carrier(name)
    if by_name and by_name.name.casefold().startswith(carrier.name.casefold()):
        return by_name
    return find_carrier(f"{carrier.name} {name}")
