"""Answers and Amazon's own Swagger files: where those are at hand, both agree.

SP_API_MODELS names the folder that holds them; without it these tests are skipped, and the models
of amzn-selling-partner, which the server itself holds every answer against, stand alone.
"""

import json
import os
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from simulator import operations, spec
from tests.unit.simulator import feeds
from tests.unit.simulator.support import (
    EVERYTHING,
    FRANCE,
    PARTICIPATIONS,
    SEARCH,
    Shop,
    Simulator,
    a_shipment,
    an_order,
    running,
)

FOLDER = os.environ.get("SP_API_MODELS")
pytestmark = pytest.mark.skipif(not FOLDER, reason="SP_API_MODELS is not set")
ORDERS, ORDERS_V0, SELLERS = "orders_2026-01-01.json", "ordersV0.json", "sellers.json"
FEEDS = "feeds_2021-06-30.json"


@cache
def model(name):
    """Return one of Amazon's Swagger files."""
    return json.loads((Path(FOLDER) / name).read_text(encoding="utf-8"))


def closed(schema):
    """Return a copy of a schema in which unknown fields are refused."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    copied = {key: closed(value) for key, value in schema.items()}
    if isinstance(copied.get("properties"), dict):
        copied.setdefault("additionalProperties", False)
    return copied


def validate(name, definition, data):
    """Hold data against a definition of Amazon's, unknown fields refused."""
    definitions = closed(model(name)["definitions"])
    schema = {"$ref": f"#/definitions/{definition}", "definitions": definitions}
    checker = jsonschema.FormatChecker()
    jsonschema.Draft4Validator(schema, format_checker=checker).validate(data)


@pytest.fixture(scope="module")
def world():
    """A simulator with two hundred made-up orders and the examples, and its sellers."""
    with running("--examples", "--generate", 200, "--quota-factor", 1000) as url:
        simulator = Simulator(url)
        yield [Shop(simulator, account) for account in simulator.get("sellers").json()]


def samples(name):
    """Yield Amazon's own sandbox answers of a file."""

    def walk(value):
        if isinstance(value, dict):
            for key, child in value.items():
                if key == "x-amzn-api-sandbox":
                    yield from (each["response"] for each in child.get("static", []))
                else:
                    yield from walk(child)

    return walk(model(name))


def sample_orders():
    """Return the orders of Amazon's own samples."""
    found = {}
    for response in samples(ORDERS):
        for order in [*response.get("orders", []), response.get("order", {})]:
            if order:
                found[order["orderId"]] = order
    return list(found.values())


@pytest.mark.parametrize("included", ["", "PROCEEDS", EVERYTHING])
def test_searches_answer_what_amazons_model_says(world, included):
    for shop in world:
        answer = shop.search(includedData=included, maxResultsPerPage=100).json()

        assert answer["orders"]
        validate(ORDERS, "SearchOrdersResponse", answer)


def test_single_orders_answer_what_amazons_model_says(world):
    for shop in world:
        for order_id in shop.found()[:5]:
            answer = shop.call(f"{SEARCH}/{order_id}", includedData=EVERYTHING).json()
            validate(ORDERS, "GetOrderResponse", answer)


def test_participations_answer_what_amazons_model_says(world):
    for shop in world:
        answer = shop.call(PARTICIPATIONS).json()
        validate(SELLERS, "GetMarketplaceParticipationsResponse", answer)


def test_feeds_answer_what_amazons_model_says(simulator):
    order = an_order()
    shop = feeds.at_once(simulator.add_seller(order))
    document = feeds.new_document(shop)
    feeds.upload(document, feeds.an_envelope(shop, feeds.a_message(1, order["orderId"])))
    made = feeds.create(shop, document["feedDocumentId"]).json()
    told = feeds.feed(shop, made["feedId"])
    feeds.send(shop, "<a/>")
    page = shop.call(feeds.FEEDS, feedTypes=feeds.TYPE, pageSize=1).json()
    found = shop.call(f"{feeds.DOCUMENTS}/{told['resultFeedDocumentId']}").json()

    assert "nextToken" in page
    validate(FEEDS, "CreateFeedDocumentResponse", document)
    validate(FEEDS, "CreateFeedResponse", made)
    validate(FEEDS, "Feed", told)
    validate(FEEDS, "GetFeedsResponse", page)
    validate(FEEDS, "FeedDocument", found)


def test_orders_that_were_pushed_along_stay_within_amazons_model(simulator):
    orders = [an_order() for _ in range(4)]
    shop = simulator.add_seller(*orders)
    ids = [order["orderId"] for order in orders]
    shop.confirm(ids[0], a_shipment(("11", 2)))
    for order_id, name in zip(ids[1:], ("ship", "cancel", "change"), strict=True):
        assert shop.push(order_id, name).status_code == 200

    for order_id in ids:
        validate(ORDERS, "Order", shop.order(order_id))


