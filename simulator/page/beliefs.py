"""What programs told the simulator, and what follows from it: shipments, feeds, stock, calls."""

from ..clock import parse_moment
from ..feeds.store import Feed, told_to_testers
from ..seller import Seller
from ..stock import stock_of
from .inventory_box import inventory_box
from .markup import Markup, join, table, tag

CALLS_SHOWN = 30
FEEDS_SHOWN = 20
SHIPMENTS_SHOWN = 100


def beliefs(seller: Seller) -> Markup:
    """Return the page's last part."""
    return join(
        tag("h2", "What Amazon believes", id="beliefs"),
        _shipments(seller),
        _feeds(seller),
        _stock(seller),
        inventory_box(seller),
        _calls(seller),
    )


def _shipments(seller: Seller) -> Markup:
    rows = [
        [
            tag("span", each["orderId"], class_="mono nowrap"),
            each["packageReferenceId"],
            _items(seller, each),
            each.get("carrierName") or each["carrierCode"],
            tag("span", each["trackingNumber"], class_="mono"),
            tag("span", _way(each), class_="nowrap"),
            _time(each["confirmedTime"]),
        ]
        for each in reversed(seller.shipments[-SHIPMENTS_SHOWN:])
    ]
    heads = [
        "Order",
        "Package",
        "Items",
        "Carrier",
        "Tracking number",
        "Told by",
        "Package is",
        "Time",
    ]
    return _box(
        f"Shipments confirmed by programs ({len(seller.shipments)})",
        table(heads, rows) if rows else _nothing("No program has confirmed a shipment yet."),
        "shipments",
    )


def _items(seller: Seller, shipment: dict) -> str:
    """Say what is in a package, by the SKU where the order still tells it."""
    order = seller.orders.get(shipment["orderId"])
    skus = {
        item["orderItemId"]: item.get("product", {}).get("sellerSku")
        for item in (order.items if order and order.checked else ())
    }
    told = (
        f"{item['quantity']} × {skus.get(item['orderItemId']) or item['orderItemId']}"
        for item in shipment["orderItems"]
    )
    return ", ".join(told)


def _way(shipment: dict) -> str:
    way = f"feed {shipment['feedId']}" if shipment["feedId"] else "a call"
    return f"{way}, a change" if shipment["isEdit"] else way


def _time(moment: str) -> Markup:
    return tag("span", parse_moment(moment).strftime("%d %b, %H:%M:%S"), class_="nowrap")


def _feeds(seller: Seller) -> Markup:
    found = list(seller.feeds.feeds.values())
    shown = [_feed(seller, feed) for feed in reversed(found[-FEEDS_SHOWN:])]
    none = _nothing("No program has sent a feed yet.")
    return _box(f"Feeds of shipments ({len(found)})", join(*shown) if shown else none, "feeds")


def _feed(seller: Seller, feed: Feed) -> Markup:
    """Return one feed: how it stands, what the report says, what was sent."""
    told = told_to_testers(seller.feeds, feed)
    results = [
        [
            each.message_id or "the whole feed",
            tag("span", each.order_id or "", class_="mono nowrap"),
            each.result_code,
            f"{each.description} ({each.code})",
        ]
        for each in feed.results
    ]
    return tag(
        "details",
        tag(
            "summary",
            tag("span", f"Feed {feed.feed_id}", class_="mono"),
            " ",
            tag("span", feed.status.replace("_", " ").lower(), class_=f"tag {feed.status}"),
            " ",
            tag("span", _time(told["createdTime"]), _outcome(feed), class_="quiet"),
        ),
        table(["Message", "Order", "Result", "What the report says"], results) if results else None,
        _document("What was sent", told["content"]),
        _document("The report", told["report"]),
        class_="feed",
        id=f"feed-{feed.feed_id}",
    )


def _outcome(feed: Feed) -> str:
    if feed.ended is None:
        return ""
    if any(each.is_error and not each.message_id for each in feed.results):
        return " · refused as a whole"
    refused = sum(each.is_error for each in feed.results)
    return f" · {refused} refused" if refused else " · nothing refused"


def _document(title: str, content: str | None) -> Markup:
    if content is None:
        return tag("p", f"{title}: there is none.", class_="quiet")
    return join(tag("h4", title), tag("pre", content, tabindex="0"))


def _stock(seller: Seller) -> Markup:
    keys = ("sku", "fulfilledBy", "ordered", "pending", "reserved", "shipped")
    rows = [[row[key] for key in keys] for row in stock_of(seller.orders.values())]
    heads = ["SKU", "Fulfilled by", "Ordered", "Pending", "To ship", "Shipped"]
    return _box(f"Stock by SKU ({len(rows)})", table(heads, rows, frozenset(range(2, 6))), "stock")


def _calls(seller: Seller) -> Markup:
    rows = [
        [_time(call["time"]), call["operation"], call["status"]]
        for call in reversed(seller.calls[-CALLS_SHOWN:])
    ]
    title = f"Calls ({len(seller.calls)}, the last {CALLS_SHOWN} shown)"
    return _box(title, table(["Time", "Operation", "Status"], rows), "calls")


def _nothing(words: str) -> Markup:
    return tag("p", words, class_="quiet")


def _box(title: str, content: Markup, name: str) -> Markup:
    return tag("details", tag("summary", title), content, class_="box", id=name)
