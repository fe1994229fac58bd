"""The web application: addresses, and what is answered where there is none."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .exceptions import InternalFailure, MethodNotAllowed, NotFound
from .urls import ROUTES
from .world import World


def make_application(world: World) -> Starlette:
    """Return the application that serves ``world``."""
    handlers = {HTTPException: _refuse, Exception: _break}
    application = Starlette(routes=ROUTES, exception_handlers=handlers)
    application.state.world = world
    return application


async def _refuse(request: Request, error: HTTPException) -> Response:
    """Answer for an address or a method that does not exist, in Amazon's form."""
    refusal = MethodNotAllowed() if error.status_code == 405 else NotFound("Resource not found.")
    return JSONResponse(refusal.body(), error.status_code, error.headers)


async def _break(request: Request, error: Exception) -> Response:
    """Answer after a mistake of the simulator's own; its traceback goes to standard error."""
    return JSONResponse(InternalFailure(details=repr(error)).body(), InternalFailure.status)
