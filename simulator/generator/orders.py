"""Putting made-up orders together."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..clock import format_moment
from ..marketplaces import JAPAN, Marketplace, by_id
from ..stored_order import PENDING_STATUSES, fulfilled, set_quantities
from . import items, people
from .money import order_proceeds

STATUSES = {
    "UNSHIPPED": 36,
    "SHIPPED": 36,
    "PARTIALLY_SHIPPED": 6,
    "PENDING": 8,
    "PENDING_AVAILABILITY": 2,
    "CANCELLED": 12,
}
OTHER_CHANNEL_STATUSES = {"SHIPPED": 8, "UNSHIPPED": 2, "CANCELLED": 1, "UNFULFILLABLE": 1}
CARRIERS = (("Colissimo", "Domicile"), ("DHL", "DHL Paket"), ("UPS", "UPS Standard"))


@dataclass(frozen=True)
class Plan:
    """What an order is going to be, decided before any of it is written."""

    order_id: str
    marketplace: Marketplace
    status: str
    is_fba: bool
    other_channel: bool
    replaces: str | None
    created: datetime
    updated: datetime

    @property
    def pending(self) -> bool:
        """Whether Amazon does not tell much of it yet."""
        return self.status in PENDING_STATUSES


def make_order(
    rng: random.Random,
    number: int,
    newest: datetime,
    span: timedelta,
    marketplace_id: str,
    previous: str | None,
) -> dict:
    """Make one lifelike ``Order`` of Amazon's model orders_2026-01-01.

    :param number: its place in the list, for the shop's own order number
    :param newest: the latest moment of its last change
    :param span: how long before that it may have been placed
    :param previous: the id of an order that this one may replace
    """
    plan = _plan(rng, newest, span, by_id(marketplace_id), previous)
    order = _head(plan, number)
    # What is shipped in parts is more than one piece.
    least = 2 if plan.status == "PARTIALLY_SHIPPED" else 1
    made = [
        items.make_item(rng, plan.marketplace, plan.is_fba, least)
        for _ in range(rng.choice((1, 1, 1, 2, 3)))
    ]
    if not plan.pending:
        _add_people(rng, order, plan)
    _add_money(rng, order, made, plan)
    order["fulfillment"] = _fulfillment(rng, plan)
    _add_quantities(rng, made, plan)
    order["orderItems"] = made
    if not plan.is_fba and plan.status in ("SHIPPED", "PARTIALLY_SHIPPED"):
        order["packages"] = [_package(rng, made, plan)]
    return order


def _plan(
    rng: random.Random,
    newest: datetime,
    span: timedelta,
    marketplace: Marketplace,
    previous: str | None,
) -> Plan:
    other_channel = rng.random() < 0.05
    statuses = OTHER_CHANNEL_STATUSES if other_channel else STATUSES
    status = rng.choices(list(statuses), list(statuses.values()))[0]
    is_fba = other_channel or rng.random() < 0.4
    replaces = previous if rng.random() < 0.04 and not other_channel else None
    created = newest - span * rng.random()
    return Plan(
        order_id=_order_id(rng, other_channel),
        marketplace=marketplace,
        status="UNSHIPPED" if replaces and status in PENDING_STATUSES else status,
        is_fba=is_fba,
        other_channel=other_channel,
        replaces=replaces,
        created=created,
        updated=created + (newest - created) * rng.random(),
    )


def _order_id(rng: random.Random, other_channel: bool) -> str:
    first = f"S{rng.randint(1, 9):02}" if other_channel else f"{rng.randint(100, 999)}"
    return f"{first}-{rng.randrange(10**7):07}-{rng.randrange(10**7):07}"


def _head(plan: Plan, number: int) -> dict:
    """Return what every order tells."""
    order = {"orderId": plan.order_id}
    if plan.other_channel:
        order["orderAliases"] = [{"aliasId": f"WEB-{number:05}", "aliasType": "SELLER_ORDER_ID"}]
    order["createdTime"] = format_moment(plan.created)
    order["lastUpdatedTime"] = format_moment(plan.updated)
    if plan.is_fba and not plan.other_channel:
        order["programs"] = ["PRIME"]
    if plan.replaces:
        association = {"orderId": plan.replaces, "associationType": "REPLACEMENT_ORIGINAL_ID"}
        order["associatedOrders"] = [association]
    order["salesChannel"] = {
        "channelName": "NON_AMAZON" if plan.other_channel else "AMAZON",
        "marketplaceId": plan.marketplace.marketplace_id,
        "marketplaceName": plan.marketplace.name,
    }
    return order


def _add_people(rng: random.Random, order: dict, plan: Plan) -> None:
    """Write buyer and recipient, as far as Amazon tells them: anything may be missing."""
    country = plan.marketplace.country_code
    name = people.full_name(rng, country)
    company = rng.choice(people.COMPANIES) if rng.random() < 0.1 else None
    if rng.random() < 0.93 and not plan.other_channel:
        order["buyer"] = {"buyerName": name}
        if not plan.is_fba:
            alias = f"{rng.getrandbits(64):013x}"
            domain = f"marketplace.{plan.marketplace.name.lower()}"
            order["buyer"]["buyerEmail"] = f"{alias}@{domain}"
        if company:
            _add_business(rng, order, company)
    if rng.random() < 0.95:
        recipient = name if rng.random() < 0.8 else people.full_name(rng, country)
        order["recipient"] = {"deliveryAddress": people.address(rng, country, recipient, company)}


def _add_business(rng: random.Random, order: dict, company: str) -> None:
    """Write what Amazon tells of a company that buys."""
    order.setdefault("programs", []).append("AMAZON_BUSINESS")
    order["buyer"]["buyerCompanyName"] = company
    if rng.random() < 0.5:
        order["buyer"]["buyerPurchaseOrderNumber"] = f"PO-{rng.randrange(10**5):05}"
    registration = {
        "entityType": "BUYER",
        "legalName": company,
        "taxRegistrationType": "VAT",
        "taxRegistrationNumber": f"FR{rng.randrange(10**11):011}",
    }
    order["tax"] = {"taxRegistrations": [registration]}


def _add_money(rng: random.Random, order: dict, made: list[dict], plan: Plan) -> None:
    """Price the items and the order; pending orders and those of other channels tell no prices."""
    if plan.pending or plan.other_channel or (plan.status == "CANCELLED" and rng.random() < 0.5):
        return
    style = items.money_style(rng, plan.marketplace)
    if plan.replaces:
        order["proceeds"] = order_proceeds([items.make_free(item, style) for item in made], 0)
        return
    cod = plan.marketplace.marketplace_id == JAPAN and not plan.is_fba and rng.random() < 0.3
    priced = [items.price_item(rng, item, plan.marketplace, style, cod) for item in made]
    tip = rng.choice((200, 450)) if plan.marketplace.country_code == "US" else 0
    order["proceeds"] = order_proceeds(priced, tip if rng.random() < 0.2 else 0)
    method = "CashOnDelivery" if cod else "CreditCard"
    execution = {"paymentMethod": method, "paymentAmount": order["proceeds"]["grandTotal"]}
    order["payment"] = {"paymentExecutions": [execution]}


def _fulfillment(rng: random.Random, plan: Plan) -> dict:
    """Return Amazon's ``OrderFulfillment``."""
    midnight = plan.created.replace(hour=0, minute=0, second=0, microsecond=0)

    def window(first_day: int, last_day: int) -> dict:
        last = midnight + timedelta(days=last_day) - timedelta(seconds=1)
        first = midnight + timedelta(days=first_day)
        return {"earliestDateTime": format_moment(first), "latestDateTime": format_moment(last)}

    return {
        "fulfillmentStatus": plan.status,
        "fulfilledBy": "AMAZON" if plan.is_fba else "MERCHANT",
        "fulfillmentServiceLevel": rng.choice(("STANDARD", "STANDARD", "EXPEDITED", "NEXT_DAY")),
        "shipByWindow": window(1, 3),
        "deliverByWindow": window(3, 7),
    }


