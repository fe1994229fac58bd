"""What an item's amounts mean: the reading whose sum is Amazon's own total."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amazon_api.item_proceeds import conventions
from amazon_api.orders import order_from_json
from amazon_api.proceeds import read_order

from .examples import breakdown, item, sold


def read(*breakdowns, total=None, market="FR", **more):
    """Return the reading of one item with these breakdowns."""
    told = item(*breakdowns, total=total, **more)
    (reading,) = read_order(order_from_json(sold(told, market=market))).items
    return reading


def charges(reading):
    return {charge.kind: str(charge.amount) for charge in reading.charges}


def taxes(reading):
    return {charge.kind: None if charge.tax is None else str(charge.tax)
            for charge in reading.charges}  # fmt: skip


class TestTax:
    def test_comes_on_top_where_only_that_gives_amazons_total(self):
        reading = read(
            breakdown("ITEM", "89.97"), breakdown("SHIPPING", "10.00"),
            breakdown("TAX", "4.00", ITEM="3.00", SHIPPING="1.00"), total="103.97", market="UK",
        )  # fmt: skip
        assert (reading.tax_included, reading.tax_told, reading.tax) == (False, True, Decimal(4))
        assert charges(reading) == {"ITEM": "89.97", "SHIPPING": "10.00"}
        assert taxes(reading) == {"ITEM": "3.00", "SHIPPING": "1.00"}
        assert reading.difference == 0

    def test_is_contained_where_only_that_gives_amazons_total(self):
        reading = read(breakdown("ITEM", 120), breakdown("TAX", 20), total=120, market="US")
        assert (reading.tax_included, reading.tax) == (True, 20)
        assert charges(reading) == {"ITEM": "120"}
        assert taxes(reading) == {"ITEM": "20"}

    @pytest.mark.parametrize(("market", "included"), [("FR", True), ("UK", True), ("US", False)])
    @pytest.mark.parametrize("tax", [(), (breakdown("TAX", 0, ITEM=0),)])
    def test_that_is_not_told_or_zero_follows_the_marketplaces_habit(self, market, included, tax):
        reading = read(breakdown("ITEM", "34.99"), *tax, total="34.99", market=market)
        assert (reading.tax_included, reading.tax_told, reading.tax) == (included, False, 0)
        assert reading.difference == 0

    @pytest.mark.parametrize(
        ("currency", "included"), [("USD", False), ("CAD", False), ("EUR", True), ("JPY", True)]
    )
    def test_follows_the_currency_where_the_marketplace_is_not_known(self, currency, included):
        told = item(breakdown("ITEM", 10, currency), total=10, currency=currency)
        for market in (None, "ANEWMARKETPLACE"):
            (reading,) = read_order(order_from_json(sold(told, market=market))).items
            assert reading.tax_included is included

    def test_may_be_told_by_details_only(self):
        reading = read(breakdown("ITEM", 10), breakdown("TAX", ITEM=1, SHIPPING=1), total=12)
        assert (reading.tax_included, reading.tax, reading.difference) == (False, 2, 0)
        assert charges(reading) == {"ITEM": "10", "SHIPPING": "0"}
        assert taxes(reading) == {"ITEM": "1", "SHIPPING": "1"}

    def test_details_are_right_where_the_subtotal_is_not(self):
        reading = read(breakdown("ITEM", 10), breakdown("TAX", 9, ITEM="2.50"), total="12.50")
        assert (reading.tax, reading.difference) == (Decimal("2.50"), 0)

    def test_without_details_belongs_to_the_only_charge(self):
        reading = read(breakdown("ITEM", "39.99"), breakdown("TAX", 10), total="49.99", market="US")
        assert taxes(reading) == {"ITEM": "10"}

    def test_without_details_is_nobodys_where_several_charges_could_bear_it(self):
        reading = read(
            breakdown("ITEM", 10), breakdown("SHIPPING", 5), breakdown("TAX", 3), total=18
        )
        assert taxes(reading) == {"ITEM": None, "SHIPPING": None}
        assert reading.tax == 3

    def test_a_cent_that_the_details_lack_goes_to_the_item(self):
        reading = read(
            breakdown("ITEM", 10), breakdown("SHIPPING", 5),
            breakdown("TAX", "3.01", ITEM=2, SHIPPING=1), total="18.01",
        )  # fmt: skip
        assert taxes(reading) == {"ITEM": "2.01", "SHIPPING": "1"}


class TestDiscount:
    @pytest.mark.parametrize("told", ["5.00", "-5.00"])
    def test_makes_it_cheaper_whatever_its_sign(self, told):
        reading = read(breakdown("ITEM", 20), breakdown("DISCOUNT", told), total=15)
        assert charges(reading) == {"ITEM": "20", "DISCOUNT": "-5.00"}
        assert reading.difference == 0

    def test_on_shipping_is_inside_of_the_subtotal_where_that_gives_the_total(self):
        reading = read(
            breakdown("ITEM", 20), breakdown("SHIPPING", 6),
            breakdown("DISCOUNT", 5, ITEM=2, SHIPPING=3), total=21,
        )  # fmt: skip
        assert charges(reading) == {
            "ITEM": "20", "SHIPPING": "6", "DISCOUNT": "-2", "SHIPPING_DISCOUNT": "-3",
        }  # fmt: skip

    def test_on_shipping_is_beside_the_subtotal_where_that_gives_the_total(self):
        reading = read(
            breakdown("ITEM", 20), breakdown("SHIPPING", 6), breakdown("COD_FEE", 2),
            breakdown("DISCOUNT", 5, SHIPPING=3, COD_FEE=2), total=18,
        )  # fmt: skip
        assert charges(reading) == {
            "ITEM": "20", "SHIPPING": "6", "COD_FEE": "2", "DISCOUNT": "-5",
            "SHIPPING_DISCOUNT": "-3", "COD_FEE_DISCOUNT": "-2",
        }  # fmt: skip

    def test_that_was_taken_off_before_is_told_for_information_only(self):
        reading = read(breakdown("ITEM", 15), breakdown("DISCOUNT", 5), total=15)
        assert charges(reading) == {"ITEM": "15"}
        assert reading.difference == 0

    def test_is_added_where_nothing_else_gives_the_total(self):
        reading = read(breakdown("ITEM", 15), breakdown("DISCOUNT", -5), total=20)
        assert charges(reading) == {"ITEM": "15", "DISCOUNT": "5"}

    def test_may_be_told_by_details_only(self):
        reading = read(
            breakdown("ITEM", 20), breakdown("SHIPPING", 3), breakdown("DISCOUNT", SHIPPING=3),
            total=20,
        )  # fmt: skip
        assert charges(reading) == {"ITEM": "20", "SHIPPING": "3", "SHIPPING_DISCOUNT": "-3"}

    @pytest.mark.parametrize(
        ("subtotal", "on_discount"), [("18", "2"), ("18", "-2"), ("20", "2"), ("22", "2")]
    )
    def test_takes_its_tax_off_in_each_way_that_amazon_may_tell_it(self, subtotal, on_discount):
        reading = read(
            breakdown("ITEM", 100), breakdown("DISCOUNT", 10),
            breakdown("TAX", subtotal, ITEM=20, DISCOUNT=on_discount), total=108, market="US",
        )  # fmt: skip
        assert (reading.tax, reading.difference) == (18, 0)
        assert taxes(reading) == {"ITEM": "20", "DISCOUNT": "-2"}

    def test_takes_its_tax_off_even_where_no_other_tax_is_detailed(self):
        reading = read(
            breakdown("ITEM", 100), breakdown("DISCOUNT", 10), breakdown("TAX", 20, DISCOUNT=2),
            total=108, market="US",
        )  # fmt: skip
        assert (reading.tax, reading.difference) == (18, 0)
        assert taxes(reading) == {"ITEM": "20", "DISCOUNT": "-2"}

    def test_its_tax_follows_the_discount_that_is_told(self):
        reading = read(
            breakdown("ITEM", 20), breakdown("SHIPPING", 10),
            breakdown("DISCOUNT", SHIPPING=10),
            breakdown("TAX", 4, ITEM=4, SHIPPING=2, DISCOUNT=2), total=24,
        )  # fmt: skip
        assert taxes(reading) == {"ITEM": "4", "SHIPPING": "2", "SHIPPING_DISCOUNT": "-2"}


class TestTies:
    def test_are_decided_by_the_marketplace(self):
        """Contained and discounted by 10 in all, or on top and discounted by 15."""
        told = [
            breakdown("ITEM", 120), breakdown("TAX", 5), breakdown("DISCOUNT", 10, SHIPPING=5),
        ]  # fmt: skip
        assert read(*told, total=110, market="FR").tax_included is True
        assert read(*told, total=110, market="US").tax_included is False

    def test_are_never_decided_for_a_discount_that_raises_the_price(self):
        """100 - 10 + 20 on top, rather than 100 + 10 contained."""
        reading = read(
            breakdown("ITEM", 100), breakdown("DISCOUNT", 10), breakdown("TAX", 20), total=110
        )
        assert reading.tax_included is False
        assert charges(reading)["DISCOUNT"] == "-10"


class TestWhatIsMissing:
    def test_no_breakdowns_make_one_charge_of_the_whole(self):
        reading = read(total="19.90")
        assert charges(reading) == {"ITEM": "19.90"}
        assert (reading.tax_included, reading.tax_told, reading.difference) == (True, False, 0)

    def test_no_total_is_what_was_read(self):
        reading = read(breakdown("ITEM", 20), breakdown("SHIPPING", 5), breakdown("TAX", 4))
        assert (reading.total, reading.difference) == (25, 0)

    def test_no_item_amount_is_nothing_where_the_rest_adds_up(self):
        reading = read(breakdown("SHIPPING", 5), total=5, unit_price=20)
        assert charges(reading) == {"ITEM": "0", "SHIPPING": "5"}

    def test_no_item_amount_is_what_the_rest_leaves_over(self):
        reading = read(breakdown("SHIPPING", 5), total=25)
        assert charges(reading) == {"ITEM": "20", "SHIPPING": "5"}
        assert reading.difference == 0

    def test_no_item_amount_and_no_total_is_the_shops_price(self):
        reading = read(breakdown("SHIPPING", 5), unit_price=20, quantity=2)
        assert charges(reading) == {"ITEM": "40", "SHIPPING": "5"}

    def test_no_reading_that_fits_keeps_amazons_total_and_tells_the_difference(self):
        reading = read(breakdown("ITEM", 20), breakdown("TAX", 4), total="31.41")
        assert (reading.total, reading.sum) == (Decimal("31.41"), 20)
        assert reading.difference == Decimal("11.41")
        assert reading.tax_included is True


def test_words_that_amazon_invents_are_charges_of_their_own():
    reading = read(breakdown("ITEM", 20), breakdown("MOON_FEE", 3), total=23)
    assert charges(reading) == {"ITEM": "20", "MOON_FEE": "3"}


def test_the_same_kind_told_twice_is_added():
    reading = read(breakdown("ITEM", 20), breakdown("ITEM", 3), total=23)
    assert charges(reading) == {"ITEM": "23"}


def test_charges_of_zero_are_left_out_except_the_item_itself():
    reading = read(
        breakdown("SHIPPING", 0), breakdown("ITEM", 0), breakdown("DISCOUNT", 0), total=0
    )
    assert charges(reading) == {"ITEM": "0"}


CENTS = st.integers(0, 99_999).map(lambda cents: Decimal(cents) / 100)
KINDS = ("ITEM", "SHIPPING", "GIFT_WRAP", "COD_FEE")


@given(
    amounts=st.fixed_dictionaries(dict.fromkeys(KINDS, CENTS)),
    tax=st.fixed_dictionaries(dict.fromkeys(KINDS, CENTS)),
    discounts=st.fixed_dictionaries(dict.fromkeys(KINDS, CENTS)),
    on_top=st.booleans(), positive=st.booleans(), inside=st.booleans(),
    market=st.sampled_from(["FR", "UK", "US"]),
)  # fmt: skip
def test_whatever_amazon_means_the_sum_is_amazons_total(
    amounts, tax, discounts, on_top, positive, inside, market
):
    sign = 1 if positive else -1
    subtotal = sum(discounts.values()) if inside else discounts["ITEM"]
    special = {kind: sign * discounts[kind] for kind in KINDS[1:]}
    told = [breakdown(kind, amount) for kind, amount in amounts.items()]
    told += [breakdown("DISCOUNT", sign * subtotal, **special)]
    told += [breakdown("TAX", sum(tax.values()), **tax)]
    total = sum(amounts.values()) - sum(discounts.values())
    total += sum(tax.values()) if on_top else 0
    reading = read(*told, total=total, market=market)
    assert reading.difference == 0
    assert reading.sum == reading.total == total
    assert reading.charges[0].kind == "ITEM"
    if all(charge.tax is not None for charge in reading.charges):
        assert sum(charge.tax for charge in reading.charges) == reading.tax


def test_the_likeliest_convention_is_the_marketplaces():
    for included in (True, False):
        first = conventions(included)[0]
        assert (first.discount, first.tax_on_top, first.beside, first.tax) == (
            "reduces", not included, False, "subtotal",
        )  # fmt: skip
        assert set(conventions(included)) == set(conventions(not included))
