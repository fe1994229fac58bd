"""An order as Amazon tells it (model orders_2026-01-01), and a page of them.

Frozen dataclasses, tuples instead of lists, None for what is not told, all times in UTC. Words that
Amazon may add to at any time (statuses, programs, channels …) stay plain texts. What the amounts
mean is answered in ``proceeds.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .errors import Unreadable
from .json_reading import Node
from .money import Money
from .order_items import Cancellation, Measurement, OrderItem, TaxCollection
from .order_parts import (
    Address,
    AssociatedOrder,
    Breakdown,
    BreakdownDetail,
    Buyer,
    DeliveryPreference,
    OrderPackage,
    PackedItem,
    Payment,
    TaxRegistration,
    Window,
)

__all__ = [
    "Address",
    "AssociatedOrder",
    "Breakdown",
    "BreakdownDetail",
    "Buyer",
    "Cancellation",
    "DeliveryPreference",
    "Measurement",
    "Money",
    "Order",
    "OrderItem",
    "OrderPackage",
    "OrderPage",
    "PackedItem",
    "Payment",
    "TaxCollection",
    "TaxRegistration",
    "UnreadableOrder",
    "Window",
    "order_from_json",
    "orders_from_json",
]

_NOBODY = Buyer()
_REPLACEMENTS = ("REPLACEMENT_ORIGINAL_ID", "EXCHANGE_ORIGINAL_ID")


@dataclass(frozen=True)
class Order:
    """Everything that Amazon tells of an order.

    :ivar order_id: Amazon's reference, such as ``404-1234567-1234567``
    :ivar aliases: other references as (type, reference), see ``alias``
    :ivar created_time: when it was placed
    :ivar last_updated_time: when Amazon or the seller changed anything of it
    :ivar programs: ``PRIME``, ``AMAZON_BUSINESS``, ``INVOICE_BY_AMAZON`` …
    :ivar channel: ``AMAZON``, or ``NON_AMAZON`` for a web shop's order that Amazon ships …
    :ivar buyer: with every field None when nothing is told
    :ivar delivery_address: None when nothing of it is told
    :ivar grand_total: all that the seller receives for the order
    :ivar breakdowns: the parts of it, summed over the items, and the delivery tip
    :ivar status: ``PENDING``, ``UNSHIPPED``, ``PARTIALLY_SHIPPED``, ``SHIPPED``, ``CANCELLED`` …
    :ivar fulfilled_by: ``MERCHANT`` or ``AMAZON``
    :ivar service_level: ``STANDARD``, ``EXPEDITED`` …
    :ivar ship_by: when it must leave; ``deliver_by``: when it must arrive
    :ivar packages: what Amazon knows as shipped (FBM only)
    :ivar fulfillment_order_ids: the parts that Amazon split it into (Easy Ship only)
    """

    order_id: str
    created_time: datetime
    last_updated_time: datetime
    channel: str
    items: tuple[OrderItem, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    programs: tuple[str, ...] = ()
    associated_orders: tuple[AssociatedOrder, ...] = ()
    marketplace_id: str | None = None
    marketplace_name: str | None = None
    buyer: Buyer = _NOBODY
    delivery_address: Address | None = None
    delivery_preference: DeliveryPreference | None = None
    grand_total: Money | None = None
    breakdowns: tuple[Breakdown, ...] = ()
    payments: tuple[Payment, ...] = ()
    tax_registrations: tuple[TaxRegistration, ...] = ()
    buyer_invoice_preference: str | None = None
    invoice_status: str | None = None
    status: str | None = None
    fulfilled_by: str | None = None
    service_level: str | None = None
    ship_by: Window | None = None
    deliver_by: Window | None = None
    packages: tuple[OrderPackage, ...] = ()
    fulfillment_order_ids: tuple[str, ...] = ()

    @property
    def is_fba(self) -> bool:
        """Return whether Amazon ships it from its own warehouses."""
        return self.fulfilled_by == "AMAZON"

    @property
    def is_fbm(self) -> bool:
        """Return whether the seller ships it."""
        return self.fulfilled_by == "MERCHANT"

    @property
    def is_replacement(self) -> bool:
        """Return whether it replaces goods of an earlier order, and so may cost nothing."""
        return any(other.type in _REPLACEMENTS for other in self.associated_orders)

    @property
    def replaced_order_id(self) -> str | None:
        """Return Amazon's reference of the order whose goods this one replaces."""
        return next(
            (other.order_id for other in self.associated_orders if other.type in _REPLACEMENTS),
            None,
        )

    @property
    def alias(self) -> str | None:
        """Return the seller's own reference for the order, if there is one."""
        return next((name for kind, name in self.aliases if kind == "SELLER_ORDER_ID"), None)


@dataclass(frozen=True)
class UnreadableOrder:
    """An order of a page that could not be read.

    :ivar order_id: None when not even that could be read
    :ivar reason: one English sentence, without personal data
    :ivar path: the place in the order's JSON, such as ``orderItems[0].quantityOrdered``
    """

    order_id: str | None
    reason: str
    path: str