def _add_quantities(rng: random.Random, made: list[dict], plan: Plan) -> None:
    """Write how much of each item is shipped."""
    for item in made:
        ordered = item["quantityOrdered"]
        if plan.status == "SHIPPED":
            set_quantities(item, ordered, 0)
        elif plan.status in ("CANCELLED", "UNFULFILLABLE"):
            set_quantities(item, 0, 0)
            item["cancellation"] = {
                "cancellationExecution": {
                    "cancelledBy": rng.choice(("BUYER", "MERCHANT", "AMAZON")),
                    "cancelReason": rng.choice(("Changed mind", "Pas de stock", "住所不明")),
                }
            }
        else:
            set_quantities(item, 0, ordered)
    if plan.status == "PARTIALLY_SHIPPED":
        set_quantities(made[0], 1, made[0]["quantityOrdered"] - 1)


def _package(rng: random.Random, made: list[dict], plan: Plan) -> dict:
    """Return the package that holds all that is shipped."""
    carrier, service = rng.choice(CARRIERS)
    moment = format_moment(plan.updated)
    return {
        "packageReferenceId": "1",
        "createdTime": moment,
        "packageStatus": {"status": "SHIPPED"},
        "carrier": carrier,
        "shipTime": moment,
        "shippingService": service,
        "trackingNumber": f"{rng.randrange(10**13):013}",
        "packageItems": [
            {"orderItemId": item["orderItemId"], "quantity": fulfilled(item)}
            for item in made
            if fulfilled(item)
        ],
    }
