"""Finding entities in a message: list values, patterns, and the built-in ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from intentbot.errors import IntentBotError
from intentbot.intents import BUILT_IN_ENTITIES, EntityDefinition
from intentbot.patterns import fault
from intentbot.predictions import FoundEntity
from intentbot.searching import compiled, in_time
from intentbot.text import MAX_CHARACTERS

if TYPE_CHECKING:
    import regex

    from intentbot.built_ins import BuiltIns
    from intentbot.value_lists import ValueLists

# Patterns are searched in pieces of a message, cut between words: time may grow with the cube of the length.
_WINDOW = re.compile(r"(?s).{1,250}(?!\S)|.{1,250}(?!\w)|.{1,250}")


class EntityFinder:
    """Finds the entities of a message. Immutable; one finder serves all threads.

    Where two finds overlap, the longer one stays; of equally long ones an exact one before one with a typo, then
    a declared one before a built-in one, then the one declared first (of built-in ones, that which stands first in
    `built_ins.PRECEDENCE`). So an order number is not also a number.

    Parameters
    ----------
    definitions : iterable of EntityDefinition
        Patterns are searched in upper and lower case alike.
    built_in : iterable of str
        Names of built-in entities to search too: those the bot uses. Names that are declared are not searched
        twice, and other names are passed over, so that all the names a bot uses may be given.
    languages : sequence of str, default=("en",)
        The codes of the bot's languages, which built-in entities are read in.

    Raises
    ------
    IntentBotError
        For a pattern that `patterns.fault` refuses.
    """

    def __init__(
        self,
        definitions: Iterable[EntityDefinition],
        built_in: Iterable[str] = (),
        languages: Sequence[str] = ("en",),
    ) -> None:
        definitions = tuple(definitions)
        self._patterns = tuple((each.name, _compiled(each)) for each in definitions if each.pattern)
        self._lists = _value_lists(definitions)
        declared = {definition.name for definition in definitions}
        self._built_ins = _built_ins(set(built_in) - declared, languages)
        built_in_names = self._built_ins.names if self._built_ins else ()
        names = [*dict.fromkeys(definition.name for definition in definitions), *built_in_names]
        self._order = {name: i for i, name in enumerate(names)}

    def find(self, message: str, *, today: date | None = None, language: str | None = None) -> tuple[FoundEntity, ...]:
        """Return the entities in a message, in the order of their places; no two overlap.

        Parameters
        ----------
        message : str
            As the customer wrote it; its first 2,000 characters are searched, by patterns in pieces of 250.
        today : date, optional
            What "tomorrow" counts from; the current date where not given.
        language : str, optional
            The language of the message, one of the bot's; all of them are tried where not given.

        Returns
        -------
        tuple of FoundEntity
            ``message[found.start:found.end] == found.text`` for each.
        """
        message = message[:MAX_CHARACTERS]
        found = self._lists.find(message) if self._lists else []
        if self._patterns:
            found.extend(self._in_patterns(message))
        if self._built_ins:
            found.extend(self._built_ins.find(message, today, language))
        return self._without_overlaps(found) if found else ()

    def _in_patterns(self, message: str) -> Iterator[FoundEntity]:
        windows = [(window.start(), window.end()) for window in _WINDOW.finditer(message)]
        for name, pattern in self._patterns:
            for start, end in windows:
                for match in _matches(pattern, message, start, end):
                    if match[0]:
                        yield FoundEntity(name, _plain(match[0]), match[0], match.start(), match.end())

    def _without_overlaps(self, found: list[FoundEntity]) -> tuple[FoundEntity, ...]:
        best_first = sorted(found, key=lambda f: (f.start - f.end, -f.confidence, self._order[f.entity], f.start))
        taken = bytearray(max(each.end for each in found))
        kept = []
        for each in best_first:
            if taken.find(1, each.start, each.end) < 0:
                taken[each.start : each.end] = b"\x01" * (each.end - each.start)
                kept.append(each)
        return tuple(sorted(kept, key=lambda f: f.start))


def _built_ins(names: set[str], languages: Sequence[str]) -> BuiltIns | None:
    if names.isdisjoint(BUILT_IN_ENTITIES):
        return None
    # Their words take a megabyte, which a bot that uses none need not hold.
    from intentbot.built_ins import BuiltIns

    return BuiltIns(names, languages)


def _value_lists(definitions: tuple[EntityDefinition, ...]) -> ValueLists | None:
    if not any(definition.values for definition in definitions):
        return None
    # RapidFuzz takes 3 MB, which a bot without lists need not hold.
    from intentbot.value_lists import ValueLists

    return ValueLists(definitions)


def _compiled(definition: EntityDefinition) -> regex.Pattern[str]:
    problem = fault(definition.pattern)
    if problem:
        what = f'{str(definition.place) or "the bot"}: the pattern of entity "{definition.name}" {problem}.'
        raise IntentBotError(what, "Mend the pattern in the intent files, then train again.")
    return compiled(definition.pattern)


def _matches(pattern: regex.Pattern[str], message: str, start: int, end: int) -> list[regex.Match[str]]:
    def search(seconds: float) -> list[regex.Match[str]]:
        # Other threads wait: one that writes turns would keep Python's lock for 5 ms, for each pattern of a message.
        return list(pattern.finditer(message, start, end, timeout=seconds, concurrent=False))

    return in_time(search, [])


def _plain(written: str) -> str:
    """Return what was written with the digits of any script as 0 to 9, so that a code is the same in all of them."""
    return written if written.isascii() else "".join(str(unicodedata.decimal(c, c)) for c in written)
