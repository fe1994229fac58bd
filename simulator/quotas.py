"""Amazon's token bucket: how many calls of an operation a seller's application may make.

https://developer-docs.amazon.com/sp-api/docs/usage-plans-and-rate-limits
"""

from datetime import datetime

from .operations import Operation


class Bucket:
    """What is left of one seller's, application's and operation's calls."""

    def __init__(self, rate: float, burst: int, now: datetime) -> None:
        self.rate = rate
        self.burst = burst
        self.left = float(burst)
        self._filled = now

    def take(self, now: datetime) -> bool:
        """Use one call up, if there is one.

        :return: False when the quota is exceeded
        """
        passed = max(0.0, (now - self._filled).total_seconds())
        self.left = min(float(self.burst), self.left + passed * self.rate)
        self._filled = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Quotas:
    """The buckets of all sellers and applications."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str, str], Bucket] = {}

    def take(
        self, seller_id: str, client_id: str, operation: Operation, factor: float, now: datetime
    ) -> bool:
        """Count one call; False when there was none left.

        :param factor: how many times faster than Amazon's the bucket refills
        """
        key = (seller_id, client_id, operation.name)
        if key not in self._buckets:
            self._buckets[key] = Bucket(operation.rate, operation.burst, now)
        bucket = self._buckets[key]
        bucket.rate = operation.rate * factor
        return bucket.take(now)


def rate_header(operation: Operation, factor: float) -> str:
    """Return the value of ``x-amzn-RateLimit-Limit``: calls a second, as Amazon writes them."""
    return f"{operation.rate * factor:.6f}".rstrip("0").rstrip(".")
