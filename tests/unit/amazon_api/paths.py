"""Amazon's paths, and good answers to them."""

from .amazon_server import Reply
from .examples import ORDER

ORDERS = "/orders/2026-01-01/orders"
ORDER_ID = ORDER["orderId"]
ONE_ORDER = f"{ORDERS}/{ORDER_ID}"
CONFIRM = f"/orders/v0/orders/{ORDER_ID}/shipmentConfirmation"
FEEDS = "/feeds/2021-06-30/feeds"
FEED_ID = "50009019872"
ONE_FEED = f"{FEEDS}/{FEED_ID}"
DOCUMENTS = "/feeds/2021-06-30/documents"
DOCUMENT_ID = "amzn1.tortuga.4.eu.8c3a-47fe~1.T2X"
ONE_DOCUMENT = f"{DOCUMENTS}/{DOCUMENT_ID}"
STOCK = "/fba/inventory/v1/summaries"
SELLERS = "/sellers/v1/marketplaceParticipations"


def error_list(code: str, message: str = "Amazon's words", details: str = "") -> dict:
    return {"errors": [{"code": code, "message": message, "details": details}]}


def page(*orders, **told) -> Reply:
    return Reply(body={"orders": list(orders or [ORDER]), **told})
