"""The entities every bot can use without declaring them: what customers write alike whatever they buy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from intentbot.built_ins.addresses import find_emails, find_phones, find_urls
from intentbot.built_ins.clock import Times, times_in
from intentbot.built_ins.dates import Dates, dates_in
from intentbot.built_ins.folding import folded
from intentbot.built_ins.money import Money, money_in
from intentbot.built_ins.numbers import Numbers, Ordinals, Place, numbers_in, ordinals_in
from intentbot.predictions import FoundEntity
from intentbot.text import tokenise

PRECEDENCE = ("date", "time", "url", "email", "phone", "money", "ordinal", "number")
"""Which of two built-in entities counts where both are found in the same words."""

_DIGIT = re.compile(r"\d")


class BuiltIns:
    """Finds built-in entities in messages of a bot's languages. Immutable; safe for threads.

    Parameters
    ----------
    names : iterable of str
        Those wanted of `PRECEDENCE`; others are passed over.
    languages : sequence of str
        The codes of the bot's languages. Numbers, times and days in words are read in English, German, French,
        Spanish, Italian, Dutch, Portuguese, Turkish, Russian, Chinese and Japanese; of other languages, the names of
        months, weekdays and currencies are known, and how numbers are written.
    """

    def __init__(self, names: Iterable[str], languages: Sequence[str] = ("en",)) -> None:
        wanted = set(names)
        self.names = tuple(name for name in PRECEDENCE if name in wanted)
        # Which words are looked for is worked out now, so that the first customer need not wait for it.
        together = tuple(dict.fromkeys(languages)) or ("en",)
        self._together = _Readers.of(self.names, together)
        self._readers = {language: _Readers.of(self.names, (language,)) for language in together}

    def find(self, message: str, today: date | None = None, language: str | None = None) -> list[FoundEntity]:
        """Return each place in the message that holds one of the entities; places may overlap.

        The values are: an ISO date or the words; a time such as 15:30; the address as written; the digits of a phone
        number with a leading + where the country is known; an amount and its ISO 4217 code, 12.50 EUR; an ordinal's
        number; a plain decimal such as -1000.5, leading zeros kept.

        Parameters
        ----------
        message : str
        today : date, optional
            What "tomorrow" counts from; the current date where not given.
        language : str, optional
            The language of the message, one of the bot's; all of them are tried where not given.
        """
        readers = self._readers.get(language or "", self._together)
        return readers.find(message, today)


@dataclass(frozen=True, slots=True)
class _Readers:
    """What finds the entities that are wanted in some languages; None for those that are not."""

    languages: tuple[str, ...]
    dates: Dates | None
    times: Times | None
    money: Money | None
    ordinals: Ordinals | None
    numbers: Numbers | None
    hints: frozenset[str]
    addresses: frozenset[str]

    @classmethod
    def of(cls, names: Sequence[str], languages: tuple[str, ...]) -> _Readers:
        """Return what finds entities by their names in languages."""
        dates = dates_in(languages) if "date" in names else None
        times = times_in(languages) if "time" in names else None
        money = money_in(languages) if "money" in names else None
        ordinals = ordinals_in(languages) if "ordinal" in names else None
        numbers = numbers_in(languages) if "number" in names else None
        hints = (each.hints for each in (dates, times, money, ordinals, numbers) if each is not None)
        addresses = frozenset(("email", "url", "phone")).intersection(names)
        return cls(languages, dates, times, money, ordinals, numbers, frozenset().union(*hints), addresses)

    def find(self, message: str, today: date | None) -> list[FoundEntity]:
        """Return all that is found in a message; see `BuiltIns.find`."""
        has_digit = _DIGIT.search(message) is not None
        found = [
            FoundEntity(entity, value, message[start:end], start, end)
            for entity, (start, end, value) in self._addresses(message, has_digit)
        ]
        words = folded(message)
        tokens = tokenise(words.text) if self.hints else ()
        if not has_digit and self.hints.isdisjoint(tokens):
            return found
        for entity, places in self._in_text(words.text, message, tokens, today or date.today()):
            for start, end, value in places:
                own_start, own_end = words.place(start, end)
                written = message[own_start:own_end]
                shown = written if value == words.text[start:end] else value
                found.append(FoundEntity(entity, shown, written, own_start, own_end))
        return found

    def _addresses(self, message: str, has_digit: bool) -> Iterator[tuple[str, Place]]:
        if "url" in self.addresses:
            yield from (("url", place) for place in find_urls(message))
        if "email" in self.addresses and "@" in message:
            yield from (("email", place) for place in find_emails(message))
        if has_digit and "phone" in self.addresses:
            yield from (("phone", place) for place in find_phones(message, self.languages))

    def _in_text(
        self, text: str, message: str, tokens: Sequence[str], today: date
    ) -> Iterator[tuple[str, Iterable[Place]]]:
        if self.dates is not None:
            yield "date", self.dates.find(text, tokens, today)
        if self.times is not None:
            yield "time", self.times.find(text, tokens)
        if self.money is not None:
            yield "money", self.money.find(text, tokens, message=message if len(message) == len(text) else text)
        if self.ordinals is not None:
            yield "ordinal", self.ordinals.find(text, tokens)
        if self.numbers is not None:
            yield "number", self.numbers.find(text, tokens)
