"""Orders drawn at random from everything that Amazon's model orders_2026-01-01 allows.

Where the simulator's own generator makes orders as they are in life, these are as they might be:
every field told or left out, words that nobody knows, amounts that contradict, texts of any kind.
Plain Python; `tests/unit/simulator/test_wild_orders.py` holds that every field of the model occurs.
"""

import random
from datetime import datetime, timedelta, timezone

from .wild_money import Purse
from .wild_words import (
    ALPHABETS,
    CHANNELS,
    COUNTRIES,
    DAYS,
    EMAILS,
    FULFILLED_BY,
    INVOICE_STATUSES,
    ORDER_PROGRAMS,
    PACKAGE_STATUSES,
    REGISTRATIONS,
    SERVICE_LEVELS,
    SKUS,
    STATES,
    STATUSES,
    SUBSTITUTIONS,
    TRIPPING,
    UNITS,
    VAT_NUMBERS,
)

# Fields that Amazon's model wants; any other may be left out.
REQUIRED = {
    "orderId", "createdTime", "lastUpdatedTime", "salesChannel", "channelName", "orderItems",
    "orderItemId", "quantityOrdered", "product", "amount", "currencyCode", "type", "subtotal",
    "aliasId", "aliasType", "unit", "value", "fulfillmentStatus", "packageReferenceId", "status",
    "quantity", "substitutionType", "fulfillmentOrderId",
}  # fmt: skip
QUANTITIES = (1, 1, 1, 2, 3, 7, 12, 144, 0, 99_999)


def wild_orders(seed, count, marketplaces, currencies, now=None):
    """Return orders of a marketplace each; the same seed at the same time, the same orders.

    :param marketplaces: list of marketplace ids
    :param currencies: dict of the currency by marketplace id
    :return: list of (order, sound): sound orders tell amounts that add up, and leave none out
    """
    chance = random.Random(seed)
    now = now or datetime.now(timezone.utc)
    drawn = []
    for number in range(count):
        marketplace = chance.choice(marketplaces)
        reference = f"{seed % 1000:03}-{number:07}-{chance.randrange(10**7):07}"
        writer = _Writer(chance, now, marketplace, currencies[marketplace])
        drawn.append((writer.order(reference), writer.sound))
    return drawn


