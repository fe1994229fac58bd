"""Amazon's marketplaces, against what the library and PyPI's models know of them."""

import pytest
from sp_api.base import Marketplaces as LibraryMarketplaces

from amazon_api.marketplaces import MARKETPLACES, Region, by_id


def test_there_are_23_marketplaces_each_with_its_own_code_id_and_name():
    assert len(MARKETPLACES) == 23
    for field in ("code", "marketplace_id", "name"):
        assert len({getattr(marketplace, field) for marketplace in MARKETPLACES}) == 23


def test_identifiers_and_regions_are_those_of_the_library():
    theirs = {known.marketplace_id: known.endpoint for known in LibraryMarketplaces}
    assert {one.marketplace_id: one.region.api_url for one in MARKETPLACES} == theirs


def test_a_marketplace_is_found_by_its_identifier():
    france = by_id("A13V1IB3VIYZZH")
    assert (france.code, france.name, france.region) == ("FR", "Amazon.fr", Region.EU)
    assert (france.country_code, france.currency_code) == ("FR", "EUR")
    assert france.seller_central_url == "https://sellercentral-europe.amazon.com"


@pytest.mark.parametrize("marketplace_id", ["A0000000000000", "", None])
def test_a_marketplace_that_is_not_known_is_none(marketplace_id):
    assert by_id(marketplace_id) is None


def test_the_united_kingdom_is_gb_to_everybody_but_amazon():
    assert by_id("A1F83G8C2ARO7P").country_code == "GB"


def test_only_american_and_canadian_prices_come_without_tax():
    assert [one.code for one in MARKETPLACES if not one.tax_included] == ["US", "CA"]


@pytest.mark.parametrize(
    ("code", "host"),
    [
        ("US", "sellercentral.amazon.com"), ("BE", "sellercentral.amazon.com.be"),
        ("JP", "sellercentral.amazon.co.jp"), ("TR", "sellercentral.amazon.com.tr"),
        ("ZA", "sellercentral.amazon.co.za"), ("UK", "sellercentral-europe.amazon.com"),
        ("DE", "sellercentral-europe.amazon.com"), ("NL", "sellercentral.amazon.nl"),
    ],
)  # fmt: skip
def test_sellers_sign_in_at_seller_central_of_their_country(code, host):
    (marketplace,) = (one for one in MARKETPLACES if one.code == code)
    assert marketplace.seller_central_url == f"https://{host}"


def test_each_region_has_its_own_api():
    assert [region.api_url for region in Region] == [
        "https://sellingpartnerapi-na.amazon.com",
        "https://sellingpartnerapi-eu.amazon.com",
        "https://sellingpartnerapi-fe.amazon.com",
    ]
