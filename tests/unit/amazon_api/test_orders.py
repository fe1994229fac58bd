"""An order read from Amazon's JSON: all that is told, nothing that is not, and never a surprise."""

from datetime import datetime, timezone

import pytest

from amazon_api.errors import Unreadable
from amazon_api.orders import Buyer, Money, Order, order_from_json, orders_from_json

from .examples import ORDER, money, order


def test_the_least_that_amazon_tells_makes_an_order():
    least = {key: ORDER[key] for key in ORDER if key != "fulfillment"}
    read = order_from_json(least)
    assert read.order_id == "404-1234567-1234567"
    assert read.last_updated_time == datetime(2026, 10, 1, 9, 30, 0, 123_000, timezone.utc)
    assert (read.channel, read.marketplace_id) == ("AMAZON", "A13V1IB3VIYZZH")
    assert (read.status, read.grand_total, read.delivery_address) == (None, None, None)
    assert read.buyer == Buyer()
    (item,) = read.items
    assert (item.sku, item.quantity_ordered, item.total) == ("CHAIR-1", 1, None)


@pytest.mark.parametrize("field", ["orderId", "createdTime", "lastUpdatedTime", "orderItems"])
@pytest.mark.parametrize("value", [None, {}, True])
def test_an_order_without_what_it_must_have_is_unreadable(field, value):
    with pytest.raises(Unreadable) as caught:
        order_from_json({**ORDER, field: value})
    assert caught.value.path == field


def test_an_unreadable_order_tells_its_reference_when_that_can_be_read():
    with pytest.raises(Unreadable) as caught:
        order_from_json(order(createdTime="yesterday"))
    assert caught.value.order_id == "404-1234567-1234567"
    with pytest.raises(Unreadable) as caught:
        order_from_json({**ORDER, "orderId": []})
    assert caught.value.order_id is None


def test_the_path_leads_to_the_very_field():
    items = [*ORDER["orderItems"], {"orderItemId": "2", "quantityOrdered": "many"}]
    with pytest.raises(Unreadable) as caught:
        order_from_json(order(orderItems=items))
    assert caught.value.path == "orderItems[1].quantityOrdered"


@pytest.mark.parametrize(
    "field",
    ["buyer", "recipient", "proceeds", "payment", "tax", "fulfillment", "packages", "programs",
     "orderAliases", "associatedOrders", "fulfillmentOrders"],
)  # fmt: skip
def test_null_stands_for_anything_that_need_not_be_told(field):
    assert order_from_json({**ORDER, field: None}).order_id


@pytest.mark.parametrize(
    "field",
    ["product", "proceeds", "expense", "promotion", "cancellation", "fulfillment", "tax",
     "measurement", "programs"],
)  # fmt: skip
def test_null_stands_for_anything_of_an_item_that_need_not_be_told(field):
    item = {**ORDER["orderItems"][0], field: None}
    assert order_from_json(order(orderItems=[item])).items[0].order_item_id


def test_fields_and_words_that_amazon_adds_do_no_harm():
    read = order_from_json(
        order(
            programs=["SPACE_DELIVERY"],
            fulfillment={"fulfillmentStatus": "INVOICE_UNCONFIRMED", "fulfilledBy": "DRONES"},
            salesChannel={"channelName": "MARS", "colour": "red"},
            novelty={"deep": [1, None]},
        )
    )
    assert (read.status, read.channel) == ("INVOICE_UNCONFIRMED", "MARS")
    assert read.programs == ("SPACE_DELIVERY",)
    assert not read.is_fba
    assert not read.is_fbm


@pytest.mark.parametrize(("by", "fba", "fbm"), [("AMAZON", True, False), ("MERCHANT", False, True)])
def test_who_ships_is_told_by_amazon(by, fba, fbm):
    read = order_from_json(order(fulfillment={"fulfilledBy": by}))
    assert (read.is_fba, read.is_fbm) == (fba, fbm)


@pytest.mark.parametrize(
    ("association", "replaces"),
    [("REPLACEMENT_ORIGINAL_ID", True), ("EXCHANGE_ORIGINAL_ID", True), ("SIBLING", False)],
)
def test_a_replacement_is_told_by_its_original(association, replaces):
    others = [{"orderId": "404-7654321-7654321", "associationType": association}]
    assert order_from_json(order(associatedOrders=others)).is_replacement is replaces


