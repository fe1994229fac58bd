"""Made-up orders: lifelike, valid, and their money adds up."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from simulator import marketplaces, spec
from simulator.generator import generate_orders
from simulator.generator.money import ItemMoney, MoneyStyle

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
EVERYWHERE = [each.marketplace_id for each in marketplaces.MARKETPLACES]


@pytest.fixture(scope="module")
def orders():
    """Two thousand orders of all marketplaces."""
    return generate_orders(1, 2000, NOW, EVERYWHERE)


def amount(money):
    """Return the number of Amazon's Money."""
    return Decimal(money["amount"])


def breakdowns(order_or_item):
    """Return the subtotals by type."""
    told = order_or_item.get("proceeds", {}).get("breakdowns", [])
    return {each["type"]: amount(each["subtotal"]) for each in told}


def details(item, kind):
    """Return the parts of a TAX or DISCOUNT by subtype."""
    for each in item.get("proceeds", {}).get("breakdowns", []):
        if each["type"] == kind:
            return {part["subtype"]: amount(part["value"]) for part in each["detailedBreakdowns"]}
    return {}


def items_of(orders):
    """Yield all items."""
    return (item for order in orders for item in order["orderItems"])


def status(order):
    """Return an order's status."""
    return order["fulfillment"]["fulfillmentStatus"]


def test_every_order_is_one_that_amazon_could_send(orders):
    assert [found for order in orders for found in spec.problems(spec.Order, order)] == []


def test_the_grand_total_is_the_sum_of_the_items_and_the_tip(orders):
    priced = [order for order in orders if "proceeds" in order]
    assert len(priced) > 1500
    for order in priced:
        items = sum(amount(item["proceeds"]["proceedsTotal"]) for item in order["orderItems"])
        tip = breakdowns(order).get("DELIVERY_TIP", 0)
        assert amount(order["proceeds"]["grandTotal"]) == items + tip


def readings(item):
    """Return what an item's total can be, by each way of reading its breakdowns."""
    told = breakdowns(item)
    tax, discount = told.pop("TAX", Decimal(0)), abs(told.pop("DISCOUNT", Decimal(0)))
    contained = sum(told.values()) - discount
    return {"tax contained": contained, "tax on top": contained + tax}


def test_every_items_total_follows_from_its_breakdowns_in_one_way_or_the_other(orders):
    seen = set()
    for item in items_of(orders):
        if "proceeds" in item:
            total = amount(item["proceeds"]["proceedsTotal"])
            fitting = {way for way, sum_ in readings(item).items() if sum_ == total}
            assert fitting, item
            if len(fitting) == 1:
                seen |= fitting

    assert seen == {"tax contained", "tax on top"}


def test_details_add_up_to_their_subtotal(orders):
    for item in items_of(orders):
        told = breakdowns(item)
        if "DISCOUNT" in told:
            assert sum(details(item, "DISCOUNT").values()) == told["DISCOUNT"]
        if "TAX" in told:
            parts = details(item, "TAX")
            assert sum(parts.values()) - 2 * max(parts.get("DISCOUNT", 0), 0) == told["TAX"]


def test_order_breakdowns_are_the_sums_of_the_items(orders):
    for order in orders:
        sums = {}
        for item in order["orderItems"]:
            for kind, value in breakdowns(item).items():
                sums[kind] = sums.get(kind, 0) + value
        told = breakdowns(order)
        told.pop("DELIVERY_TIP", None)
        assert told == sums


def test_amounts_have_the_decimals_of_their_currency(orders):
    for order in orders:
        if "proceeds" in order:
            total = order["proceeds"]["grandTotal"]
            decimals = 0 if total["currencyCode"] == "JPY" else 2
            assert -amount(total).as_tuple().exponent == decimals


def test_each_currency_is_that_of_the_marketplace(orders):
    for order in orders:
        if "proceeds" in order:
            place = marketplaces.by_id(order["salesChannel"]["marketplaceId"])
            assert order["proceeds"]["grandTotal"]["currencyCode"] == place.currency_code


def test_quantities_fit_the_status(orders):
    for order in orders:
        told = [item["fulfillment"] for item in order["orderItems"]]
        shipped = sum(each["quantityFulfilled"] for each in told)
        waiting = sum(each["quantityUnfulfilled"] for each in told)
        expected = {
            "SHIPPED": (True, False),
            "PARTIALLY_SHIPPED": (True, True),
            "CANCELLED": (False, False),
            "UNFULFILLABLE": (False, False),
        }
        assert (shipped > 0, waiting > 0) == expected.get(status(order), (False, True)), order


def test_packages_hold_what_is_shipped_and_only_merchants_have_them(orders):
    for order in orders:
        by_merchant = order["fulfillment"]["fulfilledBy"] == "MERCHANT"
        shipped = status(order) in ("SHIPPED", "PARTIALLY_SHIPPED")
        assert ("packages" in order) is (by_merchant and shipped)
        for package in order.get("packages", []):
            packed = {each["orderItemId"]: each["quantity"] for each in package["packageItems"]}
            assert packed == {
                item["orderItemId"]: item["fulfillment"]["quantityFulfilled"]
                for item in order["orderItems"]
                if item["fulfillment"]["quantityFulfilled"]
            }


