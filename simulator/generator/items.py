"""The items of a made-up order."""

import random
from decimal import Decimal

from ..marketplaces import JAPAN, Marketplace
from . import catalogue
from .money import ItemMoney, MoneyStyle

FACILITATORS = {
    "US": "Amazon Services, Inc.",
    "CA": "Amazon.com.ca ULC",
    "GB": "Amazon Services Europe S.a.r.L.",
    "AU": "Amazon Commercial Services Pty Ltd",
}
GIFT_MESSAGES = (
    "Joyeux anniversaire !\nGros bisous",
    "お誕生日おめでとう 🎂",
    'Love, "Tom" & Zoë <3',
)


def money_style(rng: random.Random, marketplace: Marketplace) -> MoneyStyle:
    """Choose how an order tells its money."""
    # Amazon's own samples have a tax on top in the United Kingdom: now and then, anywhere.
    tax_included = marketplace.tax_included and rng.random() < 0.95
    return MoneyStyle(
        currency=marketplace.currency_code,
        tax_rate=Decimal(rng.choice(("0.2", "0.055", "0.19", "0.0875", "0"))),
        tax_included=tax_included,
        # A tax that comes on top is always told; one that prices contain mostly is not.
        tax_told=not tax_included or rng.random() < 0.4,
        discount_sign=rng.choice((1, -1)),
    )


def make_item(rng: random.Random, marketplace: Marketplace, fba: bool, least: int) -> dict:
    """Make an order item that tells no money yet, and nothing of its shipment.

    :param least: the smallest quantity
    """
    product = catalogue.pick(rng)
    quantity = max(least, rng.choice((1, 1, 1, 1, 2, 2, 3, 5, 12, 144)))
    item = {
        "orderItemId": f"{rng.randrange(10**13, 10**14)}",
        "quantityOrdered": quantity,
        "product": {
            "asin": product.asin,
            "title": product.title,
            "sellerSku": product.sku,
            "condition": {"conditionType": "NEW", "conditionSubtype": "NEW"},
            "price": {"unitPrice": _unit_price(rng, product, marketplace.currency_code)},
        },
    }
    if rng.random() < 0.01:
        del item["product"]["sellerSku"]
    if fba and quantity < 4 and rng.random() < 0.05:
        item["product"]["serialNumbers"] = [f"SN{rng.randrange(10**9)}" for _ in range(quantity)]
    if marketplace.country_code in FACILITATORS and rng.random() < 0.7:
        party = FACILITATORS[marketplace.country_code]
        item["tax"] = {
            "taxCollections": [{"model": "MARKETPLACE_FACILITATOR", "responsibleParty": party}]
        }
    elif marketplace.region == "eu" and rng.random() < 0.1:
        scheme = rng.choice(("UOSS", "IOSS"))
        item["tax"] = {"taxCalculationBreakdowns": [{"reportingScheme": scheme}]}
    return item


def price_item(
    rng: random.Random, item: dict, marketplace: Marketplace, style: MoneyStyle, cod: bool
) -> ItemMoney:
    """Decide what is charged for an item, and write it into the item.

    :param cod: whether the buyer pays in cash on delivery, which costs a fee
    """
    currency = marketplace.currency_code
    unit = _minor_units_of(item["product"]["price"]["unitPrice"], currency)
    charges = {"ITEM": unit * item["quantityOrdered"]}
    if rng.random() < 0.4:
        charges["SHIPPING"] = catalogue.minor_units(rng.choice((2.49, 3.9, 4.99, 12)), currency)
    if rng.random() < 0.1:
        charges["GIFT_WRAP"] = catalogue.minor_units(rng.choice((2.95, 3.5)), currency)
        option = {"giftMessage": rng.choice(GIFT_MESSAGES), "giftWrapLevel": "STANDARD"}
        item.setdefault("fulfillment", {})["packing"] = {"giftOption": option}
    if cod and marketplace.marketplace_id == JAPAN:
        charges["COD_FEE"] = 330
    money = ItemMoney(style, charges, _discounts(rng, item, charges))
    item["proceeds"] = money.proceeds()
    return money


def make_free(item: dict, style: MoneyStyle) -> ItemMoney:
    """Write into an item that it is a replacement, which costs nothing."""
    money = ItemMoney(style, {"ITEM": 0}, {})
    item["product"]["price"]["unitPrice"] = style.money(0)
    item["proceeds"] = money.proceeds()
    return money


def _discounts(rng: random.Random, item: dict, charges: dict[str, int]) -> dict[str, int]:
    """Choose what is taken off, and name the promotion."""
    found = {}
    if rng.random() < 0.2:
        found["ITEM"] = charges["ITEM"] // rng.choice((3, 7, 10))
    if "SHIPPING" in charges and rng.random() < 0.15:
        found["SHIPPING"] = charges["SHIPPING"]
    if found:
        item["promotion"] = {"breakdowns": [{"promotionId": "Promo d’automne 10 %"}]}
    return found


def _unit_price(rng: random.Random, product: catalogue.Product, currency: str) -> dict:
    """Return what one piece costs, varied a little."""
    amount = catalogue.minor_units(product.price, currency) + rng.randint(-9, 9)
    decimals = catalogue.DECIMALS.get(currency, 2)
    return {"amount": str(Decimal(amount).scaleb(-decimals)), "currencyCode": currency}


def _minor_units_of(money: dict, currency: str) -> int:
    return int(Decimal(money["amount"]).scaleb(catalogue.DECIMALS.get(currency, 2)))
