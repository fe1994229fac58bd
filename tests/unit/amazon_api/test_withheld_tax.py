"""The tax that Amazon pays itself is told apart from what the seller sells."""

from decimal import Decimal

import pytest

from amazon_api.orders import order_from_json
from amazon_api.proceeds import prices_contain_tax, read_order
from amazon_api.withheld_tax import take_off_withheld

from .examples import breakdown, item, sold

FACILITATOR = {"taxCollections": [{"model": "MARKETPLACE_FACILITATOR"}]}
IMPORT = {"taxCalculationBreakdowns": [{"reportingScheme": "IOSS"}]}
UNION = {"taxCalculationBreakdowns": [{"reportingScheme": "UOSS"}]}


def taken_off(*breakdowns, total, market, tax=FACILITATOR):
    """Return the net reading of an item, and the tax that Amazon withholds."""
    told = {**item(*breakdowns, total=total), "tax": tax}
    order = order_from_json(sold(told, market=market))
    (reading,) = read_order(order).items
    habit = prices_contain_tax(order.marketplace_id, reading.currency)
    return take_off_withheld(reading, habit)


def amounts(reading):
    return {charge.kind: str(charge.amount) for charge in reading.charges}


def test_on_top_it_stands_beside_the_prices():
    net, withheld = taken_off(
        breakdown("ITEM", "39.99"), breakdown("TAX", "3.30", ITEM="3.30"),
        total="43.29", market="US",
    )  # fmt: skip
    assert (amounts(net), withheld) == ({"ITEM": "39.99"}, Decimal("3.30"))
    assert (net.tax, net.tax_included, net.sum) == (0, False, Decimal("39.99"))


def test_it_is_no_part_of_the_prices_where_amazons_total_leaves_it_out():
    net, withheld = taken_off(
        breakdown("ITEM", "39.99"), breakdown("TAX", "3.30"), total="39.99", market="US"
    )
    assert (amounts(net), withheld) == ({"ITEM": "39.99"}, 0)


def test_contained_it_is_taken_out_of_each_price():
    net, withheld = taken_off(
        breakdown("ITEM", "12.00"), breakdown("SHIPPING", "3.60"),
        breakdown("TAX", "2.60", ITEM="2.00", SHIPPING="0.60"), total="15.60", market="DE",
    )  # fmt: skip
    assert amounts(net) == {"ITEM": "10.00", "SHIPPING": "3.00"}
    assert (withheld, net.total) == (Decimal("2.60"), Decimal("13.00"))


def test_contained_and_told_as_one_sum_it_is_taken_out_of_the_goods():
    net, withheld = taken_off(
        breakdown("ITEM", "12.00"), breakdown("SHIPPING", "3.60"), breakdown("TAX", "2.60"),
        total="15.60", market="DE",
    )  # fmt: skip
    assert amounts(net) == {"ITEM": "9.40", "SHIPPING": "3.60"}
    assert withheld == Decimal("2.60")


def test_a_tax_that_is_not_told_leaves_the_price_as_it_is():
    net, withheld = taken_off(breakdown("ITEM", "12.00"), total="12.00", market="UK")
    assert (amounts(net), withheld, net.tax_included) == ({"ITEM": "12.00"}, 0, False)


@pytest.mark.parametrize(("tax", "expected"), [(IMPORT, "2.00"), (UNION, "0"), ({}, "0")])
def test_imports_of_the_one_stop_shop_are_amazons_and_the_unions_are_not(tax, expected):
    _net, withheld = taken_off(
        breakdown("ITEM", "12.00"), breakdown("TAX", "2.00"), total="12.00", market="FR", tax=tax
    )
    assert withheld == Decimal(expected)


@pytest.mark.parametrize(
    ("breakdowns", "expected"),
    [
        ([breakdown("TAX", "0.00")], True),
        ([breakdown("TAX", "0.00", ITEM="0.00")], True),
        ([breakdown("TAX", "2.00")], False),
        ([breakdown("TAX", "0.00", ITEM="2.00", DISCOUNT="-2.00")], False),
        ([], False),
    ],
)
def test_a_tax_of_zero_is_another_thing_than_none(breakdowns, expected):
    told = item(breakdown("ITEM", "12.00"), *breakdowns, total="12.00")
    (read,) = order_from_json(sold(told)).items
    assert read.is_tax_told_as_zero is expected
