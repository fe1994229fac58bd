"""confirmShipment, version 0."""

from typing import Any

from starlette.requests import Request

from .. import shipping, spec
from ..clock import format_moment
from ..exceptions import Forbidden, InvalidInput, NotFound
from ..seller import Seller
from ..world import World


def confirm_shipment(world: World, seller: Seller, request: Request, body: Any) -> None:
    """Answer ``POST /orders/v0/orders/{orderId}/shipmentConfirmation``: 204, no content."""
    if found := spec.problems(spec.ConfirmShipmentRequest, body):
        fields = ", ".join(problem.path or "body" for problem in found)
        raise InvalidInput(
            "The input you have submitted is not valid."
            f" Please check the fields with invalid type [{fields}].",
            details="; ".join(found),
        )
    if body["marketplaceId"] not in seller.marketplace_ids:
        raise Forbidden("The marketplaces you provided are not valid for region.")
    order = seller.orders.get(request.path_params["orderId"])
    if order is None or not order.checked:
        raise NotFound("The specified resource does not exist.")
    if found := shipping.refusals(order, body):
        raise InvalidInput(*found)
    now = world.clock.now()
    detail = body["packageDetail"]
    is_edit = shipping.find_package(order.data, detail) is not None
    seller.put_orders([shipping.with_package(order, detail, now)])
    seller.shipments.append(
        {
            "orderId": order.order_id,
            "marketplaceId": body["marketplaceId"],
            "confirmedTime": format_moment(now),
            "isEdit": is_edit,
            **detail,
        }
    )
