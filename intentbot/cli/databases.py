"""The database of a served model, for the commands that use it beside the server."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from intentbot.cli.models import is_model
from intentbot.errors import ModelNotFound

if TYPE_CHECKING:
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
    from intentbot.server.settings import ServerSettings, data_folder
    from intentbot.store.log_database import LogDatabase

    settings = ServerSettings(model=args.model, data=args.data or data_folder(args.model), store=args.store)
    if not settings.data.is_dir():
        if not is_model(args.model):
            raise ModelNotFound(f"there is no model at {args.model}.", "Name the model folder that is served.")
        settings.data.mkdir(mode=0o700, parents=True)
    return LogDatabase(settings.database, n_connections=1)
