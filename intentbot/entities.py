"""Finding entities in a message: list values, patterns, and the built-in ones."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from intentbot.built_ins import PRECEDENCE, find_built_in
from intentbot.errors import IntentBotError
from intentbot.intents import EntityDefinition
from intentbot.patterns import fault
from intentbot.predictions import FoundEntity
from intentbot.text import MAX_CHARACTERS

if TYPE_CHECKING:
    import regex

    from intentbot.value_lists import ValueLists

SLOWEST_S = 0.02
"""Seconds a pattern may take for a piece of a message; one that takes longer finds nothing more in it."""

# Patterns are searched in pieces of a message, cut between words: time may grow with the cube of the length.
_WINDOW = re.compile(r"(?s).{1,250}(?!\S)|.{1,250}(?!\w)|.{1,250}")


class EntityFinder:
    """Finds the entities of a message. Immutable; one finder serves all threads.

    Where two finds overlap, the longer one stays; of equally long ones an exact one before one with a typo, then
    a declared one before a built-in one, then the one declared first (of built-in ones: date, url, email, phone,
    number). So an order number is not also a number.

    Parameters
    ----------
    definitions : iterable of EntityDefinition
        Patterns are searched in upper and lower case alike.
    built_in : iterable of str
        Names of built-in entities to search too: those the bot uses. Names that are declared are not searched
        twice, and other names are passed over, so that all the names a bot uses may be given.

    Raises
    ------
    IntentBotError
        For a pattern that `patterns.fault` refuses.
    """

    def __init__(self, definitions: Iterable[EntityDefinition], built_in: Iterable[str] = ()) -> None:
        definitions = tuple(definitions)
        self._patterns = tuple((each.name, _compiled(each)) for each in definitions if each.pattern)
        self._lists = _value_lists(definitions)
        declared = {definition.name for definition in definitions}
        wanted = set(built_in) - declared
        self._built_in = tuple(name for name in PRECEDENCE if name in wanted)
        names = [*dict.fromkeys(definition.name for definition in definitions), *self._built_in]
        self._order = {name: i for i, name in enumerate(names)}

    def find(self, message: str, *, today: date | None = None) -> tuple[FoundEntity, ...]:
        """Return the entities in a message, in the order of their places; no two overlap.

        Parameters
        ----------
        message : str
            As the customer wrote it; its first 2,000 characters are searched, by patterns in pieces of 250.
        today : date, optional
            What "tomorrow" counts from; the current date where not given.

        Returns
        -------
        tuple of FoundEntity
            ``message[found.start:found.end] == found.text`` for each.
        """
        message = message[:MAX_CHARACTERS]
        found = self._lists.find(message) if self._lists else []
        if self._patterns:
            found.extend(self._in_patterns(message))
        for name in self._built_in:
            found.extend(find_built_in(name, message, today))
        return self._without_overlaps(found) if found else ()

    def _in_patterns(self, message: str) -> Iterator[FoundEntity]:
        windows = [(window.start(), window.end()) for window in _WINDOW.finditer(message)]
        for name, pattern in self._patterns:
            try:
                for start, end in windows:
                    for match in pattern.finditer(message, start, end, timeout=SLOWEST_S):
                        if match[0]:
                            yield FoundEntity(name, match[0], match[0], match.start(), match.end())
            except TimeoutError:
                # A customer must get an answer, whatever the pattern makes of the message.
                continue

    def _without_overlaps(self, found: list[FoundEntity]) -> tuple[FoundEntity, ...]:
        best_first = sorted(found, key=lambda f: (f.start - f.end, -f.confidence, self._order[f.entity], f.start))
        taken = bytearray(max(each.end for each in found))
        kept = []
        for each in best_first:
            if taken.find(1, each.start, each.end) < 0:
                taken[each.start : each.end] = b"\x01" * (each.end - each.start)
                kept.append(each)
        return tuple(sorted(kept, key=lambda f: f.start))


def _value_lists(definitions: tuple[EntityDefinition, ...]) -> ValueLists | None:
    if not any(definition.values for definition in definitions):
        return None
    # RapidFuzz takes 3 MB, which a bot without lists need not hold.
    from intentbot.value_lists import ValueLists

    return ValueLists(definitions)


def _compiled(definition: EntityDefinition) -> regex.Pattern[str]:
    # Unlike `re`, this library gives up in time; a bot without patterns need not load it.
    import regex

    problem = fault(definition.pattern)
    if problem:
        what = f'{str(definition.place) or "the bot"}: the pattern of entity "{definition.name}" {problem}.'
        raise IntentBotError(what, "Mend the pattern in the intent files, then train again.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return regex.compile(definition.pattern, regex.IGNORECASE)
