"""Dialogues that expect what the bot does not have, or nothing at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from intentbot.dialogues import ANYTHING, FAILS, NONE, Dialogue, Turn
from intentbot.errors import Problem
from intentbot.fuzzy import suggest
from intentbot.intents import OUT_OF_SCOPE, IntentSet
from intentbot.places import Place

OWN_REASONS = ("misses", "gave_up")
"""Why the bot hands over by itself, without an intent that says so."""


def check_dialogues(intents: IntentSet, dialogues: Iterable[Dialogue]) -> Iterator[Problem]:
    """Yield what dialogues name that is not there, and dialogues that test nothing.

    Parameters
    ----------
    intents : IntentSet
        What the bot knows.
    dialogues : iterable of Dialogue
        Those of the intent files, or of other test files.
    """
    known = _Known(intents)
    for dialogue in dialogues:
        yield from _check_dialogue(dialogue, known)
        for turn in dialogue.turns:
            yield from _check_turn(turn, known)


class _Known:
    """The names that dialogues may use."""

    def __init__(self, intents: IntentSet) -> None:
        self.intents = [intent.name for intent in intents.in_scope]
        self.slots = list(dict.fromkeys(slot.name for intent in intents for slot in intent.slots))
        self.languages = list(intents.languages)
        self.actions = {action.name: [name for name, _ in action.results] for action in intents.actions}
        changes = [change for intent in intents for change in intent.context.sets]
        changes += [change for intent in intents for follow_up in intent.follow_ups for change in follow_up.sets]
        self.contexts = list(dict.fromkeys(change.name for change in changes))
        reasons = (intent.handover for intent in intents if intent.handover)
        self.reasons = list(dict.fromkeys((*reasons, *OWN_REASONS)))


def _check_dialogue(dialogue: Dialogue, known: _Known) -> Iterator[Problem]:
    place, what = dialogue.place, f'the dialogue "{dialogue.name}"'
    if dialogue.turns and not any(turn.expects_anything for turn in dialogue.turns):
        said = f"{what} expects nothing, so it tests nothing."
        fix = "Write in a turn what must hold after it, as bot: or intent:."
        yield Problem(place.path, place.line, place.column, said, fix, "nothing-expected", "warning")
    if dialogue.language:
        yield from _missing(f"{what} is in the language", dialogue.language, known.languages, place, "unknown-language")
    for action, given in dialogue.results.items():
        yield from _missing(f"{what} gives results of the action", action, known.actions, place, "unknown-action")
        results = known.actions.get(action)
        for name in json.loads(given) if results and given != FAILS else ():
            yield from _missing(
                f'{what} gives, for the action "{action}", the result', name, results, place, "unknown-result"
            )


def _check_turn(turn: Turn, known: _Known) -> Iterator[Problem]:
    place = turn.place
    if turn.intent == OUT_OF_SCOPE:
        said = f'the turn expects the intent "{OUT_OF_SCOPE}", which never answers.'
        fix = f"Write intent: {NONE}, where no intent may answer."
        yield Problem(place.path, place.line, place.column, said, fix, "unknown-intent")
    elif turn.intent not in (None, NONE):
        yield from _missing("the turn expects the intent", turn.intent, known.intents, place, "unknown-intent")
    for slot in turn.slots:
        yield from _missing("the turn expects the slot", slot, known.slots, place, "unknown-slot")
    for context in turn.context or ():
        yield from _missing("the turn expects the context", context, known.contexts, place, "unknown-context")
    if turn.language:
        yield from _missing("the turn expects the language", turn.language, known.languages, place, "unknown-language")
    if turn.handover not in (None, NONE, ANYTHING):
        yield from _missing("the turn expects a hand-over for", turn.handover, known.reasons, place, "unknown-handover")


# For each code, what is wrong with the name, and what to do where none is near.
_ADVICE = {
    "unknown-intent": ("which is not there", "Write the name of an intent, or none where no intent may answer."),
    "unknown-slot": ("which no intent has", "Write the name of a slot that an intent has under slots:."),
    "unknown-context": ("which no intent opens", "Write one that an intent opens under sets:, or [] for none."),
    "unknown-language": ("which no intent file has", "Write a language that some intent file has."),
    "unknown-action": ("which is not declared", "Declare it under actions:."),
    "unknown-result": ("which it does not have", "Write it under results: of the action too."),
    "unknown-handover": (
        "for which no intent hands over",
        "Write the reason that stands under handover: of an intent; * is any, none is not at all.",
    ),
}


def _missing(said: str, name: str | None, known: Iterable[str] | None, place: Place, code: str) -> Iterator[Problem]:
    names = list(known or ())
    if name is None or name in names:
        return
    near = suggest(name, names)
    meaning, advice = _ADVICE[code]
    fix = f'Did you mean "{near}"?' if near else advice
    yield Problem(place.path, place.line, place.column, f'{said} "{name}", {meaning}.', fix, code)
