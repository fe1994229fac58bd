"""What the client sends is what Amazon's models know, and its table of limits is theirs.

Held against PyPI's client that is generated from Amazon's specification, and against Amazon's own
files where ``SP_API_MODELS`` names their folder.
"""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from amzn_selling_partner.sdk.models.orders_v0 import ConfirmShipmentRequest
from amzn_selling_partner.sdk.resources.fba_inventory_v1 import FbaInventoryV1Resource
from amzn_selling_partner.sdk.resources.feeds_v2021_06_30 import FeedsV20210630Resource
from amzn_selling_partner.sdk.resources.orders_v0 import OrdersV0Resource
from amzn_selling_partner.sdk.resources.orders_v2026_01_01 import OrdersV20260101Resource
from amzn_selling_partner.sdk.resources.sellers_v1 import SellersV1Resource

from amazon_api.client import Client
from amazon_api.quota import LIMITS
from amazon_api.shipments import Package, ShippedItem

from . import models
from .amazon_server import Reply, Seen
from .calls import CALLS, FRANCE, SINCE
from .examples import ORDER
from .paths import DOCUMENT_ID, FEED_ID, ORDER_ID, ORDERS, page

PACKAGE = Package(
    "7", "Other", "XY123", SINCE, (ShippedItem("1", 2, ("code-1", "code-2")),),
    carrier_name="Vélo-cargo", shipping_method="Standard",
)  # fmt: skip
WHOLE_CALLS: dict[str, Callable[[Client], Any]] = {
    **{name: call for name, (_, call, _) in CALLS.items()},
    "searchOrders": lambda client: client.search_orders(
        marketplace_ids=[FRANCE], last_updated_after=SINCE,
        last_updated_before=SINCE + timedelta(hours=1), fulfillment_statuses=["SHIPPED"],
        fulfilled_by=["AMAZON"], page_size=50, pagination_token="next",
    ),
    "confirmShipment": lambda client: client.confirm_shipment(ORDER_ID, FRANCE, PACKAGE),
    "getInventorySummaries": lambda client: client.inventory_summaries(FRANCE, "next"),
}  # fmt: skip


@dataclass
class Operation:
    """One operation by a model: how it is called, with which parameters, and how often."""

    method: str
    path: str
    parameters: set[str]
    rate: float
    burst: int


class Listener:
    """Stands in for the HTTP client of PyPI's generated SDK, and notes what it is asked to send."""

    def __init__(self):
        self.operations: dict[str, Operation] = {}

    def request(self, method, path, *, operation, rate_limit, params=None, **_):
        self.operations[operation] = Operation(
            method, path, set(params or {}), rate_limit.rate, rate_limit.burst
        )


def pypis_operations() -> dict[str, Operation]:
    listener = Listener()
    OrdersV20260101Resource(listener).list_orders()
    OrdersV20260101Resource(listener).get_order(ORDER_ID)
    OrdersV0Resource(listener).create_order_shipment_confirmation(ORDER_ID, {})
    SellersV1Resource(listener).list_marketplace_participations()
    feeds = FeedsV20210630Resource(listener)
    feeds.create_document({})
    feeds.create_feed({})
    feeds.get_feed(FEED_ID)
    feeds.list_feeds()
    feeds.get_document(DOCUMENT_ID)
    FbaInventoryV1Resource(listener).list_summaries(
        "Marketplace", FRANCE, [FRANCE], details=True, next_token="next"
    )
    return listener.operations


AMAZONS_FILES = (
    "orders_2026-01-01.json", "ordersV0.json", "sellers.json", "feeds_2021-06-30.json",
    "fbaInventory.json",
)  # fmt: skip


def amazons_operations() -> dict[str, Operation]:
    found = {}
    for name in AMAZONS_FILES:
        for path, methods in models.amazon_file(name)["paths"].items():
            for method in {"get", "post"} & methods.keys():
                operation = methods[method]
                deprecated_namesake = path == "/orders/v0/orders/{orderId}"
                if operation["operationId"] in LIMITS and not deprecated_namesake:
                    found[operation["operationId"]] = _amazons(method, path, operation)
    return found


def _amazons(method: str, path: str, operation: dict) -> Operation:
    rate, burst = re.search(r"\| ([\d.]+) \| (\d+) \|", operation["description"]).groups()
    parameters = {one["name"] for one in operation["parameters"] if one["in"] == "query"}
    for place, value in (
        ("{orderId}", ORDER_ID), ("{feedId}", FEED_ID), ("{feedDocumentId}", DOCUMENT_ID),
    ):  # fmt: skip
        path = path.replace(place, value)
    return Operation(method.upper(), path, parameters, float(rate), int(burst))


SOURCES = {"PyPI's models": pypis_operations, "Amazon's files": amazons_operations}
HELD = [(origin, name) for origin in models.ORIGINS for name in CALLS]


@pytest.mark.parametrize(("origin", "name"), HELD)
def test_the_client_asks_by_the_model(server, client, origin, name):
    request = _asked(server, client, name)
    operation = SOURCES[origin]()[name]
    assert (request.method, request.path) == (operation.method, operation.path)
    sent = [parameter for parameter, _ in request.query]
    assert set(sent) <= operation.parameters
    assert len(sent) == len(set(sent))
    if name == "searchOrders":  # all of them, but for the other family of times
        assert operation.parameters - set(sent) == {"createdAfter", "createdBefore"}


@pytest.mark.parametrize(("origin", "name"), HELD)
def test_the_table_of_limits_is_the_models(origin, name):
    operation = SOURCES[origin]()[name]
    assert (LIMITS[name].rate, LIMITS[name].burst) == (operation.rate, operation.burst)


def test_the_limits_are_those_of_the_calls_that_the_client_makes():
    assert set(LIMITS) == set(CALLS)
    methods = inspect.getmembers(Client, inspect.isfunction)
    assert {name for name, _ in methods if name[0] != "_"} == {
        "search_orders", "get_order", "marketplace_participations", "confirm_shipment", "close",
        "create_feed_document", "upload_feed_document", "create_feed", "get_feed", "get_feeds",
        "get_feed_document", "download_feed_document", "inventory_summaries",
    }  # fmt: skip


def test_a_shipment_is_what_the_models_know(server, client):
    body = _asked(server, client, "confirmShipment").json
    for schema in _shipment_schemas():
        jsonschema.validate(body, schema)
        with pytest.raises(jsonschema.ValidationError):  # the schema does refuse what is unknown
            jsonschema.validate({**body, "marketplaceIds": [FRANCE]}, schema)


def _shipment_schemas():
    """Yield the request's schema by each model, closed to unknown fields."""
    pypis = ConfirmShipmentRequest.model_json_schema(by_alias=True)
    amazons = {}
    if models.FOLDER:
        definitions = models.amazon_file("ordersV0.json")["definitions"]
        amazons = {"$ref": "#/definitions/ConfirmShipmentRequest", "definitions": definitions}
    for schema in filter(None, (pypis, amazons)):
        parts = {**schema.get("$defs", {}), **schema.get("definitions", {}), "": schema}
        for part in parts.values():
            if "properties" in part:
                part["additionalProperties"] = False
        yield schema


def _asked(server, client, name: str) -> Seen:
    path, _, body = CALLS[name]
    server.answer(path, Reply(body=body))
    WHOLE_CALLS[name](client)
    return server.asked(path)[0]


def test_the_example_order_is_one_that_amazon_could_send(server, client):
    schema = models.order_schema(models.ORIGINS[-1])
    jsonschema.validate(ORDER, schema)
    server.answer(ORDERS, page())
    assert CALLS["searchOrders"][1](client).orders