class _Writer:
    """Draws one order."""

    def __init__(self, chance, now, marketplace, currency):
        self._chance = chance
        self._now = now
        self._marketplace = marketplace
        self.sound = chance.random() < 0.6
        foreign = not self.sound and chance.random() < 0.15
        used = chance.choice(("EUR", "USD", "JPY", "KWD", "XXX")) if foreign else currency
        self._purse = Purse(chance, used, self.sound)
        # How much of what may be told is told.
        self._talkative = chance.choice((0.1, 0.5, 0.9, 1.0))
        self._totals = []

    def order(self, reference):
        items = [self._item() for _ in range(self._chance.choice((1, 1, 1, 2, 2, 3, 6)))]
        if len(items) > 1 and self._chance.random() < 0.1:
            items[-1]["orderItemId"] = items[0]["orderItemId"]
        tip = self._chance.choice((0, 0, 0, 300))
        order = self._thinned(
            {
                "orderId": reference,
                "createdTime": self._time(60),
                "lastUpdatedTime": self._time(),
                "orderAliases": self._list(self._alias),
                "programs": self._list(lambda: self._of(ORDER_PROGRAMS)),
                "associatedOrders": self._list(self._associated_order),
                "salesChannel": self._sales_channel(),
                "buyer": self._buyer(),
                "recipient": self._recipient(),
                "payment": {"paymentExecutions": self._list(self._payment)},
                "tax": self._tax(),
                "fulfillment": self._fulfillment(),
                "packages": self._list(lambda: self._package(items)),
                "fulfillmentOrders": self._list(lambda: {"fulfillmentOrderId": self._name()}),
            }
        )  # fmt: skip
        order["orderItems"] = items
        proceeds = self._purse.order(self._totals, tip)
        if self.sound:
            order["proceeds"] = proceeds
            order["salesChannel"]["marketplaceId"] = self._marketplace
        else:
            order.update(self._thinned({"proceeds": proceeds}))
        return order

    # === Its parts ===#

    def _sales_channel(self):
        return {
            "channelName": self._of(CHANNELS),
            "marketplaceName": self._text(),
            "marketplaceId": self._marketplace,
        }

    def _alias(self):
        return {"aliasId": self._name(), "aliasType": self._of(("SELLER_ORDER_ID", "NICKNAME"))}

    def _associated_order(self):
        kinds = ("REPLACEMENT_ORIGINAL_ID", "EXCHANGE_ORIGINAL_ID", "COUSIN")
        return {"orderId": self._name(), "associationType": self._of(kinds)}

    def _buyer(self):
        return {
            "buyerName": self._text(),
            "buyerEmail": self._of(EMAILS),
            "buyerCompanyName": self._text(),
            "buyerPurchaseOrderNumber": self._text(),
        }

    def _recipient(self):
        return {
            "deliveryAddress": self._address(),
            "deliveryPreference": {
                "dropOffLocation": self._text(),
                "addressInstruction": self._text(),
                "deliveryTime": {
                    "businessHours": self._list(
                        lambda: {"dayOfWeek": self._of(DAYS), "timeWindows": self._hours()}
                    ),
                    "exceptionDates": self._list(
                        lambda: {
                            "exceptionDate": "2026-12-25",
                            "exceptionDateType": self._of(("CLOSED", "OPEN")),
                            "timeWindows": self._hours(),
                        }
                    ),
                },
                "deliveryCapabilities": self._list(
                    lambda: self._of(("HAS_ACCESS_POINT", "PALLET_ENABLED", "HAS_DOG"))
                ),
            },
        }

    def _address(self):
        return {
            **self._place(),
            "companyName": self._text(),
            "phone": self._text(),
            "extendedFields": {
                name: self._text()
                for name in ("streetName", "streetNumber", "complement", "neighborhood")
            },
            "addressType": self._of(("RESIDENTIAL", "COMMERCIAL", "PICKUP_POINT", "CAVE")),
        }

    def _place(self):
        texts = ("name", "addressLine1", "addressLine2", "addressLine3", "city")
        return {
            **{name: self._text() for name in (*texts, "districtOrCounty", "municipality")},
            "stateOrRegion": self._of((*STATES, self._text())),
            "postalCode": self._of(("75001", "10115", "SW1A 1AA", self._text())),
            "countryCode": self._of(COUNTRIES),
        }

    def _hours(self):
        moment = {"hour": self._chance.randrange(24), "minute": self._chance.randrange(60)}
        return self._list(lambda: {"startTime": moment, "endTime": moment})

    def _payment(self):
        texts = ("paymentMethod", "acquirerId", "cardBrand", "authorizationCode")
        return {**{name: self._text() for name in texts}, "paymentAmount": self._purse.any_money()}

    def _tax(self):
        return {
            "taxRegistrations": self._list(
                lambda: {
                    "entityType": self._of(("BUYER", "BUYER", "MERCHANT", "MARKETPLACE", "MAYOR")),
                    "legalName": self._text(),
                    "taxRegistrationType": self._of(REGISTRATIONS),
                    "taxRegistrationNumber": self._of(VAT_NUMBERS),
                    "taxRegistrationAddress": self._address(),
                    "taxRegistrationAttributes": self._list(
                        lambda: {"key": self._text(), "value": self._text()}
                    ),
                }
            ),
            "taxInvoicing": {
                "buyerInvoicePreference": self._of(("INDIVIDUAL", "BUSINESS", "NONE")),
                "invoiceStatus": self._of(INVOICE_STATUSES),
            },
        }

    def _fulfillment(self):
        return {
            "fulfillmentStatus": self._of(STATUSES),
            "fulfilledBy": self._of(FULFILLED_BY),
            "fulfillmentServiceLevel": self._of(SERVICE_LEVELS),
            "shipByWindow": self._window(),
            "deliverByWindow": self._window(),
            "labelPrintingWindow": self._window(),
        }

    def _package(self, items):
        return {
            "packageReferenceId": self._name(),
            "createdTime": self._time(),
            "packageStatus": {"status": self._of(PACKAGE_STATUSES), "detailedStatus": self._name()},
            "carrier": self._text(),
            "shipTime": self._time(),
            "shippingService": self._text(),
            "trackingNumber": self._text(),
            "shipFromAddress": self._place(),
            "packageItems": self._list(
                lambda: {
                    "orderItemId": self._of(items)["orderItemId"],
                    "quantity": self._of(QUANTITIES),
                    "transparencyCodes": self._list(self._text),
                }
            ),
        }

    # === Its items ===#

    def _item(self):
        quantity = self._of(QUANTITIES)
        if quantity == 0 and self.sound:
            quantity = 1
        proceeds, total = self._purse.item()
        self._totals.append(total)
        item = self._thinned(
            {
                "orderItemId": str(self._chance.randrange(10**13, 10**14)),
                "quantityOrdered": quantity,
                "measurement": self._measurement(),
                "associatedOrderItems": self._list(
                    lambda: {
                        "orderId": self._name(),
                        "orderItemId": self._name(),
                        "associationType": self._of(("VALUE_ADD_SERVICE", "TWIN")),
                    }
                ),
                "programs": self._list(lambda: self._of(("TRANSPARENCY", "SUBSCRIBE_AND_SAVE"))),
                "product": self._product(),
                "expense": {
                    "pointsCost": {
                        "pointsGranted": {
                            "pointsNumber": self._of(QUANTITIES),
                            "pointsMonetaryValue": self._purse.any_money(),
                        }
                    }
                },
                "promotion": {"breakdowns": self._list(lambda: {"promotionId": self._text()})},
                "cancellation": self._cancellation(),
                "fulfillment": self._item_fulfillment(quantity),
                "tax": self._item_tax(),
            }
        )  # fmt: skip
        if self.sound:
            item["proceeds"] = proceeds
        else:
            item.update(self._thinned({"proceeds": proceeds}))
        return item

    def _product(self):
        return {
            "asin": f"B{self._chance.randrange(10**9):09}",
            "title": self._text(),
            "sellerSku": self._of(SKUS[:-1] if self.sound else SKUS),
            "condition": {
                name: self._text()
                for name in ("conditionType", "conditionSubtype", "conditionNote")
            },
            "price": {
                "unitPrice": self._purse.any_money(),
                "priceDesignation": self._of(("BUSINESS_PRICE", "FRIENDS")),
            },
            "serialNumbers": self._list(self._text),
            "customization": {"customizedUrl": self._text()},
        }

    def _measurement(self):
        return {"unit": self._of(UNITS), "value": self._of((1, 0.25, 0, 1e6))}

    def _cancellation(self):
        return {
            "cancellationRequest": {
                "requester": self._of(("BUYER", "CAT")),
                "cancelReason": self._text(),
            },
            "cancellationExecution": {
                "cancelledBy": self._of(("BUYER", "MERCHANT", "AMAZON", "CAT")),
                "cancelReason": self._text(),
            },
        }  # fmt: skip

    def _item_fulfillment(self, quantity):
        shipped = self._chance.randint(0, quantity)
        options = {"asin": "B0", "title": self._text(), "sellerSku": self._of(SKUS)}
        return {
            "quantityFulfilled": shipped,
            "quantityUnfulfilled": self._of((quantity - shipped, quantity - shipped, quantity, 0)),
            "picking": {
                "substitutionPreference": {
                    "substitutionType": self._of(SUBSTITUTIONS),
                    "substitutionOptions": self._list(
                        lambda: {
                            **options,
                            "quantityOrdered": quantity,
                            "measurement": self._measurement(),
                        }
                    ),
                }
            },
            "packing": {
                "giftOption": {"giftMessage": self._text(), "giftWrapLevel": self._text()},
                "serialNumberRequirement": {"requirementType": self._of(("REQUIRED", "WISHED"))},
            },
            "shipping": {
                "scheduledDeliveryWindow": self._window(),
                "shippingConstraints": dict.fromkeys(
                    ("palletDelivery", "cashOnDelivery", "signatureConfirmation",
                     "recipientIdentityVerification", "recipientAgeVerification"),
                    "MANDATORY",
                ),
                "internationalShipping": {"iossNumber": self._text()},
            },
        }  # fmt: skip

    def _item_tax(self):
        return {
            "taxCalculationBreakdowns": self._list(
                lambda: {"reportingScheme": self._of(("UOSS", "IOSS", "MOSS"))}
            ),
            "taxCollections": self._list(
                lambda: {
                    "model": self._of(("MARKETPLACE_FACILITATOR", "TITHE")),
                    "responsibleParty": self._text(),
                }
            ),
        }

    # === What all of them draw from ===#

    def _of(self, words):
        return self._chance.choice(words)

    def _list(self, draw):
        return [draw() for _ in range(self._of((0, 1, 1, 2)))]

    def _window(self):
        return {"earliestDateTime": self._time(), "latestDateTime": self._time()}

    def _time(self, days=0):
        moment = self._now - timedelta(days=days, seconds=self._chance.randrange(300, 10**6))
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def _text(self):
        if self._chance.random() < 0.1:
            return self._of(TRIPPING)
        letters = self._of(ALPHABETS)
        length = 700 if self._chance.random() < 0.02 else self._chance.randrange(1, 25)
        return "".join(self._chance.choices(letters + " ", k=length))

    def _name(self):
        """Return what should be a short name; of a sound order it is one."""
        return f"S{self._chance.randrange(10**5):05}" if self.sound else self._text()

    def _thinned(self, value):
        """Leave out some of what need not be told."""
        if isinstance(value, dict):
            return {
                name: self._thinned(part)
                for name, part in value.items()
                if name in REQUIRED or self._chance.random() < self._talkative
            }
        return [self._thinned(part) for part in value] if isinstance(value, list) else value
