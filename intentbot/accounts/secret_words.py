"""Random words that open a door, of which only a digest is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def new_secret() -> str:
    """Return 43 letters that nobody guesses."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what is kept of a secret: its SHA-256. A random one needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def form_token(secret: str) -> str:
    """Return what every form of a visitor carries, so that no other site can send one in their name.

    It is computed from the secret of their cookie, which other sites cannot read.
    """
    return hmac.new(secret.encode("utf-8", "surrogatepass"), b"intentbot form", hashlib.sha256).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Return whether two secrets are the same, in a time that says nothing about where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
