"""The web application: addresses, and what is answered where there is none."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .exceptions import AmazonError, NotFound
from .urls import ROUTES
from .world import World


def make_application(world: World) -> Starlette:
    """Return the application that serves ``world``."""
    application = Starlette(routes=ROUTES, exception_handlers={HTTPException: _refuse})
    application.state.world = world
    return application


async def _refuse(request: Request, error: HTTPException) -> Response:
    """Answer for an address or a method that does not exist, in Amazon's form."""
    refusal: AmazonError = NotFound("The resource you are looking for was not found.")
    if error.status_code == 405:
        refusal = AmazonError("The method is not allowed for this resource.")
        refusal.code = "MethodNotAllowed"
    return JSONResponse(refusal.body(), error.status_code, error.headers)
