"""The database of a served model, for the commands that use it beside the server."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from intentbot.cli.models import is_model
from intentbot.errors import ModelNotFound, StoreError

if TYPE_CHECKING:
    from intentbot.recording.customers import Kept
    from intentbot.server.settings import ServerSettings
    from intentbot.store.account_records import AccountRecords
    from intentbot.store.log_database import LogDatabase


def account_records(args: argparse.Namespace) -> AccountRecords:
    """Return what is kept of people and tokens for MODEL, --data and --store.

    Raises
    ------
    ModelNotFound, StoreError
    """
    from intentbot.store.account_records import AccountRecords

    return AccountRecords(log_database(args))


def log_database(args: argparse.Namespace) -> LogDatabase:
    """Return the database that a server of MODEL, --data and --store keeps everything in.

    Raises
    ------
    ModelNotFound, StoreError
    """
    from intentbot.store.log_database import LogDatabase

    settings = _settings(args)
    if not settings.data.is_dir():
        if not is_model(args.model):
            raise ModelNotFound(f"there is no model at {args.model}.", "Name the model folder that is served.")
        settings.data.mkdir(mode=0o700, parents=True)
    return LogDatabase(settings.database, n_connections=1)


def kept_of_customers(args: argparse.Namespace) -> Kept:
    """Return all that is kept of customers for MODEL, --data and --store; nothing is made where nothing is.

    Raises
    ------
    StoreError
    """
    from intentbot.recording.customers import Kept
    from intentbot.store.log_database import LogDatabase
    from intentbot.store.sql_sessions import SqlSessions
    from intentbot.store.turn_log import TurnLog

    settings = _settings(args)
    if not settings.data.is_dir() and not settings.store:
        raise StoreError(
            f"no server keeps anything in {settings.data}.",
            "Name the model folder that is served, and --data and --store where serve was given them.",
        )
    beside = settings.data / "sessions.db"
    sessions = settings.store or (f"sqlite:///{beside.absolute()}" if beside.exists() else "")
    return Kept(
        TurnLog(LogDatabase(settings.database, n_connections=2)),
        settings.data / "spool",
        SqlSessions(sessions, n_connections=1) if sessions else None,
    )


def _settings(args: argparse.Namespace) -> ServerSettings:
    from intentbot.server.settings import ServerSettings, data_folder

    return ServerSettings(model=args.model, data=args.data or data_folder(args.model), store=args.store)
