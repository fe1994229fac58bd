"""The storage behind the documents' addresses: no operation of the API, but needed for feeds."""

import asyncio
from collections.abc import Awaitable, Callable
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

from ..clock import format_moment
from ..faults import Fault
from ..feeds import addresses
from ..feeds.addresses import AddressRefused
from ..feeds.store import Document
from ..gateway import cut_off, faulty_response
from ..operations import DOWNLOAD_FEED_DOCUMENT, UPLOAD_FEED_DOCUMENT
from ..world import World

Handler = Callable[[Request, Document], Awaitable[Response]]


async def upload(request: Request) -> Response:
    """Answer ``PUT /documents/{sellerId}/{documentId}?X-Amz-…``: 200, no content."""
    return await _respond(UPLOAD_FEED_DOCUMENT, _take, request)


async def download(request: Request) -> Response:
    """Answer ``GET /documents/{sellerId}/{documentId}?X-Amz-…``: the document's bytes."""
    return await _respond(DOWNLOAD_FEED_DOCUMENT, _give, request)


async def _respond(name: str, handle: Handler, request: Request) -> Response:
    """Answer one transfer, with the fault that waits for it."""
    world: World = request.app.state.world
    seller = world.sellers.get(request.path_params["sellerId"])
    document = seller and seller.feeds.documents.get(request.path_params["documentId"])
    if seller is None or document is None:
        return _refusal("NoSuchKey", "The specified key does not exist.", 404)
    world.settle()
    fault = seller.take_fault(name)
    if fault and fault.delay_seconds:
        await asyncio.sleep(fault.delay_seconds)
    response = await _answer(handle, request, world, document, fault)
    call = {"operation": name, "time": format_moment(world.clock.now())}
    call["parameters"] = {"documentId": document.document_id}
    seller.calls.append({**call, "status": response.status_code})
    return cut_off(response, fault)


async def _answer(
    handle: Handler, request: Request, world: World, document: Document, fault: Fault | None
) -> Response:
    if fault and fault.status is not None and not fault.after_handling:
        return faulty_response(fault)
    try:
        _demand_no_token(request)
        ids = (request.path_params["sellerId"], document.document_id)
        addresses.demand_valid(
            world.signing_key, request.method, ids, request.query_params, world.clock.now()
        )
        response = await handle(request, document)
    except AddressRefused as error:
        response = _refusal(error.code, str(error), 403)
    return faulty_response(fault) if fault and fault.status is not None else response


def _demand_no_token(request: Request) -> None:
    """Refuse requests that carry the API's access token, as the storage does.

    A token is no business of the storage's; a program that sends it there gives it away.
    """
    if "x-amz-access-token" in request.headers or "authorization" in request.headers:
        raise AddressRefused(
            "AccessDenied", "There were headers present in the request which were not signed"
        )


async def _take(request: Request, document: Document) -> Response:
    if request.headers.get("content-type", "") != document.content_type:
        # The content type is part of what was signed.
        raise AddressRefused(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided.",
        )
    document.content = await request.body()
    return Response(status_code=200, headers={"etag": f'"{len(document.content):032x}"'})


async def _give(request: Request, document: Document) -> Response:
    if document.content is None:
        return _refusal("NoSuchKey", "The specified key does not exist.", 404)
    headers = {"content-type": document.content_type}
    if encoding := request.query_params.get(addresses.ENCODING):
        headers["content-encoding"] = encoding
    return Response(document.content, headers=headers)


def _refusal(code: str, text: str, status: int) -> Response:
    """Return a refusal in the storage's form, which is XML."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{escape(code)}</Code><Message>{escape(text)}</Message></Error>"
    )
    return Response(body, status, media_type="application/xml")
