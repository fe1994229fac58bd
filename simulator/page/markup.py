"""Writing HTML in which nothing that comes from an order can be anything but text."""

import html
import json
from typing import Any

_WITHOUT_CONTENT = ("input",)


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(value: Any) -> Markup:
    """Return a value as HTML text; Markup stays what it is."""
    return value if isinstance(value, Markup) else Markup(html.escape(str(value)))


def join(*parts: Any) -> Markup:
    """Return the parts one after the other, on lines of their own; None is left out."""
    return Markup("\n".join(text(part) for part in parts if part is not None))


def tag(name: str, /, *parts: Any, **attributes: Any) -> Markup:
    """Return an element.

    Attributes that are None are left out; ``class_`` is written ``class`` and ``data_post``
    ``data-post``.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _WITHOUT_CONTENT:
        return Markup(f"<{name}{written}>")
    content = "".join(text(part) for part in parts if part is not None)
    return Markup(f"<{name}{written}>{content}</{name}>")


def button(label: str, post: str, done: str, body: Any = None, **attributes: Any) -> Markup:
    """Return a button that sends ``body`` to the control interface's address ``post``.

    :param done: what to say afterwards
    """
    sent = json.dumps(body) if body is not None else None
    return tag(
        "button", label, type="button", data_post=post, data_body=sent, data_done=done, **attributes
    )


def table(heads: list[str], rows: list[list[Any]], numbers: frozenset[int] = frozenset()) -> Markup:
    """Return a table; ``numbers`` are the columns to align at their end."""

    def cells(name: str, row: list[Any]) -> Markup:
        return tag(
            "tr",
            *(
                tag(name, cell, class_="number" if index in numbers else None)
                for index, cell in enumerate(row)
            ),
        )

    body = tag("tbody", *(cells("td", row) for row in rows))
    return tag("div", tag("table", tag("thead", cells("th", heads)), body), class_="wide")
