import contextlib
from datetime import datetime, timezone

from odoo import api, fields, models

from ..amazon_api.quota import LIMITS, Bucket, Limit

# The first key of the locks under which calls are counted; the second is of whom and what.
QUOTA_LOCK = 0x414D51


class AmazonQuota(models.Model):
    """What is left of the calls that Amazon grants one seller and application for one operation.

    Counted before a call is sent and committed at once, in a transaction of its own: a page that is
    rolled back was asked for all the same, and another process sees the count right away.
    """

    _name = "amazon.quota"
    _description = "Amazon Quota"
    _order = "holder, operation"
    _rec_name = "operation"

    holder = fields.Char(
        required=True, help="Whose calls these are: a digest of region, seller and application."
    )
    operation = fields.Char(required=True, help="Amazon's name of it, such as searchOrders.")
    rate = fields.Float(required=True, help="Calls that come back each second.")
    calls = fields.Float(required=True, help="Calls that were left when they were last counted.")
    counted_at = fields.Datetime(required=True)

    _sql_constraints = [
        (
            "holder_operation_unique",
            "unique(holder, operation)",
            "The calls of one seller and operation are counted once.",
        ),
    ]

    @api.model
    def _take(self, holder, operation, keep=0):
        """Count a call that is about to be sent, unless too few are left.

        :param holder: see amazon.account's _quota_holder
        :param operation: a key of LIMITS
        :param keep: calls that must be left after it
        :return: (the bucket after it, 0), or (the bucket, seconds to wait): nothing was counted
        """
        return self._count(holder, operation, lambda bucket, now: bucket.take(now, keep))

    @api.model
    def _duration(self, holder, operation, calls):
        """Return the seconds in which so many calls could be made; nothing is counted."""
        now = self._now()
        with self.env.registry.cursor() as cr:  # our own transaction may be older than a count
            return self._bucket(cr, holder, operation, now).duration(now, calls)

    @api.model
    def _refused(self, holder, operation, seconds):
        """Note that Amazon refused a call: others use the same seller and application too."""
        self._count(holder, operation, lambda bucket, now: (bucket.blocked(now, seconds), None))

    @api.model
    def _granted(self, holder, operation, rate):
        """Note the rate that Amazon told in an answer, in calls a second."""
        self._count(
            holder, operation, lambda bucket, now: (bucket.refilled(now).granted(rate), None)
        )

    @api.model
    def _now(self):
        """Return the moment of counting: naive, in UTC, with its fractions of a second."""
        return datetime.now(timezone.utc).replace(tzinfo=None)

    @api.model
    def _count(self, holder, operation, change):
        """Replace a bucket by change(bucket, now), which returns it first; return all of that."""
        with self.env.registry.cursor() as cr, _one_at_a_time(cr, f"{holder} {operation}"):
            now = self._now()
            bucket, *rest = change(self._bucket(cr, holder, operation, now), now)
            cr.execute(
                """
                INSERT INTO amazon_quota (holder, operation, rate, calls, counted_at)
                VALUES (%s, %s, %s, %s, %s)
                ON CONFLICT (holder, operation) DO UPDATE
                SET rate = EXCLUDED.rate, calls = EXCLUDED.calls, counted_at = EXCLUDED.counted_at
                """,
                (holder, operation, bucket.limit.rate, bucket.calls, bucket.at),
            )
            return bucket, *rest

    @api.model
    def _bucket(self, cr, holder, operation, now):
        cr.execute(
            "SELECT rate, calls, counted_at FROM amazon_quota WHERE holder = %s AND operation = %s",
            (holder, operation),
        )
        limit = LIMITS[operation]
        for rate, calls, counted_at in cr.fetchall():
            return Bucket(Limit(rate, limit.burst), calls, counted_at)
        return Bucket.full(limit, now)


@contextlib.contextmanager
def _one_at_a_time(cr, name):
    """Let one process count under this name, and commit what it counted.

    The lock comes before the transaction that counts: a snapshot from before would be out of date,
    and end in a serialization failure.
    """
    key = (QUOTA_LOCK, name)
    cr.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", key)
    try:
        cr.commit()  # pylint: disable=invalid-commit
        yield
        cr.commit()  # pylint: disable=invalid-commit
    finally:
        cr.rollback()
        cr.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", key)
