"""The parts of a server that need the database: made, and connected, when they are first asked for.

The bot answers whether it is there or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intentbot.server.late import LateState
from intentbot.server.settings import ServerSettings

if TYPE_CHECKING:
    from intentbot.accounts.accounts import Accounts
    from intentbot.accounts.tokens import Tokens
    from intentbot.insight.insight import Insight
    from intentbot.server.desk import Desk
    from intentbot.store.log_database import LogDatabase


def late_parts(settings: ServerSettings) -> LateState:
    """Return where the parts of a server are, with what makes those that come late."""
    return LateState(
        {
            "database": lambda state: _database(settings),
            "accounts": _accounts,
            "tokens": _tokens,
            "desk": lambda state: _desk(state, settings),
            "insight": _insight,
        }
    )


def _database(settings: ServerSettings) -> LogDatabase:
    from intentbot.store.log_database import LogDatabase

    return LogDatabase(settings.database)


def _accounts(state: LateState) -> Accounts:
    from intentbot.accounts.accounts import Accounts
    from intentbot.store.account_records import AccountRecords

    return Accounts(AccountRecords(state.database))


def _tokens(state: LateState) -> Tokens:
    from intentbot.accounts.tokens import Tokens
    from intentbot.store.account_records import AccountRecords

    return Tokens(AccountRecords(state.database))


def _desk(state: LateState, settings: ServerSettings) -> Desk:
    from intentbot.server.desk import Desk

    return Desk.of(state.database, settings.intents)


def _insight(state: LateState) -> Insight:
    from intentbot.insight.insight import Insight
    from intentbot.store.turn_figures import TurnFigures

    return Insight(TurnFigures(state.database))
