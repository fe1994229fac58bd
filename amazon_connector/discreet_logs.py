"""Logs without personal data: what went wrong and where, never about whom.

The text of an error may quote what was being written: PostgreSQL's detail is the whole row, Odoo's
log of a bad query all its values, a refused contact its name.
"""

import contextlib
import logging
import re
import traceback
from contextvars import ContextVar

_discreet = ContextVar("amazon_discreet", default=False)
# What the browser brings back from Amazon's consent page.
_CONSENT = re.compile(r"\b((?:spapi_oauth_code|state)=)[^&\s\"']*")
# What a query does and to which table; its columns and values come after that.
_HEAD = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM|\w+)(\s+"?\w+"?)?')


@contextlib.contextmanager
def discreet_logs():
    """While this lasts, Odoo logs of its queries what they do, not with which values."""
    token = _discreet.set(True)
    try:
        yield
    finally:
        _discreet.reset(token)


def in_short(error):
    """Return an error's kind, and of the database's own words those that quote no values."""
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    return f"{type(error).__name__}: {primary}" if primary else type(error).__name__


def without_data(error):
    """Return what a log may say of an error: its kind, and the lines of code that led there.

    :param error: an exception that was raised; those that it came from are told too
    """
    lines = [in_short(error)]
    lines += [
        f"  {frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    cause = error.__cause__ or error.__context__
    if cause:
        lines += ["caused by", without_data(cause)]
    return "\n".join(lines)


class _WithoutValues(logging.Filter):
    """Takes the values out of the queries that Odoo logs, in discreet threads only."""

    def filter(self, record):
        if _discreet.get() and isinstance(record.args, tuple):
            record.args = tuple(map(_without_values, record.args))
        return True


def _without_values(argument):
    if isinstance(argument, Exception):
        return in_short(argument)
    if isinstance(argument, (str, bytes)):
        text = argument if isinstance(argument, str) else argument.decode(errors="replace")
        return _HEAD.match(text).group() + " …" if _HEAD.match(text) else "…"
    return argument


logging.getLogger("odoo.sql_db").addFilter(_WithoutValues())


class _WithoutCodes(logging.Filter):
    """Takes what Amazon's consent page brings back out of the addresses in the access log."""

    def filter(self, record):
        if "spapi_oauth_code=" in str(record.args) or "spapi_oauth_code=" in str(record.msg):
            record.msg, record.args = _CONSENT.sub(r"\1…", record.getMessage()), ()
        return True


logging.getLogger("werkzeug").addFilter(_WithoutCodes())
