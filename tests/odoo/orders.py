"""Orders as Amazon's API 2026-01-01 tells them, for tests to change and send to the simulator."""

import copy
import itertools
from datetime import datetime, timedelta, timezone

FRANCE = "A13V1IB3VIYZZH"
GERMANY = "A1PA6795UKMFR9"
UNITED_STATES = "ATVPDKIKX0DER"
JAPAN = "A1VC38T7YXB528"
EVERY_MARKETPLACE = {
    "na": ("ATVPDKIKX0DER", "A2EUQ1WTGCTBG2", "A1AM78C64UM0Y8", "A2Q3Y263D00KWC"),
    "eu": (
        "A1F83G8C2ARO7P",
        "A1PA6795UKMFR9",
        "A13V1IB3VIYZZH",
        "APJ6JRA9NG5V4",
        "A1RKKUPIHCS9HS",
        "A1805IZSGTT6HS",
        "AMEN7PMS3EDWL",
        "A28R8C7NBKEWEA",
        "A2NODRKZP88ZB9",
        "A1C3SOZRARQ6R3",
        "A33AVAJ2PDY3EV",
        "A2VIGQ35RCS4UG",
        "A17E79C6D8DWNP",
        "ARBP9OOSHTCHU",
        "AE08WJ6YKNBMC",
        "A21TJRUUN4KGV",
    ),
    "fe": ("A1VC38T7YXB528", "A39IBJ37TRP1C6", "A19VAU5U5O7RUS"),
}
ITALY = "APJ6JRA9NG5V4"
POLAND = "A1C3SOZRARQ6R3"
SPAIN = "A1RKKUPIHCS9HS"
SWEDEN = "A2NODRKZP88ZB9"
UNITED_KINGDOM = "A1F83G8C2ARO7P"
CURRENCIES = {
    FRANCE: "EUR",
    GERMANY: "EUR",
    ITALY: "EUR",
    POLAND: "PLN",
    SPAIN: "EUR",
    SWEDEN: "SEK",
    UNITED_KINGDOM: "GBP",
    UNITED_STATES: "USD",
    JAPAN: "JPY",
}

_numbers = itertools.count(1000000)


def minutes_ago(minutes):
    """Return the moment as Amazon writes it."""
    moment = datetime.now(timezone.utc) - timedelta(minutes=minutes)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def money(amount, currency="EUR"):
    return {"amount": str(amount), "currencyCode": currency}


def an_item(sku="MUG-BLUE", total="12.00", quantity=1, currency="EUR", breakdowns=None, **changes):
    """Return an item whose price is its total, unless breakdowns say more.

    :param breakdowns: dict of an amount, or (amount, {subtype: amount}), by Amazon's type
    """
    parts = {"ITEM": total} if breakdowns is None else breakdowns
    item = {
        "orderItemId": str(next(_numbers)) + "0000000",
        "quantityOrdered": quantity,
        "product": {"asin": "B000000001", "title": f"Article {sku}", "sellerSku": sku},
        "proceeds": {
            "proceedsTotal": money(total, currency),
            "breakdowns": [_breakdown(kind, part, currency) for kind, part in parts.items()],
        },
        "fulfillment": {"quantityFulfilled": 0, "quantityUnfulfilled": quantity},
    }
    item.update(copy.deepcopy(changes))
    return item


def _breakdown(kind, part, currency):
    amount, details = part if isinstance(part, tuple) else (part, {})
    breakdown = {"type": kind, "subtotal": money(amount, currency)}
    if details:
        breakdown["detailedBreakdowns"] = [
            {"subtype": subtype, "value": money(value, currency)}
            for subtype, value in details.items()
        ]
    return breakdown


def an_order(
    *items,
    total="12.00",
    status="UNSHIPPED",
    fulfilled_by="MERCHANT",
    marketplace=FRANCE,
    minutes=60,
    **changes,
):
    """Return an order, by default one of an unshipped mug for 12.00 EUR in France.

    :param minutes: how long ago it was placed and last changed
    :param changes: other fields of Amazon's Order; None leaves a field out
    """
    number = next(_numbers)
    currency = CURRENCIES[marketplace]
    order = {
        "orderId": f"404-{number}-{number}",
        "createdTime": minutes_ago(minutes),
        "lastUpdatedTime": minutes_ago(minutes),
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": marketplace},
        "buyer": {
            "buyerName": "Camille Moreau",
            "buyerEmail": f"buyer{number}@marketplace.amazon.fr",
        },
        "recipient": {
            "deliveryAddress": {
                "name": "Camille Moreau",
                "addressLine1": "12 rue des Lilas",
                "city": "Nantes",
                "postalCode": "44000",
                "countryCode": "FR",
            }
        },
        "proceeds": {"grandTotal": money(total, currency)},
        "fulfillment": {"fulfillmentStatus": status, "fulfilledBy": fulfilled_by},
        "orderItems": list(items) or [an_item(total=total, currency=currency)],
    }
    order.update(copy.deepcopy(changes))
    order = {field: value for field, value in order.items() if value is not None}
    return fulfilled(order) if status == "SHIPPED" else order


def fulfilled(order):
    """Tell every item of the order as shipped."""
    for item in order["orderItems"]:
        item["fulfillment"] = {
            "quantityFulfilled": item["quantityOrdered"],
            "quantityUnfulfilled": 0,
        }
    return order


def changed(order, status=None, minutes=30, **changes):
    """Return a later state of an order."""
    later = copy.deepcopy(order)
    later["lastUpdatedTime"] = minutes_ago(minutes)
    if status:
        later["fulfillment"]["fulfillmentStatus"] = status
    if status == "SHIPPED":
        fulfilled(later)
    later.update(copy.deepcopy(changes))
    return later
