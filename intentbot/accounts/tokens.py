"""Tokens: what programs show instead of a name and a password."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from intentbot.accounts.secret_words import digest, is_same, new_secret
from intentbot.errors import AccountError
from intentbot.people import TOKEN_DAYS, AccessToken, Scope

if TYPE_CHECKING:
    from intentbot.store.account_records import AccountRecords

PREFIX = "intentbot_"
"""What all tokens begin with, so that those who search code for secrets find them."""

_FRESH_S = 2.0
"""How long what was read of a token is good for: a program that asks a thousand times a second does not ask the
database each time, and a token that is revoked still ends at once, as people see it."""

_MOST_KEPT = 1000


class TokenRefused(AccountError):
    """A token does not open this; `status` is 401 where it is none, and 403 where it may not do that."""

    def __init__(self, what: str, fix: str, status: int = 401) -> None:
        super().__init__(what, fix)
        self.status = status


class Tokens:
    """The tokens of programs. Safe for threads.

    Parameters
    ----------
    records : AccountRecords
    now : callable
        The clock, in seconds since 1970.
    """

    def __init__(self, records: AccountRecords, now: Callable[[], float] = time.time) -> None:
        self._records = records
        self._now = now
        self._read: dict[str, tuple[float, tuple[AccessToken, str] | None]] = {}
        self._any: tuple[float, bool] = (-_FRESH_S, False)

    def all(self) -> list[AccessToken]:
        """Return every token, the newest first."""
        return self._records.tokens()

    def issue(self, name: str, scope: Scope, *, days: float | None = TOKEN_DAYS) -> tuple[AccessToken, str]:
        """Return a new token and its secret, which cannot be seen again.

        Raises
        ------
        AccountError
        """
        if not name.strip() or not name.isprintable() or len(name) > 100:
            raise AccountError("a token needs a name of up to 100 characters.", 'Say what it is for, such as "shop".')
        if days is not None and not 0 < days <= 36_500:
            raise AccountError(f"a token cannot be good for {days:g} days.", "Take 1 to 36,500 days.")
        now, secret = self._now(), PREFIX + new_secret()
        ends = None if days is None else now + days * 86_400
        token = AccessToken(secrets.token_hex(4), name.strip(), scope, now, ends, None)
        self._records.add_token(token, digest(secret))
        return token, secret

    def revoke(self, id: str) -> None:
        """End a token, within two seconds.

        Raises
        ------
        AccountError
        """
        if not self._records.revoke_token(id, self._now()):
            raise AccountError(f'there is no token "{id}" to revoke.', "See which there are: intentbot tokens list.")

    def has_any(self) -> bool:
        """Return whether a token was ever issued, as of two seconds ago at most."""
        read_at, has_any = self._any
        if not has_any and not 0 <= self._now() - read_at < _FRESH_S:
            has_any = bool(self._records.tokens())
            self._any = (self._now(), has_any)
        return has_any

    def check(self, secret: str, scope: Scope) -> AccessToken:
        """Return the token of a secret, where it opens what a scope opens.

        Raises
        ------
        TokenRefused
            Which says whether it is unknown, expired, revoked, or of a smaller scope.
        """
        shown = digest(secret)
        found = self._fresh(shown)
        if found is None or not is_same(found[1], shown):
            raise TokenRefused("this token is not known.", "Check that all of it is sent: Authorization: Bearer TOKEN.")
        token = found[0]
        if token.revoked_at is not None:
            raise TokenRefused(f"this token was revoked on {_day(token.revoked_at)}.", _ANOTHER)
        if token.expires_at is not None and token.expires_at <= self._now():
            raise TokenRefused(f"this token expired on {_day(token.expires_at)}.", _ANOTHER)
        if not token.allows(scope):
            raise TokenRefused(
                f"this token is for {token.scope}s, and this takes one of scope {scope}.",
                f"Ask the bot's operator for one: intentbot tokens add MODEL NAME --scope {scope}.",
                status=403,
            )
        return token

    def _fresh(self, shown: str) -> tuple[AccessToken, str] | None:
        now = self._now()
        kept = self._read.get(shown)
        if kept is not None and 0 <= now - kept[0] < _FRESH_S:
            return kept[1]
        found = self._records.token(shown)
        if len(self._read) >= _MOST_KEPT:
            self._read.clear()
        self._read[shown] = (now, found)
        return found


_ANOTHER = "Ask the bot's operator for another: intentbot tokens add MODEL NAME."


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, timezone.utc).strftime("%d %B %Y")
