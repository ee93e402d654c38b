"""Finding the values of entity lists in a message: whole words in any case, accents left out, typos allowed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from intentbot.intents import EntityDefinition
from intentbot.predictions import FoundEntity
from intentbot.text import tokenise

MIN_SIMILARITY = 85.0
"""How alike, from 0 to 100, a misspelt word must be: one letter more or less in five, one wrong letter in seven.

Lower, and words a customer spelt rightly are taken for values: at 80 "while" is "white".
"""

MIN_FUZZY_LETTERS = 5
"""Shorter words are compared letter for letter: with one letter changed they are other words."""

MAX_UNKNOWN_WORDS = 64
"""How many words of a message are compared with misspelt values, so that no message is slow."""

MAX_COMPARISONS = 1_000_000
"""How many pairs of words are compared for a message, which takes about 4 ms: enough for 64 unknown words unless
most of the values of a very long list begin with the same letter."""

# A character, and what follows it to make one letter: accents, vowel points, Hangul vowels, kana voicing, variants.
_LETTER = re.compile(
    r"(?s).[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1160-\u11ff"
    r"\u3099\u309a\uff9e\uff9f\u20d0-\u20ff\ufe00-\ufe0f]*"
)

_DIGIT = re.compile(r"\d")

_FURTHEST = 200 / MIN_SIMILARITY - 1
"""How many times as long one of two words may be: the ratio is 2 * matches / (length + length), in hundredths."""

_KEPT_WORDS = 4096
"""How many words of customers are kept with the value they are nearest to, so that they are compared once."""

_ONE = np.uint64(1)


@dataclass(frozen=True, slots=True)
class _Value:
    entity: str
    value: str


class ValueLists:
    """The values and synonyms of all list entities, indexed by their words. Immutable; safe for threads.

    Values are compared by their letters and digits: "T-shirt", "t shirt" and "tshirt" are the same, and a value
    of symbols only is never found.

    Parameters
    ----------
    definitions : iterable of EntityDefinition
        Those with a pattern are left out.
    """

    def __init__(self, definitions: Iterable[EntityDefinition]) -> None:
        phrases: dict[str, list[_Value]] = {}
        joined: dict[str, list[_Value]] = {}
        for definition in definitions:
            for value, synonyms in definition.values:
                for written in (value, *synonyms):
                    words = tokenise(fold(written))
                    _add(phrases, " ".join(words), _Value(definition.name, value))
                    if tokenise("".join(words)) == ["".join(words)]:
                        _add(joined, "".join(words), _Value(definition.name, value))
        # "coffeemaker" for "coffee maker"; a value written just so comes first.
        self._phrases = {key: tuple(values) for key, values in {**joined, **phrases}.items() if key}
        self._lengths = _lengths_by_first_word(self._phrases)
        self._words = dict.fromkeys(word for phrase in self._phrases for word in phrase.split())
        self._shelves = _shelves(self._words)
        # Customers use the same words again and again, most of them no value of any list.
        # They are given the shelves, not this: a ring would be garbage that waits to be searched for.
        self._nearest = lru_cache(maxsize=_KEPT_WORDS)(partial(_nearest, self._shelves))
        self._n_alike = lru_cache(maxsize=_KEPT_WORDS)(partial(_n_alike, self._shelves))

    def __bool__(self) -> bool:
        return bool(self._phrases)

    def find(self, message: str) -> list[FoundEntity]:
        """Return every value in the message: at each word the longest one, once for each entity that has it.

        `FoundEntity.confidence` is 1.0, or the similarity of the misspelt words to the value's, in [0, 1).
        """
        letters = None if message.isascii() else _LETTER.findall(message)
        folded = message.lower() if letters is None else "".join(map(_fold_letter, letters))
        words = tokenise(folded)
        meant = self._correct(words)
        if self._lengths.keys().isdisjoint(meant):
            return []
        found: list[FoundEntity] = []
        places: list[tuple[int, int]] = []
        for i, first in enumerate(meant):
            for n in self._lengths.get(first, ()):
                key = " ".join(meant[i : i + n])
                if n <= len(meant) - i and key in self._phrases:
                    places = places or _places(words, folded, letters)
                    start, end = places[i][0], places[i + n - 1][1]
                    confidence = fuzz.ratio(" ".join(words[i : i + n]), key) / 100
                    found += [
                        FoundEntity(v.entity, v.value, message[start:end], start, end, confidence)
                        for v in self._phrases[key]
                    ]
                    break
        return found

    def _correct(self, words: list[str]) -> Sequence[str]:
        """Return the words with each misspelt one replaced by the word it is nearest to; known words stay."""
        unknown = [word for word in words if len(word) >= MIN_FUZZY_LETTERS and word not in self._words]
        meant = {}
        comparisons = 0
        for word in unknown[:MAX_UNKNOWN_WORDS]:
            n_alike = self._n_alike(word)
            comparisons += n_alike
            if n_alike and comparisons <= MAX_COMPARISONS:
                near = self._nearest(word)
                if near is not None:
                    meant[word] = near
        return [meant.get(word, word) for word in words] if meant else words


@dataclass(frozen=True, slots=True, eq=False)
class _Shelf:
    """The words that begin with one letter, the shortest first: what a word so begun may be a misspelling of.

    The first letter is taken to be right, which it nearly always is in typos (Yannakoudakis & Fawthrop 1983,
    "The rules of spelling errors"). Words with digits have no misspellings: an iphone14 is no iphone15.

    Attributes
    ----------
    words : tuple of str
    letters : ndarray of shape (words,), uint64
        The `_letter_bits` of each word.
    starts : tuple of int
        By length: where the words of that length and longer begin.
    """

    words: tuple[str, ...]
    letters: npt.NDArray[np.uint64]
    starts: tuple[int, ...]

    def span(self, word: str) -> tuple[int, int]:
        """Return where the words begin and end that are not too short or long to be meant by a word."""
        longest = min(int(len(word) * _FURTHEST), len(self.starts) - 2)
        shortest = min(int(len(word) / _FURTHEST), longest + 1)
        return self.starts[shortest], self.starts[longest + 1]

    def nearest(self, word: str) -> str | None:
        """Return the word most like another one, the first of several; None where none is like enough."""
        start, end = self.span(word)
        # A letter more or less changes one bit at most, so words with more bits between them are not compared.
        between = self.letters[start:end] ^ np.uint64(_letter_bits(word))
        for _ in range(int((1 - MIN_SIMILARITY / 100) * (1 + _FURTHEST) * len(word))):
            between &= between - _ONE
        candidates = [self.words[start + i] for i in np.flatnonzero(between == 0).tolist()]
        near = process.extractOne(word, candidates, scorer=fuzz.ratio, processor=None, score_cutoff=MIN_SIMILARITY)
        return near[0] if near else None


def _n_alike(shelves: Mapping[str, _Shelf], word: str) -> int:
    """Return with how many words one is compared that may be misspelt."""
    shelf = shelves.get(word[0])
    if shelf is None or _DIGIT.search(word):
        return 0
    start, end = shelf.span(word)
    return end - start


def _nearest(shelves: Mapping[str, _Shelf], word: str) -> str | None:
    return shelves[word[0]].nearest(word)


def fold(text: str) -> str:
    """Return `text` as values are compared: NFKC, case folded, without accents and invisible characters."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_letter, _LETTER.findall(text)))


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not _is_ignored(c)))


