"""People: who they are, and that it is them."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable

from intentbot.accounts.attempts import Attempts
from intentbot.accounts.passwords import check_password, hash_password, is_outdated, is_password
from intentbot.accounts.secret_words import digest, new_secret
from intentbot.errors import AccountError
from intentbot.people import Person, Role
from intentbot.store.account_records import AccountRecords

LOGIN_S = 12 * 60 * 60
"""How long a login lasts: a working day."""

_NAME = re.compile(r"[^\W_][\w.@+-]{0,63}")


class Accounts:
    """The people who may use the pages. Safe for threads.

    Parameters
    ----------
    records : AccountRecords
    now : callable
        The clock, in seconds since 1970.
    """

    def __init__(self, records: AccountRecords, now: Callable[[], float] = time.time) -> None:
        self._records = records
        self._attempts = Attempts(records)
        self._now = now

    def people(self) -> list[Person]:
        """Return everybody, by name."""
        return self._records.people()

    def has_people(self) -> bool:
        """Return whether there is anybody."""
        return self._records.has_people()

    def add(self, name: str, password: str, role: Role) -> Person:
        """Let a person in.

        Raises
        ------
        AccountError
            Where the name is taken or none, or the password is too weak.
        """
        person = Person(checked_name(name), role, self._now())
        check_password(password, person.name)
        if not self._records.add_person(person, hash_password(password)):
            raise AccountError(
                f'there is already somebody called "{person.name}".',
                "Take another name, or change theirs: intentbot people role, intentbot people password.",
            )
        return person

    def set_role(self, name: str, role: Role) -> None:
        """Let a person do more or less; they must log in again.

        Raises
        ------
        AccountError
        """
        if not self._records.change_person(login_name(name), role=role):
            raise _nobody(name)

    def set_password(self, name: str, password: str) -> None:
        """Give a person another password; they must log in again.

        Raises
        ------
        AccountError
        """
        name = login_name(name)
        if self._records.person(name) is None:
            raise _nobody(name)
        check_password(password, name)
        if not self._records.change_person(name, password_hash=hash_password(password)):
            raise _nobody(name)

    def remove(self, name: str) -> None:
        """Let a person in no more, from this moment on.

        Raises
        ------
        AccountError
        """
        if not self._records.remove_person(login_name(name)):
            raise _nobody(name)

    def log_in(self, name: str, password: str, *, address: str) -> str:
        """Return the secret of a new login, for the cookie.

        Raises
        ------
        TooManyAttempts
        AccountError
            The same one in the same time, whether the name or the password is wrong.
        """
        name, now = login_name(name), self._now()
        self._attempts.begin(name, address, now)
        # What cannot be a name is looked for nowhere, but takes as long.
        found = self._records.person(name) if _NAME.fullmatch(name) else None
        kept = found[1] if found else None
        if not is_password(password, kept) or kept is None:
            raise AccountError(
                "the name or the password is wrong.", "Type both again; an admin can set a new password."
            )
        self._attempts.succeed(name, address, now)
        if is_outdated(kept):
            self._records.renew_hash(name, hash_password(password))
        secret = new_secret()
        self._records.begin_login(digest(secret), name, now, now + LOGIN_S)
        return secret

    def logged_in(self, secret: str) -> Person | None:
        """Return whose login this is; None where it is over, or none."""
        return self._records.logged_in(digest(secret), self._now())

    def log_out(self, secret: str) -> None:
        """End a login."""
        self._records.end_login(digest(secret))


def login_name(name: str) -> str:
    """Return a name as it is compared: however its letters are typed, in small ones."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def checked_name(name: str) -> str:
    """Return a new name as it is kept.

    Raises
    ------
    AccountError
    """
    plain = login_name(name)
    if not _NAME.fullmatch(plain):
        raise AccountError(
            f'"{name[:80]}" cannot be the name of a person.',
            "Take up to 64 letters and digits, with . _ @ + or - between them, such as ana or ana@shop.example.",
        )
    return plain


def _nobody(name: str) -> AccountError:
    return AccountError(f'there is nobody called "{name}".', "See who there is: intentbot people list.")
