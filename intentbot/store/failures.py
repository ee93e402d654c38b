"""What a database says when it fails, as an error that a person can do something about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from intentbot.errors import RowsRefused, StoreError
from intentbot.store.addresses import Address


@dataclass(frozen=True, slots=True)
class _Failure:
    """How a failure shows itself, what it is, and how to mend it."""

    signs: re.Pattern[str]
    what: str
    fix: str


def _failure(signs: str, what: str, fix: str) -> _Failure:
    return _Failure(re.compile(signs, re.IGNORECASE), what, fix)


# The first that fits. Five letters in capitals and digits are SQLSTATE codes, which PostgreSQL gives in any language:
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_FAILURES = (
    _failure(
        r"database (table )?is locked|55P03|57014",
        "it is locked: another program writes to it and does not finish",
        "End the program or the backup that holds it.",
    ),
    _failure(
        r"is full|53100|no space left",
        "it is full",
        "Free space on its disk.",
    ),
    _failure(
        r"readonly|25006|not permitted in a read-only|42501|permission denied|access permission",
        "we may not write there",
        "Give the user who runs the bot the right to write to it; for a file, to its folder too.",
    ),
    _failure(
        r"file is not a database|file is encrypted",
        "the file is no SQLite database",
        "Name another file; this one is left as it is.",
    ),
    _failure(
        r"malformed|XX001|XX002",
        "it is damaged",
        "Put a backup in its place, or delete it: conversations under way begin anew.",
    ),
    _failure(
        r"unable to open database file|disk I/O error|no such table|42P01",
        "it is gone",
        "See that its folder is there and may be written to; a missing file is made anew.",
    ),
    _failure(
        r"authentication failed|no password supplied|28P01|28000|no pg_hba\.conf entry|role .* does not exist",
        "the server does not let us in: a wrong user or password, or a machine it does not know",
        "Mend the user and the password in the address of the store, or what the server allows (pg_hba.conf).",
    ),
    _failure(
        r"database .* does not exist|3D000",
        "the server has no such database",
        "Make it (createdb), or mend its name in the address of the store.",
    ),
    _failure(
        r"resolve host|translate host|name or service not known|nodename nor servname|getaddrinfo",
        "there is no machine of that name",
        "Mend the name of the host in the address of the store.",
    ),
    _failure(
        r"too many (clients|connections)|remaining connection slots|53300|QueuePool limit",
        "all its connections are taken",
        "Let the server take more (max_connections), or start fewer workers with fewer connections each.",
    ),
    _failure(
        r"connection refused|could not connect|connection failed|timeout|timed out|57P0|08\d\d\d|is the server running|"
        r"closed the connection|connection is (lost|closed)|connection .* closed|starting up|shutting down|"
        r"connection is bad|broken pipe|reset by peer|unreachable|no route",
        "the server is away",
        "Start it, or mend host and port in the address of the store. The bot goes on by itself when it is back.",
    ),
)


def store_error(error: SQLAlchemyError, address: Address) -> StoreError:
    """Return what a person is told about a failure, without a password and without what customers said."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    # The first line alone: further ones show the statement.
    said = address.without_secrets(str(cause).strip().partition("\n")[0])
    signs = f"{getattr(cause, 'sqlstate', None) or ''} {cause}"
    for failure in _FAILURES:
        if failure.signs.search(signs):
            return StoreError(f"conversations cannot be kept in {address}: {failure.what} ({said}).", failure.fix)
    kind = RowsRefused if isinstance(error, (DataError, IntegrityError)) else StoreError
    return kind(f"conversations cannot be kept in {address}: {said}.", "See the log of the database.")


def is_gone(error: SQLAlchemyError) -> bool:
    """Return whether the tables are gone, as where a database was made anew while we were connected."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    return getattr(cause, "sqlstate", None) == "42P01" or "no such table" in str(cause)