def _is_ignored(character: str) -> bool:
    """Say whether two spellings may differ by this: an accent or vowel point, or an invisible character.

    Kana voicing marks (class 8), and what joins or changes letters in the scripts of India (7 and 9) and
    South East Asia (100 to 132), tell words apart and are kept.
    """
    marks = unicodedata.combining(character)
    return (
        10 <= marks <= 35
        or marks >= 200
        or unicodedata.category(character) == "Cf"
        or "\ufe00" <= character <= "\ufe0f"
    )


def _add(phrases: dict[str, list[_Value]], key: str, value: _Value) -> None:
    """Add a value, unless its entity has another for the same words already: the first one written counts."""
    values = phrases.setdefault(key, [])
    if all(known.entity != value.entity for known in values):
        values.append(value)


def _lengths_by_first_word(phrases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return how many words the phrases have that begin with a word, the most first."""
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        words = phrase.split()
        lengths.setdefault(words[0], set()).add(len(words))
    shared: dict[frozenset[int], tuple[int, ...]] = {}
    return {
        word: shared.setdefault(frozenset(found), tuple(sorted(found, reverse=True))) for word, found in lengths.items()
    }


def _shelves(words: Iterable[str]) -> dict[str, _Shelf]:
    """Return the words that may be misspelt by their first letter."""
    by_letter: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= MIN_FUZZY_LETTERS and not _DIGIT.search(word):
            by_letter.setdefault(word[0], []).append(word)
    return {letter: _shelf(sorted(group, key=len)) for letter, group in by_letter.items()}


def _shelf(words: list[str]) -> _Shelf:
    starts = [0]
    for i, word in enumerate(words):
        starts += [i] * (len(word) + 1 - len(starts))
    return _Shelf(tuple(words), np.array(list(map(_letter_bits, words)), dtype=np.uint64), (*starts, len(words)))


def _letter_bits(word: str) -> int:
    """Return which letters a word has, in the lower 32 bits, and which more than once, in the upper 32.

    Letters whose code is the same modulo 32 count as one; the alphabets of Europe have few of those.
    """
    bits = 0
    for letter in word:
        bit = 1 << (ord(letter) & 31)
        bits |= bit << 32 if bits & bit else bit
    return bits


def _places(words: Sequence[str], folded: str, letters: Sequence[str] | None) -> list[tuple[int, int]]:
    """Return the start and end of each word in the message that was folded."""
    places, end = [], 0
    for word in words:
        start = folded.index(word, end)
        end = start + len(word)
        places.append((start, end))
    if letters is None:
        return places
    starts = [0, *accumulate(map(len, letters))]
    origin = [i for i, letter in enumerate(letters) for _ in _fold_letter(letter)]
    return [(starts[origin[start]], starts[origin[end - 1] + 1]) for start, end in places]
