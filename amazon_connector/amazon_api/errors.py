"""Every way in which talking to Amazon can fail, named after what the caller does next.

* ``AmazonError``                 catch this one to catch them all
    * ``AuthoriseAgain``          a person renews the credentials or the permission; see ``reason``
    * ``Wait``                    the quota is used up; call again after ``seconds``
    * ``TryLater``                network, Amazon's own trouble, or an answer that means nothing
        * ``AskForNewAddress``    a document's address has expired; ask for it again, at once
    * ``GiveUp``                  Amazon says no to this very request; the same again is useless
        * ``NotFound``            what was asked for does not exist (for this seller)
        * ``InvalidPackage``      a shipment that Amazon would refuse, found before it was sent
    * ``Unreadable``              Amazon's answer holds something that cannot be read; see ``path``
        * ``AmountsMissing``      nothing tells what an item of the order costs
        * ``MixedCurrencies``     one order, several currencies

All of them carry what Amazon told: ``status``, ``code``, ``details``, ``request_id``. Their text is
English and meant for logs and support: it holds no secret and no personal data (``clean``).
"""

from __future__ import annotations

import re

__all__ = [
    "AmazonError",
    "AmountsMissing",
    "AskForNewAddress",
    "AuthoriseAgain",
    "GiveUp",
    "InvalidPackage",
    "MixedCurrencies",
    "NotFound",
    "TryLater",
    "Unreadable",
    "Wait",
    "clean",
]

TEXT_LIMIT = 500

# Amazon's messages may quote what was sent: tokens, secrets and e-mail addresses are cut out.
_SECRETS = re.compile(r"(?:Atz[a-z]|Atc|Aza)\|[^\s\"',;<>]*|amzn1\.oa2-[^\s\"',;<>]*")
_EMAILS = re.compile(r"[^\s@\"'<>(),;:]+@[^\s@\"'<>(),;]+")
_SIGNED = re.compile(r"(https?://[^\s?\"'<>]+)\?[^\s\"'<>]*")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


def clean(text: object) -> str:
    """Return ``text`` fit for a log: no tokens, no addresses, one line, at most 500 characters."""
    words = _CONTROLS.sub(" ", str(text)[: 10 * TEXT_LIMIT])
    words = _SIGNED.sub(r"\1?…", words)
    words = _EMAILS.sub("…@…", _SECRETS.sub("…", words)).strip()
    return words if len(words) <= TEXT_LIMIT else words[: TEXT_LIMIT - 1] + "…"


class AmazonError(Exception):
    """Something went wrong between us and Amazon.

    :ivar message: one English sentence for the log, without secrets or personal data
    :ivar status: the HTTP status, None when there was no answer
    :ivar code: Amazon's own word for the error, such as ``InvalidInput``
    :ivar details: Amazon's further details, cleaned like the message
    :ivar request_id: what Amazon's support asks for first
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        details: str | None = None,
        request_id: str | None = None,
    ):
        self.message = clean(message)
        self.status = status
        self.code = code if code is None else clean(code)
        self.details = details if details is None else clean(details)
        self.request_id = request_id if request_id is None else clean(request_id)
        super().__init__(self.message)


class AuthoriseAgain(AmazonError):
    """Amazon refuses the credentials: nothing works until a person has renewed them.

    :ivar reason: what is to be renewed:
        ``missing`` a credential is empty; ``secret`` the client id or its secret is refused;
        ``refresh_token`` the seller's authorisation is refused, expired or withdrawn;
        ``application`` the application may not do this at all; ``access_denied`` signed in, but
        without the permission (role, marketplace); ``clock`` this machine's clock is wrong;
        ``code`` the code of a consent has expired, was used, or is another application's
    """

    def __init__(self, message: str, *, reason: str = "access_denied", **told):
        super().__init__(message, **told)
        self.reason = reason


class Wait(AmazonError):
    """The quota is used up. Nothing is wrong, and nothing is lost by calling again later.

    :ivar seconds: how long until Amazon takes the next call
    """

    def __init__(self, message: str, *, seconds: float = 60.0, **told):
        super().__init__(message, **told)
        self.seconds = seconds


class TryLater(AmazonError):
    """No answer, or none that means anything: whether Amazon acted on the request is unknown.

    :ivar seconds: a suggestion when to try again
    :ivar reason: what kept the answer away, as far as it can be told:
        ``name`` Amazon's name is not found; ``refused`` nobody listens, or a wall stands between;
        ``timeout`` no answer in time; ``certificate`` the other side's is not trusted; ``clock`` it
        is not valid at the time that this machine's clock shows; ``proxy`` the proxy's own trouble;
        ``""`` something else
    """

    def __init__(self, message: str, *, seconds: float = 60.0, reason: str = "", **told):
        super().__init__(message, **told)
        self.seconds = seconds
        self.reason = reason


class AskForNewAddress(TryLater):
    """A document's signed address is no longer valid (they live for five minutes).

    Another one comes from ``get_feed_document``, or from ``create_feed_document`` for an upload;
    there is nothing to wait for. Whoever gets this twice in a row tries later.
    """


class GiveUp(AmazonError):
    """Amazon understood the request and refuses it: the same again gets the same answer."""


class NotFound(GiveUp):
    """What was asked for does not exist, or does not belong to this seller."""


class InvalidPackage(GiveUp, ValueError):
    """A shipment lacks what Amazon demands, or has more than it takes; it was not sent.

    :ivar reason: what is to be mended: ``reference``, ``carrier``, ``carrier_name``, ``tracking``
        (none), ``tracking_too_long``, ``date``, ``items`` (none, or one without its identifier),
        ``quantity``, ``marketplace``; ``feed``: only a feed cannot hold it, ``confirm_shipment``
        can
    """

    def __init__(self, message: str, *, reason: str = "", **told):
        super().__init__(message, **told)
        self.reason = reason


class Unreadable(AmazonError, ValueError):
    """Amazon's answer (JSON, or a document) holds something that cannot be read.

    :ivar path: where, such as ``orderItems[0].proceeds.proceedsTotal.amount``
    :ivar order_id: of which order, None when it could not even be read
    """

    def __init__(self, message: str, *, path: str = "", order_id: str | None = None, **told):
        super().__init__(message, **told)
        self.path = path
        self.order_id = order_id


class AmountsMissing(Unreadable):
    """Nothing tells what an item costs: no proceeds, no unit price, no total to learn it from."""


class MixedCurrencies(Unreadable):
    """The amounts of one order come in several currencies, and cannot be added."""
