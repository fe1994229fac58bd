"""The page at ``/``."""

from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ..page import content
from ..page.markup import text
from ..world import World

_FOLDER = Path(content.__file__).parent
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
_HEADERS = {"content-security-policy": _POLICY + "connect-src 'self'; img-src data:"}


async def page(request: Request) -> Response:
    """Answer ``GET /?seller=&status=&words=&first=``; what makes no sense is not heeded."""
    world: World = request.app.state.world
    world.settle()
    query = request.query_params
    first_seller = next(iter(world.sellers.values()), None)
    first = query.get("first", "0")
    view = content.View(
        seller=world.sellers.get(query.get("seller"), first_seller),
        address=str(request.base_url).rstrip("/"),
        status=query.get("status", ""),
        words=query.get("words", ""),
        first=int(first) if first.isdecimal() else 0,
    )
    template = Template((_FOLDER / "page.html").read_text(encoding="utf-8"))
    made = template.substitute(
        title=text(f"{view.seller.name} – Amazon simulator" if view.seller else "Simulator"),
        style=(_FOLDER / "page.css").read_text(encoding="utf-8"),
        script=(_FOLDER / "page.js").read_text(encoding="utf-8"),
        body=content.body(world, view),
    )
    return HTMLResponse(made, headers=_HEADERS)
