"""Login with Amazon's token endpoint: a refresh token, or a consent's code, for an access token.

https://developer-docs.amazon.com/sp-api/docs/connect-to-the-selling-partner-api
"""

import asyncio
import hmac
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..clock import format_moment
from ..exceptions import TokenError
from ..gateway import cut_off, faulty_response
from ..operations import TOKEN
from ..seller import Seller
from ..world import TOKEN_LIFETIME, World

# By grant, what a form must hold beside it.
REQUIRED = {
    "refresh_token": ("refresh_token", "client_id", "client_secret"),
    "authorization_code": ("code", "client_id", "client_secret"),
}


async def token(request: Request) -> Response:
    """Answer ``POST /auth/o2/token``."""
    world: World = request.app.state.world
    form = _read_form(request, await request.body())
    # The fault and the record belong to whoever this is, even with a wrong secret.
    seller = _find_seller(world, form)
    fault = seller.take_fault(TOKEN) if seller else None
    if fault and fault.delay_seconds:
        await asyncio.sleep(fault.delay_seconds)
    if fault and fault.status is not None:
        response: Response = faulty_response(fault)
    else:
        response = _answer(world, seller, form)
    if seller:
        call = {"operation": TOKEN, "time": format_moment(world.clock.now())}
        parameters = {"grant_type": form.get("grant_type")}
        seller.calls.append({**call, "parameters": parameters, "status": response.status_code})
    return cut_off(response, fault)


def _answer(world: World, seller: Seller | None, form: dict[str, str]) -> Response:
    try:
        granted = _grant(world, seller, form)
    except TokenError as error:
        return JSONResponse(error.body(), error.status, {"cache-control": "no-store"})
    return JSONResponse(granted, headers={"cache-control": "no-store"})


def _grant(world: World, seller: Seller | None, form: dict[str, str]) -> dict:
    """Return the new access token, or raise what Login with Amazon says instead."""
    grant = form.get("grant_type", "")
    for name in ("grant_type", *REQUIRED.get(grant, REQUIRED["refresh_token"])):
        if not form.get(name):
            description = f"The request is missing a required parameter : {name}"
            raise TokenError(400, "invalid_request", description)
    if grant not in REQUIRED:
        description = "The authorization grant type is not supported by the authorization server"
        raise TokenError(400, "unsupported_grant_type", description)
    if not _is_client(world, form):
        raise TokenError(401, "invalid_client", "Client authentication failed")
    if grant == "authorization_code":
        seller = world.take_consent(form["code"], form["client_id"], form.get("redirect_uri"))
    elif seller and seller.refresh_token != form["refresh_token"]:
        seller = None
    if seller is None:
        name = REQUIRED[grant][0]
        description = f"The request has an invalid grant parameter : {name}"
        raise TokenError(400, "invalid_grant", description)
    return {
        "access_token": world.issue_access_token(seller),
        "refresh_token": seller.refresh_token,
        "token_type": "bearer",
        "expires_in": int(TOKEN_LIFETIME.total_seconds()),
    }


def _read_form(request: Request, body: bytes) -> dict[str, str]:
    """Return the form's fields; none when the body is not a form."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip()
    if content_type != "application/x-www-form-urlencoded":
        return {}
    fields = parse_qs(body.decode("utf-8", "replace"))
    return {name: values[0] for name, values in fields.items()}


def _find_seller(world: World, form: dict[str, str]) -> Seller | None:
    """Return the seller who is meant: of an application's several, the token's, else the first."""
    users = world.users_of("client_id", form.get("client_id"))
    meant = [seller for seller in users if seller.refresh_token == form.get("refresh_token")]
    return next(iter(meant or users), None)


def _is_client(world: World, form: dict[str, str]) -> bool:
    """Whether client id and secret are those of an application."""
    return any(
        seller.client_id == form["client_id"]
        and hmac.compare_digest(seller.client_secret.encode(), form["client_secret"].encode())
        for seller in world.sellers.values()
    )