def test_errors_have_the_form_of_amazons_models(shop):
    wrong = shop.search(fulfilledBy="NOBODY")
    unknown = shop.confirm("171-1", a_shipment())
    shop.plan_faults({"operation": "*", "status": 503})
    broken = shop.call(PARTICIPATIONS)

    validate(ORDERS, "ErrorList", wrong.json())
    validate(ORDERS_V0, "ConfirmShipmentErrorResponse", unknown.json())
    validate(SELLERS, "GetMarketplaceParticipationsResponse", broken.json())


def test_amazons_own_samples_can_be_put_in_and_come_back_unchanged(tmp_path):
    orders = sample_orders()
    path = tmp_path / "samples.json"
    path.write_text(json.dumps(orders), encoding="utf-8")

    with running("--orders", path) as url:
        simulator = Simulator(url)
        shops = [Shop(simulator, account) for account in simulator.get("sellers").json()]
        kept = [order for shop in shops for order in shop.state()["orders"]]
        listed = [order_id for shop in shops for order_id in shop.found()]

    assert sorted(listed) == sorted(order["orderId"] for order in orders)
    assert all(order in orders for order in kept)
    assert len(kept) == len(orders)


def test_amazons_sample_of_a_confirmation_is_understood(simulator):
    path = "/orders/v0/orders/{orderId}/shipmentConfirmation"
    sandbox = model(ORDERS_V0)["paths"][path]["post"]["responses"]["204"]["x-amzn-api-sandbox"]
    body = sandbox["static"][0]["request"]["parameters"]["body"]["value"]
    item_id = body["packageDetail"]["orderItems"][0]["orderItemId"]
    long_ago = body["packageDetail"]["shipDate"]
    order = an_order(marketplace=body["marketplaceId"], createdTime=long_ago)
    order["orderItems"][0]["orderItemId"] = item_id
    shop = simulator.add_seller(order, region="na")

    assert shop.confirm(order["orderId"], body).status_code == 204


def usage(text):
    """Return (rate, burst) of the table in an operation's description."""
    row = text.split("| ---- | ---- |")[1].strip().splitlines()[0]
    rate, calls = (part.strip() for part in row.strip("| ").split("|"))
    return float(rate), int(calls)


@pytest.mark.parametrize(
    ("operation", "name", "path", "method"),
    [
        (operations.SEARCH_ORDERS, ORDERS, SEARCH, "get"),
        (operations.GET_ORDER, ORDERS, f"{SEARCH}/{{orderId}}", "get"),
        (
            operations.CONFIRM_SHIPMENT,
            ORDERS_V0,
            "/orders/v0/orders/{orderId}/shipmentConfirmation",
            "post",
        ),
        (operations.GET_MARKETPLACE_PARTICIPATIONS, SELLERS, PARTICIPATIONS, "get"),
        (operations.CREATE_FEED_DOCUMENT, FEEDS, feeds.DOCUMENTS, "post"),
        (operations.CREATE_FEED, FEEDS, feeds.FEEDS, "post"),
        (operations.GET_FEED, FEEDS, f"{feeds.FEEDS}/{{feedId}}", "get"),
        (operations.GET_FEEDS, FEEDS, feeds.FEEDS, "get"),
        (
            operations.GET_FEED_DOCUMENT,
            FEEDS,
            f"{feeds.DOCUMENTS}/{{feedDocumentId}}",
            "get",
        ),
    ],
)
def test_names_parameters_and_quotas_are_amazons(operation, name, path, method):
    described = model(name)["paths"][path][method]

    assert described["operationId"] == operation.name
    assert usage(described["description"]) == (operation.rate, operation.burst)
    query = {each["name"] for each in described["parameters"] if each["in"] == "query"}
    assert query == operation.parameters
    assert ("401" in described["responses"]) is operation.knows_401
    assert str(operation.success) in described["responses"] or "204" in described["responses"]


def test_values_are_amazons():
    described = model(ORDERS)["paths"][SEARCH]["get"]["parameters"]
    enums = {each["name"]: each.get("items", {}).get("enum") for each in described}

    assert enums["includedData"] == spec.INCLUDED_DATA
    assert enums["fulfillmentStatuses"] == spec.FULFILLMENT_STATUSES
    assert sorted(enums["fulfilledBy"]) == sorted(spec.FULFILLED_BY)


def test_a_field_that_amazon_does_not_know_would_be_noticed_here():
    order = an_order(colour="red")

    with pytest.raises(jsonschema.ValidationError, match="colour"):
        validate(ORDERS, "Order", order)
    validate(ORDERS, "Order", an_order(salesChannel={"channelName": "AMAZON"}))
    assert FRANCE in str(an_order())


def test_inventories_answer_what_amazons_model_says(simulator):
    shop = simulator.add_seller(an_order(by="AMAZON"))
    goods = [{"sku": f"A{number}", "sellable": 1} for number in range(60)]
    simulator.post(f"sellers/{shop.seller_id}/inventory", goods)
    asked = {"granularityType": "Marketplace", "granularityId": FRANCE, "marketplaceIds": FRANCE}
    page = shop.call("/fba/inventory/v1/summaries", details="true", **asked).json()

    assert page["pagination"]["nextToken"]
    validate("fbaInventory.json", "GetInventorySummariesResponse", page)
