"""What the tests of a bot never exercised: intents, responses, questions, follow-ups and actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from intentbot.answers import Response
from intentbot.intents import Intent, IntentSet
from intentbot.places import Place
from intentbot.predictions import Reply
from intentbot.testing.rehearsal import PlayedDialogue, PlayedTurn
from intentbot.testing.sentences import Trial

KINDS = ("intents", "responses", "slot questions", "follow-ups", "actions")
"""What is counted. Of what the bot says, only what it says before it comes back to a question cannot be told."""

_LONGEST = 60


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Something of a bot that a test can exercise: of one of the `KINDS`, at a place, in an editor's words."""

    place: Place
    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What tests exercised.

    Attributes
    ----------
    counts : tuple of (str, int, int)
        Of each of the `KINDS` that the bot has: how many were exercised, and how many there are.
    never : tuple of Part
        What no test exercised, by place. Of an intent, action or follow-up that was not, only itself is told.
    """

    counts: tuple[tuple[str, int, int], ...]
    never: tuple[Part, ...]


def coverage_of(intents: IntentSet, trials: Iterable[Trial], played: Iterable[PlayedDialogue]) -> Coverage:
    """Return what tests exercised, whether they passed or not.

    Parameters
    ----------
    intents : IntentSet
        The bot's.
    trials : iterable of Trial
        The sentences that were asked.
    played : iterable of PlayedDialogue
    """
    turns = [turn for dialogue in played for turn in dialogue.turns]
    seen = _Seen(intents, (trial.reply for trial in trials), turns)
    found = tuple(_parts(intents, seen))
    counts = []
    for kind in KINDS:
        flags = [one.is_exercised for one in found if one.part.kind == kind]
        if flags:
            counts.append((kind, sum(flags), len(flags)))
    return Coverage(tuple(counts), tuple(sorted(one.part for one in found if one.is_told)))


class _Found(NamedTuple):
    """A part, whether it was exercised, and whether it is told that it was not: not where what it is of is told."""

    part: Part
    is_exercised: bool
    is_told: bool


class _Seen:
    """What happened in the tests."""

    def __init__(self, intents: IntentSet, alone: Iterable[Reply], turns: Sequence[PlayedTurn]) -> None:
        # A sentence is asked without results, so that it tests nothing of what is said when an action fails.
        self.places: set[Place] = set()
        self.intents: set[str | None] = set()
        self._add(alone)
        self.places -= {response.place for action in intents.actions for response in action.failure}
        self._add(turn.reply for turn in turns)
        waiting = [turn.after.questions[-1] for turn in turns if turn.after.questions]
        self.questions = {(question.intent, question.slot) for question in waiting}
        self.actions = {name for turn in turns for name in turn.actions}
        # A follow-up that only goes on with another intent says nothing of its own.
        self.gone_on = {
            (turn.before.topic, turn.reply.intent)
            for turn in turns
            if turn.before.awaits_answer and turn.reply.decided_by == "slot"
        }

    def _add(self, replies: Iterable[Reply]) -> None:
        for reply in replies:
            self.intents.add(reply.intent)
            self.places.update(message.place for message in reply.messages)

    def said_one_of(self, responses: Iterable[Response]) -> bool:
        return any(response.place in self.places for response in responses)


def _parts(intents: IntentSet, seen: _Seen) -> Iterator[_Found]:
    for intent in intents.in_scope:
        yield from _parts_of(intent, seen)
    for action in intents.actions:
        is_asked = action.name in seen.actions
        yield _Found(Part(action.place, "actions", f'the action "{action.name}"'), is_asked, not is_asked)
        yield from _responses(action.failure, f'where "{action.name}" fails', seen, is_reached=is_asked)
    bot = intents.bot
    yield from _responses(bot.ambiguous, "where it asks which intent is meant", seen)
    yield from _responses(bot.fallback, "of the fallback", seen)
    yield from _responses(bot.cancelled, "of cancelling", seen)
    yield from _responses(bot.gave_up, "of giving up", seen)
    if bot.handover:
        yield from _responses(bot.handover.responses, "of the hand-over", seen)
        yield from _responses(bot.handover.closed, "of the hand-over, closed", seen)


def _parts_of(intent: Intent, seen: _Seen) -> Iterator[_Found]:
    is_reached = intent.name in seen.intents
    yield _Found(Part(intent.place, "intents", f'the intent "{intent.name}"'), is_reached, not is_reached)
    yield from _responses(intent.responses, f'of "{intent.name}"', seen, is_reached=is_reached)
    for slot in intent.slots:
        if slot.is_required:
            is_asked = (intent.name, slot.name) in seen.questions or seen.said_one_of(slot.ask)
            part = Part(slot.place, "slot questions", f'the question for "{slot.name}" of "{intent.name}"')
            yield _Found(part, is_asked, is_reached and not is_asked)
        where = f'where "{slot.name}" of "{intent.name}" is not accepted'
        yield from _responses(slot.invalid, where, seen, is_reached=is_reached)
    for follow_up in intent.follow_ups:
        is_taken = seen.said_one_of(follow_up.responses) or (intent.name, follow_up.intent) in seen.gone_on
        what = f'the follow-up "{follow_up.answer}" of "{intent.name}"'
        yield _Found(Part(follow_up.place, "follow-ups", what), is_taken, is_reached and not is_taken)
        yield from _responses(follow_up.responses, f"of {what}", seen, is_reached=is_taken)


def _responses(responses: Iterable[Response], where: str, seen: _Seen, *, is_reached: bool = True) -> Iterator[_Found]:
    for response in responses:
        # What was written nowhere, such as the answers of a table, cannot be told apart.
        if response.place.line:
            is_said = response.place in seen.places
            text = " ".join(response.text.split())
            shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}\u2026"
            part = Part(response.place, "responses", f'the response {where}: "{shown}"')
            yield _Found(part, is_said, is_reached and not is_said)
