"""The page."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response


async def page(request: Request) -> Response:
    """Answer ``GET /``."""
    return HTMLResponse("<h1>Amazon simulator</h1>")
