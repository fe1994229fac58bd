"""The documents' own addresses: signed for one method, and good for five minutes."""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from ..clock import format_moment, parse_moment
from ..signing import signature

LIFETIME = timedelta(minutes=5)
# As Amazon's storage names them; a program must send them back as they are.
ISSUED, SIGNATURE, ENCODING = "X-Amz-Date", "X-Amz-Signature", "response-content-encoding"
PATH = "/documents/{sellerId}/{documentId}"


class AddressRefused(Exception):
    """The storage says no: ``code`` is its word for why."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def sign(
    key: bytes, base: str, method: str, ids: tuple[str, str], issued: datetime, encoding: str = ""
) -> str:
    """Return the address by which ``method`` (PUT or GET) reaches a document.

    :param base: the server's own address, without a slash at its end
    :param ids: the seller's and the document's
    :param encoding: what the answer to a GET says of its Content-Encoding
    """
    seller_id, document_id = (quote(each, safe="") for each in ids)
    moment = format_moment(issued)
    query = {ISSUED: moment, "X-Amz-Expires": int(LIFETIME.total_seconds())}
    if encoding:
        query[ENCODING] = encoding
    query[SIGNATURE] = signature(key, method, *ids, moment, encoding)
    return f"{base}/documents/{seller_id}/{document_id}?{urlencode(query)}"


def demand_valid(
    key: bytes, method: str, ids: tuple[str, str], query: Mapping[str, str], now: datetime
) -> None:
    """Let a request pass whose address is one of ours, and still good.

    :raises AddressRefused: else
    """
    moment, encoding = query.get(ISSUED, ""), query.get(ENCODING, "")
    ours = signature(key, method, *ids, moment, encoding)
    if not hmac.compare_digest(ours, query.get(SIGNATURE, "")):
        raise AddressRefused(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided.",
        )
    if now - parse_moment(moment) > LIFETIME:
        raise AddressRefused("AccessDenied", "Request has expired")
