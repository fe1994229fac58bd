"""The simulated world: its clock, its sellers, and the access tokens that are out."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .clock import Clock
from .confirmations import Moment
from .exceptions import ControlError
from .feeds.processing import settle
from .quotas import Quotas
from .seller import Seller
from .stored_order import StoredOrder

TOKEN_LIFETIME = timedelta(hours=1)
# Amazon tells of an order's change about two minutes later.
LAG = timedelta(minutes=2)
# A consent's code is to be changed for a token at once.
CODE_LIFETIME = timedelta(minutes=5)


@dataclass(frozen=True)
class AccessToken:
    """A right to act for ``seller``, until ``expires``."""

    seller: Seller
    expires: datetime


@dataclass(frozen=True)
class Consent:
    """A seller's consent to its application, until ``expires``."""

    seller: Seller
    redirect_uri: str
    expires: datetime


class World:
    """Everything that the server knows. All of its state is here."""

    def __init__(
        self, quota_factor: float = 1, populate: Callable[["World"], None] | None = None
    ) -> None:
        """Make a world.

        :param quota_factor: how many times faster than Amazon's the quotas refill
        :param populate: puts the first sellers and orders in; called again by :meth:`reset`
        """
        self.quota_factor = quota_factor
        self._populate = populate
        # Pagination tokens and the documents' addresses are signed with it: nobody can make one up.
        self.signing_key = secrets.token_bytes(32)
        self.reset()

    def reset(self) -> None:
        """Go back to the beginning: forget all that was done since the start."""
        self.clock = Clock()
        self.quotas = Quotas()
        self.sellers: dict[str, Seller] = {}
        self._access_tokens: dict[str, AccessToken] = {}
        self._consents: dict[str, Consent] = {}
        if self._populate:
            self._populate(self)

    def add_seller(self, seller: Seller) -> Seller:
        """Add a seller, and return it."""
        self.sellers[seller.seller_id] = seller
        return seller

    def seller(self, seller_id: str | None) -> Seller:
        """Return a seller by its id.

        :raises ControlError: when there is none
        """
        if seller_id not in self.sellers:
            raise ControlError(f"there is no seller {seller_id}", status=404)
        return self.sellers[seller_id]

    def find_order(self, order_id: str, seller_id: str | None) -> tuple[Seller, StoredOrder]:
        """Return an order and its seller.

        :param seller_id: needed only when several sellers have an order of that id
        :raises ControlError: when there is no such order, or more than one
        """
        if seller_id:
            seller = self.seller(seller_id)
            return seller, seller.order(order_id)
        owners = [seller for seller in self.sellers.values() if order_id in seller.orders]
        if not owners:
            raise ControlError(f"there is no order {order_id}", status=404)
        if len(owners) > 1:
            raise ControlError(f"several sellers have {order_id}: add ?sellerId=…", status=409)
        return owners[0], owners[0].orders[order_id]

    def issue_access_token(self, seller: Seller) -> str:
        """Return a new access token for ``seller``; it lives for an hour of the world's clock."""
        text = f"Atza|{secrets.token_urlsafe(48)}"
        self._access_tokens[text] = AccessToken(seller, self.clock.now() + TOKEN_LIFETIME)
        return text

    def access_token(self, text: str) -> AccessToken | None:
        """Return the access token of that text, expired ones too, or None."""
        return self._access_tokens.get(text)

    def users_of(self, name: str, value: str | None) -> list[Seller]:
        """Return the sellers of an application.

        :param name: ``client_id`` or ``application_id``, whose value is told
        """
        return [seller for seller in self.sellers.values() if getattr(seller, name) == value]

    def issue_code(self, seller: Seller, redirect_uri: str) -> str:
        """Return a new code for a consent of ``seller``; it works once, within five minutes."""
        code = f"S{secrets.token_urlsafe(15)}"
        self._consents[code] = Consent(seller, redirect_uri, self.clock.now() + CODE_LIFETIME)
        return code

    def take_consent(self, code: str, client_id: str, redirect_uri: str | None) -> Seller | None:
        """Return who consented, and forget the code; None where it is good for nothing (now).

        :param redirect_uri: where the code was sent, when the program tells
        """
        consent = self._consents.pop(code, None)
        if (
            consent is None
            or consent.expires <= self.clock.now()
            or consent.seller.client_id != client_id
            or redirect_uri not in (None, consent.redirect_uri)
        ):
            return None
        return consent.seller

    def listed_until(self) -> datetime:
        """Return the moment until which searches tell of orders: two minutes ago."""
        return self.clock.now() - LAG

    def moment(self) -> Moment:
        """Return the world's now, and how far it is ahead of real time."""
        return Moment(self.clock.now(), self.clock.lead())

    def settle(self) -> None:
        """Let all feeds whose time has come take effect; called before anything is told."""
        moment = self.moment()
        for seller in self.sellers.values():
            settle(seller, moment)

    def make_listed(self, moment: datetime) -> None:
        """Start the clock late enough that a change at ``moment`` is told by searches."""
        missing = (moment - self.listed_until()).total_seconds()
        if missing > 0:
            self.clock.advance(missing + 1)
