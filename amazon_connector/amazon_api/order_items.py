"""One product in an order: what was ordered, for how much, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .json_reading import Node
from .money import Money
from .order_parts import Breakdown, Window, personal

__all__ = ["Cancellation", "Measurement", "OrderItem", "TaxCollection"]


@dataclass(frozen=True)
class Cancellation:
    """That somebody asked to cancel an item, or did.

    :ivar requested: a buyer asks for it; the seller may still ship
    :ivar requested_by: ``BUYER`` …
    :ivar request_reason: the buyer's reason
    :ivar executed_by: who cancelled: ``BUYER``, ``MERCHANT``, ``AMAZON`` …; None: nobody did
    :ivar execution_reason: why it was cancelled
    """

    requested: bool = False
    requested_by: str | None = None
    request_reason: str | None = None
    executed_by: str | None = None
    execution_reason: str | None = None

    @property
    def reason(self) -> str | None:
        """Return why it was cancelled, else why somebody asks for it."""
        return self.execution_reason or self.request_reason

    @classmethod
    def read(cls, node: Node) -> Cancellation | None:
        """Read Amazon's ``ItemCancellation``; None when nobody asks for one."""
        request, execution = node.child("cancellationRequest"), node.child("cancellationExecution")
        cancellation = cls(
            requested=bool(request.fields),
            requested_by=request.text("requester"),
            request_reason=request.text("cancelReason"),
            executed_by=execution.text("cancelledBy"),
            execution_reason=execution.text("cancelReason"),
        )
        return cancellation if cancellation != cls() else None


@dataclass(frozen=True)
class TaxCollection:
    """Who pays an item's tax to the state.

    :ivar model: ``MARKETPLACE_FACILITATOR``: Amazon withholds and pays it …
    """

    model: str | None = None
    responsible_party: str | None = None

    @classmethod
    def read(cls, node: Node) -> TaxCollection:
        """Read Amazon's ``ItemTaxCollection``."""
        return cls(model=node.text("model"), responsible_party=node.text("responsibleParty"))


@dataclass(frozen=True)
class Measurement:
    """How much of an item sold by weight, length …; ``unit`` such as ``KILOGRAMS``, ``COUNT``."""

    unit: str | None = None
    value: Decimal | None = None

    @classmethod
    def read(cls, node: Node) -> Measurement | None:
        """Read Amazon's ``Measurement``; None when it is not told."""
        measurement = cls(unit=node.text("unit"), value=node.decimal("value"))
        return measurement if measurement != cls() else None


