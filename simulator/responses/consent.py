"""Seller Central's page where a seller lets an application act for it.

https://developer-docs.amazon.com/sp-api/docs/website-authorization-workflow
"""

from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ..page import consent
from ..seller import Seller
from ..world import World

_HEADERS = {
    # No form-action: it would hold for where the answer leads as well.
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
_LOCAL = ("127.0.0.1", "localhost", "::1")


class Refused(Exception):
    """A question that Seller Central answers with one of its error pages."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(code)
        self.code = code
        self.why = why


async def ask(request: Request) -> Response:
    """Answer ``GET /apps/authorize/consent?application_id=&state=&version=beta&redirect_uri=``."""
    question = dict(request.query_params)
    try:
        sellers = _sellers(request.app.state.world, question)
    except Refused as error:
        return HTMLResponse(consent.refusal(error.code, error.why), 400, _HEADERS)
    return HTMLResponse(consent.question(sellers, question), headers=_HEADERS)


async def answer(request: Request) -> Response:
    """Answer what the seller pressed: send the browser back to the program's own address."""
    world: World = request.app.state.world
    fields = parse_qs((await request.body()).decode("utf-8", "replace"))
    form = {name: values[0] for name, values in fields.items()}
    try:
        sellers = {seller.seller_id: seller for seller in _sellers(world, form)}
    except Refused as error:
        return HTMLResponse(consent.refusal(error.code, error.why), 400, _HEADERS)
    told = {"state": form.get("state", "")}
    seller = sellers.get(form.get("seller", ""))
    if form.get("answer") == "authorise" and seller:
        told["selling_partner_id"] = seller.seller_id
        told["spapi_oauth_code"] = world.issue_code(seller, form["redirect_uri"])
    else:
        told |= {"error": "access_denied", "error_description": "The user denied access"}
    address = form["redirect_uri"]
    joint = "&" if urlsplit(address).query else "?"
    return RedirectResponse(f"{address}{joint}{urlencode(told)}", 303, _HEADERS)


def _sellers(world: World, question: dict[str, str]) -> list[Seller]:
    """Return who may consent to the application that is meant.

    :raises Refused: as Seller Central would
    """
    sellers = world.users_of("application_id", question.get("application_id", ""))
    if not sellers:
        raise Refused("MD1000", "There is no application of this application_id.")
    if question.get("version") != "beta":
        raise Refused("MD1000", "The application is a draft, and version=beta is missing.")
    address = urlsplit(question.get("redirect_uri", ""))
    local = address.scheme == "http" and address.hostname in _LOCAL
    if not address.hostname or not (address.scheme == "https" or local):
        raise Refused("MD5101", "The redirect_uri is missing, or not one that may be registered.")
    return sellers
