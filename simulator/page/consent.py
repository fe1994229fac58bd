"""The page on which a seller agrees to an application, and the one that refuses to ask."""

from pathlib import Path

from ..marketplaces import by_id
from ..seller import Seller
from .markup import Markup, join, tag, text

_STYLE = Path(__file__).with_name("page.css")
_ASKED = ("application_id", "state", "version", "redirect_uri")


def question(sellers: list[Seller], asked: dict[str, str]) -> str:
    """Return the page that asks whether, and as which of these sellers, to authorise."""
    hidden = [
        tag("input", type="hidden", name=name, value=asked[name])
        for name in _ASKED
        if name in asked
    ]
    choices = [_choice(seller, number == 0) for number, seller in enumerate(sellers)]
    buttons = tag(
        "p",
        tag("button", "Authorise", name="answer", value="authorise", class_="main"),
        tag("button", "Refuse", name="answer", value="refuse"),
        class_="bar",
    )
    form = tag("form", *hidden, tag("fieldset", *choices), buttons, method="post")
    return _page(
        tag("h2", "Authorise an application"),
        tag("p", "An application asks to read your orders and to confirm your shipments:"),
        tag("p", asked["application_id"], class_="mono"),
        form,
    )


def refusal(code: str, why: str) -> str:
    """Return the page that Seller Central shows instead of asking."""
    return _page(
        tag("h2", "We cannot go on"), tag("p", f"Error Code: {code}"), tag("p", why, class_="quiet")
    )


def _choice(seller: Seller, is_first: bool) -> Markup:
    places = ", ".join(by_id(one).name for one in seller.marketplace_ids)
    return tag(
        "label",
        tag(
            "input",
            type="radio",
            name="seller",
            value=seller.seller_id,
            checked="" if is_first else None,
            style="width: auto; min-height: 0",
        ),
        f" {seller.name} ({seller.seller_id}): {places}",
        style="display: block; padding: .4rem 0",
    )


def _page(*parts: Markup) -> str:
    body = join(
        tag(
            "header",
            tag("h1", "Seller Central of the Amazon simulator"),
            tag("span", "A test world on this machine. It is not Amazon.", class_="quiet"),
        ),
        tag("main", *parts),
    )
    head = join(
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<link rel="icon" href="data:,">'),
        tag("title", text("Authorise – Amazon simulator")),
        tag("style", Markup(_STYLE.read_text(encoding="utf-8"))),
    )
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>'
