"""The world's clock, and Amazon's way of writing a moment down."""

import re
import time
from datetime import UTC, datetime, timedelta

# RFC 3339, which is what Swagger's `format: date-time` means: a date alone, or a time without
# its zone, is no moment.
_MOMENT = re.compile(
    r"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$", re.ASCII
)


def parse_moment(text: str) -> datetime:
    """Read an ISO 8601 moment such as ``2026-03-01T10:00:00Z``.

    :return: the moment in UTC
    :raises ValueError: when ``text`` is no moment, or leaves out its time zone
    """
    if not isinstance(text, str) or not _MOMENT.match(text):
        raise ValueError(f"not an ISO 8601 date and time with a time zone: {text!r}")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"out of range: {text!r}") from error


def format_moment(moment: datetime) -> str:
    """Write ``moment`` as Amazon does: UTC, to the second, ``2026-03-01T10:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Clock:
    """Time in the simulated world: it runs as real time does, and a tester may move it.

    Quotas, tokens, search limits and the time of changes all follow this clock, so that a test
    need not wait for three minutes to see a quota refill, nor for a day to see a token expire.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._base = start or datetime.now(UTC)
        self._started = time.monotonic()

    def now(self) -> datetime:
        """Return the world's present moment, in UTC."""
        return self._base + timedelta(seconds=time.monotonic() - self._started)

    def lead(self) -> timedelta:
        """Return how far the world is ahead of real time, by which programs tell ship dates."""
        return self.now() - datetime.now(UTC)

    def advance(self, seconds: float) -> None:
        """Move the clock by ``seconds``."""
        self._base += timedelta(seconds=seconds)

    def set(self, moment: datetime) -> None:
        """Make ``moment`` the present."""
        self._base = moment
        self._started = time.monotonic()
