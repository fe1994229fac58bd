"""Faults that a tester orders: the next calls of an operation are answered as told."""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from .exceptions import (
    AmazonError,
    ControlError,
    Forbidden,
    InternalFailure,
    InvalidInput,
    NotFound,
    QuotaExceeded,
    ServiceUnavailable,
    TooLarge,
    Unauthorized,
    UnsupportedMediaType,
)
from .operations import DOCUMENT_TRANSFERS, OPERATIONS, TOKEN
from .wishes import told_fields, wrong_fields

ANY = "*"
_OPERATION_NAMES = {
    ANY,
    TOKEN,
    *DOCUMENT_TRANSFERS,
    *(operation.name for operation in OPERATIONS),
}
_ERRORS: dict[int, AmazonError] = {
    error.status: error
    for error in (
        InvalidInput("Invalid Input"),
        Unauthorized("The access token you provided is revoked, malformed or invalid."),
        Forbidden("The access token you provided is revoked, malformed or invalid."),
        NotFound("Requested resource is not found."),
        TooLarge("The request size exceeded the maximum accepted size."),
        UnsupportedMediaType("The request payload is in an unsupported format."),
        QuotaExceeded(),
        InternalFailure(),
        ServiceUnavailable(),
    )
}
_FIELDS = {
    "operation": str,
    "times": int,
    "status": int,
    "headers": dict,
    "body": object,
    "contentType": str,
    "delaySeconds": (int, float),
    "afterHandling": bool,
    "cutAfterBytes": int,
}
_keys = count(1)


@dataclass
class Fault:
    """How the next ``times`` calls of ``operation`` (``*``: of any) go wrong.

    ``status`` None means a proper answer, only late (``delay_seconds``) or cut off. With
    ``after_handling`` the call takes effect, and only its answer is lost. ``cut_after_bytes``
    breaks the connection off in the middle of the body.
    """

    operation: str
    times: int = 1
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    content_type: str | None = None
    delay_seconds: float = 0
    after_handling: bool = False
    cut_after_bytes: int | None = None
    # By which a tester takes one back that waits; never told to programs.
    key: int = field(default_factory=_keys.__next__, compare=False)

    @classmethod
    def read(cls, data: dict) -> "Fault":
        """Make one from the control interface's JSON.

        :raises ControlError: when a field is unknown or of the wrong kind
        """
        data = told_fields(data, "a fault")
        wrong = wrong_fields(data, _FIELDS, of="fault")
        if data.get("operation") not in _OPERATION_NAMES:
            wrong.append(f"fault: operation must be one of {', '.join(sorted(_OPERATION_NAMES))}")
        if wrong:
            raise ControlError(*wrong)
        return cls(**{_snake_case(name): value for name, value in data.items()})

    def matches(self, operation: str) -> bool:
        """Whether this fault is for a call of ``operation``."""
        return self.times > 0 and self.operation in (ANY, operation)

    def content(self) -> bytes:
        """Return the body to answer with: the tester's, else Amazon's own for that status."""
        if self.body is None and self.operation == TOKEN:
            return b'{"error": "server_error", "error_description": "Please try again."}'
        if self.body is None and self.operation in DOCUMENT_TRANSFERS:
            return b"<Error><Code>InternalError</Code><Message>Please try again.</Message></Error>"
        if self.body is None:
            error = _ERRORS.get(self.status)
            return json.dumps(error.body()).encode() if error else b""
        if isinstance(self.body, str):
            return self.body.encode()
        return json.dumps(self.body).encode()

    def to_json(self) -> dict:
        """Return what is left of this fault, for the tester to see."""
        told = {"operation": self.operation, "times": self.times, "status": self.status}
        return {**told, "delaySeconds": self.delay_seconds, "afterHandling": self.after_handling}


def _snake_case(name: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name)
