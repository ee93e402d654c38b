"""Passwords: which are good enough, and how they are kept."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from intentbot.errors import AccountError

SHORTEST, LONGEST = 12, 256
"""In characters. NIST SP 800-63B asks for 8 and more for what people make up, without rules on which signs; 12 because
what customers write is behind it. The longest is there so that nobody keeps the server busy with a novel."""

# The second recommended option of RFC 9106, which is the library's default: three passes over 64 MiB.
_HASHER = PasswordHasher()


def check_password(password: str, name: str) -> None:
    """Refuse a password that is easily guessed.

    Raises
    ------
    AccountError
    """
    plain = _normal(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        wrong = "short" if len(plain) < SHORTEST else "long"
        raise AccountError(
            f"the password is too {wrong}.",
            f"Take {SHORTEST} to {LONGEST} characters; a few words in a row are easily kept in mind.",
        )
    if len(set(plain)) < 5 or plain.casefold().replace(name, "").strip("0123456789 .-_!") == "":
        raise AccountError(
            "the password is too easily guessed.", "Take one that is neither the name nor a few signs over and over."
        )


def hash_password(password: str) -> str:
    """Return what is kept of a password: its argon2id hash, with salt and settings."""
    return _HASHER.hash(_normal(password))


def is_password(password: str, kept: str | None) -> bool:
    """Return whether a password is the one that is kept. Without one it takes just as long, and is False."""
    plain = _normal(password)
    try:
        _HASHER.verify(_nobodys() if kept is None else kept, plain[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None and len(plain) <= LONGEST


def is_outdated(kept: str) -> bool:
    """Return whether a password was hashed with other settings than new ones are."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    """Return a hash that takes as long to compare with as any other, and that nothing is the password of."""
    return _HASHER.hash(secrets.token_urlsafe(32))


def _normal(password: str) -> str:
    # The same letters may be typed in several ways: é as one sign or two.
    return unicodedata.normalize("NFKC", password)
