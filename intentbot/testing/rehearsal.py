"""Plays the dialogues that editors write as tests, with nothing outside: no webhook, and actions as they say."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from intentbot.bot import IntentBot
from intentbot.conversation.actions import FAILED, ActionCall
from intentbot.dialogues import FAILS, Dialogue, Turn
from intentbot.predictions import Reply
from intentbot.sessions import MemorySessions, Session
from intentbot.testing.expectations import Mismatch, compare
from intentbot.testing.sentences import known_failures
from intentbot.text import comparison_key


@dataclass(frozen=True, slots=True, eq=False)
class PlayedTurn:
    """A turn of a dialogue, and what came of it.

    Attributes
    ----------
    turn : Turn
    reply : Reply
    before, after : Session
        The conversation as it was, and as it is now.
    mismatches : tuple of Mismatch
        All that is not as expected.
    actions : tuple of str
        The actions that were asked.
    missing : tuple of str
        Those of them for which the dialogue gives nothing, so that they failed.
    """

    turn: Turn
    reply: Reply
    before: Session
    after: Session
    mismatches: tuple[Mismatch, ...] = ()
    actions: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PlayedDialogue:
    """A dialogue that was played to its end, whatever happened on the way."""

    dialogue: Dialogue
    turns: tuple[PlayedTurn, ...]
    is_known_failure: bool = False

    @property
    def passed(self) -> bool:
        """Whether all its turns are as expected."""
        return not any(played.mismatches for played in self.turns)

    @property
    def is_finding(self) -> bool:
        """Whether somebody should look: it failed, or it is a known failure that passes now."""
        return self.passed == self.is_known_failure


def run_dialogues(
    bot: IntentBot, dialogues: Iterable[Dialogue] | None = None, *, known: Iterable[str] = ()
) -> tuple[PlayedDialogue, ...]:
    """Return what comes of dialogues, each played from its beginning with a bot of the same model.

    Parameters
    ----------
    bot : IntentBot
        Its own conversations, actions and clock are not used, and nothing outside is called.
    dialogues : iterable of Dialogue, optional
        Those of its intent files otherwise.
    known : iterable of str
        The names of dialogues that are known to fail, besides those that the intent files list.
    """
    failing = known_failures(bot) | {comparison_key(name) for name in known}
    stage = _Stage(bot)
    return tuple(
        PlayedDialogue(dialogue, stage.play(dialogue), comparison_key(dialogue.name) in failing)
        for dialogue in (bot.intents.dialogues if dialogues is None else dialogues)
    )


@dataclass(slots=True)
class _Scene:
    """The dialogue that is being played, and the actions asked in the current turn."""

    dialogue: Dialogue
    asked: list[str] = field(default_factory=list)


class _Stage:
    """Plays dialogues, one after the other: one bot for all of them, as making one of a large model takes time."""

    def __init__(self, bot: IntentBot) -> None:
        self._sessions = MemorySessions()
        self._scene = _Scene(Dialogue("", ()))
        hours = bot.intents.bot.handover.hours if bot.intents.bot.handover else None
        self._zone: tzinfo = ZoneInfo(hours.timezone) if hours else timezone.utc
        actions = {action.name: self._act for action in bot.intents.actions}
        self._bot = IntentBot(
            bot.model, sessions=self._sessions, actions=actions, seed=bot.seed, clock=self._now, is_offline=True
        )

    def play(self, dialogue: Dialogue) -> tuple[PlayedTurn, ...]:
        self._scene = _Scene(dialogue)
        self._sessions.forget(dialogue.name)
        return tuple(self._play_turn(turn, dialogue) for turn in dialogue.turns)

    def _play_turn(self, turn: Turn, dialogue: Dialogue) -> PlayedTurn:
        self._scene.asked.clear()
        before = self._sessions.load(dialogue.name)
        reply = self._bot.reply(
            turn.user, session=dialogue.name, channel=dialogue.channel or None, language=dialogue.language or None
        )
        asked = tuple(dict.fromkeys(self._scene.asked))
        missing = tuple(name for name in asked if name not in dialogue.results)
        after = self._sessions.load(dialogue.name)
        return PlayedTurn(turn, reply, before, after, compare(turn, reply), asked, missing)

    def _act(self, call: ActionCall) -> Any:
        """Return what the dialogue gives for an action: results, or that it failed, which no log need tell."""
        self._scene.asked.append(call.action)
        given = self._scene.dialogue.results.get(call.action, FAILS)
        return FAILED if given == FAILS else json.loads(given)

    def _now(self) -> datetime:
        if not self._scene.dialogue.at:
            return datetime.now(self._zone)
        return datetime.fromisoformat(self._scene.dialogue.at).replace(tzinfo=self._zone)
