"""What the made-up shop sells, and for how much."""

import random
from dataclasses import dataclass

# Roughly what one euro is worth: prices need only look right in each currency.
EURO_RATES = {
    "EUR": 1,
    "GBP": 0.86,
    "SEK": 11.3,
    "PLN": 4.3,
    "TRY": 46,
    "AED": 4,
    "SAR": 4.1,
    "EGP": 54,
    "ZAR": 20,
    "INR": 98,
    "USD": 1.1,
    "CAD": 1.5,
    "MXN": 20,
    "BRL": 6,
    "JPY": 170,
    "AUD": 1.7,
    "SGD": 1.45,
}
DECIMALS = {"JPY": 0}


@dataclass(frozen=True)
class Product:
    """Something to sell; ``price`` in euro, tax included."""

    sku: str
    asin: str
    title: str
    price: float


PRODUCTS = (
    Product("SAVON-LAVANDE-100", "B09GARR001", "Savon de Marseille à la lavande, 100 g", 5.90),
    Product("SAVON-OLIVE-3X", "B09GARR002", "Savon à l’huile d’olive, lot de 3 × 100 g", 13.90),
    Product("BOUGIE-FIGUE-180", "B09GARR003", "Bougie parfumée figuier, 180 g", 21.00),
    Product("TORCHON-LIN-2X", "B09GARR004", "Torchons en lin lavé, lot de 2", 24.90),
    Product("TABLIER-LIN-OCRE", "B09GARR005", "Tablier de cuisine en lin, ocre", 45.00),
    Product("PLANCHE-OLIVIER-30", "B09GARR006", "Planche à découper en bois d’olivier", 34.00),
    Product("MIEL-LAVANDE-250", "B09GARR007", "Miel de lavande de Provence, 250 g", 9.80),
    Product("COFFRET-BAIN", "B09GARR008", "Coffret bain : savon, gant et bougie", 39.00),
    Product("PORTE-SAVON-CHENE", "B09GARR009", "Porte-savon en chêne huilé", 14.50),
)
# No longer in the shop's books, but sold: programs must cope with it.
FORGOTTEN = (
    Product("GARRIGUE-XXL-2019", "B07OLDGAR9", "Panier garni « Garrigue », ancienne série", 58.00),
    Product("ÉTÉ/2018 (rot) *", "B06OLDGAR8", "Sommerkiste – Restposten & Einzelstücke", 19.99),
)


def pick(rng: random.Random) -> Product:
    """Choose a product; now and then one that the shop has forgotten."""
    return rng.choice(FORGOTTEN if rng.random() < 0.04 else PRODUCTS)


def minor_units(euro: float, currency: str) -> int:
    """Return an amount of euro in the currency's smallest unit, e.g. cents."""
    return round(euro * EURO_RATES[currency] * 10 ** DECIMALS.get(currency, 2))
