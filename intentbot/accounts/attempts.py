"""How often one may try to log in."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Iterator

from intentbot.accounts.secret_words import digest
from intentbot.errors import AccountError
from intentbot.store.account_records import AccountRecords, Attempt

WINDOW_S = 15 * 60
"""How long a failed attempt counts."""

MOST_OF_BOTH, MOST_OF_ADDRESS, MOST_OF_NAME = 5, 20, 50
"""How many attempts may fail within it: with one name from one address, with any name from one address, and with one
name from anywhere. The last is high, so that it takes an attacker many addresses to keep somebody out."""


class TooManyAttempts(AccountError):
    """One must wait before trying again; `seconds` says how long."""

    def __init__(self, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        minutes = math.ceil(seconds / 60)
        super().__init__(
            "too many attempts to log in have failed.",
            f"Wait {minutes} {'minute' if minutes == 1 else 'minutes'}, then try again.",
        )


class Attempts:
    """The attempts to log in: kept in the database, so that all workers count together.

    Parameters
    ----------
    records : AccountRecords
    """

    def __init__(self, records: AccountRecords) -> None:
        self._records = records

    def begin(self, name: str, address: str, now: float) -> None:
        """Count an attempt as failed, until it is said to have succeeded; refuse it where too many failed.

        It is counted before the password is looked at: of many at the same time none gets past the limit.

        Raises
        ------
        TooManyAttempts
        """
        # What is typed as a name may be a password, in the wrong field.
        name, place = digest(name), _network(address)
        this = self._records.begin_attempt(name, place, now)
        others = [one for one in self._records.attempts(name, place, now - WINDOW_S) if one.id != this]
        # Where as many failed as may, the oldest of these must be forgotten first.
        blocking = [failed[most - 1].at for failed, most in _limits(name, place, others) if len(failed) >= most]
        if blocking:
            self._records.forget_attempt(this, now - WINDOW_S)
            raise TooManyAttempts(max(blocking) + WINDOW_S - now)

    def succeed(self, name: str, address: str, now: float) -> None:
        """Forget what failed with this name from this address."""
        self._records.forget_attempts(digest(name), _network(address), now - WINDOW_S)


def _limits(name: str, place: str, attempts: list[Attempt]) -> Iterator[tuple[list[Attempt], int]]:
    """Yield the attempts that count together, newest first, and how many may fail."""
    yield [one for one in attempts if one.name == name and one.place == place], MOST_OF_BOTH
    yield [one for one in attempts if one.place == place], MOST_OF_ADDRESS
    yield [one for one in attempts if one.name == name], MOST_OF_NAME


def _network(address: str) -> str:
    """Return what stands for an address: of IPv6 its first 64 bits, as everybody has all of the rest."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:100]
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)
