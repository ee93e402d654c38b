"""Labelled sentences of any number, in any number of intents, made by chance: what no public set is large enough for.

Intents come in domains of twenty that share their vocabulary, so that they overlap. Each has a few templates: key
words of its own, words that every sentence has, and slots that any word of the language may fill. Words are made of
syllables, so that they share pieces; how often each is drawn falls with its rank (Zipf), and how many there are grows
with the number of sentences as in BANKING77 and CLINC150 (Heaps).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tests.benchmarks.data import Rows

INTENTS_OF_A_DOMAIN, WORDS_OF_A_DOMAIN, KEYS_OF_AN_INTENT, TEMPLATES = 20, 60, 6, 5
COMMON_WORDS = 150
"""The first words of the language: they stand in sentences of all intents."""

_ONSETS = ("b", "br", "c", "ch", "d", "f", "g", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v", "w")
_VOWELS = ("a", "e", "i", "o", "u", "ea", "ou", "y")
_ENDS = ("", "", "", "n", "r", "s", "t", "ng", "l", "ck")
_SUFFIXES = ("", "", "s", "ed", "ing")


@dataclass(frozen=True, slots=True)
class Language:
    """Words by rank, and the sums of their frequencies up to each."""

    words: tuple[str, ...]
    frequencies: tuple[float, ...]

    @classmethod
    def of(cls, n_sentences: int, chance: random.Random) -> Language:
        """Return a language with as many words as so many sentences have: Heaps' law, 2,700 words in 10,000."""
        n_words = max(COMMON_WORDS + 2 * WORDS_OF_A_DOMAIN, round(2_700 * (n_sentences / 10_000) ** 0.6))
        words: dict[str, None] = {}
        while len(words) < n_words:
            # The frequent words are short, as in any language.
            n_syllables = 1 if len(words) < COMMON_WORDS else chance.choice((2, 2, 3))
            syllables = (
                chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_ENDS) for _ in range(n_syllables)
            )
            words["".join(syllables)] = None
        return cls(tuple(words), tuple(accumulate(1 / (rank + 2) for rank in range(n_words))))

    def draw(self, chance: random.Random, n_ranks: int) -> str:
        """Return a word of the first so many ranks, by frequency."""
        return chance.choices(self.words[:n_ranks], cum_weights=self.frequencies[:n_ranks])[0]


@dataclass(frozen=True, slots=True)
class SyntheticIntent:
    """Its key words, and its templates: a number is a key word's, -1 a slot, and a word stands for itself."""

    keys: tuple[str, ...]
    templates: tuple[tuple[int | str, ...], ...]

    def sentence(self, language: Language, chance: random.Random) -> str:
        """Return a sentence of a template, with words changed, left out and inflected."""
        return " ".join(self._words(language, chance))

    def _words(self, language: Language, chance: random.Random) -> Iterator[str]:
        for part in chance.choice(self.templates):
            if chance.random() < 0.08:
                continue
            if part == -1:
                yield language.draw(chance, len(language.words))
            elif isinstance(part, int):
                key = chance.choice(self.keys) if chance.random() < 0.25 else self.keys[part]
                yield key + chance.choice(_SUFFIXES)
            else:
                yield language.draw(chance, COMMON_WORDS) if chance.random() < 0.4 else part


def synthetic_rows(n_sentences: int, n_intents: int, *, seed: int = 0) -> Rows:
    """Return so many sentences of about ten words, spread evenly over so many intents, in an order by chance."""
    chance = random.Random(seed)
    language = Language.of(n_sentences, chance)
    intents = list(_intents(n_intents, language, chance))
    numbers = [number % n_intents for number in range(n_sentences)]
    chance.shuffle(numbers)
    texts = tuple(intents[number].sentence(language, chance) or "hello" for number in numbers)
    return Rows(texts, tuple(f"intent_{number:05}" for number in numbers))


def _intents(n_intents: int, language: Language, chance: random.Random) -> Iterator[SyntheticIntent]:
    domain: Sequence[str] = ()
    for number in range(n_intents):
        if number % INTENTS_OF_A_DOMAIN == 0:
            domain = chance.sample(language.words[COMMON_WORDS:], WORDS_OF_A_DOMAIN)
        templates = tuple(_template(language, chance) for _ in range(TEMPLATES))
        yield SyntheticIntent(tuple(chance.sample(domain, KEYS_OF_AN_INTENT)), templates)


def _template(language: Language, chance: random.Random) -> tuple[int | str, ...]:
    parts: list[int | str] = list(chance.sample(range(KEYS_OF_AN_INTENT), 3))
    parts += [-1] * chance.choice((0, 1, 1, 2))
    parts += [language.draw(chance, COMMON_WORDS) for _ in range(chance.randint(3, 9))]
    chance.shuffle(parts)
    return tuple(parts)
