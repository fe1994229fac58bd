"""Amazon's own consent page: where a seller is sent, and what its answer is changed for.

The « website authorisation workflow »
(https://developer-docs.amazon.com/sp-api/docs/website-authorization-workflow): the seller signs in
at Seller Central and agrees; Amazon sends the browser back with a code that lives five minutes and
works once; the code is changed for the refresh token, for good.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from .endpoint import Endpoint
from .errors import AuthoriseAgain
from .library import silence
from .sign_in import ask, is_token
from .transport import Transport

__all__ = ["CONSENT_PATH", "Application", "consent_address", "exchange"]

CONSENT_PATH = "/apps/authorize/consent"


@dataclass(frozen=True)
class Application:
    """What Amazon knows an application by; the secret is never shown.

    Blanks around them, as they come by copy and paste, are cut off.

    :ivar application_id: such as ``amzn1.sp.solution.…``; not the client id
    :ivar is_draft: Amazon has not published it, as applications of one's own stay for ever
    """

    application_id: str
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    is_draft: bool = True

    def __post_init__(self):
        for name in ("application_id", "client_id", "client_secret"):
            object.__setattr__(self, name, (getattr(self, name) or "").strip())

    @property
    def is_complete(self) -> bool:
        """Return whether nothing is missing."""
        return all((self.application_id, self.client_id, self.client_secret))


def consent_address(
    application: Application, central_url: str, state: str, redirect_uri: str
) -> str:
    """Return the page on which a seller agrees to the application.

    :param central_url: the seller's Seller Central, without a slash at its end
    :param state: what Amazon hands back, by which the answer is known as ours
    :param redirect_uri: where Amazon sends the browser; registered with the application
    """
    question = {
        "application_id": application.application_id,
        "state": state,
        "redirect_uri": redirect_uri,
        # Without it Amazon refuses drafts (MD1000), with it what is published.
        **({"version": "beta"} if application.is_draft else {}),
    }
    return f"{central_url}{CONSENT_PATH}?{urlencode(question)}"


def exchange(
    application: Application,
    endpoint: Endpoint,
    code: str,
    redirect_uri: str,
    *,
    timeout: float = 30.0,
) -> str:
    """Return the refresh token that a consent's code is worth.

    :param code: Amazon's ``spapi_oauth_code``
    :param redirect_uri: the same as of the consent's page
    :raises AuthoriseAgain: refused; ``reason`` is ``code`` (expired, used, another application's),
        ``secret`` or ``application``
    :raises Wait: too many sign-ins
    :raises TryLater: no answer, or none that means anything; the code may still be good
    """
    if not is_token(code):
        raise AuthoriseAgain("This is no code of Amazon's", reason="code")
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": application.client_id,
        "client_secret": application.client_secret,
    }
    transport = Transport(timeout=timeout, direct=endpoint.is_local)
    try:
        with silence():
            return ask(transport, endpoint.token_url, form, "refresh_token")["refresh_token"]
    except AuthoriseAgain as error:
        if error.reason == "refresh_token":  # the grant that is invalid is the code
            error.reason = "code"
        raise
    finally:
        transport.close()
