"""One order on the page, with the buttons that make sense for it."""

import json
from typing import Any
from urllib.parse import quote, urlencode

from ..stored_order import CLOSED_STATUSES, PENDING_STATUSES, StoredOrder, fulfilled, left
from .markup import Markup, button, join, tag


def order_card(order: StoredOrder, seller_id: str) -> Markup:
    """Return the order as an ``<article>``; of an unchecked one only that it is there."""
    if not order.checked:
        note = tag("span", "put in unchecked: told as it is", class_="quiet")
        return tag("article", _title_of_unchecked(order), note, class_="order")
    return tag(
        "article",
        tag(
            "div",
            _title(order),
            tag("p", _people(order)),
            tag("ul", *(tag("li", _item(item)) for item in order.items)),
            _packages(order),
        ),
        tag("div", _money(order), class_="money"),
        _actions(order, seller_id),
        class_="order",
        id=_id(order, "order"),
        tabindex="-1",
        aria_labelledby=_id(order, "title"),
    )


def _title_of_unchecked(order: StoredOrder) -> Markup:
    return tag("h3", tag("span", order.order_id, class_="mono"))


def _title(order: StoredOrder) -> Markup:
    channel = order.data.get("salesChannel", {})
    place = channel.get("marketplaceName") or channel.get("marketplaceId") or "no marketplace"
    kind = {"AMAZON": "FBA", "MERCHANT": "FBM"}.get(order.fulfilled_by, "")
    return tag(
        "h3",
        tag("span", order.order_id, class_="mono", id=_id(order, "title")),
        tag("span", _words(order.status), class_=f"tag {order.status}"),
        tag("span", " · ".join(part for part in (kind, place) if part), class_="quiet"),
        tag("span", "not via Amazon", class_="tag")
        if channel.get("channelName") == "NON_AMAZON"
        else None,
    )


def _people(order: StoredOrder) -> Markup:
    address = order.data.get("recipient", {}).get("deliveryAddress", {})
    name = order.data.get("buyer", {}).get("buyerName") or address.get("name")
    place = ", ".join(filter(None, (address.get("city"), address.get("countryCode"))))
    if not name:
        return tag("span", "buyer not told", class_="quiet")
    return join(tag("bdi", name), tag("bdi", place, class_="quiet"))


def _item(item: dict) -> Markup:
    product = item.get("product", {})
    shipped = f" · {fulfilled(item)} shipped, {left(item)} left" if fulfilled(item) else ""
    return join(
        f"{item['quantityOrdered']} × ",
        tag("span", product.get("sellerSku", "no SKU"), class_="mono"),
        tag("span", f" {product.get('title', '')}{shipped}", class_="quiet"),
    )


def _packages(order: StoredOrder) -> Markup | None:
    told = [
        f"Package {each['packageReferenceId']}: {each.get('carrier', '?')}"
        f" {each.get('trackingNumber', '')}"
        for each in order.data.get("packages", [])
    ]
    return tag("p", " · ".join(told), class_="quiet") if told else None


def _money(order: StoredOrder) -> Markup:
    total = order.data.get("proceeds", {}).get("grandTotal")
    amount = f"{total['amount']} {total['currencyCode']}" if total else "no price yet"
    changed = order.updated.strftime("%d %b, %H:%M UTC")
    return join(
        tag("div", amount, class_="total"),
        tag("div", f"changed {changed}", class_="quiet"),
    )


def _actions(order: StoredOrder, seller_id: str) -> Markup:
    status, found = order.status, []
    if status in PENDING_STATUSES:
        found.append(_push(order, seller_id, "release", "Release", "released"))
    elif status not in CLOSED_STATUSES:
        found.append(_push(order, seller_id, "ship", "Ship", "shipped"))
    if status not in ("CANCELLED", "UNFULFILLABLE"):
        found.append(_push(order, seller_id, "cancel", "Cancel", "cancelled"))
    return tag("div", *found, _change_form(order, seller_id), class_="actions")


def _push(order: StoredOrder, seller_id: str, name: str, label: str, done: str) -> Markup:
    return button(
        label,
        _address(order, seller_id, name),
        f"{order.order_id} is {done}. Searches tell of it in two minutes of the world’s time.",
        id=_id(order, name),
        aria_label=f"{label} {order.order_id}",
    )


def _change_form(order: StoredOrder, seller_id: str) -> Markup:
    """Return the form that changes any field, filled in with an example that fits the order."""
    address = order.data.get("recipient", {}).get("deliveryAddress", {})
    example = {"recipient": {"deliveryAddress": {"name": address.get("name", "New Name")}}}
    field = _id(order, "change")
    return tag(
        "details",
        tag("summary", "Change…"),
        tag(
            "form",
            tag("label", "JSON merge patch of the order; items by orderItemId", for_=field),
            tag("textarea", json.dumps(example, ensure_ascii=False, indent=2), id=field, rows=6),
            tag("button", "Change", type="submit", aria_label=f"Change {order.order_id}"),
            data_post=_address(order, seller_id, "change"),
            data_done=f"{order.order_id} is changed.",
        ),
    )


def _address(order: StoredOrder, seller_id: str, name: str) -> str:
    query = urlencode({"sellerId": seller_id})
    return f"/_control/orders/{quote(order.order_id, safe='')}/{name}?{query}"


def _id(order: StoredOrder, name: str) -> str:
    return f"{name}-{order.order_id}"


def _words(status: Any) -> str:
    return str(status or "no status").replace("_", " ").lower()
