"""Brings the tables of a database up to date. Several processes may do so at once: one does it, the others wait."""

from __future__ import annotations

import threading
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from intentbot.errors import MissingExtra
from intentbot.store.schema import HEAD, VERSIONS
from intentbot.store.tables import newer

_FOLDER = Path(__file__).parent / "migrations"

_LOCK = 0x1D7E_B07
"""The number of the lock in PostgreSQL that is held meanwhile; any that nobody else uses."""

_one_at_a_time = threading.Lock()
"""Alembic keeps its state in the module."""


def migrate(engine: Engine) -> None:
    """Make or change the tables where they are not those of `schema.HEAD`.

    Raises
    ------
    StoreError
        Where a newer version of intentbot made them.
    MissingExtra
        Where Alembic is not installed.
    SQLAlchemyError
        Where the database refuses.
    """
    with engine.connect() as connection:
        # Alembic takes a fifth of a second to import, which a server that starts again need not spend.
        if _version(connection) == HEAD:
            return
        is_sqlite = engine.dialect.name == "sqlite"
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_sqlite else "BEGIN")
        try:
            if not is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            version = _version(connection)
            if version is not None and version > HEAD:
                raise newer(version, HEAD)
            if version != HEAD:
                _upgrade(connection)
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            with suppress(SQLAlchemyError):
                connection.exec_driver_sql("ROLLBACK")
            raise


def _version(connection: Connection) -> str | None:
    """Return the migration that the tables are at; None where there are none."""
    if not inspect(connection).has_table(VERSIONS):
        return None
    found: str | None = connection.exec_driver_sql(f"SELECT max(version_num) FROM {VERSIONS}").scalar()
    return found


def _upgrade(connection: Connection) -> None:
    if find_spec("alembic") is None:
        raise MissingExtra("store", "Keeping turns")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _one_at_a_time:
        command.upgrade(config, "head")
