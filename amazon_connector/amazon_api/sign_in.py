"""Access tokens of one seller account: fetched, kept as long as they live, fetched anew.

Login with Amazon (LWA) gives out a token for an hour against client id, client secret and the
seller's refresh token
(https://developer-docs.amazon.com/sp-api/docs/connect-to-the-selling-partner-api). A token belongs
to one ``SignIn`` and so to one client: two sellers never meet in a cache.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from .answers import seconds_told
from .errors import AmazonError, AuthoriseAgain, TryLater, Wait
from .json_reading import parse_json
from .library import USER_AGENT
from .transport import Answer, Transport

__all__ = ["AccessToken", "Credentials", "SignIn", "ask", "is_token"]

LIFETIME = 3600.0
MARGIN = 60.0  # seconds before its end when a token is no longer used

# What LWA's errors ask a person to renew (RFC 6749, 5.2).
_REASONS = {
    "invalid_client": "secret",
    "invalid_grant": "refresh_token",
    "unauthorized_client": "application",
    "invalid_scope": "application",
    "access_denied": "application",
    "unsupported_grant_type": "application",
    "invalid_request": "application",
}


@dataclass(frozen=True)
class Credentials:
    """What an application and a seller sign in with; never shown.

    Blanks around them, as they come by copy and paste, are cut off.

    :ivar client_id: the application's, « LWA client ID »
    :ivar client_secret: the application's; Amazon wants it renewed every 180 days
    :ivar refresh_token: the seller's authorisation of the application
    """

    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)

    def __post_init__(self):
        for name in ("client_id", "client_secret", "refresh_token"):
            object.__setattr__(self, name, (getattr(self, name) or "").strip())

    def check(self) -> None:
        """Return when all are there.

        :raises AuthoriseAgain: one is empty (``reason`` missing); the message says which
        """
        empty = [name for name, value in vars(self).items() if not value]
        if empty:
            raise AuthoriseAgain(
                f"Of the credentials, {', '.join(empty)} is missing", reason="missing"
            )


@dataclass(frozen=True)
class AccessToken:
    """A token as the library wants to be handed it.

    :ivar expires: the monotonic second from which on it is not to be used
    """

    access_token: str = field(repr=False)
    expires: float = 0.0


class SignIn:
    """Keeps one valid token; several threads may ask for it."""

    def __init__(self, credentials: Credentials, token_url: str, transport: Transport):
        """Be ready to sign in; nothing is sent yet.

        :raises AuthoriseAgain: a credential is empty
        """
        credentials.check()
        self._credentials = credentials
        self._token_url = token_url
        self._transport = transport
        self._lock = threading.Lock()
        self._token: AccessToken | None = None

    def get_auth(self) -> AccessToken:
        """Return a valid token, from Amazon when none is at hand.

        :raises AuthoriseAgain: the credentials are refused
        :raises Wait: too many sign-ins
        :raises TryLater: no answer, or none that means anything
        """
        with self._lock:
            if not self._token or time.monotonic() >= self._token.expires:
                self._token = None
                self._token = self._fetch()
            return self._token

    @property
    def token(self) -> AccessToken | None:
        """Return the token at hand, valid or not; None before the first sign-in."""
        return self._token

    def forget(self, token: AccessToken) -> None:
        """Use this token no more; one that another thread has fetched since stays."""
        with self._lock:
            if self._token is token:
                self._token = None

    def _fetch(self) -> AccessToken:
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self._credentials.refresh_token,
            "client_id": self._credentials.client_id,
            "client_secret": self._credentials.client_secret,
        }
        fields = ask(self._transport, self._token_url, form, "access_token")
        return _token(fields, time.monotonic())


def ask(transport: Transport, url: str, form: dict[str, str], wanted: str) -> dict[str, Any]:
    """Return what Login with Amazon grants for a form.

    :param wanted: the token that the answer must hold, such as ``access_token``
    :raises AuthoriseAgain: it is refused
    :raises Wait: too many sign-ins
    :raises TryLater: no answer, or none that means anything
    """
    headers = {"user-agent": USER_AGENT, "accept": "application/json"}
    answer = transport.request("POST", url, data=form, headers=headers)
    fields = _fields(answer)
    if answer.status != 200:
        raise _refusal(answer, fields)
    if not is_token(fields.get(wanted)):
        raise TryLater("Amazon's answer to the sign-in holds no token", **_told(answer, fields))
    return fields


def is_token(text: object) -> bool:
    """Return whether this can be a token.

    A header takes visible ASCII only, and what does not would be quoted in an error.
    """
    return isinstance(text, str) and text.isascii() and text.isprintable() and bool(text)


def _token(fields: dict[str, Any], now: float) -> AccessToken:
    """Return the token that was granted."""
    lifetime = fields.get("expires_in")
    if isinstance(lifetime, bool) or not isinstance(lifetime, int) or lifetime <= 0:
        lifetime = LIFETIME
    return AccessToken(fields["access_token"], now + max(lifetime - MARGIN, lifetime / 2))


def _refusal(answer: Answer, fields: dict[str, Any]) -> AmazonError:
    """Return the error that a refused sign-in stands for."""
    told = _told(answer, fields)
    error, described = told["code"], told["details"]
    said = ": ".join(word for word in (error, described) if word)
    message = f"Amazon answered {answer.status} to the sign-in" + (f": {said}" if said else "")
    seconds = seconds_told(answer.headers) or 60.0
    if answer.status == 429:
        return Wait(message, seconds=seconds, **told)
    if error and answer.status in (400, 401, 403):
        otherwise = "secret" if answer.status == 401 else "application"
        return AuthoriseAgain(message, reason=_REASONS.get(error, otherwise), **told)
    return TryLater(message, seconds=seconds, **told)


def _told(answer: Answer, fields: dict[str, Any]) -> dict[str, Any]:
    """Return what every error carries of an answer."""
    error, described = fields.get("error"), fields.get("error_description")
    return {
        "status": answer.status,
        "code": error if isinstance(error, str) else None,
        "details": described if isinstance(described, str) else None,
        "request_id": answer.request_id,
    }


def _fields(answer: Answer) -> dict[str, Any]:
    """Return the JSON object of a body, an empty one when it is something else."""
    try:
        fields = parse_json(answer.body)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}
