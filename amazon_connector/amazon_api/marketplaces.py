"""Amazon's marketplaces: which shops there are, in which region, currency and tax habit.

Identifiers and regions: https://developer-docs.amazon.com/sp-api/docs/marketplace-ids and
https://developer-docs.amazon.com/sp-api/docs/sp-api-endpoints. Where sellers sign in (the United
Kingdom, Germany, France, Italy and Spain share one Seller Central):
https://developer-docs.amazon.com/sp-api/docs/seller-central-urls.

Tax habit (``tax_included``): the shops of the United States and Canada show prices without sales
tax and add it at the checkout; everywhere else the law wants consumers to see the price that they
pay, tax and all (in the EU Directive 98/6/EC on price indication; likewise in the United Kingdom,
Türkiye, Brazil, Mexico, India, Japan since April 2021, Australia, Singapore, the Gulf states, Egypt
and South Africa). That agrees with what sellers report of the API: European item prices contain
the tax, American ones do not (amzn/selling-partner-api-models #1766, #4858). It is only a habit:
what an order's own numbers prove comes first, see ``proceeds.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["MARKETPLACES", "Marketplace", "Region", "by_id"]


class Region(str, Enum):
    """A part of the world with an API address of its own; a seller account lives in one of them."""

    NA = "na"
    EU = "eu"
    FE = "fe"

    @property
    def api_url(self) -> str:
        """The address of the region's Selling Partner API, without a slash at its end."""
        return f"https://sellingpartnerapi-{self.value}.amazon.com"


@dataclass(frozen=True)
class Marketplace:
    """One of Amazon's shops.

    :ivar code: Amazon's short name, such as ``FR`` (``UK`` for the United Kingdom)
    :ivar marketplace_id: Amazon's identifier, such as ``A13V1IB3VIYZZH``
    :ivar name: the shop's own name, such as ``Amazon.fr``
    :ivar region: where its API stands
    :ivar country_code: the country in ISO 3166-1 (``GB`` for the United Kingdom)
    :ivar currency_code: the currency in ISO 4217
    :ivar seller_central_url: where its sellers sign in, without a slash at its end
    :ivar tax_included: prices contain the tax as a rule
    """

    code: str
    marketplace_id: str
    name: str
    region: Region
    country_code: str
    currency_code: str
    seller_central_url: str
    tax_included: bool


def _marketplace(region, code, marketplace_id, currency, domain, central=None):
    """One line of the table below; ``domain`` is the shop's, ``central`` Seller Central's."""
    return Marketplace(
        code=code,
        marketplace_id=marketplace_id,
        name=f"Amazon.{domain}",
        region=region,
        country_code={"UK": "GB"}.get(code, code),
        currency_code=currency,
        seller_central_url=f"https://{central or 'sellercentral.amazon.' + domain}",
        tax_included=code not in ("US", "CA"),
    )


_EUROPE = "sellercentral-europe.amazon.com"

MARKETPLACES: tuple[Marketplace, ...] = (
    _marketplace(Region.NA, "US", "ATVPDKIKX0DER", "USD", "com"),
    _marketplace(Region.NA, "CA", "A2EUQ1WTGCTBG2", "CAD", "ca"),
    _marketplace(Region.NA, "MX", "A1AM78C64UM0Y8", "MXN", "com.mx"),
    _marketplace(Region.NA, "BR", "A2Q3Y263D00KWC", "BRL", "com.br"),
    _marketplace(Region.EU, "UK", "A1F83G8C2ARO7P", "GBP", "co.uk", _EUROPE),
    _marketplace(Region.EU, "DE", "A1PA6795UKMFR9", "EUR", "de", _EUROPE),
    _marketplace(Region.EU, "FR", "A13V1IB3VIYZZH", "EUR", "fr", _EUROPE),
    _marketplace(Region.EU, "IT", "APJ6JRA9NG5V4", "EUR", "it", _EUROPE),
    _marketplace(Region.EU, "ES", "A1RKKUPIHCS9HS", "EUR", "es", _EUROPE),
    _marketplace(Region.EU, "NL", "A1805IZSGTT6HS", "EUR", "nl"),
    _marketplace(Region.EU, "BE", "AMEN7PMS3EDWL", "EUR", "com.be"),
    _marketplace(Region.EU, "IE", "A28R8C7NBKEWEA", "EUR", "ie"),
    _marketplace(Region.EU, "SE", "A2NODRKZP88ZB9", "SEK", "se"),
    _marketplace(Region.EU, "PL", "A1C3SOZRARQ6R3", "PLN", "pl"),
    _marketplace(Region.EU, "TR", "A33AVAJ2PDY3EV", "TRY", "com.tr"),
    _marketplace(Region.EU, "AE", "A2VIGQ35RCS4UG", "AED", "ae"),
    _marketplace(Region.EU, "SA", "A17E79C6D8DWNP", "SAR", "sa"),
    _marketplace(Region.EU, "EG", "ARBP9OOSHTCHU", "EGP", "eg"),
    _marketplace(Region.EU, "ZA", "AE08WJ6YKNBMC", "ZAR", "co.za"),
    _marketplace(Region.EU, "IN", "A21TJRUUN4KGV", "INR", "in"),
    _marketplace(Region.FE, "JP", "A1VC38T7YXB528", "JPY", "co.jp"),
    _marketplace(Region.FE, "AU", "A39IBJ37TRP1C6", "AUD", "com.au"),
    _marketplace(Region.FE, "SG", "A19VAU5U5O7RUS", "SGD", "sg"),
)

_BY_ID = {marketplace.marketplace_id: marketplace for marketplace in MARKETPLACES}


def by_id(marketplace_id: str | None) -> Marketplace | None:
    """Return the marketplace of this identifier, None when Amazon has opened one since."""
    return _BY_ID.get(marketplace_id) if marketplace_id else None
