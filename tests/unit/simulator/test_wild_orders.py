"""Orders drawn at random for the tests inside Odoo: all of them valid, every field among them."""

from datetime import datetime, timezone

from simulator import spec
from tests.odoo.wild_orders import wild_orders

FRANCE = "A13V1IB3VIYZZH"
NOW = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
ORDERS = wild_orders(7, 600, [FRANCE], {FRANCE: "EUR"}, NOW)


def paths_of_model(schema, root, path=""):
    """Yield the path of every field in a schema of pydantic's."""
    if "$ref" in schema:
        yield from paths_of_model(root["$defs"][schema["$ref"].split("/")[-1]], root, path)
    elif "anyOf" in schema:  # optional: the first is what it may be
        yield from paths_of_model(schema["anyOf"][0], root, path)
    elif schema.get("type") == "array":
        yield from paths_of_model(schema["items"], root, path)
    elif "properties" in schema:
        for name, part in schema["properties"].items():
            yield from paths_of_model(part, root, f"{path}.{name}")
    else:
        yield path


def paths_of(value, path=""):
    """Yield the path of everything that an order tells."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from paths_of(part, f"{path}.{name}")
    elif isinstance(value, list):
        for part in value:
            yield from paths_of(part, path)
    else:
        yield path


def test_every_field_of_amazons_model_is_told_and_left_out():
    schema = spec.Order.model_json_schema(by_alias=True)
    told = [set(paths_of(order)) for order, _sound in ORDERS]
    for path in paths_of_model(schema, schema):
        assert any(path in paths for paths in told), f"{path} is never told"
    always = set.intersection(*told)
    assert always == {
        ".orderId", ".createdTime", ".lastUpdatedTime", ".salesChannel.channelName",
        ".orderItems.orderItemId", ".orderItems.quantityOrdered",
    }  # fmt: skip


def test_every_order_is_within_amazons_model():
    assert not [found for order, _sound in ORDERS for found in spec.problems(spec.Order, order)]


def test_every_status_in_every_channel_occurs():
    kinds = {
        (fulfillment.get("fulfilledBy"), fulfillment["fulfillmentStatus"])
        for order, _sound in ORDERS
        if (fulfillment := order.get("fulfillment"))
    }
    for shipper in (*spec.FULFILLED_BY, None):
        for status in ("UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED", "PENDING", "CANCELLED"):
            assert (shipper, status) in kinds


def test_the_same_seed_draws_the_same_orders():
    assert wild_orders(7, 600, [FRANCE], {FRANCE: "EUR"}, NOW) == ORDERS
