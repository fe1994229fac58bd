"""What an answer means: a JSON object, or one of the errors that callers act on.

============================================  =====================================================
answer                                        error
============================================  =====================================================
401, 403                                      ``AuthoriseAgain``
429, or the code ``QuotaExceeded``            ``Wait``: by Retry-After, else by the rate limit told,
                                              else by Amazon's default for the operation
404 with Amazon's list of errors              ``NotFound``
400 and every other 4xx                       ``GiveUp``
404 without that list, 408, 425, 3xx, 5xx     ``TryLater``: it was not Amazon's application that
                                              spoke, or it was not well
2xx that is no JSON object, or lists errors   ``TryLater``
============================================  =====================================================
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any

from .errors import AmazonError, AuthoriseAgain, GiveUp, NotFound, TryLater, Wait
from .json_reading import parse_json
from .quota import LIMITS
from .transport import Answer

__all__ = ["accepted", "payload", "seconds_told"]

LONGEST_WAIT = 24 * 3600.0
RETRY_AFTER = 60.0  # seconds, when nobody says when

_THROTTLED = {"QuotaExceeded", "RequestThrottled", "TooManyRequests"}
_PASSING = {408, 425}
_CLOCK = ("signature expired", "signature not yet current", "request expired", "clock")


def payload(answer: Answer, operation: str) -> dict[str, Any]:
    """Return the JSON object of a successful answer.

    :param operation: Amazon's name of it, such as ``getOrder``; for messages and for quotas
    :raises AmazonError: anything but a success, see the table above
    """
    fields = _json(answer)
    if not 200 <= answer.status < 300 or (fields and _first_error(fields)):
        raise _error(answer, operation, _first_error(fields))
    if fields is None:
        raise TryLater(f"Amazon's answer to {operation} is no JSON object", **_told(answer))
    return fields


def accepted(answer: Answer, operation: str) -> None:
    """Return when Amazon accepted what it was told, with or without a body.

    :raises AmazonError: anything but a success, see the table above
    """
    if answer.status == 204 or (200 <= answer.status < 300 and not answer.body.strip()):
        return
    payload(answer, operation)


def seconds_told(headers: Mapping[str, str]) -> float | None:
    """Return how long the header Retry-After asks to wait, None when it does not say."""
    told = headers.get("retry-after", "")
    try:
        seconds = float(told)
    except ValueError:
        seconds = _seconds_until(told)
    return min(max(seconds, 1.0), LONGEST_WAIT) if math.isfinite(seconds) else None


def _seconds_until(date: str) -> float:
    try:
        moment = parsedate_to_datetime(date)
        if not moment.tzinfo:
            moment = moment.replace(tzinfo=timezone.utc)
        return (moment - datetime.now(timezone.utc)).total_seconds()
    except (TypeError, ValueError, OverflowError, IndexError):
        return math.nan


def _error(answer: Answer, operation: str, first: Mapping[str, Any] | None) -> AmazonError:
    """Return the error that an answer of any status but success stands for."""
    told = _told(answer, first)
    message = _sentence(answer, operation, first)
    if answer.status == 429 or told.get("code") in _THROTTLED:
        return Wait(message, seconds=_wait(answer, operation), **told)
    if answer.status in (401, 403):
        reason = "clock" if any(word in message.lower() for word in _CLOCK) else "access_denied"
        return AuthoriseAgain(message, reason=reason, **told)
    if answer.status == 404 and first:
        return NotFound(message, **told)
    if 400 <= answer.status < 500 and answer.status not in _PASSING and answer.status != 404:
        return GiveUp(message, **told)
    return TryLater(message, seconds=seconds_told(answer.headers) or RETRY_AFTER, **told)


def _wait(answer: Answer, operation: str) -> float:
    """Return the seconds until Amazon takes the next call of this operation."""
    told = seconds_told(answer.headers)
    if told:
        return told
    if answer.rate_limit:
        return min(1 / answer.rate_limit, LONGEST_WAIT)
    return LIMITS[operation].interval if operation in LIMITS else RETRY_AFTER


def _sentence(answer: Answer, operation: str, first: Mapping[str, Any] | None) -> str:
    words = (str(first.get(key) or "").strip() for key in ("code", "message", "details"))
    said = ": ".join(word for word in words if word) if first else ""
    return f"Amazon answered {answer.status} to {operation}" + (f": {said}" if said else "")


def _told(answer: Answer, first: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what every error carries of an answer."""
    told: dict[str, Any] = {"status": answer.status, "request_id": answer.request_id}
    for key in ("code", "details"):
        value = first.get(key) if first else None
        told[key] = str(value) if value else None
    return told


def _json(answer: Answer) -> dict[str, Any] | None:
    """Return the JSON object of a body, None when it is something else."""
    try:
        fields = parse_json(answer.body)
    except ValueError:  # also a body in no known encoding
        return None
    return fields if isinstance(fields, dict) else None


def _first_error(fields: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return the first of Amazon's ``{code, message, details}``, None when there is none.

    ``errors`` is a list, or, by the model of confirmShipment, an object with such a list.
    """
    errors = (fields or {}).get("errors")
    if isinstance(errors, dict):
        errors = errors.get("errors")
    if not isinstance(errors, list):
        return None
    return next((error for error in errors if isinstance(error, dict)), None)
