"""Which of Amazon's carriers a name means, and that nobody is taken for somebody else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amazon_api.carriers import CARRIERS, OTHER, SELF_DELIVERY, by_code, find_carrier

CODES = [carrier.code for carrier in CARRIERS]


def code(name):
    carrier = find_carrier(name)
    return carrier and carrier.code


@pytest.mark.parametrize("name", CODES)
def test_amazons_own_codes_are_found_to_the_letter(name):
    assert by_code(name).code == name


def test_each_code_and_each_name_stands_in_the_table_once():
    assert len(set(CODES)) == len(CODES)
    names = [re.sub(r"[\W_]", "", carrier.name).casefold() for carrier in CARRIERS]
    assert len(set(names)) == len(names)


def test_the_table_is_sorted_as_people_look_through_it():
    assert [carrier.name.casefold() for carrier in CARRIERS] == sorted(
        carrier.name.casefold() for carrier in CARRIERS
    )


def test_no_alias_belongs_to_two_carriers():
    for carrier in CARRIERS:
        for alias in carrier.aliases:
            assert find_carrier(alias) == carrier, alias


def test_other_is_no_carrier_and_neither_is_it_in_another_language():
    assert by_code(OTHER) is None
    assert [code(name) for name in ("Other", "Autre", "Otro", "Andere", "Sonstige")] == [None] * 5


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Colissimo", "Colissimo"), ("La Poste", "La Poste"), ("Chronopost", "Chronopost"),
        ("DPD", "DPD"), ("UPS", "UPS"), ("FedEx", "FedEx"), ("DHL", "DHL"), ("GLS", "GLS"),
        ("Mondial Relay", "Mondial Relay"), ("Self Delivery", SELF_DELIVERY),
        ("Colis Privé", "Colis Prive"), ("Geodis", "GEODIS"), ("PostNL", "PostNL"),
        ("Österreichische Post AG", "AT Post"), ("佐川急便", "SAGAWA"), ("bpost", "BPOST"),
    ],
)  # fmt: skip
def test_the_carriers_of_the_trade_are_known(name, expected):
    assert code(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("COLISSIMO", "Colissimo"), ("colis-prive", "Colis Prive"), ("LaPoste", "La Poste"),
        ("mondialrelay", "Mondial Relay"), ("U.P.S.", "UPS"), ("Fed-Ex", "FedEx"),
        ("UPS™", "UPS"), ("DHL®", "DHL"),
        ("  la   poste ", "La Poste"), ("laposte_fr", "La Poste"), ("ups_rest", "UPS"),
        ("CHRONOPOST_FR", "Chronopost"), ("Kühne + Nagel", "Kuehne Nagel"),
    ],
)  # fmt: skip
def test_accents_case_spaces_and_punctuation_are_forgiven(name, expected):
    assert code(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("UPS Standard", "UPS"), ("DHL Express France", "DHL Express"), ("DPD France SAS", "DPD"),
        ("Livraison Colissimo 48 h", "Colissimo"), ("So Colissimo domicile", "Colissimo"),
        ("Heppner Transports SAS", "Heppner"), ("Chrono13 avant 13 h", "Chronopost"),
        ("Royal Mail Tracked 48", "Royal Mail"), ("Lettre suivie 20 g", "La Poste"),
        ("Mondial Relay - Point Relais", "Mondial Relay"), ("La Poste Suisse", "Swiss post"),
        ("Livraison par nos soins (Paris)", SELF_DELIVERY),
    ],
)  # fmt: skip
def test_words_around_a_carrier_are_forgiven(name, expected):
    assert code(name) == expected


@pytest.mark.parametrize(
    "name",
    ["Groups", "Cups & co", "Grouper", "dpdx", "Free delivery charges", "Standard delivery",
     "Go Sport", "Livraison à la pin", "Target zone", "Relais Colis", "", " ", "!!", "SARL", None],
)  # fmt: skip
def test_who_is_no_carrier_is_not_taken_for_one(name):
    assert find_carrier(name) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [("La Poste Colissimo", "Colissimo"), ("Chronopost (La Poste)", "Chronopost"),
     ("Mondial Relay by InPost", "Mondial Relay"), ("Deutsche Post DHL", "DHL")],
)  # fmt: skip
def test_a_house_named_beside_its_own_carrier_is_not_the_carrier(name, expected):
    assert code(name) == expected


@pytest.mark.parametrize("name", ["UPS ou DHL", "Chronopost / Colissimo", "GLS, DPD"])
def test_a_name_with_two_carriers_means_neither_for_sure(name):
    assert find_carrier(name) is None


@pytest.mark.parametrize("name", ["Sendcloud", "sendcloud", "Shipmate", "Seven Senders"])
def test_who_sells_the_labels_is_not_who_carries_the_parcel(name):
    assert find_carrier(name) is None
    assert by_code("Sendcloud")  # a person may choose it


@given(st.text(max_size=40))
def test_any_name_is_answered(name):
    found = find_carrier(name)
    assert found is None or by_code(found.code) is found
