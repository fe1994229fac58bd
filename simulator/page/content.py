"""What the page shows: the clock, the sellers, and one seller's orders and traffic."""

from dataclasses import dataclass
from urllib.parse import urlencode

from .. import marketplaces, spec
from ..seller import Seller
from ..stored_order import StoredOrder
from ..world import World
from .beliefs import beliefs
from .markup import Markup, button, join, tag
from .order_card import order_card
from .trouble_box import trouble_box

ORDERS_ON_A_PAGE = 25


@dataclass(frozen=True)
class View:
    """What of the world to show: of ``seller`` the orders with ``status`` whose text has
    ``words``, from the ``first`` on. ``address`` is the server's own."""

    seller: Seller | None
    address: str
    status: str = ""
    words: str = ""
    first: int = 0


def body(world: World, view: View) -> Markup:
    """Return the page's main part."""
    return join(
        _clock(world),
        tag("div", id="said", role="status", tabindex="-1"),
        _sellers(world, view.seller),
        _seller(view) if view.seller else tag("p", "No seller yet: make one above."),
        trouble_box(view.seller) if view.seller else None,
        _orders(view) if view.seller else None,
        beliefs(view.seller) if view.seller else None,
    )


def _clock(world: World) -> Markup:
    now = world.clock.now().strftime("%d %b %Y, %H:%M:%S UTC")

    def forward(label: str, seconds: int) -> Markup:
        said = f"It is {label} later. Searches tell of changes that are two minutes old."
        wish = {"advanceSeconds": seconds}
        return button(f"+ {label}", "/_control/clock", said, wish, id=f"clock-{seconds}")

    return tag(
        "div",
        tag("span", f"The world’s time: {now}", class_="rest"),
        forward("3 minutes", 180),
        forward("1 hour", 3600),
        forward("1 day", 86400),
        button(
            "Reset",
            "/_control/reset",
            "The world is as it was at the start.",
            data_ask="Forget everything since the start?",
        ),
        class_="bar",
    )


def _sellers(world: World, shown: Seller | None) -> Markup:
    links = [
        tag(
            "li",
            tag(
                "a",
                f"{_distinct_name(seller, world)} · {len(seller.orders)} orders",
                class_="button",
                href=f"/?{urlencode({'seller': seller.seller_id})}",
                aria_current="page" if seller is shown else None,
            ),
        )
        for seller in world.sellers.values()
    ]
    options = [
        tag("option", label, value=region)
        for region, label in zip(
            marketplaces.REGIONS, ("North America", "Europe", "Far East"), strict=True
        )
    ]
    form = tag(
        "form",
        tag("label", "New seller in", tag("select", *options, name="region")),
        tag("button", "Add seller", type="submit"),
        class_="bar",
        data_post="/_control/sellers",
        data_done="The seller is there. Give it some orders.",
    )
    return tag("nav", tag("ul", *links), form, aria_label="Sellers")


def _distinct_name(seller: Seller, world: World) -> str:
    """Return the seller's name, with the end of its id if it is not the only one of that name."""
    same = [each for each in world.sellers.values() if each.name == seller.name]
    return f"{seller.name} …{seller.seller_id[-4:]}" if len(same) > 1 else seller.name


def _seller(view: View) -> Markup:
    """Return how to connect a program to the seller."""
    seller = view.seller
    names = [marketplaces.by_id(each).name for each in seller.marketplace_ids]
    facts = {
        "API": view.address,
        "Token": f"{view.address}/auth/o2/token",
        "Seller": seller.seller_id,
        "Region": seller.region.upper(),
        "Marketplaces": ", ".join(names),
        "Application id": seller.application_id,
        "Client id": seller.client_id,
        "Client secret": seller.client_secret,
        "Refresh token": seller.refresh_token,
    }
    rows = [
        Markup(tag("dt", name) + tag("dd", fact, class_="mono")) for name, fact in facts.items()
    ]
    title = tag("summary", f"Connect a program to {seller.name}")
    return tag("details", title, tag("dl", *rows), class_="box", id="connect")


def _orders(view: View) -> Markup:
    seller = view.seller
    found = sorted(
        (order for order in seller.orders.values() if _shown(order, view)),
        key=lambda order: (order.updated, order.order_id),
        reverse=True,
    )
    page = found[view.first : view.first + ORDERS_ON_A_PAGE]
    count = f"{len(found)} of {len(seller.orders)}" if view.status or view.words else len(found)
    return join(
        tag("h2", f"Orders ({count})", tag("a", "What Amazon believes ↓", href="#beliefs")),
        tag("div", _add_form(seller), _filter_form(view), class_="tools"),
        *(order_card(order, seller.seller_id) for order in page),
        None if page else tag("p", "No such orders.", class_="quiet"),
        _pages(view, len(found)),
    )


def _shown(order: StoredOrder, view: View) -> bool:
    if view.status and order.status != view.status:
        return False
    return not view.words or view.words.casefold() in str(order.data).casefold()


def _add_form(seller: Seller) -> Markup:
    number = tag("input", name="count", type="number", value=5, min=1, max=1000)
    return tag(
        "form",
        tag("label", "Made-up orders", number),
        tag("button", "Add orders", type="submit", class_="main", id="add-orders"),
        class_="bar",
        data_post=f"/_control/sellers/{seller.seller_id}/generate",
        data_done="The orders are placed. Searches tell of them in two minutes of world time.",
    )


def _filter_form(view: View) -> Markup:
    options = [
        tag(
            "option",
            status.replace("_", " ").lower() or "all",
            value=status,
            selected="" if status == view.status else None,
        )
        for status in ("", *spec.FULFILLMENT_STATUSES)
    ]
    return tag(
        "form",
        tag("input", type="hidden", name="seller", value=view.seller.seller_id),
        tag("label", "Status", tag("select", *options, name="status")),
        tag(
            "label",
            "Any words in the order",
            tag("input", name="words", type="search", value=view.words),
            class_="rest",
        ),
        tag("button", "Show", type="submit"),
        class_="bar",
        role="search",
    )


def _pages(view: View, count: int) -> Markup | None:
    """Return the links to newer and older orders, if there are any."""
    places = {"← Newer": view.first - ORDERS_ON_A_PAGE, "Older →": view.first + ORDERS_ON_A_PAGE}
    kept = {"seller": view.seller.seller_id, "status": view.status, "words": view.words}
    links = [
        tag("a", label, class_="button", href=f"/?{urlencode({**kept, 'first': first})}")
        for label, first in places.items()
        if 0 <= first < count
    ]
    return tag("div", *links, class_="bar") if links else None
