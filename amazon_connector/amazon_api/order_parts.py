"""The parts of an order that are not its items: buyer, address, windows, packages, taxes.

Each class reads itself from Amazon's JSON by ``read`` (model orders_2026-01-01). Every field may be
None or empty: Amazon tells personal data only to applications with the roles for it, and leaves it
out again some time after the delivery.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from .json_reading import Node
from .money import Money

__all__ = [
    "Address",
    "AssociatedOrder",
    "Breakdown",
    "BreakdownDetail",
    "Buyer",
    "DeliveryPreference",
    "OrderPackage",
    "PackedItem",
    "Payment",
    "TaxRegistration",
    "Window",
    "personal",
]


# Personal data: a printed order, as in a log or a traceback, does not show it.
personal = partial(field, default=None, repr=False)


@dataclass(frozen=True)
class Buyer:
    """Who placed the order.

    :ivar name: personal
    :ivar email: Amazon's alias for the buyer (FBM only); personal
    :ivar company_name: of a business order
    :ivar purchase_order_number: the buyer's own reference, of a business order
    """

    name: str | None = personal()
    email: str | None = personal()
    company_name: str | None = personal()
    purchase_order_number: str | None = None

    @classmethod
    def read(cls, node: Node) -> Buyer:
        """Read Amazon's ``Buyer``."""
        return cls(
            name=node.text("buyerName"),
            email=node.text("buyerEmail"),
            company_name=node.text("buyerCompanyName"),
            purchase_order_number=node.text("buyerPurchaseOrderNumber"),
        )


@dataclass(frozen=True)
class Address:
    """Where something goes to; all of it is personal and may be missing.

    :ivar district: district or county
    :ivar state: state, province or region, as the buyer wrote it
    :ivar country_code: ISO 3166-1, two letters
    :ivar street_name: with ``street_number``, ``complement``, ``neighborhood`` in Brazil only,
        beside the lines
    :ivar type: ``RESIDENTIAL``, ``COMMERCIAL``, ``PICKUP_POINT`` …
    """

    name: str | None = personal()
    company: str | None = personal()
    line1: str | None = personal()
    line2: str | None = personal()
    line3: str | None = personal()
    city: str | None = personal()
    district: str | None = personal()
    state: str | None = personal()
    municipality: str | None = personal()
    postal_code: str | None = personal()
    country_code: str | None = None
    phone: str | None = personal()
    street_name: str | None = personal()
    street_number: str | None = personal()
    complement: str | None = personal()
    neighborhood: str | None = personal()
    type: str | None = None

    @classmethod
    def read(cls, node: Node) -> Address:
        """Read Amazon's ``CustomerAddress``."""
        brazil = node.child("extendedFields")
        return cls(
            name=node.text("name"),
            company=node.text("companyName"),
            line1=node.text("addressLine1"),
            line2=node.text("addressLine2"),
            line3=node.text("addressLine3"),
            city=node.text("city"),
            district=node.text("districtOrCounty"),
            state=node.text("stateOrRegion"),
            municipality=node.text("municipality"),
            postal_code=node.text("postalCode"),
            country_code=node.text("countryCode"),
            phone=node.text("phone"),
            street_name=brazil.text("streetName"),
            street_number=brazil.text("streetNumber"),
            complement=brazil.text("complement"),
            neighborhood=brazil.text("neighborhood"),
            type=node.text("addressType"),
        )


@dataclass(frozen=True)
class DeliveryPreference:
    """What the buyer asks of whoever brings the package; personal.

    :ivar drop_off_location: where to leave it
    :ivar instruction: how to find the place
    """

    drop_off_location: str | None = personal()
    instruction: str | None = personal()

    @classmethod
    def read(cls, node: Node) -> DeliveryPreference:
        """Read Amazon's ``DeliveryPreference``."""
        return cls(
            drop_off_location=node.text("dropOffLocation"),
            instruction=node.text("addressInstruction"),
        )


@dataclass(frozen=True)
class Window:
    """A time from … until, both in UTC; either side may be open (None)."""

    earliest: datetime | None = None
    latest: datetime | None = None

    @classmethod
    def read(cls, node: Node, name: str) -> Window | None:
        """Read the ``DateTimeRange`` in the field ``name``; None when neither side is told."""
        node = node.child(name)
        window = cls(earliest=node.time("earliestDateTime"), latest=node.time("latestDateTime"))
        return window if window != cls() else None


@dataclass(frozen=True)
class BreakdownDetail:
    """What a tax or a discount is for.

    :ivar subtype: ``ITEM``, ``SHIPPING``, ``GIFT_WRAP``, ``COD_FEE``, ``OTHER``, ``DISCOUNT`` …
    :ivar value: as told, with the sign that Amazon gives it
    """

    subtype: str | None
    value: Money | None

    @classmethod
    def read(cls, node: Node) -> BreakdownDetail:
        """Read Amazon's ``ItemProceedsDetailedBreakdown``."""
        return cls(subtype=node.identifier("subtype"), value=node.money("value"))


