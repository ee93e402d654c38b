"""Tests of Rasa: end-to-end ``test_cases``, and ``stories`` with what the user says.

Both are lists of steps. A ``user`` step begins a turn, and what follows it is expected of the answer:

- ``bot``: words that are said. Several are messages of one answer.
- ``utter`` and ``action: utter_...`` name a response. Here an intent has the responses, so that the one of the same
  name, without ``utter_``, has to answer.
- ``intent`` beside ``user`` in a story; ``nlu_fallback`` and ``out_of_scope`` are no intent.
- ``slot_was_set`` and ``slot_was_not_set``.

What else a step can hold concerns Rasa's inside. It is told and not checked.

References
----------
https://rasa.com/docs/reference/testing/e2e/test-cases and, for stories, ``rasa/shared/core/training_data`` of Rasa 3.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from intentbot.dialogues import ANYTHING, NONE, Dialogue, Turn
from intentbot.files.fields import Fields, is_blank, kind, shorten
from intentbot.files.nodes import Entry, ListNode, MapNode, Node, TextNode
from intentbot.formats.unchecked import note_unchecked
from intentbot.places import Place

_INSIDE = "it concerns the inside of Rasa"
_NOTHING_KNOWN = "a test starts with nothing known"
_NO_INTENT = ("nlu_fallback", "out_of_scope")
_UTTER = "utter_"
_NULL = ("null", "~", "")

# [words](entity), [words](entity:value) and [words]{"entity": ...} in what a user says.
_MARK = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\{[^{}]*\})")


def read_rasa_tests(fields: Fields, root: MapNode, intents: Collection[str]) -> tuple[Dialogue, ...]:
    """Return the test cases and stories of a file.

    Parameters
    ----------
    fields : Fields
        Takes the problems; what cannot be checked is a warning with the code ``not-checked``.
    root : MapNode
        The file.
    intents : collection of str
        The intents of the bot that is tested.
    """
    found = []
    for entry in root.entries:
        if entry.key.value in ("test_cases", "stories"):
            name_key = "test_case" if entry.key.value == "test_cases" else "story"
            for item in fields.items(entry.value, f"`{entry.key.value}`"):
                found.append(_Reader(fields, intents, name_key).read(item))
        elif entry.key.value != "version" and not is_blank(entry.value):
            note_unchecked(fields, entry.key, f"`{entry.key.value}`", _INSIDE)
    return tuple(dialogue for dialogue in found if dialogue is not None)


@dataclass(slots=True)
class _OpenTurn:
    """A turn whose steps are still being read."""

    user: str
    place: Place
    intent: str | None = None
    said: list[str] = field(default_factory=list)
    slots: dict[str, str] = field(default_factory=dict)

    def close(self) -> Turn:
        bot = " ".join(self.said) if any(text != ANYTHING for text in self.said) else ""
        return Turn(self.user, (bot,) if bot else (), self.intent, self.slots, place=self.place)


class _Reader:
    """Reads one test case or story."""

    def __init__(self, fields: Fields, intents: Collection[str], name_key: str) -> None:
        self.fields = fields
        self.intents = intents
        self.name_key = name_key
        self.turns: list[_OpenTurn] = []

    def read(self, node: Node) -> Dialogue | None:
        what = "a test case" if self.name_key == "test_case" else "a story"
        if not isinstance(node, MapNode):
            fix = f"Write {self.name_key}: and its name, and steps: and a list."
            self.fields.error(node, f"{what} must be a mapping, not {kind(node)}.", fix, "not-a-mapping")
            return None
        keys = {entry.key.value: entry for entry in self.fields.entries(node, what)}
        for key in ("fixtures", "metadata"):
            if key in keys:
                note_unchecked(self.fields, keys[key].key, f"`{key}`", _NOTHING_KNOWN)
        title = keys.get(self.name_key)
        name = self.fields.words(title.value, f"the name of {what}") if title else "default"
        steps = keys.get("steps")
        if steps is None:
            self.fields.error(node, f'{what} "{shorten(name)}" has no steps.', "Write steps: in it.", "no-turns")
            return None
        for step in self.fields.items(steps.value, f'`steps` of "{shorten(name)}"'):
            if not self._read_step(step):
                return None
        turns = tuple(turn.close() for turn in self.turns)
        return Dialogue(name, turns, place=self.fields.place(title.value if title else node)) if turns else None

    def _read_step(self, node: Node) -> bool:
        """Take a step; return False where the rest cannot be played without it."""
        entries = {entry.key.value: entry for entry in self.fields.entries(node, "a step")}
        if "user" in entries:
            return self._begin(node, entries)
        if "intent" in entries:
            why = "a step has an intent and no words of a user, so that there is nothing to send"
            note_unchecked(self.fields, entries["intent"].key, "the whole test", why)
            return False
        if not self.turns:
            for entry in entries.values():
                note_unchecked(
                    self.fields, entry.key, f"`{entry.key.value}`", "the bot says nothing before the customer"
                )
            return True
        for entry in entries.values():
            self._expect(entry, self.turns[-1])
        return True

    def _begin(self, node: Node, entries: dict[str, Entry]) -> bool:
        said = entries["user"].value
        if isinstance(said, MapNode):
            # An older way to write metadata beside the words.
            for entry in said.entries:
                if entry.key.value == "text":
                    said = entry.value
                else:
                    note_unchecked(self.fields, entry.key, f"`{entry.key.value}`", _INSIDE)
        text = self.fields.text(said, "what the user says")
        if text is None:
            return False
        words = text.value.strip()
        if self.name_key == "story":
            words = self._without_marks(text, words)
        turn = _OpenTurn(words, self.fields.place(text))
        self.turns.append(turn)
        for key, entry in entries.items():
            if key == "intent":
                name = self.fields.words(entry.value, "the intent of a step")
                turn.intent = NONE if name in _NO_INTENT and name not in self.intents else name or None
            elif key != "user":
                note_unchecked(self.fields, entry.key, f"`{key}`", _INSIDE)
        return True

    def _without_marks(self, text: TextNode, words: str) -> str:
        plain = _MARK.sub(r"\1", words)
        if plain != words:
            note_unchecked(self.fields, text, "the entities marked in what the user says", "only the words are sent")
        return plain

    def _expect(self, entry: Entry, turn: _OpenTurn) -> None:
        key, value = entry.key.value, entry.value
        if key == "bot":
            said = self.fields.words(value, "what the bot says")
            if said:
                turn.said.append(said)
        elif key in ("utter", "action"):
            name = self.fields.words(value, f"`{key}`")
            if name.startswith(_UTTER) or key == "utter":
                self._expect_response(value, name.removeprefix(_UTTER), turn)
            elif name:
                note_unchecked(self.fields, value, f'the action "{shorten(name)}"', _INSIDE)
        elif key in ("slot_was_set", "slot_was_not_set"):
            for node, slot, wanted in self._slots(value):
                self._expect_slot(node, slot, wanted, turn, is_set=key == "slot_was_set")
        else:
            note_unchecked(self.fields, entry.key, f"`{key}`", _INSIDE)

    def _expect_response(self, node: Node, name: str, turn: _OpenTurn) -> None:
        turn.said.append(ANYTHING)
        if not name:
            return
        if turn.intent is None and name in self.intents:
            turn.intent = name
        elif turn.intent != name:
            why = f'this bot has no intent "{name}", and responses have no names here'
            if turn.intent is not None:
                why = f'the turn is answered by one intent, here "{turn.intent}"'
            note_unchecked(self.fields, node, f'the response "{_UTTER}{shorten(name)}"', why)

    def _slots(self, node: Node) -> Iterator[tuple[Node, str, str]]:
        """Yield each slot that is named, with its value; ``*`` where it has none."""
        for item in node.items if isinstance(node, ListNode) else (node,):
            if isinstance(item, MapNode):
                for entry in item.entries:
                    value = entry.value
                    if isinstance(value, TextNode):
                        yield entry.key, entry.key.value, "" if value.value.strip() in _NULL else value.value.strip()
                    else:
                        why = "only a single value can be compared"
                        note_unchecked(self.fields, entry.key, f'the slot "{shorten(entry.key.value)}"', why)
            else:
                slot = self.fields.words(item, "the name of a slot")
                if slot:
                    yield item, slot, ANYTHING

    def _expect_slot(self, node: Node, slot: str, wanted: str, turn: _OpenTurn, *, is_set: bool) -> None:
        if is_set:
            turn.slots[slot] = wanted
        elif wanted == ANYTHING:
            turn.slots[slot] = ""
        else:
            why = "that a slot has another value than one cannot be written"
            note_unchecked(self.fields, node, f'the slot "{shorten(slot)}"', why)
