"""Buyers and where they live: names and addresses as they look in each marketplace's country.

The words are in `people.json`, by country code.
"""

import json
import random
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Country:
    """The words that names and addresses of a country are made of.

    ``street`` has places for the street's name and the house number. ``cities`` are (city, state,
    postal code); Amazon tells no state in most of Europe. A ``#`` in ``phone`` is any digit, a
    ``-`` in a name a hyphen or a space.
    """

    given: list[str]
    family: list[str]
    street: str
    streets: list[str]
    cities: list[tuple[str, str, str]]
    phone: str
    family_first: bool = False


def _read_countries() -> dict[str, Country]:
    text = Path(__file__).with_name("people.json").read_text(encoding="utf-8")
    return {code: Country(**words) for code, words in json.loads(text).items()}


COUNTRIES = _read_countries()
COMPANIES = (
    "Müller & Söhne GmbH",
    "Chez Lulu SARL",
    "Acme “Tools” Ltd.",
    "株式会社ヤマト",
    "<B2B> S.p.A.",
)


def full_name(rng: random.Random, country_code: str) -> str:
    """Make a buyer's name, in the country's own order."""
    country = COUNTRIES[country_code]
    given, family = (
        rng.choice(names).replace("-", rng.choice("- "))
        for names in (country.given, country.family)
    )
    return f"{family} {given}" if country.family_first else f"{given} {family}"


def address(rng: random.Random, country_code: str, name: str, company: str | None) -> dict:
    """Make a delivery address as Amazon's ``CustomerAddress``."""
    country = COUNTRIES[country_code]
    street, number = rng.choice(country.streets), str(rng.randint(1, 250))
    city, state, postal_code = rng.choice(country.cities)
    found = {"name": name}
    if company:
        found["companyName"] = company
    found["addressLine1"] = country.street.format(street=street, number=number)
    if rng.random() < 0.3:
        found["addressLine2"] = rng.choice(("2. Stock", "Bât. C, code 1234", "c/o Küche", "🏠 1F"))
    found["city"] = city
    if state:
        found["stateOrRegion"] = state
    found.update(postalCode=postal_code, countryCode=country_code)
    if rng.random() < 0.8:
        found["phone"] = "".join(str(rng.randint(0, 9)) if c == "#" else c for c in country.phone)
    if country_code == "BR":
        found["extendedFields"] = {
            "streetName": street,
            "streetNumber": number,
            "neighborhood": "Bela Vista",
        }
    found["addressType"] = "COMMERCIAL" if company else "RESIDENTIAL"
    return found