@dataclass(frozen=True)
class OrderPage:
    """One answer of ``Client.search_orders``.

    :ivar unreadable: orders that Amazon sent and nobody could read; the others are not held up
    :ivar next_token: to be sent back, with the same filters, for the next page; None on the last
    :ivar last_updated_before: when asked by update time: until when Amazon looked; the next
        synchronisation starts there
    :ivar created_before: the same, when asked by creation time
    :ivar rate_limit: calls per second that Amazon grants this seller, when it said so
    :ivar request_id: Amazon's name for the answer, which its support asks for
    """

    orders: tuple[Order, ...]
    unreadable: tuple[UnreadableOrder, ...] = ()
    next_token: str | None = None
    last_updated_before: datetime | None = None
    created_before: datetime | None = None
    rate_limit: float | None = None
    request_id: str | None = None


def order_from_json(data: dict[str, Any]) -> Order:
    """Read one ``Order`` object of Amazon's model.

    :raises Unreadable: it lacks what an order must have, or holds something of the wrong kind; with
        the path, and with the order's reference where that could be read
    """
    try:
        return _read(Node(data))
    except Unreadable as error:
        error.order_id = _order_id(data)
        raise


def orders_from_json(
    entries: list[Any],
) -> tuple[tuple[Order, ...], tuple[UnreadableOrder, ...]]:
    """Read a list of orders; one that cannot be read does not hold up the others."""
    orders, unreadable = [], []
    for entry in entries:
        try:
            orders.append(order_from_json(entry))
        except Unreadable as error:
            unreadable.append(UnreadableOrder(error.order_id, error.message, error.path))
    return tuple(orders), tuple(unreadable)


def _order_id(data: Any) -> str | None:
    """Return the reference of an order that cannot be read, if at least that can."""
    try:
        return Node(data).identifier("orderId")
    except Unreadable:
        return None


def _read(node: Node) -> Order:
    if not isinstance(node.fields.get("orderItems"), list):
        node.refuse("orderItems", "the list of items must be told")
    recipient, proceeds = node.child("recipient"), node.child("proceeds")
    return Order(
        order_id=node.required_identifier("orderId"),
        created_time=node.required_time("createdTime"),
        last_updated_time=node.required_time("lastUpdatedTime"),
        items=tuple(map(OrderItem.read, node.children("orderItems"))),
        aliases=_aliases(node),
        programs=node.texts("programs"),
        associated_orders=tuple(map(AssociatedOrder.read, node.children("associatedOrders"))),
        buyer=Buyer.read(node.child("buyer")),
        delivery_address=_unless_empty(Address, recipient.child("deliveryAddress")),
        delivery_preference=_unless_empty(
            DeliveryPreference, recipient.child("deliveryPreference")
        ),
        grand_total=proceeds.money("grandTotal"),
        breakdowns=tuple(map(Breakdown.read, proceeds.children("breakdowns"))),
        payments=tuple(map(Payment.read, node.child("payment").children("paymentExecutions"))),
        packages=tuple(map(OrderPackage.read, node.children("packages"))),
        fulfillment_order_ids=_fulfillment_orders(node),
        **_channel(node.child("salesChannel")),
        **_tax(node.child("tax")),
        **_fulfillment(node.child("fulfillment")),
    )


def _channel(node: Node) -> dict:
    return {
        "channel": node.required_identifier("channelName"),
        "marketplace_id": node.identifier("marketplaceId"),
        "marketplace_name": node.text("marketplaceName"),
    }


def _tax(node: Node) -> dict:
    invoicing = node.child("taxInvoicing")
    return {
        "tax_registrations": tuple(map(TaxRegistration.read, node.children("taxRegistrations"))),
        "buyer_invoice_preference": invoicing.text("buyerInvoicePreference"),
        "invoice_status": invoicing.text("invoiceStatus"),
    }


def _fulfillment(node: Node) -> dict:
    return {
        "status": node.identifier("fulfillmentStatus"),
        "fulfilled_by": node.identifier("fulfilledBy"),
        "service_level": node.identifier("fulfillmentServiceLevel"),
        "ship_by": Window.read(node, "shipByWindow"),
        "deliver_by": Window.read(node, "deliverByWindow"),
    }


def _aliases(node: Node) -> tuple[tuple[str, str], ...]:
    return tuple(
        (alias.required_identifier("aliasType"), alias.required_identifier("aliasId"))
        for alias in node.children("orderAliases")
    )


def _fulfillment_orders(node: Node) -> tuple[str, ...]:
    return tuple(
        part.required_identifier("fulfillmentOrderId")
        for part in node.children("fulfillmentOrders")
    )


def _unless_empty(kind: type, node: Node):
    """Read ``kind`` from the node, or return None when nothing of it is told."""
    value = kind.read(node)
    return value if value != kind() else None
