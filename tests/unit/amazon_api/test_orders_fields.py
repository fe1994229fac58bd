"""Each of Amazon's fields ends up in the field of ours that is meant for it.

The order tells everything that the model knows, and each text is « some » and its field's name, so
that two fields that were mixed up are seen.
"""

from datetime import datetime, timezone
from decimal import Decimal

import pytest

from amazon_api.orders import Money, Order, Window, order_from_json

from . import models

TIME = datetime(2026, 10, 2, 3, 4, 5, tzinfo=timezone.utc)
MONEY = Money(Decimal("12.34"), "EUR")
WINDOW = Window(TIME, TIME)

ADDRESS = {
    "name": "some name",
    "company": "some companyName",
    "line1": "some addressLine1",
    "line2": "some addressLine2",
    "line3": "some addressLine3",
    "city": "some city",
    "district": "some districtOrCounty",
    "state": "some stateOrRegion",
    "municipality": "some municipality",
    "postal_code": "some postalCode",
    "country_code": "some countryCode",
    "phone": "some phone",
    "street_name": "some streetName",
    "street_number": "some streetNumber",
    "complement": "some complement",
    "neighborhood": "some neighborhood",
    "type": "some addressType",
}
FIELDS = {
    "order_id": "some orderId",
    "created_time": TIME,
    "last_updated_time": TIME,
    "channel": "some channelName",
    "marketplace_id": "some marketplaceId",
    "marketplace_name": "some marketplaceName",
    "aliases": (("some aliasType", "some aliasId"),),
    "programs": ("some programs",),
    "associated_orders[0]": {"order_id": "some orderId", "type": "some associationType"},
    "buyer": {
        "name": "some buyerName",
        "email": "some buyerEmail",
        "company_name": "some buyerCompanyName",
        "purchase_order_number": "some buyerPurchaseOrderNumber",
    },
    "delivery_address": ADDRESS,
    "delivery_preference": {
        "drop_off_location": "some dropOffLocation",
        "instruction": "some addressInstruction",
    },
    "grand_total": MONEY,
    "breakdowns[0]": {"type": "some type", "status": "some status", "subtotal": MONEY},
    "payments[0]": {
        "method": "some paymentMethod",
        "amount": MONEY,
        "acquirer_id": "some acquirerId",
        "card_brand": "some cardBrand",
        "authorization_code": "some authorizationCode",
    },
    "tax_registrations[0]": {
        "entity": "some entityType",
        "type": "some taxRegistrationType",
        "number": "some taxRegistrationNumber",
        "legal_name": "some legalName",
    },
    "tax_registrations[0].address": ADDRESS,
    "buyer_invoice_preference": "some buyerInvoicePreference",
    "invoice_status": "some invoiceStatus",
    "status": "PENDING_AVAILABILITY",
    "fulfilled_by": "some fulfilledBy",
    "service_level": "some fulfillmentServiceLevel",
    "ship_by": WINDOW,
    "deliver_by": WINDOW,
    "packages[0]": {
        "reference": "some packageReferenceId",
        "created_time": TIME,
        "shipped_time": TIME,
        "status": "PENDING",
        "detailed_status": "some detailedStatus",
        "carrier": "some carrier",
        "shipping_service": "some shippingService",
        "tracking_number": "some trackingNumber",
    },
    "packages[0].items[0]": {
        "order_item_id": "some orderItemId",
        "quantity": 3,
        "transparency_codes": ("some transparencyCodes",),
    },
    "fulfillment_order_ids": ("some fulfillmentOrderId",),
    "items[0]": {
        "order_item_id": "some orderItemId",
        "quantity_ordered": 3,
        "quantity_fulfilled": 3,
        "quantity_unfulfilled": 3,
        "programs": ("some programs",),
        "asin": "some asin",
        "title": "some title",
        "sku": "some sellerSku",
        "condition": "some conditionType",
        "condition_subtype": "some conditionSubtype",
        "condition_note": "some conditionNote",
        "unit_price": MONEY,
        "price_designation": "some priceDesignation",
        "serial_numbers": ("some serialNumbers",),
        "customization_url": "some customizedUrl",
        "total": MONEY,
        "promotion_ids": ("some promotionId",),
        "points_granted": 3,
        "gift_message": "some giftMessage",
        "gift_wrap_level": "some giftWrapLevel",
        "scheduled_delivery": WINDOW,
        "ioss_number": "some iossNumber",
        "tax_schemes": ("some reportingScheme",),
    },
    "items[0].measurement": {"unit": "OUNCES", "value": Decimal("2.5")},
    "items[0].breakdowns[0]": {"type": "some type", "subtotal": MONEY},
    "items[0].breakdowns[0].details[0]": {"subtype": "some subtype", "value": MONEY},
    "items[0].cancellation": {
        "requested": True,
        "requested_by": "some requester",
        "request_reason": "some cancelReason",
        "executed_by": "some cancelledBy",
        "execution_reason": "some cancelReason",
    },
    "items[0].tax_collections[0]": {
        "model": "some model",
        "responsible_party": "some responsibleParty",
    },
}


@pytest.fixture(params=models.ORIGINS, scope="module")
def everything(request) -> Order:
    """An order that tells all that the model knows."""
    return order_from_json(models.full(models.order_schema(request.param)))


@pytest.mark.parametrize("path", FIELDS)
def test_a_field_is_read_from_where_it_stands(everything, path):
    value = _at(everything, path)
    expected = FIELDS[path]
    if isinstance(expected, dict):
        value = {name: getattr(value, name) for name in expected}
    assert value == expected


def test_the_tax_office_of_turkiye_is_one_of_several_attributes():
    told = models.full(models.order_schema("PyPI's models"))
    registration = told["tax"]["taxRegistrations"][0]
    registration["taxRegistrationAttributes"] = [
        {"key": "OTHER", "value": "x"},
        {"key": "TAX_OFFICE", "value": "Beşiktaş"},
    ]
    assert order_from_json(told).tax_registrations[0].tax_office == "Beşiktaş"


@pytest.mark.parametrize(("told", "required"), [("REQUIRED", True), ("OPTIONAL", False)])
def test_serial_numbers_may_be_required(told, required):
    schema = models.order_schema("PyPI's models")
    order = models.full(schema)
    packing = order["orderItems"][0]["fulfillment"]["packing"]
    packing["serialNumberRequirement"]["requirementType"] = told
    assert order_from_json(order).items[0].serial_number_required is required


@pytest.mark.parametrize("side", ["earliest", "latest"])
def test_a_window_may_be_open_on_one_side(side):
    order = models.full(models.order_schema("PyPI's models"))
    order["fulfillment"]["shipByWindow"] = {f"{side}DateTime": "2026-10-02T03:04:05Z"}
    assert order_from_json(order).ship_by == Window(**{side: TIME})
    order["fulfillment"]["shipByWindow"] = {}
    assert order_from_json(order).ship_by is None


def _at(value, path: str):
    """Return what stands at a path such as ``items[0].total``."""
    for step in path.replace("[", ".[").split("."):
        value = value[int(step[1:-1])] if step[0] == "[" else getattr(value, step)
    return value
