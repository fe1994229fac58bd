"""The Feeds API, version 2021-06-30."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request

from .. import spec
from ..exceptions import Forbidden, InvalidInput, NotFound
from ..feeds import addresses, questions
from ..feeds.store import FULFILMENT, Document
from ..seller import Seller
from ..world import World

MAXIMUM_MARKETPLACES = 25


def create_feed_document(world: World, seller: Seller, request: Request, body: Any) -> dict:
    """Answer ``POST /feeds/2021-06-30/documents``: where to upload the contents."""
    _demand_valid(spec.CreateFeedDocumentSpecification, body)
    if not body["contentType"].strip():
        raise InvalidInput("Invalid parameter: contentType must not be empty.")
    document = seller.feeds.add_document(body["contentType"])
    url = _address(world, seller, request, "PUT", document)
    return {"feedDocumentId": document.document_id, "url": url}


def create_feed(world: World, seller: Seller, request: Request, body: Any) -> dict:
    """Answer ``POST /feeds/2021-06-30/feeds``: the feed waits to be processed."""
    _demand_valid(spec.CreateFeedSpecification, body)
    if body["feedType"] != FULFILMENT:
        raise InvalidInput(f"Invalid parameter: feedType {body['feedType']} is not supported.")
    marketplaces = body["marketplaceIds"]
    if not 1 <= len(marketplaces) <= MAXIMUM_MARKETPLACES:
        raise InvalidInput(
            f"Invalid parameter: marketplaceIds takes 1 to {MAXIMUM_MARKETPLACES} values."
        )
    if any(each not in seller.marketplace_ids for each in marketplaces):
        raise Forbidden("The marketplaces you provided are not valid for region.")
    document_id = body["inputFeedDocumentId"]
    if document_id not in seller.feeds.documents:
        raise InvalidInput("Invalid parameter: inputFeedDocumentId is not known.")
    feed = seller.feeds.add_feed(FULFILMENT, marketplaces, document_id, world.clock.now())
    return {"feedId": feed.feed_id}


def get_feed(world: World, seller: Seller, request: Request, body: Any) -> dict:
    """Answer ``GET /feeds/2021-06-30/feeds/{feedId}``."""
    feed = seller.feeds.feeds.get(request.path_params["feedId"])
    if feed is None:
        raise NotFound("The feed does not exist.")
    return feed.to_json()


def get_feeds(world: World, seller: Seller, request: Request, body: Any) -> dict:
    """Answer ``GET /feeds/2021-06-30/feeds``: the newest first."""
    question = questions.read_question(
        request.query_params,
        seller.marketplace_ids,
        seller.seller_id,
        world.signing_key,
        world.clock.now(),
    )
    found = [feed for feed in reversed(seller.feeds.feeds.values()) if question.passes(feed)]
    page = found[: question.page_size]
    answer: dict[str, Any] = {"feeds": [feed.to_json() for feed in page]}
    if len(found) > len(page):
        answer["nextToken"] = question.token(world.signing_key, seller.seller_id, page[-1])
    return answer


def get_feed_document(world: World, seller: Seller, request: Request, body: Any) -> dict:
    """Answer ``GET /feeds/2021-06-30/documents/{feedDocumentId}``: where to download it."""
    document = seller.feeds.documents.get(request.path_params["feedDocumentId"])
    if document is None:
        raise NotFound("The feed document does not exist.")
    url = _address(world, seller, request, "GET", document)
    answer = {"feedDocumentId": document.document_id, "url": url}
    return {**answer, "compressionAlgorithm": "GZIP"} if document.is_gzip else answer


def _demand_valid(model: type[BaseModel], body: Any) -> None:
    """Hold a body against Amazon's model of it."""
    if found := spec.problems(model, body):
        raise InvalidInput("Could not match input arguments", details="; ".join(found))


def _address(
    world: World, seller: Seller, request: Request, method: str, document: Document
) -> str:
    """Return a signed address of a document; one that has expired already where a fault says so."""
    issued = world.clock.now()
    if method == "GET" and document.expired_addresses > 0:
        document.expired_addresses -= 1
        issued -= 2 * addresses.LIFETIME
    wish = request.query_params.get("enableContentEncodingUrlHeader") == "true"
    encoding = "gzip" if wish and document.is_gzip else ""
    base = str(request.base_url).rstrip("/")
    ids = (seller.seller_id, document.document_id)
    return addresses.sign(world.signing_key, base, method, ids, issued, encoding)
