"""Tokens: made at random, shown once, kept as hashes."""

import hashlib
import secrets

from luylau.kernel.secret import Secret


def new_token() -> Secret:
    """Return 256 random bits as text that is safe in a URL and in a cookie."""
    return Secret(secrets.token_urlsafe(32))


def token_hash(token: str) -> bytes:
    """Return the SHA-256 hash under which a token is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