@dataclass(frozen=True)
class Breakdown:
    """One category of an amount, of an item or of the whole order.

    What the numbers mean (tax on top or contained, signs) is for ``proceeds.read_order`` to say.

    :ivar type: ``ITEM``, ``SHIPPING``, ``GIFT_WRAP``, ``COD_FEE``, ``OTHER``, ``TAX``,
        ``DISCOUNT``, of an order also ``DELIVERY_TIP`` …
    :ivar status: of a tip: ``PENDING``, ``FINALIZED``
    :ivar details: of a tax or discount of an item
    """

    type: str
    subtotal: Money | None = None
    status: str | None = None
    details: tuple[BreakdownDetail, ...] = ()

    @classmethod
    def read(cls, node: Node) -> Breakdown:
        """Read Amazon's ``ItemProceedsBreakdown`` or ``OrderProceedsBreakdown``."""
        return cls(
            type=node.required_identifier("type"),
            subtotal=node.money("subtotal"),
            status=node.identifier("status"),
            details=tuple(map(BreakdownDetail.read, node.children("detailedBreakdowns"))),
        )


@dataclass(frozen=True)
class Payment:
    """How a part of the order was paid.

    :ivar method: ``CashOnDelivery``, ``CreditCard``, ``Invoice``, ``Pix`` …
    """

    method: str | None = None
    amount: Money | None = None
    acquirer_id: str | None = None
    card_brand: str | None = None
    authorization_code: str | None = personal()

    @classmethod
    def read(cls, node: Node) -> Payment:
        """Read Amazon's ``PaymentExecution``."""
        return cls(
            method=node.text("paymentMethod"),
            amount=node.money("paymentAmount"),
            acquirer_id=node.text("acquirerId"),
            card_brand=node.text("cardBrand"),
            authorization_code=node.text("authorizationCode"),
        )


@dataclass(frozen=True)
class TaxRegistration:
    """Under which number somebody who takes part in the order is known to the tax office.

    :ivar entity: whose number: ``BUYER``, ``MERCHANT``, ``MARKETPLACE`` …
    :ivar type: ``VAT``, ``BUSINESS``, ``CST``, ``CPF``, ``CNPJ`` …
    :ivar number: the number; the buyer's is personal
    :ivar tax_office: in Türkiye
    """

    entity: str | None = None
    type: str | None = None
    number: str | None = personal()
    legal_name: str | None = personal()
    address: Address | None = field(default=None, repr=False)
    tax_office: str | None = None

    @classmethod
    def read(cls, node: Node) -> TaxRegistration:
        """Read Amazon's ``OrderTaxRegistration``."""
        address = node.child("taxRegistrationAddress")
        attributes = {
            attribute.text("key"): attribute.text("value")
            for attribute in node.children("taxRegistrationAttributes")
        }
        return cls(
            entity=node.text("entityType"),
            type=node.text("taxRegistrationType"),
            number=node.text("taxRegistrationNumber"),
            legal_name=node.text("legalName"),
            address=Address.read(address) if address.fields else None,
            tax_office=attributes.get("TAX_OFFICE"),
        )


@dataclass(frozen=True)
class AssociatedOrder:
    """Another order that this one has to do with.

    :ivar type: ``REPLACEMENT_ORIGINAL_ID``, ``EXCHANGE_ORIGINAL_ID`` …: what that other one is
    """

    order_id: str | None = None
    type: str | None = None

    @classmethod
    def read(cls, node: Node) -> AssociatedOrder:
        """Read Amazon's ``AssociatedOrder``."""
        return cls(order_id=node.identifier("orderId"), type=node.identifier("associationType"))


@dataclass(frozen=True)
class PackedItem:
    """How many units of an order item lie in a package."""

    order_item_id: str
    quantity: int
    transparency_codes: tuple[str, ...] = ()

    @classmethod
    def read(cls, node: Node) -> PackedItem:
        """Read Amazon's ``PackageItem``."""
        return cls(
            order_item_id=node.required_identifier("orderItemId"),
            quantity=node.required_integer("quantity"),
            transparency_codes=node.texts("transparencyCodes"),
        )


@dataclass(frozen=True)
class OrderPackage:
    """A package that Amazon knows of (FBM only).

    :ivar reference: the seller's number for it, see ``shipments.Package``
    :ivar status: ``PENDING``, ``IN_TRANSIT``, ``SHIPPED``, ``DELIVERED``, ``CANCELLED``,
        ``UNDELIVERABLE`` …
    :ivar shipped_time: when it was handed to the carrier
    """

    reference: str
    created_time: datetime | None = None
    shipped_time: datetime | None = None
    status: str | None = None
    detailed_status: str | None = None
    carrier: str | None = None
    shipping_service: str | None = None
    tracking_number: str | None = None
    items: tuple[PackedItem, ...] = ()

    @classmethod
    def read(cls, node: Node) -> OrderPackage:
        """Read Amazon's ``OrderPackage``."""
        status = node.child("packageStatus")
        return cls(
            reference=node.required_identifier("packageReferenceId"),
            created_time=node.time("createdTime"),
            shipped_time=node.time("shipTime"),
            status=status.identifier("status"),
            detailed_status=status.identifier("detailedStatus"),
            carrier=node.text("carrier"),
            shipping_service=node.text("shippingService"),
            tracking_number=node.text("trackingNumber"),
            items=tuple(map(PackedItem.read, node.children("packageItems"))),
        )