@dataclass(frozen=True)
class OrderItem:
    """One product in an order.

    :ivar order_item_id: Amazon's identifier of it
    :ivar quantity_ordered: units; 0 is possible once it is cancelled
    :ivar quantity_fulfilled: units shipped, None when not told
    :ivar quantity_unfulfilled: units still to be shipped, None when not told
    :ivar programs: ``TRANSPARENCY``, ``SUBSCRIBE_AND_SAVE`` …
    :ivar sku: the seller's own reference
    :ivar unit_price: what the shop's page showed for one unit
    :ivar total: Amazon's ``proceedsTotal``: all that this item brings
    :ivar breakdowns: the parts of it; ``proceeds.read_order`` says what they mean
    :ivar promotion_ids: discounts and coupons that were applied
    :ivar customization_url: where the buyer's wishes for a customised product lie; personal
    :ivar gift_message: personal
    :ivar tax_schemes: ``UOSS``, ``IOSS`` …
    :ivar ioss_number: for the carrier, when Amazon has collected the import tax
    :ivar serial_number_required: the seller must tell serial numbers
    """

    order_item_id: str
    quantity_ordered: int
    quantity_fulfilled: int | None = None
    quantity_unfulfilled: int | None = None
    measurement: Measurement | None = None
    programs: tuple[str, ...] = ()
    asin: str | None = None
    title: str | None = None
    sku: str | None = None
    condition: str | None = None
    condition_subtype: str | None = None
    condition_note: str | None = None
    unit_price: Money | None = None
    price_designation: str | None = None
    serial_numbers: tuple[str, ...] = ()
    customization_url: str | None = personal()
    total: Money | None = None
    breakdowns: tuple[Breakdown, ...] = ()
    promotion_ids: tuple[str, ...] = ()
    points_granted: int | None = None
    cancellation: Cancellation | None = None
    gift_message: str | None = personal()
    gift_wrap_level: str | None = None
    serial_number_required: bool = False
    scheduled_delivery: Window | None = None
    ioss_number: str | None = None
    tax_collections: tuple[TaxCollection, ...] = ()
    tax_schemes: tuple[str, ...] = ()

    @property
    def is_tax_withheld(self) -> bool:
        """Return whether Amazon withholds this item's tax and pays it itself.

        The number of the import One-Stop-Shop that is told is Amazon's own: it has collected the
        tax. ``UOSS`` alone says nothing of who pays, since sellers report by it as well.
        """
        models = {told.model for told in self.tax_collections}
        return "MARKETPLACE_FACILITATOR" in models or "IOSS" in self.tax_schemes

    @property
    def is_tax_told_as_zero(self) -> bool:
        """Return whether Amazon says, and not only leaves open, that there is no tax."""
        taxes = [told for told in self.breakdowns if told.type == "TAX"]
        amounts = [told.subtotal for told in taxes]
        amounts += [detail.value for told in taxes for detail in told.details]
        told = [money.amount for money in amounts if money]
        return bool(told) and not any(told)

    @classmethod
    def read(cls, node: Node) -> OrderItem:
        """Read Amazon's ``OrderItem``.

        :raises Unreadable: with the path of what cannot be read
        """
        cancellation = Cancellation.read(node.child("cancellation"))
        return cls(
            order_item_id=node.required_identifier("orderItemId"),
            quantity_ordered=node.required_integer("quantityOrdered"),
            measurement=Measurement.read(node.child("measurement")),
            programs=node.texts("programs"),
            cancellation=cancellation,
            promotion_ids=_promotions(node),
            points_granted=_points(node),
            **_product(node.child("product")),
            **_proceeds(node.child("proceeds")),
            **_fulfillment(node.child("fulfillment")),
            **_tax(node.child("tax")),
        )


def _product(node: Node) -> dict:
    condition, price = node.child("condition"), node.child("price")
    return {
        "asin": node.identifier("asin"),
        "title": node.text("title"),
        "sku": node.identifier("sellerSku"),
        "condition": condition.text("conditionType"),
        "condition_subtype": condition.text("conditionSubtype"),
        "condition_note": condition.text("conditionNote"),
        "unit_price": price.money("unitPrice"),
        "price_designation": price.text("priceDesignation"),
        "serial_numbers": node.texts("serialNumbers"),
        "customization_url": node.child("customization").text("customizedUrl"),
    }


def _proceeds(node: Node) -> dict:
    return {
        "total": node.money("proceedsTotal"),
        "breakdowns": tuple(map(Breakdown.read, node.children("breakdowns"))),
    }


def _fulfillment(node: Node) -> dict:
    packing, shipping = node.child("packing"), node.child("shipping")
    gift = packing.child("giftOption")
    requirement = packing.child("serialNumberRequirement").text("requirementType")
    return {
        "quantity_fulfilled": node.integer("quantityFulfilled"),
        "quantity_unfulfilled": node.integer("quantityUnfulfilled"),
        "gift_message": gift.text("giftMessage"),
        "gift_wrap_level": gift.text("giftWrapLevel"),
        "serial_number_required": requirement == "REQUIRED",
        "scheduled_delivery": Window.read(shipping, "scheduledDeliveryWindow"),
        "ioss_number": shipping.child("internationalShipping").text("iossNumber"),
    }


def _tax(node: Node) -> dict:
    schemes = (
        calculation.text("reportingScheme")
        for calculation in node.children("taxCalculationBreakdowns")
    )
    return {
        "tax_collections": tuple(map(TaxCollection.read, node.children("taxCollections"))),
        "tax_schemes": tuple(scheme for scheme in schemes if scheme),
    }


def _promotions(node: Node) -> tuple[str, ...]:
    promotions = node.child("promotion").children("breakdowns")
    found = (promotion.text("promotionId") for promotion in promotions)
    return tuple(promotion_id for promotion_id in found if promotion_id)


def _points(node: Node) -> int | None:
    cost = node.child("expense").child("pointsCost")
    return cost.child("pointsGranted").integer("pointsNumber")
