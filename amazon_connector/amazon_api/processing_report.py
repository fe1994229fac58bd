"""What Amazon says became of a feed: its processing report, read with all due suspicion.

Such a report is a file from the network. It is decoded as it says, else as UTF-8, else as
Windows-1252, which Amazon's European shops write; a document type is refused, and so with it
everything that an entity could do; nothing is fetched. What is no whole report is ``Unreadable``:
half of one would make failures pass as successes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from .errors import Unreadable

__all__ = ["ProcessingReport", "ReportResult", "read_report"]

TEXT_LIMIT = 5_000

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]{0,300}\?>")
_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_SAME = {"windows-31j": "cp932", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "utf-8"}
# What XML 1.0 cannot hold, as it is and as a reference; Amazon quotes what sellers typed.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCES = re.compile(r"&#(?:(x)0*([0-9A-Fa-f]{1,6})|0*([0-9]{1,7}));")
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


@dataclass(frozen=True)
class ReportResult:
    """Something that Amazon says of a message, or of the whole feed.

    :ivar message_id: the message; None for the whole feed, or when it is not told which
    :ivar is_error: it was refused; else it is a warning, and was taken
    :ivar code: Amazon's number of the error
    :ivar description: Amazon's words
    :ivar order_id: the order, when it is told
    """

    message_id: int | None
    is_error: bool
    code: str = ""
    description: str = ""
    order_id: str | None = None


@dataclass(frozen=True)
class ProcessingReport:
    """A whole report.

    :ivar status: ``Complete``, ``Processing`` or ``Rejected``
    :ivar processed: how many messages Amazon looked at; like the other counts None when not told
    :ivar results: in Amazon's order; messages that are not named went well, if ``names_failures``
    """

    status: str
    processed: int | None
    successful: int | None
    with_error: int | None
    with_warning: int | None
    results: tuple[ReportResult, ...] = ()

    @property
    def by_message(self) -> dict[int, ReportResult]:
        """Return one result for each message that is named: an error when there is any.

        Several of the same message are put together, each wording once.
        """
        found: dict[int, list[ReportResult]] = {}
        for result in self.results:
            if result.message_id is not None:
                found.setdefault(result.message_id, []).append(result)
        return {number: _together(results) for number, results in found.items()}

    @property
    def of_whole_feed(self) -> tuple[ReportResult, ...]:
        """Return the results that name no message."""
        return tuple(result for result in self.results if result.message_id is None)

    @property
    def names_failures(self) -> bool:
        """Return whether each failed message is named, so that the others can be believed.

        They cannot be when the feed was not worked off, when an error names no message, or when
        more errors are counted than named.
        """
        if self.status != "Complete" or any(result.is_error for result in self.of_whole_feed):
            return False
        named = sum(result.is_error for result in self.by_message.values())
        return (self.with_error or 0) <= named


def read_report(content: bytes) -> ProcessingReport:
    """Return the processing report that a feed's result document holds.

    :raises Unreadable: this is no such report, or not the whole of it
    """
    root = _parsed(_decoded(content))
    reports = [node for node in root.iter() if _name(node) == "ProcessingReport"]
    if not reports:
        raise Unreadable("The document holds no processing report")
    results = tuple(_result(node) for report in reports for node in _children(report, "Result"))
    counts = [_counts(report) for report in reports]
    statuses = [_text(report, "StatusCode") or "" for report in reports]
    return ProcessingReport(
        # Of several reports in one document, the worst status stands for all.
        next((status for status in statuses if status != "Complete"), statuses[0]),
        *(_sum(column) for column in zip(*counts)),
        results=results,
    )


def _decoded(content: bytes) -> str:
    """Return the text of a report, without its XML declaration, which is followed here already."""
    text = _as_text(content)
    text = _FORBIDDEN.sub(" ", _DECLARATION.sub("", text, count=1))
    if not text.strip():
        raise Unreadable("The processing report is empty")
    if not text.lstrip().startswith("<"):
        raise Unreadable("The processing report is no XML")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unreadable("The processing report holds a document type, as none of Amazon's does")
    return _REFERENCES.sub(_allowed, text)


def _as_text(content: bytes) -> str:
    for name in _encodings(content):
        try:
            return content.decode(name)
        except (LookupError, UnicodeError):  # an unknown name, or another encoding than declared
            continue
    return content.decode("latin-1")  # every byte is a character there


def _encodings(content: bytes) -> Iterator[str]:
    for mark, name in _BOMS:
        if content.startswith(mark):
            yield name
    declared = _ENCODING.match(content)
    if declared:
        name = declared[1].decode("ascii", "replace").lower()
        yield _SAME.get(name, name)
    yield from ("utf-8", "cp1252")


def _allowed(reference: re.Match) -> str:
    """Return a character reference, or a space for a character that XML forbids."""
    number = int(reference[2], 16) if reference[1] else int(reference[3])
    valid = number <= 0x10FFFF and not _FORBIDDEN.match(chr(number))
    return reference[0] if valid else " "


def _parsed(text: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        # Not the error's text: it quotes the report.
        where = f"line {error.lineno}" if error.lineno else "its beginning"
        raise Unreadable(f"The processing report is broken XML ({where})") from None


def _result(node: etree._Element) -> ReportResult:
    number = _text(node, "MessageID") or ""
    info = next(_children(node, "AdditionalInfo"), None)
    return ReportResult(
        message_id=(int(number) if _NUMBER.fullmatch(number) else 0) or None,
        is_error=(_text(node, "ResultCode") or "").lower() != "warning",
        code=_text(node, "ResultMessageCode") or "",
        description=_text(node, "ResultDescription") or "",
        order_id=None if info is None else _text(info, "AmazonOrderID"),
    )


def _counts(report: etree._Element) -> list[int | None]:
    summary = next(_children(report, "ProcessingSummary"), None)
    names = ("Processed", "Successful", "WithError", "WithWarning")
    found = [None if summary is None else _text(summary, f"Messages{name}") for name in names]
    return [int(text) if text and _NUMBER.fullmatch(text) else None for text in found]


def _sum(column: tuple[int | None, ...]) -> int | None:
    told = [count for count in column if count is not None]
    return sum(told) if told else None


def _together(results: list[ReportResult]) -> ReportResult:
    """Return what several results say of one message; beside errors its warnings do not count."""
    errors = [result for result in results if result.is_error]
    chosen = errors or results
    words = dict.fromkeys(result.description for result in chosen if result.description)
    return ReportResult(
        message_id=chosen[0].message_id,
        is_error=bool(errors),
        code=chosen[0].code,
        description="\n".join(words),
        order_id=next((result.order_id for result in results if result.order_id), None),
    )


def _children(node: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in node if _name(child) == name)


def _text(node: etree._Element, name: str) -> str | None:
    child = next(_children(node, name), None)
    return None if child is None else "".join(child.itertext()).strip()[:TEXT_LIMIT] or None


def _name(node: etree._Element) -> str:
    """Return an element's name, whatever namespace somebody put around it."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""
