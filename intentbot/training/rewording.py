"""One sentence written another way: with a typo, without a word, with two words exchanged, with a synonym."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from intentbot.intents import IntentSet
from intentbot.text import normalise, tokenise
from intentbot.training.typos import may_be_mistyped, misspell, slip

FEWEST_WORDS = 4
"""A sentence of fewer words loses its meaning with one of them."""


@dataclass(frozen=True, slots=True)
class _Words:
    """A normalised sentence: its tokens, what stands before each of them, and what stands after the last."""

    tokens: tuple[str, ...]
    gaps: tuple[str, ...]
    rest: str

    @classmethod
    def of(cls, text: str) -> _Words:
        normalised, gaps, end = normalise(text), [], 0
        tokens = tokenise(normalised)
        for token in tokens:
            start = normalised.index(token, end)
            gaps.append(normalised[end:start])
            end = start + len(token)
        return cls(tuple(tokens), tuple(gaps), normalised[end:])

    def changed(self, first: int, *others: str) -> str:
        """Return the sentence with other tokens from number `first` on; an empty one takes what is before it along."""
        tokens = [*self.tokens[:first], *others, *self.tokens[first + len(others) :]]
        kept = [gap + token for gap, token in zip(self.gaps, tokens, strict=True) if token]
        return ("".join(kept) + self.rest).strip()


def mistype(text: str, language: str, chance: random.Random) -> str | None:
    """Return the text with a typo in one word: a finger that slipped, or a word written as it sounds."""
    words = _Words.of(text)
    places = [place for place, token in enumerate(words.tokens) if may_be_mistyped(token)]
    if not places:
        return None
    place = chance.choice(places)
    word = words.tokens[place]
    wrong = misspell(word, language, chance) if chance.random() < 0.5 else None
    return words.changed(place, wrong or slip(word, language, chance))


def delete(text: str, language: str, chance: random.Random) -> str | None:
    """Return the text without one of its words, where it has at least `FEWEST_WORDS`."""
    words = _Words.of(text)
    return words.changed(chance.randrange(len(words.tokens)), "") if len(words.tokens) >= FEWEST_WORDS else None


def swap(text: str, language: str, chance: random.Random) -> str | None:
    """Return the text with two neighbouring words exchanged."""
    words = _Words.of(text)
    places = [place for place, pair in enumerate(pairwise(words.tokens)) if len(set(pair)) > 1]
    if not places:
        return None
    place = chance.choice(places)
    return words.changed(place, words.tokens[place + 1], words.tokens[place])


class Synonyms:
    """The editor's own synonyms, found in a sentence word for word.

    Parameters
    ----------
    intents : IntentSet
        Its `synonyms` stand for one another, each in its own language.
    """

    def __init__(self, intents: IntentSet) -> None:
        self._others: dict[str, dict[tuple[str, ...], list[str]]] = {}
        for group in intents.synonyms:
            phrases = list(dict.fromkeys(normalise(phrase).strip() for phrase in (group.name, *group.others)))
            known = self._others.setdefault(group.language or intents.bot.language, {})
            for phrase in phrases:
                others = known.setdefault(tuple(tokenise(phrase)), [])
                others += [other for other in phrases if other != phrase and other not in others]

    def exchange(self, text: str, language: str, chance: random.Random) -> str | None:
        """Return the text with one word or phrase exchanged for a synonym; None where it has none."""
        words = _Words.of(text)
        found = list(self._find(words.tokens, language))
        if not found:
            return None
        start, length, others = chance.choice(found)
        return words.changed(start, chance.choice(others), *[""] * (length - 1))

    def _find(self, tokens: Sequence[str], language: str) -> list[tuple[int, int, list[str]]]:
        """Return where phrases start, how many tokens they have and what they may become, the longest one each."""
        known = self._others.get(language, {})
        longest = max(map(len, known), default=0)
        found, place = [], 0
        while place < len(tokens):
            lengths = range(min(longest, len(tokens) - place), 0, -1)
            length = next((n for n in lengths if known.get(tuple(tokens[place : place + n]))), 0)
            if length:
                found.append((place, length, known[tuple(tokens[place : place + length])]))
            place += length or 1
        return found
