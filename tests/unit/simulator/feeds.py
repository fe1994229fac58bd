"""Sending feeds to a running simulator, as a program would."""

from __future__ import annotations

import gzip
from xml.etree import ElementTree

import requests

from tests.unit.simulator.support import FRANCE, Shop

TYPE = "POST_ORDER_FULFILLMENT_DATA"
CONTENT_TYPE = "text/xml; charset=UTF-8"
DOCUMENTS, FEEDS = "/feeds/2021-06-30/documents", "/feeds/2021-06-30/feeds"


def post(shop: Shop, path: str, body: object) -> requests.Response:
    """Send a POST with the access token."""
    headers = {"x-amz-access-token": shop.access_token}
    return requests.post(shop.simulator.url + path, json=body, headers=headers, timeout=30)


def new_document(shop: Shop, content_type: str = CONTENT_TYPE) -> dict:
    """Return a new document: its id and where to upload it."""
    answer = post(shop, DOCUMENTS, {"contentType": content_type})
    assert answer.status_code == 201, answer.text
    return answer.json()


def upload(
    document: dict, content: str | bytes, content_type: str = CONTENT_TYPE, **headers: str
) -> requests.Response:
    """Upload a document's contents."""
    data = content.encode() if isinstance(content, str) else content
    headers = {"content-type": content_type, **headers}
    return requests.put(document["url"], data=data, headers=headers, timeout=30)


def create(shop: Shop, document_id: str, **changes: object) -> requests.Response:
    """Create a feed of a document."""
    body = {"feedType": TYPE, "marketplaceIds": [FRANCE], "inputFeedDocumentId": document_id}
    return post(shop, FEEDS, {**body, **changes})


def send(shop: Shop, content: str | bytes, **changes: object) -> str:
    """Upload a feed and create it; return its id."""
    document = new_document(shop)
    assert upload(document, content).status_code == 200
    answer = create(shop, document["feedDocumentId"], **changes)
    assert answer.status_code == 202, answer.text
    return answer.json()["feedId"]


def feed(shop: Shop, feed_id: str) -> dict:
    """Return what getFeed says."""
    answer = shop.call(f"{FEEDS}/{feed_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def set_feeds(shop: Shop, **wish: object) -> requests.Response:
    """Tell the control interface how feeds are to go."""
    return shop.simulator.post(f"sellers/{shop.seller_id}/feeds", wish)


def at_once(shop: Shop) -> Shop:
    """Have the seller's feeds done at the first question."""
    assert set_feeds(shop, queueSeconds=0, processingSeconds=0).status_code == 200
    return shop


def download(shop: Shop, document_id: str) -> bytes:
    """Return a document's contents, unpacked."""
    answer = shop.call(f"{DOCUMENTS}/{document_id}")
    assert answer.status_code == 200, answer.text
    content = requests.get(answer.json()["url"], timeout=30).content
    return gzip.decompress(content) if "compressionAlgorithm" in answer.json() else content


def report(shop: Shop, feed_id: str) -> ElementTree.Element:
    """Return the processing report of a feed that is done."""
    told = feed(shop, feed_id)
    root = ElementTree.fromstring(download(shop, told["resultFeedDocumentId"]))
    return root.find("Message/ProcessingReport")


def results(shop: Shop, feed_id: str) -> list[tuple[str | None, str, str, str]]:
    """Return (message id, result code, message code, description) of a report's results."""
    names = ("MessageID", "ResultCode", "ResultMessageCode", "ResultDescription")
    found = report(shop, feed_id).iterfind("Result")
    return [tuple(each.findtext(name) for name in names) for each in found]


def counts(shop: Shop, feed_id: str) -> list[int]:
    """Return a report's numbers: processed, successful, with error, with warning."""
    return [int(each.text) for each in report(shop, feed_id).find("ProcessingSummary")]


def a_message(number: int, order_id: str, *items: tuple[str, int], **changes: object) -> str:
    """Return a message for a package with these (item, quantity), the first item if none."""
    told = {
        "MerchantFulfillmentID": number,
        "FulfillmentDate": "2026-03-02T08:00:00Z",
        "CarrierCode": "DHL",
        "CarrierName": None,
        "ShippingMethod": None,
        "ShipperTrackingNumber": f"JD{number:04}",
        **changes,
    }

    def tag(name: str) -> str:
        return "" if told[name] is None else f"<{name}>{told[name]}</{name}>"

    written = "".join(
        f"<Item><AmazonOrderItemCode>{item}</AmazonOrderItemCode>"
        f"<Quantity>{quantity}</Quantity></Item>"
        for item, quantity in items or (("11", 1),)
    )
    data = (tag(name) for name in list(told)[2:6])
    return (
        f"<Message><MessageID>{number}</MessageID><OrderFulfillment>"
        f"<AmazonOrderID>{order_id}</AmazonOrderID>"
        f"{tag('MerchantFulfillmentID')}{tag('FulfillmentDate')}"
        f"<FulfillmentData>{''.join(data)}</FulfillmentData>"
        f"{written}</OrderFulfillment></Message>"
    )


def an_envelope(shop: Shop, *messages: str) -> str:
    """Return a whole feed."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<Header><DocumentVersion>1.01</DocumentVersion>"
        f"<MerchantIdentifier>{shop.seller_id}</MerchantIdentifier></Header>"
        f"<MessageType>OrderFulfillment</MessageType>{''.join(messages)}</AmazonEnvelope>"
    )