def test_pending_orders_tell_neither_buyer_nor_prices(orders):
    for order in orders:
        if status(order) in ("PENDING", "PENDING_AVAILABILITY"):
            assert not {"buyer", "recipient", "proceeds"} & set(order)


def test_times_are_in_order_and_in_the_past(orders):
    for order in orders:
        created, updated = (
            datetime.fromisoformat(order[name]) for name in ("createdTime", "lastUpdatedTime")
        )
        assert NOW - timedelta(days=31) <= created <= updated <= NOW


def test_no_two_orders_share_an_id(orders):
    assert len({order["orderId"] for order in orders}) == len(orders)


LIFE = {
    "a replacement without a price": lambda order: (
        "associatedOrders" in order
        and "proceeds" in order
        and amount(order["proceeds"]["grandTotal"]) == 0
    ),
    "an order of another channel, with the shop's own number": lambda order: (
        order["salesChannel"]["channelName"] == "NON_AMAZON" and "orderAliases" in order
    ),
    "a company that buys": lambda order: "AMAZON_BUSINESS" in order.get("programs", []),
    "a VAT number": lambda order: "tax" in order,
    "a missing buyer of a shipped order": lambda order: (
        status(order) == "SHIPPED" and "buyer" not in order
    ),
    "a missing address of an order to ship": lambda order: (
        status(order) == "UNSHIPPED" and "recipient" not in order
    ),
    "a tip": lambda order: "DELIVERY_TIP" in breakdowns(order),
    "a fee for cash on delivery": lambda order: "COD_FEE" in breakdowns(order),
    "a gift wrap": lambda order: "GIFT_WRAP" in breakdowns(order),
    "shipping": lambda order: "SHIPPING" in breakdowns(order),
    "a negative discount": lambda order: breakdowns(order).get("DISCOUNT", 0) < 0,
    "a positive discount": lambda order: breakdowns(order).get("DISCOUNT", 0) > 0,
    "a discount on shipping": lambda order: any(
        "SHIPPING" in details(item, "DISCOUNT") for item in order["orderItems"]
    ),
    "no tax told": lambda order: "proceeds" in order and "TAX" not in breakdowns(order),
    "tax kept by Amazon": lambda order: any("tax" in item for item in order["orderItems"]),
    "many pieces": lambda order: any(item["quantityOrdered"] > 100 for item in order["orderItems"]),
    "several items": lambda order: len(order["orderItems"]) > 2,
    "a SKU that the shop has forgotten": lambda order: "OLDGAR" in str(order["orderItems"]),
    "an item without a SKU": lambda order: any(
        "sellerSku" not in item["product"] for item in order["orderItems"]
    ),
    "Japanese": lambda order: "丁目" in str(order),
    "Arabic": lambda order: "شارع" in str(order),
    "Tamil or Devanagari": lambda order: any(word in str(order) for word in ("தமிழ்", "प्रिया")),
    "characters that mean something in HTML": lambda order: "<B2B>" in str(order),
    "cash on delivery": lambda order: "CashOnDelivery" in str(order.get("payment")),
}


@pytest.mark.parametrize("what", LIFE)
def test_life_is_in_it(orders, what):
    assert any(LIFE[what](order) for order in orders)


@pytest.mark.parametrize("wanted", [*spec.FULFILLMENT_STATUSES])
@pytest.mark.parametrize("by", ["MERCHANT", "AMAZON"])
def test_every_status_occurs_for_both_who_fulfil(orders, wanted, by):
    found = any(
        status(order) == wanted and order["fulfillment"]["fulfilledBy"] == by for order in orders
    )
    # Only Amazon can be unable to fulfil, and only orders of other channels.
    assert found is ((wanted, by) != ("UNFULFILLABLE", "MERCHANT"))


def test_every_marketplace_occurs(orders):
    assert {order["salesChannel"]["marketplaceId"] for order in orders} == set(EVERYWHERE)


def test_the_same_seed_makes_the_same_orders_and_another_seed_others():
    first, again, other = (generate_orders(seed, 5, NOW, EVERYWHERE) for seed in (3, 3, 4))

    assert first == again
    assert not {order["orderId"] for order in first} & {order["orderId"] for order in other}


def test_a_longer_list_begins_with_the_shorter_one():
    assert generate_orders(3, 20, NOW, EVERYWHERE)[:5] == generate_orders(3, 5, NOW, EVERYWHERE)


@pytest.mark.parametrize("included", [True, False])
@pytest.mark.parametrize("sign", [1, -1])
def test_an_items_money_by_hand(included, sign):
    style = MoneyStyle("EUR", Decimal("0.2"), included, True, sign)
    money = ItemMoney(style, {"ITEM": 1200, "SHIPPING": 600}, {"ITEM": 120})

    told = {each["type"]: each["subtotal"]["amount"] for each in money.proceeds()["breakdowns"]}

    # On top: 2.40 + 1.20 - 0.24; contained: 2.00 + 1.00 - 0.20.
    assert told == {
        "ITEM": "12.00",
        "SHIPPING": "6.00",
        "DISCOUNT": "1.20" if sign > 0 else "-1.20",
        "TAX": "2.80" if included else "3.36",
    }
    assert money.total == (1680 if included else 2016)
