"""How often Amazon lets each operation be called, and what is left of that.

Amazon counts with a token bucket for each operation, seller and application: a bucket holds
``burst`` calls and refills by ``rate`` calls a second
(https://developer-docs.amazon.com/sp-api/docs/usage-plans-and-rate-limits-in-the-sp-api).

``Bucket`` does the same sums on our side. It is a plain value: it holds no clock, sleeps for nobody
and starts no thread. Whoever keeps it (a database row, say) hands it the time and keeps what comes
back::

    bucket, seconds = bucket.take(now)
    if seconds:
        ...  # come back in so many seconds: nothing was taken
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

__all__ = ["LIMITS", "Bucket", "Limit"]

_DUST = 1e-9  # what floating point leaves over


@dataclass(frozen=True)
class Limit:
    """What Amazon grants for one operation.

    :ivar rate: calls that come back each second
    :ivar burst: calls that may be made at once
    :raises ValueError: not even one call would ever be possible
    """

    rate: float
    burst: int

    def __post_init__(self):
        if not 0 < self.rate < float("inf") or self.burst < 1:
            raise ValueError("a limit that never lets a call through")

    @property
    def interval(self) -> float:
        """Return the seconds in which one call comes back."""
        return 1 / self.rate


# Amazon's default for every operation that ``Client`` calls, by the name in Amazon's models.
LIMITS: dict[str, Limit] = {
    "searchOrders": Limit(0.0056, 20),
    "getOrder": Limit(0.5, 30),
    "confirmShipment": Limit(2, 10),
    "createFeedDocument": Limit(0.5, 15),
    "createFeed": Limit(0.0083, 15),
    "getFeed": Limit(2, 15),
    "getFeeds": Limit(0.0222, 10),
    "getFeedDocument": Limit(0.0222, 10),
    "getMarketplaceParticipations": Limit(0.016, 15),
    "getInventorySummaries": Limit(2, 2),
}


@dataclass(frozen=True)
class Bucket:
    """The calls that are left of a limit at a moment.

    :ivar calls: how many, with fractions; below 0 after ``blocked``
    :ivar at: the moment of that count; any datetimes do, as long as they are of one kind
    """

    limit: Limit
    calls: float
    at: datetime

    @classmethod
    def full(cls, limit: Limit, at: datetime) -> Bucket:
        """Return a bucket of which nothing has been taken."""
        return cls(limit, float(limit.burst), at)

    def refilled(self, now: datetime) -> Bucket:
        """Return the bucket with what has come back since; a clock set back adds nothing."""
        passed = max((now - self.at).total_seconds(), 0.0)
        calls = min(self.calls + passed * self.limit.rate, float(self.limit.burst))
        return replace(self, calls=calls, at=now)

    def wait(self, now: datetime, calls: int = 1) -> float:
        """Return the seconds until so many calls can be made; 0 when they can be made now."""
        lacking = min(calls, self.limit.burst) - self.refilled(now).calls
        return lacking / self.limit.rate if lacking > _DUST else 0.0

    def duration(self, now: datetime, calls: int) -> float:
        """Return the seconds in which so many calls can be made, burst and refill together."""
        return max(calls - self.refilled(now).calls, 0.0) / self.limit.rate

    def take(self, now: datetime, keep: int = 0) -> tuple[Bucket, float]:
        """Return the bucket after one call and 0, or without it and the seconds to wait.

        :param keep: calls that must be left after it, for those who are in a greater hurry
        """
        bucket, seconds = self.refilled(now), self.wait(now, 1 + keep)
        return (bucket, seconds) if seconds else (replace(bucket, calls=bucket.calls - 1), 0.0)

    def blocked(self, now: datetime, seconds: float) -> Bucket:
        """Return the bucket after Amazon refused a call: none is left, the next in ``seconds``.

        Amazon counts better than we do: others may use the same account and application.
        """
        calls = 1 - max(seconds, 0.0) * self.limit.rate
        return replace(self, calls=min(calls, self.refilled(now).calls), at=now)

    def granted(self, rate: float | None) -> Bucket:
        """Return the bucket with the rate that Amazon's answer told (None: nothing was told)."""
        if not rate or rate == self.limit.rate:
            return self
        return replace(self, limit=Limit(rate, self.limit.burst))

    def next_call(self, now: datetime) -> datetime:
        """Return the moment of the next possible call."""
        return now + timedelta(seconds=self.wait(now))
