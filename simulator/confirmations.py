"""A shipment that a program confirms: by confirmShipment or by a message of a feed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from . import package_rules, shipping
from .clock import format_moment
from .package_rules import Refusal
from .seller import Seller
from .stored_order import StoredOrder


@dataclass(frozen=True)
class Moment:
    """The world's ``now``, and how far it is ahead of the time that programs know."""

    now: datetime
    lead: timedelta = timedelta()


def confirm(
    seller: Seller, order: StoredOrder, request: dict, moment: Moment, feed_id: str | None = None
) -> list[Refusal]:
    """Add the package to its order, or change it; return why not, and change nothing, if so.

    :param request: in the form of Amazon's model ConfirmShipmentRequest
    """
    detail = request["packageDetail"]
    found = shipping.refusals(order, request)
    found += package_rules.refusals(order, detail, moment.now, moment.lead, seller.refused_tracking)
    found = found or shipping.item_refusals(order, detail)
    if found:
        return found
    is_edit = shipping.find_package(order.data, detail) is not None
    seller.put_orders([shipping.with_package(order, detail, moment.now)])
    told = {"orderId": order.order_id, "marketplaceId": request["marketplaceId"]}
    told |= {"confirmedTime": format_moment(moment.now), "isEdit": is_edit, "feedId": feed_id}
    seller.shipments.append({**told, **detail})
    return []
