"""What the tests of the review loop have in common: turns to miss, and a reviewer at work."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intentbot.bot import IntentBot
from intentbot.review.commits import Author
from intentbot.review.decisions import Decision, Sentence
from intentbot.review.inbox import Inbox
from intentbot.review.intent_folder import IntentFolder
from intentbot.review.reviewer import Reviewer
from intentbot.store.log_database import LogDatabase
from intentbot.store.review_log import ReviewLog
from intentbot.store.turn_log import TurnLog
from intentbot.turns import Feedback, Turn

ANA, BEN = Author("ana"), Author("ben")
_numbers = itertools.count(1)


def turn(message: str, decided_by: str = "fallback", **others: object) -> Turn:
    """Return a turn that nobody understood, later than the one before."""
    number = next(_numbers)
    usual = Turn(f"{number:032x}", 1_000.0 + number, f"c{number}", message, "Sorry?", decided_by=decided_by)
    return replace(usual, **others)  # type: ignore[arg-type]


def accept(turns: Sequence[Turn], intent: str, *sentences: str, kind: str = "accept", **others: str) -> Decision:
    """Return the decision to put messages, or what a reviewer made of them, into an intent."""
    texts = sentences or tuple(one.message for one in turns)
    ids = tuple(one.id for one in turns)
    return Decision(kind, ids, tuple(map(Sentence, texts)), intent, **others)  # type: ignore[arg-type]


@dataclass
class Desk:
    """A reviewer's desk: the log, the inbox, the files, and a copy of them as they were."""

    turns: TurnLog
    log: ReviewLog
    inbox: Inbox
    reviewer: Reviewer
    intents: Path

    @classmethod
    def at(cls, url: str, intents: Path) -> Desk:
        """Return the desk for a database and intent files."""
        database = LogDatabase(url)
        log = ReviewLog(database)
        return cls(TurnLog(database), log, Inbox(log), Reviewer(log, IntentFolder(intents)), intents)

    @property
    def text(self) -> str:
        """What the file of the tiny shop says."""
        return (self.intents / "all.yaml").read_text(encoding="utf-8")

    def missed(self, *turns: Turn, feedback: Sequence[Feedback] = ()) -> list[Turn]:
        """Put turns into the log and return them."""
        self.turns.write(turns, feedback)
        return list(turns)

    def open_messages(self, bot: IntentBot) -> list[str]:
        """Return what is in the inbox."""
        return sorted(row.text for one in self.inbox.overview(bot).groups for row in one.rows)


def copy_intents(source: Path, target: Path) -> Path:
    """Return a copy of intent files that may be changed."""
    shutil.copytree(source, target)
    return target


def git(folder: Path, *arguments: str) -> str:
    """Return what git says."""
    command = ["git", "-c", "user.name=Team", "-c", "user.email=team@shop.example", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
