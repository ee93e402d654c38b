"""The tables conversations are kept in, and what is asked of them.

``intentbot_sessions``, one row a conversation:

======== ================= ==========================================================================================
key      up to 100 letters whose it is: the session id where it is short and plain, its SHA-256 otherwise; primary key
turns    64-bit integer    how many messages were answered; what a write compares, so that two at once lose nothing
kept_at  double            when the last was answered, in seconds since 1970; indexed, for deleting what is over
state    text              the session as JSON in ASCII; see `session_records`
======== ================= ==========================================================================================

``intentbot_schema`` holds the version of these tables, one row.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Delete,
    Double,
    Engine,
    Index,
    Insert,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    Update,
    bindparam,
    delete,
    func,
    inspect,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from intentbot.errors import StoreError

VERSION = 1
"""Of the tables: raised when older programs cannot use them any more."""

KEY_LENGTH = 100
"""The longest session id that is kept as it is. Those of messengers and browsers are shorter: a UUID has 36 letters."""

_HASHED = "sha256:"

_METADATA = MetaData()

SESSIONS = Table(
    "intentbot_sessions",
    _METADATA,
    # Compared byte by byte, whatever the language of the database.
    Column(
        "key",
        String(KEY_LENGTH).with_variant(String(KEY_LENGTH, collation="C"), "postgresql"),
        primary_key=True,
        nullable=False,
    ),
    Column("turns", BigInteger, nullable=False),
    Column("kept_at", Double, nullable=False),
    Column("state", Text, nullable=False),
    Index("intentbot_sessions_kept_at", "kept_at"),
)

SCHEMA = Table("intentbot_schema", _METADATA, Column("version", Integer, primary_key=True, autoincrement=False))


def row_key(key: str) -> str:
    """Return what a session id is kept under: itself where it is short and plain, its SHA-256 otherwise.

    So any text is a session id: an empty one, one of a million characters, or with some that a database refuses.
    """
    if 0 < len(key) <= KEY_LENGTH and key.isascii() and key.isprintable() and not key.startswith(_HASHED):
        return key
    return _HASHED + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Statements:
    """What is asked of the tables, in one dialect of SQL; each is whole in itself, without a transaction around it.

    Attributes
    ----------
    load : Select
        The `turns` and `state` of `this_key`, kept after `since`.
    replace : Update
        Keep `turns`, `kept_at` and `state` where there are `turns_before` of them, kept after `since`.
    begin : Insert
        Keep them where there is no conversation, or one that was over at `since`, or one without a turn.
    put : Insert
        Keep them in any case.
    forget : Delete
    keys : Select
        What all sessions are kept under.
    delete_expired : Delete
        Delete the `n_most` oldest kept before `since`, but those another process is at.
    """

    load: Select[tuple[int, str]]
    replace: Update
    begin: Insert
    put: Insert
    forget: Delete
    keys: Select[tuple[str]]
    delete_expired: Delete

    @classmethod
    def of(cls, dialect: str) -> Statements:
        """Return those of ``sqlite`` or ``postgresql``."""
        is_this = SESSIONS.c.key == bindparam("this_key")
        since = bindparam("since", type_=Double)
        over = (
            select(SESSIONS.c.key)
            .where(SESSIONS.c.kept_at < since)
            .order_by(SESSIONS.c.kept_at)
            .limit(bindparam("n_most", type_=Integer))
            .with_for_update(skip_locked=True)
        )
        return cls(
            load=select(SESSIONS.c.turns, SESSIONS.c.state).where(is_this, SESSIONS.c.kept_at >= since),
            replace=update(SESSIONS).where(
                is_this, SESSIONS.c.turns == bindparam("turns_before"), SESSIONS.c.kept_at >= since
            ),
            begin=_insert(dialect, or_(SESSIONS.c.kept_at < since, SESSIONS.c.turns == 0)),
            put=_insert(dialect),
            forget=delete(SESSIONS).where(is_this),
            keys=select(SESSIONS.c.key),
            delete_expired=delete(SESSIONS).where(SESSIONS.c.key.in_(over)),
        )


def prepare(engine: Engine) -> None:
    """Make the tables where they are missing; several processes may do so at once.

    Raises
    ------
    StoreError
        Where a newer version of intentbot made them.
    SQLAlchemyError
        Where the database refuses.
    """
    with engine.connect() as connection:
        version = _version(connection)
        if version is None:
            for table in _METADATA.sorted_tables:
                connection.execute(CreateTable(table, if_not_exists=True))
                for index in table.indexes:
                    connection.execute(CreateIndex(index, if_not_exists=True))
            # The version last: whoever finds it finds all of the tables.
            connection.execute(SCHEMA.insert().values(version=VERSION))
    if version is not None and version > VERSION:
        raise newer(version, VERSION)


def newer(version: object, known: object) -> StoreError:
    """Return the error for tables that a newer intentbot made."""
    return StoreError(
        f"the tables of conversations have version {version}; this intentbot knows version {known}.",
        "Update intentbot, or name another database.",
    )


def _version(connection: Connection) -> int | None:
    """Return the version of the tables; None where there are none, or not all of them."""
    if not inspect(connection).has_table(SCHEMA.name):
        return None
    return connection.execute(select(func.max(SCHEMA.c.version))).scalar()


def _insert(dialect: str, where: ColumnElement[bool] | None = None) -> Insert:
    """Return what keeps a session, over the one that is there only `where` that holds."""
    if dialect == "sqlite":
        lite = sqlite.insert(SESSIONS)
        return lite.on_conflict_do_update(index_elements=["key"], set_=_new(lite.excluded), where=where)
    insert = postgresql.insert(SESSIONS)
    return insert.on_conflict_do_update(index_elements=["key"], set_=_new(insert.excluded), where=where)


def _new(excluded: ReadOnlyColumnCollection[str, Any]) -> dict[str, Any]:
    return {name: excluded[name] for name in ("turns", "kept_at", "state")}
