"""What a tester can let go wrong, in words that he understands: what the page offers.

Programs have more choice by faults and feeds' faults themselves; see README.md.
"""

from typing import Any

from .exceptions import ControlError
from .faults import ANY, Fault
from .feeds.faults import FeedFault
from .operations import (
    CONFIRM_SHIPMENT,
    CREATE_FEED,
    CREATE_FEED_DOCUMENT,
    DOWNLOAD_FEED_DOCUMENT,
    GET_FEED,
    GET_FEED_DOCUMENT,
    GET_FEEDS,
    GET_INVENTORY_SUMMARIES,
    GET_MARKETPLACE_PARTICIPATIONS,
    GET_ORDER,
    SEARCH_ORDERS,
    TOKEN,
    UPLOAD_FEED_DOCUMENT,
)
from .seller import Seller

REQUESTS = {
    CONFIRM_SHIPMENT.name: "Confirm a shipment",
    SEARCH_ORDERS.name: "List orders",
    GET_ORDER.name: "Read one order",
    GET_MARKETPLACE_PARTICIPATIONS.name: "List the marketplaces",
    GET_INVENTORY_SUMMARIES.name: "Read the stock in Amazon’s warehouses",
    TOKEN: "Sign in",
    CREATE_FEED_DOCUMENT.name: "Feed 1: ask where to upload",
    UPLOAD_FEED_DOCUMENT: "Feed 2: upload it",
    CREATE_FEED.name: "Feed 3: hand it in",
    GET_FEED.name: "Feed 4: ask whether it is done",
    GET_FEED_DOCUMENT.name: "Feed 5: ask where the report is",
    DOWNLOAD_FEED_DOCUMENT: "Feed 6: download the report",
    GET_FEEDS.name: "List feeds",
    ANY: "Whatever comes next",
}
_WEB_PAGE = "<html><body><h1>503 Service Unavailable</h1></body></html>"
FAILURES: dict[str, tuple[str, dict[str, Any]]] = {
    "overloaded": ("Amazon is overloaded (503)", {"status": 503}),
    "tooMany": ("Too many requests (429)", {"status": 429}),
    "broken": ("Amazon breaks down (500)", {"status": 500}),
    "lost": ("It works, but the answer is lost (500)", {"status": 500, "afterHandling": True}),
    "refused": ("Amazon says no: the request is wrong (400)", {"status": 400}),
    "denied": ("Amazon says no: access is denied (403)", {"status": 403}),
    "late": ("The answer comes a minute late", {"delaySeconds": 60}),
    "cut": ("The answer breaks off in the middle", {"cutAfterBytes": 1}),
    "webPage": (
        "A web page comes instead of data (503)",
        {"status": 503, "contentType": "text/html", "body": _WEB_PAGE},
    ),
}
FEED_ENDS: dict[str, tuple[str, dict[str, Any]]] = {
    "first": ("The first shipment is refused, the others are taken", {"messages": [1]}),
    "errors": ("All its shipments are refused", {}),
    "warnings": ("All are taken, with a warning", {}),
    "fatal": ("It breaks down, without a report (FATAL)", {}),
    "fatalReport": ("It breaks down, with a report (FATAL)", {}),
    "cancelled": ("Amazon cancels it", {}),
    "stuck": ("It is never done", {}),
    "noReport": ("All are taken, but there is no report", {}),
    "noMessageIds": ("All are refused, and the report does not say which", {}),
    "notXml": ("All are taken, and the report is a web page", {}),
    "emptyReport": ("All are taken, and the report is empty", {}),
    "gzip": ("The report is compressed", {}),
    "windows1252": ("All are refused, in a report in Windows-1252", {}),
    "expired": ("The report’s address has expired", {}),
}


def answer(seller: Seller, wish: dict) -> None:
    """Let the next answers to a request fail: ``{operation, failure, times?}``."""
    _demand_known(wish, {"operation", "failure", "times"})
    _, fields = _chosen(FAILURES, wish.get("failure"), "failure")
    data = {"operation": wish.get("operation"), "times": _times(wish), **fields}
    seller.faults = [*(each for each in seller.faults if each.times > 0), Fault.read(data)]


def feed(seller: Seller, wish: dict) -> None:
    """Let the next feeds end badly: ``{end, times?}``."""
    _demand_known(wish, {"end", "times"})
    _, fields = _chosen(FEED_ENDS, wish.get("end"), "end")
    kind = "errors" if wish["end"] == "first" else wish["end"]
    fault = FeedFault.read({"kind": kind, "times": _times(wish), **fields})
    store = seller.feeds
    store.faults = [*(each for each in store.faults if each.times > 0), fault]


def tracking(seller: Seller, wish: dict) -> None:
    """Refuse a tracking number from now on: ``{number}``."""
    _demand_known(wish, {"number"})
    number = wish.get("number")
    if not isinstance(number, str) or not number.strip():
        raise ControlError("give a tracking number")
    number = number.strip()
    words = f"TrackingNumber: the carrier does not know {number}. Please check the number."
    seller.refused_tracking = {**seller.refused_tracking, number: words}


def take_back(seller: Seller, wish: dict) -> None:
    """Let things go well again: ``{answer: key}``, ``{feed: key}``, ``{number}``; ``{}``: all."""
    _demand_known(wish, {"answer", "feed", "number"})
    if not wish:
        seller.faults, seller.feeds.faults, seller.refused_tracking = [], [], {}
        return
    seller.faults = [each for each in seller.faults if each.key != wish.get("answer")]
    store = seller.feeds
    store.faults = [each for each in store.faults if each.key != wish.get("feed")]
    kept = {n: words for n, words in seller.refused_tracking.items() if n != wish.get("number")}
    seller.refused_tracking = kept


TROUBLE = {"answer": answer, "feed": feed, "tracking": tracking, "take-back": take_back}


def words_of_answer(fault: Fault) -> str:
    """Say how an answer is going to fail."""
    for words, fields in FAILURES.values():
        made = Fault.read({"operation": fault.operation, "times": fault.times, **fields})
        if made == fault:
            return words
    parts = [
        f"status {fault.status}" if fault.status else None,
        "after it took effect" if fault.after_handling else None,
        f"{fault.delay_seconds:g} s late" if fault.delay_seconds else None,
        "cut off" if fault.cut_after_bytes is not None else None,
    ]
    return ", ".join(part for part in parts if part) or "as it would be without a fault"


def words_of_feed(fault: FeedFault) -> str:
    """Say how a feed is going to end."""
    if fault.kind == "errors" and (fault.messages or fault.order_ids):
        chosen = [*(f"message {each}" for each in fault.messages), *fault.order_ids]
        return FEED_ENDS["first"][0] if fault.messages == [1] else f"Refused: {', '.join(chosen)}"
    return FEED_ENDS[fault.kind][0]


def _demand_known(wish: dict, fields: set[str]) -> None:
    if strangers := sorted(set(wish) - fields):
        raise ControlError(f"not known: {', '.join(strangers)}; may be {', '.join(sorted(fields))}")


def _chosen(table: dict, name: object, what: str) -> tuple[str, dict[str, Any]]:
    if not isinstance(name, str) or name not in table:
        raise ControlError(f"{what} must be one of {', '.join(table)}")
    return table[name]


def _times(wish: dict) -> int:
    times = wish.get("times", 1)
    if type(times) is not int or not 1 <= times <= 1000:
        raise ControlError("times is a whole number, 1 to 1000")
    return times
