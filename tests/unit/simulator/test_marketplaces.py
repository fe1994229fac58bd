"""Amazon's marketplaces."""

import random

import pytest

from simulator import marketplaces
from simulator.generator.catalogue import EURO_RATES
from simulator.generator.people import COUNTRIES, address, full_name


def test_there_are_twenty_three_and_each_once():
    ids = {each.marketplace_id for each in marketplaces.MARKETPLACES}

    assert len(ids) == len(marketplaces.MARKETPLACES) == 23


def test_every_marketplace_is_in_one_of_the_three_regions():
    by_region = [marketplaces.of_region(region) for region in marketplaces.REGIONS]

    assert [len(each) for each in by_region] == [4, 16, 3]


def test_an_unknown_id_is_no_marketplace():
    assert marketplaces.by_id("AZ0") is None
    assert marketplaces.by_id(None) is None


def test_only_the_united_states_and_canada_put_the_tax_on_top():
    on_top = {each.country_code for each in marketplaces.MARKETPLACES if not each.tax_included}

    assert on_top == {"US", "CA"}


@pytest.mark.parametrize("marketplace", marketplaces.MARKETPLACES, ids=lambda each: each.name)
def test_made_up_orders_know_every_marketplaces_country_and_currency(marketplace):
    chance = random.Random(1)
    assert marketplace.currency_code in EURO_RATES
    assert marketplace.country_code in COUNTRIES
    name = full_name(chance, marketplace.country_code)
    made = address(chance, marketplace.country_code, name, "Company")
    assert made["countryCode"] == marketplace.country_code
    assert made["name"] == name
    assert "{" not in made["addressLine1"]
    assert "#" not in made.get("phone", "")
