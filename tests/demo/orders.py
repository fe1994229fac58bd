"""Orders for the demo's tests, as a stranger would write them: Amazon's model, no code of ours."""

import itertools

_numbers = itertools.count(1)


def money(amount, currency="EUR"):
    return {"amount": amount, "currencyCode": currency}


def order(
    reference,
    total="24.00",
    currency="EUR",
    marketplace=("A13V1IB3VIYZZH", "Amazon.fr"),
    status="UNSHIPPED",
    fulfilled_by="MERCHANT",
    updated="2026-03-02T10:00:00Z",
    **fields,
):
    """Return an Order of one item with its tax contained in the price."""
    number = next(_numbers)
    totals = {} if total is None else {"proceeds": {"proceedsTotal": money(total, currency)}}
    return {
        "orderId": reference,
        "createdTime": "2026-03-01T09:00:00Z",
        "lastUpdatedTime": updated,
        "salesChannel": {
            "channelName": "AMAZON",
            "marketplaceId": marketplace[0],
            "marketplaceName": marketplace[1],
        },
        "fulfillment": {"fulfillmentStatus": status, "fulfilledBy": fulfilled_by},
        "orderItems": [
            {
                "orderItemId": f"9000000{number}",
                "quantityOrdered": 1,
                "product": {"title": "Théière", "sellerSku": f"THEIERE-{number}"},
                "fulfillment": {"quantityFulfilled": 0, "quantityUnfulfilled": 1},
                **totals,
            }
        ],
        **({} if total is None else {"proceeds": {"grandTotal": money(total, currency)}}),
        **fields,
    }


def buyer(name):
    return {"buyer": {"buyerName": name, "buyerEmail": f"b{next(_numbers)}@marketplace.amazon.com"}}
