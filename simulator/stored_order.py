"""One order as the simulated Amazon holds it."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

from . import spec
from .clock import format_moment, parse_moment
from .exceptions import ControlError

CLOSED_STATUSES = ("SHIPPED", "CANCELLED", "UNFULFILLABLE")
PENDING_STATUSES = ("PENDING", "PENDING_AVAILABILITY")


@dataclass
class StoredOrder:
    """An order's JSON, with what is asked of it often.

    ``checked`` is False for an order that a tester put in without holding it against Amazon's
    model: anything may be in it, so it is told as it is, and not worked with. ``amazon_label`` is
    True when Amazon's own label service shipped it: then no seller may confirm a shipment any more.
    """

    data: dict
    created: datetime
    updated: datetime
    checked: bool = True
    amazon_label: bool = False

    @classmethod
    def read(cls, data: dict, checked: bool = True) -> "StoredOrder":
        """Make one from an ``Order`` object of Amazon's model orders_2026-01-01.

        :param checked: False lets through what Amazon's model does not allow
        :raises ControlError: naming every field that Amazon would refuse
        """
        order_id = data.get("orderId") if isinstance(data, dict) else None
        if not isinstance(order_id, str) or not order_id:
            raise ControlError("an order is a JSON object with an orderId")
        data = spec.without_nulls(data) if checked else deepcopy(data)
        if checked and (found := spec.problems(spec.Order, data)):
            raise ControlError(*(f"order {order_id}: {problem}" for problem in found))
        try:
            created, updated = (parse_moment(data.get(f"{when}Time")) for when in _MOMENTS)
        except ValueError as error:
            raise ControlError(f"order {order_id}: {error}") from error
        return cls(data, created, updated, checked)

    @property
    def order_id(self) -> str:
        """Amazon's order id."""
        return self.data["orderId"]

    @property
    def marketplace_id(self) -> str | None:
        """The marketplace where the order was placed, if that is told."""
        return self._told("salesChannel", "marketplaceId")

    @property
    def status(self) -> str | None:
        """The fulfilment status, e.g. ``UNSHIPPED``."""
        return self._told("fulfillment", "fulfillmentStatus")

    @property
    def fulfilled_by(self) -> str | None:
        """``AMAZON`` (FBA) or ``MERCHANT`` (FBM)."""
        return self._told("fulfillment", "fulfilledBy")

    @property
    def is_fba(self) -> bool:
        """Whether Amazon ships this order."""
        return self.fulfilled_by == "AMAZON"

    @property
    def items(self) -> list[dict]:
        """The order's items, as JSON."""
        return self.data["orderItems"]

    def _told(self, part: str, name: str) -> str | None:
        """Return a text of a part of the order, if there is one."""
        found = self.data.get(part)
        value = found.get(name) if isinstance(found, dict) else None
        return value if isinstance(value, str) else None

    def changed_to(self, data: dict, now: datetime) -> "StoredOrder":
        """Return this order with other ``data``, updated at ``now``, held against the model.

        :raises ControlError: when Amazon's model does not allow the result
        """
        changed = StoredOrder.read({**data, "lastUpdatedTime": format_moment(now)}, self.checked)
        changed.amazon_label = self.amazon_label
        return changed


_MOMENTS = ("created", "lastUpdated")


def sort_key(order: StoredOrder, by_creation: bool) -> tuple[datetime, str]:
    """Return the place of an order in a listing by creation, or by last update."""
    return (order.created if by_creation else order.updated), order.order_id


def fulfilled(item: dict) -> int:
    """Return how many units of an item have been shipped."""
    return item.get("fulfillment", {}).get("quantityFulfilled", 0)


def left(item: dict) -> int:
    """Return how many units of an item remain to be shipped."""
    told = item.get("fulfillment", {}).get("quantityUnfulfilled")
    return item["quantityOrdered"] - fulfilled(item) if told is None else told


def set_quantities(item: dict, shipped: int, open_: int) -> None:
    """Write how many units of an item are shipped, and how many remain."""
    fulfillment = item.setdefault("fulfillment", {})
    fulfillment["quantityFulfilled"] = shipped
    fulfillment["quantityUnfulfilled"] = open_


def settle_status(data: dict) -> None:
    """Write the order's status that follows from what is shipped of its items."""
    if not any(left(item) for item in data["orderItems"]):
        status = "SHIPPED"
    elif any(fulfilled(item) for item in data["orderItems"]):
        status = "PARTIALLY_SHIPPED"
    else:
        status = "UNSHIPPED"
    data.setdefault("fulfillment", {})["fulfillmentStatus"] = status
