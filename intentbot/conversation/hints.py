"""Which of several slots of one entity a value is for: the words beside it tell, as "nights" does in "2 nights"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from intentbot.intents import Slot
from intentbot.predictions import FoundEntity
from intentbot.text import comparison_key

N_BESIDE = 2
"""How many words before and after a value are looked at."""

SAME_LETTERS = 4
"""Words that begin with as many equal letters are the same: night and nights."""


def hints(slots: Sequence[Slot], entities: Sequence[FoundEntity], text: str) -> dict[int, str]:
    """Return the slot that each of some entities is for, by its place among them; those that nothing tells of left out.

    A slot is told by a word beside the value that its name or its question has, and no other slot of the same entity.

    Parameters
    ----------
    slots : sequence of Slot
    entities : sequence of FoundEntity
        In the order of their places.
    text : str
        The message.
    """
    n_slots = Counter(slot.entity for slot in slots)
    found: dict[int, str] = {}
    for number, entity in enumerate(entities):
        if n_slots[entity.entity] < 2:
            continue
        start = entities[number - 1].end if number else 0
        end = entities[number + 1].start if number + 1 < len(entities) else len(text)
        # What follows a value names it more often than what stands before: "2 nights", "guests: 3".
        for beside in (_words(text[entity.end : end])[:N_BESIDE], _words(text[start : entity.start])[-N_BESIDE:]):
            told = [
                slot.name for slot in slots if slot.entity == entity.entity and _has(_own_words(slot, slots), beside)
            ]
            if len(told) == 1:
                found[number] = told[0]
                break
    return found


def _own_words(slot: Slot, slots: Sequence[Slot]) -> set[str]:
    """Return the words of a slot that no other slot of its entity has."""
    others = {
        _root(word) for other in slots if other.entity == slot.entity and other is not slot for word in _words_of(other)
    }
    return {_root(word) for word in _words_of(slot)} - others


def _words_of(slot: Slot) -> list[str]:
    return _words(" ".join((slot.name.replace("_", " "), *(response.text for response in slot.ask))))


def _words(text: str) -> list[str]:
    return comparison_key(text).split()


def _has(own: Collection[str], beside: Sequence[str]) -> bool:
    return any(_root(word) in own for word in beside)


def _root(word: str) -> str:
    return word[:SAME_LETTERS]
