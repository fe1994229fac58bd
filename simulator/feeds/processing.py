"""What becomes of a feed: its messages are applied to the orders, and a report is written."""

import gzip

from ..confirmations import Moment, confirm
from ..seller import Seller
from ..shipping import find_package, quantities
from ..stored_order import StoredOrder, left
from .faults import FeedFault
from .fulfilment import Message, Unreadable, read_feed
from .report import Result, write_report
from .store import Feed

_AS_IT_IS = FeedFault("none")


def settle(seller: Seller, moment: Moment) -> None:
    """Bring all feeds of a seller to where they are by the world's now."""
    store = seller.feeds
    for feed in store.open_feeds():
        fault, starts, ends = feed.fault or _AS_IT_IS, store.starts(feed), store.ends(feed)
        if moment.now < starts:
            continue
        if fault.status == "CANCELLED":
            feed.status, feed.started, feed.ended = "CANCELLED", starts, starts
            continue
        feed.status, feed.started = "IN_PROGRESS", starts
        if moment.now >= ends and fault.status != "IN_PROGRESS":
            _finish(seller, feed, fault, Moment(ends, moment.lead))


def _finish(seller: Seller, feed: Feed, fault: FeedFault, moment: Moment) -> None:
    """Process a feed, all at once at the end of its time."""
    feed.status, feed.ended = fault.status, moment.now
    document = seller.feeds.documents[feed.document_id]
    if document.content is None:
        # Nothing was uploaded.
        feed.status = "FATAL"
        return
    processed = 0
    try:
        messages = read_feed(document.unpacked(), seller.seller_id)
    except Unreadable as error:
        feed.status = "FATAL"
        feed.results = [Result(0, "Error", error.code, str(error))]
    else:
        processed = len(messages[: fault.applied])
        feed.results = _apply(seller, feed, messages, fault, moment)
    report = write_report(seller.seller_id, feed.feed_id, processed, feed.results, fault)
    if report is not None:
        feed.report_id = _keep_report(seller, report, fault)


def _keep_report(seller: Seller, report: bytes, fault: FeedFault) -> str:
    document = seller.feeds.add_document(f"text/xml; charset={fault.declared}", report)
    if fault.gzip:
        document.content, document.is_gzip = gzip.compress(report), True
    document.expired_addresses = fault.expired
    return document.document_id


def _apply(
    seller: Seller, feed: Feed, messages: list[Message], fault: FeedFault, moment: Moment
) -> list[Result]:
    """Confirm the messages' shipments; return what the report has to say of them."""
    results = []
    for message in messages[: fault.applied]:
        forced = fault.is_for(message.message_id, message.order_id)
        mark = Result(
            message.message_id, fault.marks or "", fault.code, fault.description, message.order_id
        )
        if forced and mark.is_error:
            results.append(mark)
            continue
        refusals = _confirm(seller, feed, message, moment)
        results += [
            Result(message.message_id, "Error", code, text, message.order_id)
            for code, text in refusals
        ]
        if forced and not refusals:
            results.append(mark)
    if fault.report == "whole":
        text = "The feed was aborted due to a fatal error. Please submit it again."
        results.append(Result(0, "Error", "90057", text))
    return results


def _confirm(seller: Seller, feed: Feed, message: Message, moment: Moment) -> list[tuple[str, str]]:
    """Confirm one shipment, or return why Amazon does not: its codes and words."""
    order = seller.orders.get(message.order_id)
    if order is None or not order.checked:
        return [("18005", "Invalid OrderID or AmazonOrderID.")]
    if order.marketplace_id and order.marketplace_id not in feed.marketplace_ids:
        return [("18006", f"The feed is not for the order's marketplace {order.marketplace_id}.")]
    detail = _package_detail(order, message)
    request = {"marketplaceId": order.marketplace_id, "packageDetail": detail}
    refusals = confirm(seller, order, request, moment, feed.feed_id)
    return [(each.code, str(each)) for each in refusals]


def _package_detail(order: StoredOrder, message: Message) -> dict:
    """Return the message in the form of confirmShipment."""
    reference = message.reference or _reference(order, message.tracking_number)
    detail = {
        "packageReferenceId": reference,
        "carrierCode": message.carrier_code,
        "carrierName": message.carrier_name,
        "shippingMethod": message.shipping_method,
        "trackingNumber": message.tracking_number,
        "shipDate": message.shipped,
    }
    told = {name: value for name, value in detail.items() if value or name in _DEMANDED}
    return {**told, "orderItems": _items(order, message, reference)}


_DEMANDED = ("carrierCode", "trackingNumber")


def _items(order: StoredOrder, message: Message, reference: str) -> list[dict]:
    """Return what is in the package: where the message does not say, all that is left."""
    before = quantities(find_package(order.data, {"packageReferenceId": reference}))
    possible = {
        each["orderItemId"]: left(each) + before.get(each["orderItemId"], 0) for each in order.items
    }
    everything = [(item, count, []) for item, count in possible.items() if count]
    found = []
    for item, count, codes in message.items or everything:
        quantity = possible.get(item, 1) if count is None else count
        coded = {"transparencyCodes": codes} if codes else {}
        found.append({"orderItemId": item, "quantity": quantity, **coded})
    return found


def _reference(order: StoredOrder, tracking_number: str) -> str:
    """Return the reference of the package with that tracking number, else a new one."""
    packages = order.data.get("packages", [])
    for package in packages:
        if package.get("trackingNumber") == tracking_number:
            return package["packageReferenceId"]
    numbers = (package["packageReferenceId"] for package in packages)
    return str(max((int(each) for each in numbers if each.isdecimal()), default=0) + 1)
