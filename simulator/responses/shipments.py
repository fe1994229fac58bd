"""confirmShipment, version 0."""

from typing import Any

from starlette.requests import Request

from .. import spec
from ..confirmations import confirm
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
    if found := confirm(seller, order, body, world.moment()):
        raise InvalidInput(*found)
