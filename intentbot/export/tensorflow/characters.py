"""What becomes of each character, as tables: the text path of `intentbot.text` for runtimes without Unicode's data.

Everything is asked of `intentbot.text` and of Python's own tables, so that nothing is said twice.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from intentbot.text import fold_accents, normalise, tokenise

N_CODES = sys.maxunicode + 1
PAGE = 256
"""Code points on a page of a table: scripts fill pages, and most pages are empty."""

SEPARATOR, LETTER, ALONE, MARK, LETTER_AND_MARK = range(5)
"""What a character is to `tokenise`. `ALONE` is a token by itself; after one, some Indic letters are marks."""


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """A number for each code point, with equal pages kept once.

    Attributes
    ----------
    starts : ndarray of shape (N_CODES / PAGE,), int32
        Where each page begins in `values`.
    values : ndarray
    """

    starts: np.ndarray
    values: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray) -> Pages:
        """Return the table of numbers, one for each code point."""
        pages, places = np.unique(values.reshape(-1, PAGE), axis=0, return_inverse=True)
        return cls(np.asarray(places.reshape(-1) * PAGE, dtype=np.int32), pages.reshape(-1))


@dataclass(frozen=True, slots=True, eq=False)
class Rewriting:
    """What each character is replaced with.

    Attributes
    ----------
    entries : Pages
        The number of each character's entry; entry 0 is for those that stay.
    codes : ndarray, int32
        The code points of all entries, one after the other; -1 stands for the character itself.
    splits : ndarray, int64
        Where each entry begins in `codes`, and at last its length.
    """

    entries: Pages
    codes: np.ndarray
    splits: np.ndarray

    @classmethod
    def of(cls, rewrite: Callable[[str], str]) -> Rewriting:
        """Return the table of a function from one character to text."""
        entries = np.zeros(N_CODES, dtype=np.int32)
        numbers: dict[tuple[int, ...], int] = {(-1,): 0}
        for character in _assigned():
            new = rewrite(character)
            if new != character:
                entries[ord(character)] = numbers.setdefault(tuple(map(ord, new)), len(numbers))
        codes = np.array([code for entry in numbers for code in entry], dtype=np.int32)
        return cls(Pages.of(entries), codes, np.cumsum([0, *map(len, numbers)], dtype=np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Compositions:
    """How a mark joins the character before it, as normalising to NFKC does.

    Attributes
    ----------
    classes : Pages
        The canonical combining class of each character; -1 for others that join the character before them.
    pairs : ndarray, int64, sorted
        Both characters, as ``first * N_CODES + second``.
    joined : ndarray, int32
        What each pair becomes.
    """

    classes: Pages
    pairs: np.ndarray
    joined: np.ndarray

    @classmethod
    @cache
    def of_unicode(cls) -> Compositions:
        """Return the compositions of Unicode."""
        joined = {pair: ord(character) for character in _assigned() if (pair := _pair(character))}
        keys = {ord(pair[0]) * N_CODES + ord(pair[1]): new for pair, new in joined.items()}
        classes = np.zeros(N_CODES, dtype=np.int16)
        classes[[ord(pair[1]) for pair in joined]] = -1
        for character in _assigned():
            classes[ord(character)] = unicodedata.combining(character) or classes[ord(character)]
        pairs = sorted(keys)
        return cls(
            Pages.of(classes),
            np.array(pairs, dtype=np.int64),
            np.array([keys[pair] for pair in pairs], dtype=np.int32),
        )


@cache
def normalisation() -> Rewriting:
    """Return what `normalise` makes of each character by itself: all that it does where no marks stand beside it."""
    return Rewriting.of(normalise)


@cache
def decomposition() -> Rewriting:
    """Return the parts of each character, and nothing for those that `normalise` takes away."""
    return Rewriting.of(lambda character: _parts(character) if normalise(character) else "")


@cache
def case_folding() -> Rewriting:
    """Return the parts of each character without its case."""
    return Rewriting.of(lambda character: _parts(character.casefold()))


@cache
def accent_folding() -> Rewriting:
    """Return what `fold_accents` makes of each character by itself."""
    return Rewriting.of(fold_accents)


@cache
def kinds() -> Pages:
    """Return what each character is to `tokenise`, as int8."""
    characters = [chr(code) for code in range(N_CODES) if not 0xD800 <= code <= 0xDFFF and chr(code) != " "]

    def joined_to(before: str) -> set[int]:
        tokens = tokenise(" ".join(before + character for character in characters))
        return {ord(token[-1]) for token in tokens if len(token) == len(before) + 1}

    tokens, after_letter, after_alone = joined_to(""), joined_to("a"), joined_to("\u4e00")
    found = np.full(N_CODES, SEPARATOR, dtype=np.int8)
    for kind, codes in (
        (ALONE, tokens - after_letter),
        (LETTER, tokens & after_letter - after_alone),
        (MARK, after_letter - tokens),
        (LETTER_AND_MARK, tokens & after_alone),
    ):
        found[list(codes)] = kind
    return Pages.of(found)


@cache
def _assigned() -> str:
    """Return every character that is one: neither unassigned, nor half a pair, nor for private use."""
    every = map(chr, range(N_CODES))
    return "".join(character for character in every if unicodedata.category(character) not in ("Cn", "Cs", "Co"))


def _parts(text: str) -> str:
    # A syllable of Hangul needs no parts: what follows it can only be joined to all of it.
    return text if "\uac00" <= text <= "\ud7a3" else unicodedata.normalize("NFKD", text)


def _pair(character: str) -> str:
    """Return the two characters that join to this one, or nothing."""
    parts = unicodedata.normalize("NFD", character)
    first = unicodedata.normalize("NFC", parts[:-1])
    is_pair = len(first) == 1 and unicodedata.normalize("NFC", first + parts[-1]) == character
    return first + parts[-1] if is_pair else ""
