"""The processing report of a feed, as Amazon writes it."""

from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from .faults import FeedFault

NOT_XML = "<html><body><h1>We are sorry</h1><p>Please try again later.<br></body></html>"


@dataclass(frozen=True)
class Result:
    """What Amazon says of one message; of the whole feed where ``message_id`` is 0."""

    message_id: int | None
    result_code: str
    code: str
    description: str
    order_id: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether the message was refused."""
        return self.result_code == "Error"

    def to_json(self) -> dict:
        """Return it for the tester to see."""
        return {
            "messageId": self.message_id,
            "resultCode": self.result_code,
            "code": self.code,
            "description": self.description,
            "orderId": self.order_id,
        }


def write_report(
    seller_id: str, feed_id: str, processed: int, results: list[Result], fault: FeedFault
) -> bytes | None:
    """Return the report's bytes, not compressed yet; None when Amazon gives none.

    :param processed: how many messages the feed had, as far as it could be read
    """
    if fault.report == "none":
        return None
    if fault.report == "empty":
        return b""
    if fault.report == "notXml":
        return NOT_XML.encode(fault.encoding, "xmlcharrefreplace")
    if fault.report == "noMessageIds":
        results = [replace(each, message_id=None, order_id=None) for each in results]
    lines = [
        f'<?xml version="1.0" encoding="{escape(fault.declared)}"?>',
        '<AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:noNamespaceSchemaLocation="amzn-envelope.xsd">',
        f"<Header><DocumentVersion>1.02</DocumentVersion>{_tag('MerchantIdentifier', seller_id)}"
        "</Header>",
        "<MessageType>ProcessingReport</MessageType>",
        "<Message><MessageID>1</MessageID><ProcessingReport>",
        _tag("DocumentTransactionID", feed_id),
        _tag("StatusCode", "Complete"),
        _summary(processed, results),
        *(_result(each) for each in results),
        "</ProcessingReport></Message>",
        "</AmazonEnvelope>",
        "",
    ]
    return "\n".join(lines).encode(fault.encoding, "xmlcharrefreplace")


def _summary(processed: int, results: list[Result]) -> str:
    wrong = {each.message_id or index for index, each in enumerate(results) if each.is_error}
    errors = len(wrong)
    counts = {
        "MessagesProcessed": processed,
        "MessagesSuccessful": max(0, processed - errors),
        "MessagesWithError": errors,
        "MessagesWithWarning": len(results) - sum(each.is_error for each in results),
    }
    written = "".join(_tag(name, count) for name, count in counts.items())
    return f"<ProcessingSummary>{written}</ProcessingSummary>"


def _result(result: Result) -> str:
    parts = [
        None if result.message_id is None else _tag("MessageID", result.message_id),
        _tag("ResultCode", result.result_code),
        _tag("ResultMessageCode", result.code),
        _tag("ResultDescription", result.description),
        result.order_id
        and f"<AdditionalInfo>{_tag('AmazonOrderID', result.order_id)}</AdditionalInfo>",
    ]
    return f"<Result>{''.join(part for part in parts if part)}</Result>"


def _tag(name: str, value: object) -> str:
    return f"<{name}>{escape(str(value))}</{name}>"
