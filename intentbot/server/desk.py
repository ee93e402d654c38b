"""What the review pages work with: the inbox, the intent files, and who writes into them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intentbot.errors import SettingsError
from intentbot.review.inbox import Inbox
from intentbot.review.intent_folder import IntentFolder
from intentbot.review.reviewer import Reviewer
from intentbot.store.log_database import LogDatabase
from intentbot.store.review_log import ReviewLog
from intentbot.store.turn_log import TurnLog


@dataclass(frozen=True, slots=True)
class Desk:
    """The reviewers' desk.

    Attributes
    ----------
    folder : IntentFolder or None
        None where the server was not told where the intent files are.
    turns : TurnLog
    log : ReviewLog
    inbox : Inbox
    reviewer : Reviewer
    obstacle : str
        Why there is no folder.
    """

    folder: IntentFolder | None
    turns: TurnLog
    log: ReviewLog
    inbox: Inbox
    reviewer: Reviewer
    obstacle: str = ""

    @classmethod
    def of(cls, database: LogDatabase, intents: Path | None) -> Desk:
        """Return the desk for a database and intent files."""
        folder, obstacle = None, "This server was not told where the intent files are: serve it with --intents FOLDER."
        try:
            folder = IntentFolder(intents) if intents else None
        except SettingsError as error:
            # The bot is served all the same, and trained from what it is.
            obstacle = error.sentences
        log = ReviewLog(database)
        return cls(folder, TurnLog(database), log, Inbox(log), Reviewer(log, folder), "" if folder else obstacle)
