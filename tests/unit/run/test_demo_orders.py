"""What should stand in Odoo, read from a file of orders alone."""

import json
from decimal import Decimal

import pytest

from tools.demo import orders
from tools.errors import ToolError


def order(reference="1", updated="2026-03-01T10:00:00Z", status="UNSHIPPED", **fields):
    return {
        "orderId": reference,
        "createdTime": "2026-03-01T09:00:00Z",
        "lastUpdatedTime": updated,
        "salesChannel": {"channelName": "AMAZON"},
        "fulfillment": {"fulfillmentStatus": status, "fulfilledBy": "MERCHANT"},
        "orderItems": [],
        **fields,
    }


def item(total=None, currency="EUR", unit_price=None):
    proceeds = {"proceedsTotal": {"amount": total, "currencyCode": currency}} if total else {}
    price = {"unitPrice": {"amount": unit_price, "currencyCode": currency}} if unit_price else {}
    return {"proceeds": proceeds, "product": {"price": price}}


def read(*data):
    return {one.reference: one for one in orders.newest_states(list(data))}


@pytest.mark.parametrize(
    ("shipper", "status", "belongs"),
    [
        ("MERCHANT", "UNSHIPPED", True),
        ("MERCHANT", "PARTIALLY_SHIPPED", True),
        ("MERCHANT", "SHIPPED", False),
        ("MERCHANT", "CANCELLED", False),
        ("MERCHANT", "PENDING", False),
        ("AMAZON", "SHIPPED", True),
        ("AMAZON", "PARTIALLY_SHIPPED", True),
        ("AMAZON", "UNSHIPPED", False),
        ("AMAZON", "CANCELLED", False),
        ("AMAZON", "INVOICE_UNCONFIRMED", False),
        ("", "UNSHIPPED", False),
    ],
)
def test_shipper_and_status_decide_what_belongs_in_odoo(shipper, status, belongs):
    fulfilment = {"fulfillmentStatus": status, "fulfilledBy": shipper}
    assert read(order(fulfillment=fulfilment))["1"].belongs_in_odoo is belongs


def test_an_order_of_another_shop_does_not_belong_in_odoo():
    only = read(order(salesChannel={"channelName": "NON_AMAZON"}))["1"]
    assert not only.belongs_in_odoo
    assert only.why_not == "sold in another shop"


def test_why_an_order_is_left_out_is_said_in_words():
    assert read(order(status="PENDING_AVAILABILITY"))["1"].why_not == "FBM pending availability"
    assert read(order(fulfillment=None))["1"].why_not == "shipper unknown without a status"


def test_the_newest_state_counts_and_of_equals_the_later_in_the_file():
    old = order(updated="2026-03-01T10:00:00Z", status="PENDING")
    new = order(updated="2026-03-01T12:00:00+01:00", status="UNSHIPPED")
    same = order(updated="2026-03-01T11:00:00.000Z", status="SHIPPED")
    assert read(new, old)["1"].status == "UNSHIPPED"
    assert read(new, same)["1"].status == "SHIPPED"
    assert read(same, new)["1"].status == "UNSHIPPED"


def test_amazons_total_is_the_grand_total():
    told = {"grandTotal": {"amount": "30.29", "currencyCode": "EUR"}}
    only = read(order(proceeds=told, orderItems=[item("1.00")]))["1"]
    assert (only.total, only.currency) == (Decimal("30.29"), "EUR")


def test_without_a_grand_total_it_is_the_sum_of_the_items():
    only = read(order(orderItems=[item("0.10"), item("0.20")]))["1"]
    assert (only.total, only.currency) == (Decimal("0.30"), "EUR")


@pytest.mark.parametrize(
    "items",
    [
        [],
        [item()],
        [item("1.00"), item()],
        [item("1.00"), item("1.00", "GBP")],
        [item("one")],
    ],
)
def test_a_total_that_amazon_does_not_tell_is_none(items):
    assert read(order(orderItems=items))["1"].total is None


def test_currencies_are_those_of_totals_and_prices():
    data = [
        order(proceeds={"grandTotal": {"amount": "1", "currencyCode": "JPY"}}),
        order(orderItems=[item("1.00", "EUR"), item(unit_price="1.00", currency="GBP"), item()]),
        order(proceeds=None, orderItems=None),
    ]
    assert orders.currencies(data) == {"JPY", "EUR", "GBP"}


def test_the_watermark_lies_an_hour_before_the_oldest_moment_in_utc():
    data = [order(updated="2026-03-01T08:30:00+02:00"), order(updated="2026-03-05T00:00:00Z")]
    assert orders.before_the_oldest(data) == "2026-03-01 05:30:00"


def test_without_orders_there_is_a_watermark_too():
    assert orders.before_the_oldest([])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is not JSON"),
        ("[1]", "holds no list of orders"),
        ('{"orders": []}', "holds no list of orders"),
        (json.dumps([order(), {"orderId": "2"}]), "order 2 of the list lacks"),
        (json.dumps([order(updated="yesterday")]), "order 1 of the list lacks"),
        (json.dumps([order(updated="2026-03-01")]), "order 1 of the list lacks"),
    ],
)
def test_what_is_no_list_of_orders_is_told_in_a_sentence(tmp_path, content, sentence):
    path = tmp_path / "orders.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ToolError, match=sentence):
        orders.read_file(path)


def test_a_missing_file_is_told_in_a_sentence(tmp_path):
    with pytest.raises(ToolError, match="cannot be read: No such file"):
        orders.read_file(tmp_path / "none.json")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "orders.json"
    path.write_text(json.dumps([order()]), encoding="utf-8-sig")
    assert orders.read_file(path)[0]["orderId"] == "1"
