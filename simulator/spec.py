"""Amazon's own specification, as the judge of what goes in and out.

The models come from `amzn-selling-partner`, which generates them from Amazon's public API models.
They enforce required fields, types and enumerations; they let unknown fields pass, so those are
looked for here.
"""

import json
from collections.abc import Iterator
from typing import Any

from amzn_selling_partner.sdk.models import (
    fba_inventory_v1,
    feeds_v2021_06_30,
    orders_v0,
    orders_v2026_01_01,
    sellers_v1,
)
from pydantic import BaseModel, ValidationError

ConfirmShipmentRequest = orders_v0.ConfirmShipmentRequest
CreateFeedDocumentSpecification = feeds_v2021_06_30.CreateFeedDocumentSpecification
CreateFeedSpecification = feeds_v2021_06_30.CreateFeedSpecification
Order = orders_v2026_01_01.Order
ANSWERS = {
    "searchOrders": orders_v2026_01_01.SearchOrdersResponse,
    "getOrder": orders_v2026_01_01.GetOrderResponse,
    "getMarketplaceParticipations": sellers_v1.GetMarketplaceParticipationsResponse,
    "getInventorySummaries": fba_inventory_v1.GetInventorySummariesResponse,
    "createFeedDocument": feeds_v2021_06_30.CreateFeedDocumentResponse,
    "createFeed": feeds_v2021_06_30.CreateFeedResponse,
    "getFeed": feeds_v2021_06_30.Feed,
    "getFeeds": feeds_v2021_06_30.GetFeedsResponse,
    "getFeedDocument": feeds_v2021_06_30.FeedDocument,
}
INCLUDED_DATA = [each.value for each in orders_v2026_01_01.OrdersV20260101IncludedData]
FULFILLMENT_STATUSES = [each.value for each in orders_v2026_01_01.FulfillmentStatus]
FEED_STATUSES = [each.value for each in feeds_v2021_06_30.FeedProcessingStatus]
FULFILLED_BY = [each.value for each in orders_v2026_01_01.OrdersV20260101FulfilledBy]


class Problem(str):
    """What is wrong with one field: a sentence, and the ``path`` to the field."""

    path: str

    def __new__(cls, path: str, text: str) -> "Problem":
        """Make the sentence ``path: text``."""
        problem = super().__new__(cls, f"{path}: {text}" if path else text)
        problem.path = path
        return problem


def problems(model: type[BaseModel], data: Any) -> list[Problem]:
    """Hold JSON ``data`` against one of Amazon's models.

    :return: what Amazon would refuse, one entry for each field; empty when it is all right
    """
    try:
        # Strict, and as JSON: otherwise "3" would pass for a number, and 3 for a moment.
        instance = model.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        return [
            Problem(_dotted(each["loc"]), f"{each['msg']} ({each['type']})")
            for each in error.errors(include_url=False, include_context=False)
        ]
    return [Problem(path, "is not known to Amazon") for path in _unknown(instance, data, "")]


def _unknown(value: Any, data: Any, path: str) -> Iterator[str]:
    """Yield the paths of the fields of ``data`` that the model ``value`` does not define."""
    if isinstance(value, BaseModel):
        names = {field.alias or name: name for name, field in type(value).model_fields.items()}
        for key, child in data.items():
            here = f"{path}.{key}" if path else key
            if key not in names:
                yield here
            else:
                yield from _unknown(getattr(value, names[key]), child, here)
    elif isinstance(value, list):
        for index, (each, child) in enumerate(zip(value, data, strict=True)):
            yield from _unknown(each, child, f"{path}[{index}]")


def _dotted(location: tuple[int | str, ...]) -> str:
    """Write pydantic's location as ``orderItems[0].product``."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def without_nulls(data: Any) -> Any:
    """Return a copy of ``data`` without fields that are null, which Amazon's models do not have."""
    if isinstance(data, dict):
        return {key: without_nulls(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [without_nulls(value) for value in data]
    return data
