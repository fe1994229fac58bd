"""What a whole order's amounts mean: items, tip, and what is not told concluded from what is."""

from decimal import Decimal

import pytest

from amazon_api.errors import AmountsMissing, MixedCurrencies, Unreadable
from amazon_api.orders import order_from_json
from amazon_api.proceeds import prices_contain_tax, read_order

from .examples import breakdown, item, money, order, sold


def read(*items, **told):
    return read_order(order_from_json(sold(*items, **told)))


def tip(amount, status):
    return {"breakdowns": [{"type": "DELIVERY_TIP", "status": status, "subtotal": money(amount)}]}


REPLACEMENT = [{"orderId": "1", "associationType": "REPLACEMENT_ORIGINAL_ID"}]


def test_a_plain_order_adds_up():
    reading = read(item(breakdown("ITEM", 20), total=20), item(total="5.50"), grand_total="25.50")
    assert (reading.currency, reading.total) == ("EUR", Decimal("25.50"))
    assert (reading.tip, reading.difference) == (0, 0)
    assert [one.total for one in reading.items] == [20, Decimal("5.50")]


def test_without_a_grand_total_it_is_the_sum_of_the_items():
    reading = read(item(total=20), item(total=5))
    assert (reading.total, reading.difference) == (25, 0)


def test_amazons_grand_total_stands_and_the_difference_is_told():
    reading = read(item(total=20), grand_total="20.01")
    assert (reading.total, reading.difference) == (Decimal("20.01"), Decimal("0.01"))


def test_the_difference_counts_what_the_items_do_not_explain():
    reading = read(item(breakdown("ITEM", 20), total=21), grand_total=21)
    assert (reading.items[0].difference, reading.difference) == (1, 1)


class TestTip:
    @pytest.mark.parametrize("status", ["FINALIZED", "PENDING"])
    def test_counts_when_it_makes_the_grand_total_right(self, status):
        reading = read(item(total=20), grand_total=25, proceeds=tip(5, status))
        assert (reading.tip, reading.difference) == (5, 0)

    @pytest.mark.parametrize("status", ["FINALIZED", "PENDING"])
    def test_does_not_count_when_the_items_make_it(self, status):
        reading = read(item(total=20), grand_total=20, proceeds=tip(5, status))
        assert (reading.tip, reading.difference) == (0, 0)

    @pytest.mark.parametrize(("status", "counted"), [("FINALIZED", 5), ("PENDING", 0)])
    def test_counts_without_a_grand_total_once_it_is_final(self, status, counted):
        reading = read(item(total=20), proceeds=tip(5, status))
        assert (reading.tip, reading.total, reading.difference) == (counted, 20 + counted, 0)

    def test_that_explains_nothing_is_not_counted(self):
        reading = read(item(total=20), grand_total=22, proceeds=tip(5, "PENDING"))
        assert (reading.tip, reading.difference) == (0, 2)


class TestItemsWithoutTotal:
    def test_are_read_by_the_convention_that_makes_the_grand_total_right(self):
        told = [breakdown("ITEM", 20), breakdown("TAX", 4)]
        assert read(item(*told), item(*told), grand_total=48).items[0].tax_included is False
        assert read(item(*told), item(*told), grand_total=40, market="US").items[0].tax_included

    def test_are_read_by_the_marketplaces_habit_when_nothing_fits(self):
        reading = read(item(breakdown("ITEM", 20), breakdown("TAX", 4)), grand_total=99)
        assert reading.items[0].tax_included is True
        assert reading.difference == 79

    def test_leave_the_items_with_a_total_alone(self):
        settled = item(breakdown("ITEM", 10), breakdown("TAX", 1), total=10)
        reading = read(settled, item(breakdown("ITEM", 20), breakdown("TAX", 4)), grand_total=34)
        assert [one.tax_included for one in reading.items] == [True, False]
        assert reading.difference == 0


