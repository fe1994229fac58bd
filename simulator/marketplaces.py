"""Amazon's marketplaces, as far as an answer tells of them.

Source: https://developer-docs.amazon.com/sp-api/docs/marketplace-ids
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Marketplace:
    """One of Amazon's shops.

    ``tax_included`` says whether its prices contain the tax as a rule.
    """

    marketplace_id: str
    name: str
    region: str
    country_code: str
    currency_code: str
    language_code: str
    tax_included: bool = True

    @property
    def domain_name(self) -> str:
        """The shop's web address, e.g. ``www.amazon.fr``."""
        return f"www.{self.name.lower()}"


MARKETPLACES = (
    Marketplace("ATVPDKIKX0DER", "Amazon.com", "na", "US", "USD", "en_US", tax_included=False),
    Marketplace("A2EUQ1WTGCTBG2", "Amazon.ca", "na", "CA", "CAD", "en_CA", tax_included=False),
    Marketplace("A1AM78C64UM0Y8", "Amazon.com.mx", "na", "MX", "MXN", "es_MX"),
    Marketplace("A2Q3Y263D00KWC", "Amazon.com.br", "na", "BR", "BRL", "pt_BR"),
    Marketplace("A1F83G8C2ARO7P", "Amazon.co.uk", "eu", "GB", "GBP", "en_GB"),
    Marketplace("A1PA6795UKMFR9", "Amazon.de", "eu", "DE", "EUR", "de_DE"),
    Marketplace("A13V1IB3VIYZZH", "Amazon.fr", "eu", "FR", "EUR", "fr_FR"),
    Marketplace("APJ6JRA9NG5V4", "Amazon.it", "eu", "IT", "EUR", "it_IT"),
    Marketplace("A1RKKUPIHCS9HS", "Amazon.es", "eu", "ES", "EUR", "es_ES"),
    Marketplace("A1805IZSGTT6HS", "Amazon.nl", "eu", "NL", "EUR", "nl_NL"),
    Marketplace("AMEN7PMS3EDWL", "Amazon.com.be", "eu", "BE", "EUR", "fr_BE"),
    Marketplace("A28R8C7NBKEWEA", "Amazon.ie", "eu", "IE", "EUR", "en_IE"),
    Marketplace("A2NODRKZP88ZB9", "Amazon.se", "eu", "SE", "SEK", "sv_SE"),
    Marketplace("A1C3SOZRARQ6R3", "Amazon.pl", "eu", "PL", "PLN", "pl_PL"),
    Marketplace("A33AVAJ2PDY3EV", "Amazon.com.tr", "eu", "TR", "TRY", "tr_TR"),
    Marketplace("A2VIGQ35RCS4UG", "Amazon.ae", "eu", "AE", "AED", "en_AE"),
    Marketplace("A17E79C6D8DWNP", "Amazon.sa", "eu", "SA", "SAR", "ar_AE"),
    Marketplace("ARBP9OOSHTCHU", "Amazon.eg", "eu", "EG", "EGP", "ar_AE"),
    Marketplace("AE08WJ6YKNBMC", "Amazon.co.za", "eu", "ZA", "ZAR", "en_ZA"),
    Marketplace("A21TJRUUN4KGV", "Amazon.in", "eu", "IN", "INR", "en_IN"),
    Marketplace("A1VC38T7YXB528", "Amazon.co.jp", "fe", "JP", "JPY", "ja_JP"),
    Marketplace("A39IBJ37TRP1C6", "Amazon.com.au", "fe", "AU", "AUD", "en_AU"),
    Marketplace("A19VAU5U5O7RUS", "Amazon.sg", "fe", "SG", "SGD", "en_SG"),
)
REGIONS = ("na", "eu", "fe")
INDIA = "A21TJRUUN4KGV"
JAPAN = "A1VC38T7YXB528"

_BY_ID = {marketplace.marketplace_id: marketplace for marketplace in MARKETPLACES}


def by_id(marketplace_id: str | None) -> Marketplace | None:
    """Return the marketplace of that Amazon id, or None."""
    return _BY_ID.get(marketplace_id)


def of_region(region: str) -> list[Marketplace]:
    """Return the marketplaces of ``na``, ``eu`` or ``fe``."""
    return [marketplace for marketplace in MARKETPLACES if marketplace.region == region]
