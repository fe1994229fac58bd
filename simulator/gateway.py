"""What all operations have in common: who calls, faults, quota, headers, the record of calls."""

import asyncio
import json
import logging
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from . import spec
from .clock import format_moment
from .exceptions import (
    AmazonError,
    Forbidden,
    InternalFailure,
    InvalidInput,
    QuotaExceeded,
    TooLarge,
    Unauthorized,
    UnsupportedMediaType,
)
from .faults import Fault
from .operations import Operation
from .quotas import rate_header
from .seller import Seller
from .world import World

LOGGER = logging.getLogger(__name__)
MAXIMUM_BODY_BYTES = 10 * 1024 * 1024
# Amazon's models promise the seller's rate with these answers only.
STATUSES_WITH_RATE = (200, 201, 202, 204, 400, 404)

Handler = Callable[[World, Seller, Request, Any], Any]


class CutResponse(Response):
    """An answer whose connection breaks off after some bytes of the body.

    One without a body cannot break off, so it becomes a 200 that announces more than there is.
    """

    def __init__(self, whole: Response, cut_after_bytes: int) -> None:
        if whole.body:
            super().__init__(whole.body, whole.status_code, dict(whole.headers))
        else:
            super().__init__(b"{}", 200)
        self._cut_after_bytes = min(cut_after_bytes, len(self.body) - 1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the head and some of the body, and never the rest."""
        start = {"type": "http.response.start", "status": self.status_code}
        await send({**start, "headers": self.raw_headers})
        part = bytes(self.body)[: self._cut_after_bytes]
        await send({"type": "http.response.body", "body": part, "more_body": True})


def endpoint(operation: Operation, handle: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Return the web server's function for ``operation``, whose work ``handle`` does.

    ``handle(world, seller, request, body)`` returns the answer's JSON, None for 204, or raises an
    AmazonError.
    """

    async def respond(request: Request) -> Response:
        return await _respond(operation, handle, request)

    return respond


async def _respond(operation: Operation, handle: Handler, request: Request) -> Response:
    """Answer one call."""
    world: World = request.app.state.world
    try:
        seller = _authenticate(world, operation, request)
    except AmazonError as error:
        return _finish(JSONResponse(error.body(), error.status), operation, None)
    world.settle()
    fault = seller.take_fault(operation.name)
    # Kept for the work below: who has sent all of it may be gone before a late answer.
    await request.body()
    if fault and fault.delay_seconds:
        await asyncio.sleep(fault.delay_seconds)
    factor = world.quota_factor if seller.quota_factor is None else seller.quota_factor
    call = {"operation": operation.name, "time": format_moment(world.clock.now())}
    call["parameters"] = {**request.path_params, **_query(request)}
    if fault and fault.status is not None and not fault.after_handling:
        response: Response = faulty_response(fault)
    else:
        response = await _handle(operation, handle, request, seller, call, factor)
        if fault and fault.status is not None:
            response = faulty_response(fault)
    seller.calls.append({**call, "status": response.status_code})
    return cut_off(_finish(response, operation, factor), fault)


def _authenticate(world: World, operation: Operation, request: Request) -> Seller:
    """Return the seller whose access token came with the request."""
    text = request.headers.get("x-amz-access-token")
    if not text:
        raise Forbidden("Access token is missing in the request header.")
    if operation.knows_401 and not text.startswith("Atza|"):
        raise Unauthorized("The access token you provided is not formatted correctly.")
    token = world.access_token(text)
    if token is None or token.seller.seller_id not in world.sellers:
        raise Forbidden("The access token you provided is revoked, malformed or invalid.")
    if token.expires <= world.clock.now():
        raise Forbidden("The access token you provided has expired.")
    return token.seller


async def _handle(
    operation: Operation,
    handle: Handler,
    request: Request,
    seller: Seller,
    call: dict,
    factor: float,
) -> Response:
    """Count the call, do its work, and hold the answer against Amazon's model."""
    world: World = request.app.state.world
    now = world.clock.now()
    try:
        if not world.quotas.take(seller.seller_id, seller.client_id, operation, factor, now):
            raise QuotaExceeded
        body = await _json_body(request)
        if body is not None:
            call["parameters"]["body"] = body
        _demand_known_parameters(operation, request)
        answer = handle(world, seller, request, body)
        _demand_valid_answer(operation, answer, seller)
    except AmazonError as error:
        return JSONResponse(error.body(), error.status)
    return Response(status_code=204) if answer is None else JSONResponse(answer, operation.success)


def _demand_known_parameters(operation: Operation, request: Request) -> None:
    strangers = [name for name in request.query_params if name not in operation.parameters]
    if strangers:
        raise InvalidInput(*(f"Invalid parameter: {name} is not known." for name in strangers))


async def _json_body(request: Request) -> Any:
    """Read the JSON of a POST; None for a GET."""
    if request.method != "POST":
        return None
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > MAXIMUM_BODY_BYTES:
        raise TooLarge("The request size exceeded the maximum accepted size.")
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise UnsupportedMediaType("The request payload is in an unsupported format.")
    body = await request.body()
    if len(body) > MAXIMUM_BODY_BYTES:
        raise TooLarge("The request size exceeded the maximum accepted size.")
    try:
        return json.loads(body)
    except ValueError as error:
        raise InvalidInput("Could not match input arguments", details=str(error)) from error


def _demand_valid_answer(operation: Operation, answer: Any, seller: Seller) -> None:
    """Never send what Amazon's model does not allow; it would be a mistake of the simulator's.

    Orders that a tester put in unchecked are what he wants to see, so they are let through.
    """
    if answer is None or seller.has_unchecked_orders:
        return
    if found := spec.problems(spec.ANSWERS[operation.name], answer):
        LOGGER.error("%s would answer what Amazon never does: %s", operation.name, found)
        raise InternalFailure("; ".join(found))


def faulty_response(fault: Fault) -> Response:
    """Return the answer that the tester ordered."""
    content_type = fault.content_type or "application/json"
    headers = {"content-type": content_type, **fault.headers}
    return Response(fault.content(), fault.status, headers)


def cut_off(response: Response, fault: Fault | None) -> Response:
    """Return the answer as it is, or one that breaks off where the tester ordered so."""
    if fault is None or fault.cut_after_bytes is None:
        return response
    return CutResponse(response, fault.cut_after_bytes)


def _finish(response: Response, operation: Operation, factor: float | None) -> Response:
    """Add the headers that Amazon adds, unless a fault has set them."""
    response.headers.setdefault("x-amzn-RequestId", str(uuid.uuid4()))
    if factor is not None and response.status_code in STATUSES_WITH_RATE:
        response.headers.setdefault("x-amzn-RateLimit-Limit", rate_header(operation, factor))
    return response


def _query(request: Request) -> dict[str, Any]:
    """Return the query's parameters; a list for one that comes several times."""
    found: dict[str, Any] = {}
    for name in request.query_params:
        values = request.query_params.getlist(name)
        found[name] = values[0] if len(values) == 1 else values
    return found
