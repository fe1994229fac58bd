"""Strict reading of Amazon's JSON: every value that is used is checked, every refusal says where.

Amazon adds fields and values at any time, so what is not asked for is not looked at, and a word
that is not known is kept as it is. A value of the wrong kind is refused with its path, never with
its content: the content may be somebody's address. ``null``, a missing field and an empty text all
mean « not told ».
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from .errors import Unreadable
from .money import Money

__all__ = ["Node", "parse_json", "parse_time"]

TEXT_LIMIT = 20_000
IDENTIFIER_LIMIT = 200
INTEGER_LIMIT = 10**9
AMOUNT_DIGITS = 15  # before the point
AMOUNT_DECIMALS = 12

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?"
    r"(?:([Zz])|([+-])(\d\d):?(\d\d)?)?)?",
    re.ASCII,
)
_UNWRITABLE = re.compile("[\ud800-\udfff]")  # halves of a character: no database stores them
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def parse_json(text: str | bytes) -> Any:
    """Return the value of a JSON text; numbers with a point come as Decimal, not as float.

    :raises ValueError: this is no JSON: broken, nested beyond reason, NaN, or in another encoding
    """
    try:
        return json.loads(text, parse_float=_exact, parse_int=_whole, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("this JSON is nested beyond reason") from error


def _exact(digits: str) -> Decimal | float:
    """Keep 0.10 exact; an exponent that even Decimal refuses becomes infinite, refused later."""
    try:
        return Decimal(digits)
    except InvalidOperation:
        return float(digits)


def _whole(digits: str) -> int | Decimal:
    """Python refuses to make an int of thousands of digits, and would lose the whole page by it."""
    return int(digits) if len(digits) <= 30 else Decimal(digits)


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")


def parse_time(text: str) -> datetime:
    """Return an ISO 8601 time as an aware datetime in UTC; without a zone it is taken as UTC.

    :raises ValueError: this is no such time
    """
    match = _TIME.fullmatch(text)
    if not match:
        raise ValueError("no ISO 8601 time")
    year, month, day, hour, minute, second, fraction, _, sign, zone_hours, zone_minutes = (
        match.groups()
    )
    moment = datetime(
        *(int(part or 0) for part in (year, month, day, hour, minute)),
        second=min(int(second or 0), 59),  # Amazon's clock may know leap seconds, Python's does not
        microsecond=int((fraction or "")[:6].ljust(6, "0")),
        tzinfo=timezone.utc,
    )
    offset = timedelta(hours=int(zone_hours or 0), minutes=int(zone_minutes or 0))
    try:
        return moment + offset if sign == "-" else moment - offset
    except OverflowError as error:
        raise ValueError("a time outside of the calendar") from error


class Node:
    """One JSON object together with the path that leads to it.

    Every method returns None (or nothing) for what is not told, and raises ``Unreadable`` for what
    is told in a way that cannot be understood.
    """

    __slots__ = ("fields", "path")

    def __init__(self, fields: Any, path: str = ""):
        self.path = path
        if not isinstance(fields, dict):
            self.refuse("", f"an object was expected, not {_kind(fields)}")
        self.fields: dict[str, Any] = fields

    def refuse(self, name: str, why: str) -> NoReturn:
        """Raise ``Unreadable`` for the field ``name`` of this object."""
        path = self._path(name)
        raise Unreadable(f"{path or 'the answer'}: {why}", path=path)

    def text(self, name: str) -> str | None:
        """Return a text, trimmed, without what no database can store; a number is taken as text."""
        value = self.fields.get(name)
        return None if value is None else self._text(name, value)

    def identifier(self, name: str) -> str | None:
        """Return a text that names something: short and on one line."""
        value = self.text(name)
        if value is not None and (len(value) > IDENTIFIER_LIMIT or _CONTROLS.search(value)):
            self.refuse(name, "this is no identifier")
        return value

    def required_identifier(self, name: str) -> str:
        """Return an identifier that must be told."""
        return self.identifier(name) or self._missing(name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a list; null and empty ones are left out."""
        found = (self._text(place, value) for place, value in self._list(name) if value is not None)
        return tuple(text for text in found if text)

    def integer(self, name: str) -> int | None:
        """Return a whole number that is not negative."""
        value = self.fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            self.refuse(name, f"a whole number was expected, not {_kind(value)}")
        if not 0 <= value <= INTEGER_LIMIT or value != int(value):
            self.refuse(name, "a whole number from 0 to a thousand million was expected")
        return int(value)

    def required_integer(self, name: str) -> int:
        """Return a whole number that must be told."""
        value = self.integer(name)
        return self._missing(name) if value is None else value

    def flag(self, name: str) -> bool | None:
        """Return true or false."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, bool):
            self.refuse(name, f"true or false was expected, not {_kind(value)}")
        return value

    def time(self, name: str) -> datetime | None:
        """Return a time in UTC."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return parse_time(value)
        except ValueError:
            self.refuse(name, "an ISO 8601 time was expected")

    def required_time(self, name: str) -> datetime:
        """Return a time that must be told, in UTC."""
        return self.time(name) or self._missing(name)

    def decimal(self, name: str) -> Decimal | None:
        """Return an exact number, told as a text or as a number."""
        value = self.fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
            self.refuse(name, f"a number was expected, not {_kind(value)}")
        number = _decimal(value)
        if number is None:
            self.refuse(name, "a decimal number of a sensible size was expected")
        return number

    def money(self, name: str) -> Money | None:
        """Return an amount with its currency; one without an amount is not told."""
        node = self.child(name)
        amount = node.decimal("amount")
        if amount is None:
            return None
        currency = (node.text("currencyCode") or "").upper()
        try:
            return Money(amount, currency)
        except ValueError:
            node.refuse("currencyCode", "a currency code of three letters was expected")

    def child(self, name: str) -> Node:
        """Return an object inside of this one; an empty one when it is not told."""
        value = self.fields.get(name)
        return Node({} if value is None else value, self._path(name))

    def children(self, name: str) -> tuple[Node, ...]:
        """Return the objects of a list."""
        return tuple(Node(value, self._path(place)) for place, value in self._list(name))

    def _list(self, name: str) -> Iterator[tuple[str, Any]]:
        """Yield each entry of a list with its place, such as ``orderItems[0]``."""
        values = self.fields.get(name)
        if values is not None and not isinstance(values, list):
            self.refuse(name, f"a list was expected, not {_kind(values)}")
        for index, value in enumerate(values or ()):
            yield f"{name}[{index}]", value

    def _text(self, name: str, value: Any) -> str | None:
        if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
            self.refuse(name, f"a text was expected, not {_kind(value)}")
        text = value if isinstance(value, str) else str(value)
        if len(text) > TEXT_LIMIT:
            self.refuse(name, f"a text of {len(text)} characters")
        return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\0", "")).strip() or None

    def _missing(self, name: str) -> NoReturn:
        self.refuse(name, "this must be told")

    def _path(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path and name else self.path or name


def _decimal(value: str | int | float | Decimal) -> Decimal | None:
    """Return the number if it has a sensible size, else None."""
    text = str(value).strip()
    if len(text) > 60 or not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    if not number:
        return Decimal(0)
    sensible = number.adjusted() < AMOUNT_DIGITS and number.as_tuple().exponent >= -AMOUNT_DECIMALS
    return number if sensible else None


def _kind(value: Any) -> str:
    """Name the kind of a JSON value, never the value itself."""
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return "nothing" if value is None else kinds.get(type(value), "a number")