def test_the_sellers_own_reference_is_its_alias():
    aliases = [
        {"aliasType": "OTHER", "aliasId": "X"},
        {"aliasType": "SELLER_ORDER_ID", "aliasId": "S00042"},
    ]
    assert order_from_json(order(orderAliases=aliases)).alias == "S00042"
    assert order_from_json(ORDER).alias is None


def test_names_in_any_script_come_through():
    buyer = {"buyerName": "Dvořák Антон 山田 太郎 محمد 👩‍🚀"}
    assert order_from_json(order(buyer=buyer)).buyer.name == buyer["buyerName"]


def test_an_empty_address_is_none():
    assert order_from_json(order(recipient={"deliveryAddress": {}})).delivery_address is None


def test_a_printed_order_shows_no_personal_data():
    read = order_from_json(
        order(
            buyer={"buyerName": "Jane Doe", "buyerEmail": "jane@marketplace.amazon.fr"},
            recipient={
                "deliveryAddress": {"name": "Jane Doe", "addressLine1": "Jane street 1",
                                    "phone": "+33 Jane", "extendedFields": {"streetName": "Jane"}},
                "deliveryPreference": {"addressInstruction": "behind Jane's house"},
            },
            tax={"taxRegistrations": [{"legalName": "Jane", "taxRegistrationNumber": "Jane",
                                       "taxRegistrationAddress": {"name": "Jane"}}]},
            orderItems=[{"orderItemId": "1", "quantityOrdered": 1,
                         "product": {"customization": {"customizedUrl": "https://jane"}},
                         "fulfillment": {"packing": {"giftOption": {"giftMessage": "Jane!"}}}}],
        )
    )  # fmt: skip
    assert read.items[0].gift_message == "Jane!"
    assert "jane" not in repr(read).lower()


def test_an_unreadable_order_does_not_hold_up_the_others():
    entries = [ORDER, {**ORDER, "orderId": "2", "orderItems": None}, "junk", None, ORDER]
    orders, unreadable = orders_from_json(entries)
    assert [read.order_id for read in orders] == ["404-1234567-1234567"] * 2
    assert [(one.order_id, one.path) for one in unreadable] == [
        ("2", "orderItems"), (None, ""), (None, "")
    ]  # fmt: skip
    assert unreadable[0].reason == "orderItems: the list of items must be told"


def test_orders_are_values():
    assert order_from_json(ORDER) == order_from_json(ORDER)
    assert len({order_from_json(ORDER), order_from_json(ORDER)}) == 1
    with pytest.raises(AttributeError):
        order_from_json(ORDER).status = "SHIPPED"


def test_who_asked_to_cancel_and_who_did_are_told_apart():
    def cancellation(told):
        item = {**ORDER["orderItems"][0], "cancellation": told}
        return order_from_json(order(orderItems=[item])).items[0].cancellation

    asked = cancellation({"cancellationRequest": {"requester": "BUYER", "cancelReason": "Late"}})
    assert (asked.requested, asked.executed_by, asked.reason) == (True, None, "Late")
    done = cancellation({"cancellationExecution": {"cancelledBy": "AMAZON", "cancelReason": "No"}})
    assert (done.requested, done.executed_by, done.reason) == (False, "AMAZON", "No")
    assert cancellation({}) is None


def test_amazon_may_withhold_the_tax():
    item = {
        **ORDER["orderItems"][0],
        "tax": {"taxCollections": [{"model": "MARKETPLACE_FACILITATOR"}]},
    }
    read = order_from_json(order(orderItems=[item, ORDER["orderItems"][0]]))
    assert [one.is_tax_withheld for one in read.items] == [True, False]


def test_money_stays_exact():
    read = order_from_json(order(proceeds={"grandTotal": money("1000000.10")}))
    assert read.grand_total == Money(read.grand_total.amount, "EUR")
    assert str(read.grand_total.amount) == "1000000.10"


def test_an_order_can_be_made_by_hand_with_the_least():
    now = datetime(2026, 10, 1, tzinfo=timezone.utc)
    assert Order("1", now, now, "AMAZON").items == ()
