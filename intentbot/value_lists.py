"""Finding the values of entity lists in a message: whole words in any case, accents left out, typos allowed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

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

# A character, and what follows it to make one letter: accents, vowel points, Hangul vowels, kana voicing, variants.
_LETTER = re.compile(
    r"(?s).[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1160-\u11ff"
    r"\u3099\u309a\uff9e\uff9f\u20d0-\u20ff\ufe00-\ufe0f]*"
)


_DIGIT = re.compile(r"\d")


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
        self._longest = _longest_by_first_word(self._phrases)
        self._words = frozenset(word for phrase in self._phrases for word in phrase.split())
        self._neighbours = _neighbours(word for phrase in self._phrases for word in phrase.split())

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
        if self._longest.keys().isdisjoint(meant):
            return []
        places = _places(words, folded, letters)
        found = []
        for i, first in enumerate(meant):
            for n in range(min(self._longest.get(first, 0), len(meant) - i), 0, -1):
                key = " ".join(meant[i : i + n])
                if key in self._phrases:
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
        for word in unknown[:MAX_UNKNOWN_WORDS]:
            candidates = self._neighbours.get((word[0], len(word)))
            if candidates and not _DIGIT.search(word):
                near = process.extractOne(
                    word, candidates, scorer=fuzz.ratio, processor=None, score_cutoff=MIN_SIMILARITY
                )
                if near:
                    meant[word] = near[0]
        return [meant.get(word, word) for word in words] if meant else words


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


def _longest_by_first_word(phrases: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for phrase in phrases:
        words = phrase.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


def _neighbours(words: Iterable[str]) -> dict[tuple[str, int], tuple[str, ...]]:
    """Return, for a first letter and a length, the words that one so written may be a misspelling of.

    The first letter is taken to be right, which it nearly always is in typos (Yannakoudakis & Fawthrop 1983,
    "The rules of spelling errors"). Words with digits have no misspellings: an iphone14 is no iphone15.
    """
    groups: dict[tuple[str, int], dict[str, None]] = {}
    # The ratio is 2 * matches / (length + length), so lengths further apart than this cannot reach it.
    furthest = 200 / MIN_SIMILARITY - 1
    for word in words:
        if len(word) >= MIN_FUZZY_LETTERS and not _DIGIT.search(word):
            for length in range(max(MIN_FUZZY_LETTERS, int(len(word) / furthest)), int(len(word) * furthest) + 1):
                groups.setdefault((word[0], length), {})[word] = None
    return {key: tuple(group) for key, group in groups.items()}


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
