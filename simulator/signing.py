"""What only this server can have written: sealed tokens and signed addresses."""

import base64
import hashlib
import hmac
import json
from typing import Any

_LENGTH = hashlib.sha256().digest_size


def seal(key: bytes, fields: Any) -> str:
    """Return a token that holds ``fields``, which are JSON."""
    content = json.dumps(fields).encode()
    return base64.urlsafe_b64encode(_digest(key, content) + content).decode()


def unseal(key: bytes, token: str) -> Any:
    """Return what a token holds; None when it is not one of ours."""
    try:
        sealed = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError:
        return None
    content = sealed[_LENGTH:]
    return json.loads(content) if _is_ours(sealed[:_LENGTH], key, content) else None


def signature(key: bytes, *parts: str) -> str:
    """Return the signature of some texts, in hexadecimal digits."""
    return _digest(key, json.dumps(parts).encode()).hex()


def _is_ours(digest: bytes, key: bytes, content: bytes) -> bool:
    return hmac.compare_digest(digest, _digest(key, content))


def _digest(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()