class TestItemsWithoutProceeds:
    def test_cost_the_shops_price(self):
        reading = read(item(unit_price="9.99", quantity=3))
        assert (reading.total, reading.items[0].charges[0].amount) == (Decimal("29.97"),) * 2

    def test_cost_the_grand_total_when_there_is_one_item(self):
        reading = read(item(), grand_total="29.97")
        assert reading.items[0].total == Decimal("29.97")
        assert reading.difference == 0

    def test_cost_the_grand_total_rather_than_the_shops_price(self):
        reading = read(
            item(unit_price=20, currency="USD"), grand_total="21.65", currency="USD", market="US"
        )
        assert reading.items[0].total == Decimal("21.65")

    def test_cost_the_grand_total_without_the_final_tip(self):
        reading = read(item(), grand_total=25, proceeds=tip(5, "FINALIZED"))
        assert (reading.items[0].total, reading.tip, reading.difference) == (20, 5, 0)

    def test_cost_what_the_others_leave_over(self):
        reading = read(item(total=20), item(), item(unit_price=3), grand_total=30)
        assert [one.total for one in reading.items] == [20, 7, 3]

    def test_cost_nothing_when_the_others_make_the_grand_total(self):
        reading = read(item(total=20), item(), item(), grand_total=20)
        assert [one.total for one in reading.items] == [20, 0, 0]

    def test_cost_nothing_in_a_replacement(self):
        reading = read(item(), item(), associatedOrders=REPLACEMENT)
        assert [one.total for one in reading.items] == [0, 0]
        assert reading.items[0].charges[0].kind == "ITEM"
        assert reading.currency == "EUR"

    def test_cost_nothing_when_nothing_of_them_is_ordered_any_more(self):
        reading = read(item(total=20), item(quantity=0))
        assert [one.total for one in reading.items] == [20, 0]

    @pytest.mark.parametrize("grand_total", [None, 10, 30])
    def test_cost_what_nobody_knows_otherwise(self, grand_total):
        with pytest.raises(AmountsMissing) as caught:
            read(item(total=20), item(), item(), grand_total=grand_total)
        assert caught.value.path == "orderItems[1].proceeds"
        assert caught.value.order_id == "404-1234567-1234567"
        assert isinstance(caught.value, Unreadable)

    def test_with_only_shipping_told_are_not_taken_for_free(self):
        with pytest.raises(AmountsMissing):
            read(item(breakdown("SHIPPING", 5)))


class TestCurrencies:
    def test_of_one_order_are_one(self):
        with pytest.raises(MixedCurrencies) as caught:
            read(item(total=20), item(total=5, currency="USD"))
        assert (caught.value.path, caught.value.order_id) == ("proceeds", "404-1234567-1234567")

    def test_may_differ_for_zero(self):
        reading = read(item(breakdown("ITEM", 20), breakdown("TAX", 0, "USD"), total=20))
        assert reading.currency == "EUR"

    def test_of_a_shop_price_that_is_not_used_do_not_matter(self):
        told = item(breakdown("ITEM", 20), total=20)
        told["product"]["price"] = {"unitPrice": money(22, "USD")}
        assert read(told).currency == "EUR"

    def test_are_the_marketplaces_when_no_amount_is_told(self):
        for market, currency in (("UK", "GBP"), ("US", "USD"), (None, None)):
            reading = read(item(), market=market, associatedOrders=REPLACEMENT)
            assert reading.currency == currency
            assert reading.items[0].currency == (currency or "")

    def test_of_a_free_order_are_those_of_its_zeros(self):
        assert read(item(total=0, currency="SEK"), market="FR").currency == "SEK"


def test_an_order_without_items_adds_up_to_nothing():
    reading = read_order(order_from_json(order(orderItems=[])))
    assert (reading.items, reading.total, reading.difference) == ((), 0, 0)


@pytest.mark.parametrize(
    ("marketplace", "currency", "contained"),
    [("A13V1IB3VIYZZH", "EUR", True), ("ATVPDKIKX0DER", "USD", False),
     ("A13V1IB3VIYZZH", "USD", True), (None, "CAD", False), ("NEW", "KRW", True),
     (None, None, True)],
)  # fmt: skip
def test_the_marketplace_knows_better_than_the_currency(marketplace, currency, contained):
    assert prices_contain_tax(marketplace, currency) is contained
