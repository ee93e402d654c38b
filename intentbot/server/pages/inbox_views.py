"""What the pages of the inbox show, put together from the log, the bot and the intent files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from intentbot.bot import IntentBot
from intentbot.errors import FileError, Problem
from intentbot.explain.nearest import Neighbour
from intentbot.intents import Intent
from intentbot.review.evidence import nearest_examples, strangers
from intentbot.review.inbox import Group, Overview, Row
from intentbot.server.desk import Desk
from intentbot.server.live import Live
from intentbot.server.pages.inbox_forms import MOST_ROWS
from intentbot.turns import Turn

N_AROUND = 4
"""Turns of the conversation that are shown before a message, and after it."""

_DIFF_KINDS = {"+": "added", "-": "removed", "@": "place"}
_TURN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Choice:
    """An intent that is offered.

    Attributes
    ----------
    name, title : str
    confidence : float
        In [0, 1].
    is_known : bool
        Whether it is in the files.
    is_chosen : bool
        Whether customers took it from "Did you mean ...?".
    """

    name: str
    title: str
    confidence: float
    is_known: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A message of a group with what was said around it.

    Attributes
    ----------
    row : Row
    around : tuple of Turn
        The conversation around the last time it was written, oldest first; empty where it is gone.
    """

    row: Row
    around: tuple[Turn, ...]

    @property
    def id(self) -> str:
        """The turn by which the message is named in forms."""
        return self.row.turns[0]

    @property
    def turn(self) -> Turn | None:
        """The turn itself."""
        return next((turn for turn in self.around if turn.id == self.id), None)


@dataclass(frozen=True, slots=True)
class Files:
    """What is to be said about the intent files.

    Attributes
    ----------
    intents : mapping of str to Intent
        The ones sentences can be put into, by name; empty where there are no files.
    paths : tuple of str
        The files within the folder.
    source : str
        Where they are; empty for nowhere.
    problems : tuple of Problem
        Errors in them.
    obstacle : str
        Why nothing can be written; empty for no reason.
    only_model, only_files : tuple of str
        Intents that the bot and the files do not share.
    """

    intents: Mapping[str, Intent]
    paths: tuple[str, ...] = ()
    source: str = ""
    problems: tuple[Problem, ...] = ()
    obstacle: str = ""
    only_model: tuple[str, ...] = ()
    only_files: tuple[str, ...] = ()


def look_at_files(desk: Desk, bot: IntentBot) -> Files:
    """Return what is to be said about the files now."""
    if desk.folder is None:
        return Files({}, obstacle=desk.obstacle)
    try:
        now, paths = desk.folder.now(), desk.folder.paths()
    except FileError as error:
        return Files({}, source=str(desk.folder.source), obstacle=error.sentences)
    only_model, only_files = strangers(bot, now.intents)
    obstacle = ""
    if now.unread:
        obstacle = "The files cannot be read as they are, so nothing is written until that is mended."
    elif len(only_model) == len(bot.classifier.labels):
        obstacle = f"The files in {desk.folder.source} are other intents than the model’s: it shares none with them."
    return Files(
        {intent.name: intent for intent in now.intents.in_scope},
        tuple(desk.folder.relative(path) for path in paths),
        str(desk.folder.source),
        now.errors,
        obstacle,
        only_model,
        only_files,
    )


def overview_of(desk: Desk, live: Live) -> Overview:
    """Return what is in the inbox.

    Raises
    ------
    StoreError
    """
    return desk.inbox.overview(live.bot, lambda: known_keys(desk))


def known_keys(desk: Desk) -> frozenset[str]:
    """Return the keys of the sentences that are examples by now; none where the files cannot be found."""
    try:
        return desk.folder.now().keys if desk.folder else frozenset()
    except FileError:
        return frozenset()


def choices_of(group: Group, files: Files, bot: IntentBot) -> tuple[Choice, ...]:
    """Return the intents that are offered for a group."""
    titles: dict[str, Intent] = {intent.name: intent for intent in bot.intents} | dict(files.intents)
    taken = {row.chosen for row in group.rows if row.chosen}
    return tuple(
        Choice(
            one.intent,
            titles[one.intent].shown_title if one.intent in titles else one.intent,
            one.confidence,
            one.intent in files.intents,
            one.intent in taken,
        )
        for one in group.ranking
    )


def messages_of(group: Group, desk: Desk) -> tuple[Told, ...]:
    """Return the messages of a group that are shown, each with the conversation around it."""
    return tuple(Told(row, desk.turns.around(row.turns[0], N_AROUND)) for row in group.rows[:MOST_ROWS])


def near_of(group: Group, desk: Desk, bot: IntentBot, files: Files) -> tuple[Neighbour, ...]:
    """Return the examples most like the first message of a group."""
    known = desk.folder.now().intents if desk.folder and files.source and not files.obstacle else None
    return nearest_examples(bot, group.rows[0].text, known)


def diff_lines(diff: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of a unified diff, each with what it is: ``added``, ``removed``, ``place`` or nothing."""
    for line in diff.splitlines():
        is_name = line.startswith(("--- ", "+++ "))
        yield ("place" if is_name else _DIFF_KINDS.get(line[:1], ""), line)


def are_turns(ids: Sequence[str]) -> bool:
    """Whether these look like ids of turns."""
    return all(_TURN.fullmatch(one) for one in ids)
