"""How a tester wants the next feeds to end."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from ..exceptions import ControlError
from ..wishes import told_fields, wrong_fields

# What each kind changes of a feed that ends well.
KINDS: dict[str, dict[str, Any]] = {
    "errors": {"marks": "Error"},
    "warnings": {"marks": "Warning"},
    "fatal": {"status": "FATAL", "applied": 0, "report": "none"},
    "fatalReport": {"status": "FATAL", "applied": 0, "report": "whole"},
    "cancelled": {"status": "CANCELLED", "applied": 0, "report": "none"},
    "stuck": {"status": "IN_PROGRESS", "applied": 0, "report": "none"},
    "noReport": {"report": "none"},
    "noMessageIds": {"marks": "Error", "report": "noMessageIds"},
    "windows1252": {
        "marks": "Error",
        "encoding": "windows-1252",
        "description": "Le numéro de suivi n’a pas été accepté : « numéro inconnu », 0 €.",
    },
    "gzip": {"gzip": True},
    "notXml": {"report": "notXml"},
    "emptyReport": {"report": "empty"},
    "expired": {"expired": 1},
}
_FIELDS = {
    "kind": str,
    "times": int,
    "messages": list,
    "orderIds": list,
    "applied": int,
    "code": str,
    "description": str,
    "encoding": str,
    "declaredEncoding": str,
    "gzip": bool,
    "expired": int,
}
_keys = count(1)


@dataclass
class FeedFault:
    """How the next ``times`` feeds end.

    ``marks`` (``Error`` or ``Warning``) is put on the messages whose number is in ``messages`` or
    whose order is in ``order_ids``, on all when neither is told. Only the first ``applied``
    messages take effect; None: all of them. ``report`` is ``normal``, ``none``, ``whole`` (about
    the feed as a whole), ``noMessageIds``, ``notXml`` or ``empty``. It is written in ``encoding``,
    and says that it is in ``declared_encoding``. The first ``expired`` download addresses have
    expired already.
    """

    kind: str
    times: int = 1
    messages: list[int] = field(default_factory=list)
    order_ids: list[str] = field(default_factory=list)
    marks: str | None = None
    applied: int | None = None
    status: str = "DONE"
    report: str = "normal"
    code: str = "18065"
    description: str = "The shipment could not be confirmed. Please check the tracking number."
    encoding: str = "utf-8"
    declared_encoding: str | None = None
    gzip: bool = False
    expired: int = 0
    # By which a tester takes one back that waits.
    key: int = field(default_factory=_keys.__next__, compare=False)

    @classmethod
    def read(cls, data: Any) -> "FeedFault":
        """Make one from the control interface's JSON: a ``kind``, and what to change of it.

        :raises ControlError: when a field is unknown or of the wrong kind
        """
        data = told_fields(data, "a feed's fault")
        wrong = wrong_fields(data, _FIELDS, of="feed fault")
        if data.get("kind") not in KINDS:
            wrong.append(f"feed fault: kind must be one of {', '.join(KINDS)}")
        encoding = data.get("encoding")
        if isinstance(encoding, str) and not _is_encoding(encoding):
            wrong.append(f"feed fault: {encoding} is no encoding that is known here")
        if wrong:
            raise ControlError(*wrong)
        renamed = {"orderIds": "order_ids", "declaredEncoding": "declared_encoding"}
        told = {renamed.get(name, name): value for name, value in data.items()}
        if ("messages" in told or "order_ids" in told) and data["kind"] != "warnings":
            told["marks"] = "Error"
        return cls(**{**KINDS[data["kind"]], **told})

    @property
    def declared(self) -> str:
        """The encoding that the report says it is in."""
        return self.declared_encoding or self.encoding.upper()

    def is_for(self, message_id: int, order_id: str) -> bool:
        """Whether the mark is put on this message."""
        if not self.marks:
            return False
        everything = not self.messages and not self.order_ids
        return everything or message_id in self.messages or order_id in self.order_ids

    def to_json(self) -> dict:
        """Return what is left of this fault, for the tester to see."""
        told: dict[str, Any] = {"kind": self.kind, "times": self.times}
        chosen = {"messages": self.messages, "orderIds": self.order_ids}
        return {**told, **{name: value for name, value in chosen.items() if value}}


def _is_encoding(name: str) -> bool:
    try:
        "".encode(name)
    except LookupError:
        return False
    return True
