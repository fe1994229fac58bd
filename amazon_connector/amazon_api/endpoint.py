"""Where Amazon's servers stand, and which addresses may be trusted with a secret."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from .marketplaces import Region

__all__ = ["Endpoint", "is_loopback"]

TOKEN_URL = "https://api.amazon.com/auth/o2/token"


@dataclass(frozen=True)
class Endpoint:
    """Where a region's API and the sign-in stand.

    :raises ValueError: an address that is neither https nor http on this very machine; secrets
        never travel in clear
    """

    region: Region
    api_url: str
    token_url: str

    def __post_init__(self):
        for url in (self.api_url, self.token_url):
            parts = urlsplit(url)
            unusual = parts.username or parts.query or parts.fragment or parts.port == 0
            if parts.scheme not in ("http", "https") or not parts.hostname or unusual:
                raise ValueError("this is no address of a server")
            if parts.scheme == "http" and not is_loopback(parts.hostname):
                raise ValueError("without https, only a server on this machine may be used")

    @classmethod
    def for_region(cls, region: Region | str, test_server: str | None = None) -> Endpoint:
        """Return Amazon's addresses of a region, or those of a test server for both.

        :param test_server: such as ``http://127.0.0.1:8080``; signs in at ``/auth/o2/token``
        :raises ValueError: not a region, or not such an address
        """
        region = Region(region)
        if not test_server:
            return cls(region, region.api_url, TOKEN_URL)
        base = test_server.strip().rstrip("/")
        return cls(region, base, f"{base}/auth/o2/token")

    @property
    def is_local(self) -> bool:
        """Return whether the API stands on this machine, where no proxy leads."""
        return is_loopback(urlsplit(self.api_url).hostname or "")


def is_loopback(host: str) -> bool:
    """Return whether this name or address means this very machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
