"""The parts of a running server, as its routes ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

from intentbot.deployment.versions import Versions
from intentbot.server.answering import Answerer
from intentbot.server.following import Follower
from intentbot.server.live import LiveBot
from intentbot.server.metrics import Metrics
from intentbot.server.repeats import Repeats
from intentbot.server.secret import Ids
from intentbot.server.settings import ServerSettings

if TYPE_CHECKING:
    from intentbot.accounts.accounts import Accounts
    from intentbot.accounts.tokens import Tokens
    from intentbot.insight.insight import Insight
    from intentbot.server.desk import Desk
    from intentbot.store.log_database import LogDatabase
    from intentbot.store.turn_log import TurnLog


def live_bot(request: Request) -> LiveBot:
    """Return the bot that answers."""
    live: LiveBot = request.app.state.live
    return live


def follower(request: Request) -> Follower:
    """Return what lets another version answer: `Follower.follow` does it at once."""
    found: Follower = request.app.state.follower
    return found


def model_versions(request: Request) -> Versions:
    """Return the versions of the served model."""
    versions: Versions = request.app.state.versions
    return versions


def server_settings(request: Request) -> ServerSettings:
    """Return how the server was set up."""
    settings: ServerSettings = request.app.state.settings
    return settings


def answerer(request: Request) -> Answerer:
    """Return what answers messages."""
    found: Answerer = request.app.state.answerer
    return found


def repeats(request: Request) -> Repeats:
    """Return what knows a message that was sent before."""
    found: Repeats = request.app.state.repeats
    return found


def known_ids(request: Request) -> Ids:
    """Return what makes ids and knows them again."""
    ids: Ids = request.app.state.ids
    return ids


def metrics_of(request: Request) -> Metrics:
    """Return what counts."""
    metrics: Metrics = request.app.state.metrics
    return metrics


def server_accounts(request: Request) -> Accounts:
    """Return the people who may use the pages."""
    accounts: Accounts = request.app.state.accounts
    return accounts


def server_tokens(request: Request) -> Tokens:
    """Return the tokens of programs."""
    tokens: Tokens = request.app.state.tokens
    return tokens


def insight_of(request: Request) -> Insight:
    """Return how the bot is doing."""
    insight: Insight = request.app.state.insight
    return insight


def turn_log(request: Request) -> TurnLog:
    """Return what customers and the bot said."""
    from intentbot.store.turn_log import TurnLog

    return TurnLog(log_database(request))


def log_database(request: Request) -> LogDatabase:
    """Return the database of turns, people and tokens."""
    database: LogDatabase = request.app.state.database
    return database


def review_desk(request: Request) -> Desk:
    """Return what reviewers work with."""
    desk: Desk = request.app.state.desk
    return desk
