"""The words and word pieces a model knows.

A word's vector is its own row plus the vectors of its pieces: the character n-grams of ``<word>`` and
its Snowball stems. A word never seen still gets a vector from its pieces, which is what survives typos
and inflection (Bojanowski et al. 2017, arXiv:1607.04606).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from threading import Lock

import snowballstemmer

from intentbot.text import fold_accents

SHORTEST_PIECE, LONGEST_PIECE = 2, 5
"""Lengths of the character n-grams; from 2 on, so that inflected short words meet too."""

LONGEST_WORD = 40
"""Characters of a word that make pieces: longer ones are no words, and would be slow."""

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""The Snowball stemmer of each language, by its ISO 639-1 code."""


def stemmer_of(language: str) -> str | None:
    """Return the Snowball stemmer of a language (a region is ignored), None where there is none."""
    algorithm = STEMMERS.get(language.partition("-")[0].lower())
    return algorithm if algorithm in snowballstemmer.algorithms() else None


@cache
def _stem(language: str) -> Callable[[str], str] | None:
    """Return the stemmer of `language` (an ISO 639-1 code, a region ignored), None where there is none."""
    algorithm = stemmer_of(language)
    if algorithm is None:
        return None
    stemmer, lock = snowballstemmer.stemmer(algorithm), Lock()

    def stem(word: str) -> str:
        # A stemmer keeps the word it works on in itself, so it can serve one thread at a time.
        with lock:
            return str(stemmer.stemWord(word))

    return stem


def pieces_of(word: str, languages: Sequence[str] = ("en",)) -> list[str]:
    """Return the distinct pieces of a token: its stems, marked ``=``, and the n-grams of ``<word>``, accents folded."""
    word = word[:LONGEST_WORD]
    found: dict[str, None] = {}
    for language in languages:
        stem = _stem(language)
        found[f"={fold_accents(stem(word)) if stem else fold_accents(word)}"] = None
    framed = f"<{fold_accents(word)}>"
    for length in range(SHORTEST_PIECE, LONGEST_PIECE + 1):
        for start in range(len(framed) - length + 1):
            found[framed[start : start + length]] = None
    return list(found)


@dataclass(frozen=True, slots=True)
class WordRows:
    """Where the vectors of a word stand.

    Attributes
    ----------
    word : int
        The word's own row, -1 for none.
    pieces : list of int
        The rows of its known pieces.
    familiarity : float
        1 for a word of a training sentence, else the share of its pieces that stand in such words, in [0, 1].
    """

    word: int
    pieces: list[int]
    familiarity: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words and pieces of the training sentences; row i of each matrix of weights belongs to entry i.

    Attributes
    ----------
    words, pieces : tuple of str
        In the order of their rows, sorted.
    languages : tuple of str
        Whose stems are pieces.
    others, other_pieces : tuple of str
        Words and pieces of no training sentence that a file of word vectors or an encoder gave a meaning. Their rows
        come after those of `words` and `pieces`. They are not familiar: what nobody wrote as an example is no sign of
        being in scope.
    """

    words: tuple[str, ...]
    pieces: tuple[str, ...]
    languages: tuple[str, ...] = ("en",)
    others: tuple[str, ...] = ()
    other_pieces: tuple[str, ...] = ()
    _word_rows: dict[str, int] = field(init=False, repr=False, compare=False)
    _piece_rows: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_word_rows", {word: row for row, word in enumerate((*self.words, *self.others))})
        pieces = (*self.pieces, *self.other_pieces)
        object.__setattr__(self, "_piece_rows", {piece: row for row, piece in enumerate(pieces)})

    @classmethod
    def of(
        cls,
        sentences: Iterable[Sequence[str]],
        *,
        languages: Sequence[str],
        piece_count: int = 1,
        max_pieces: int | None = None,
    ) -> Vocabulary:
        """Return the vocabulary of tokenised sentences.

        Parameters
        ----------
        sentences : iterable of sequences of tokens
        languages : sequence of str
        piece_count : int, default=1
            In how many different words a piece must stand to be kept (a word's stem always is).
        max_pieces : int, optional
            How many pieces are kept at most: those that stand in the most words.
        """
        words = sorted({token for sentence in sentences for token in sentence})
        counts = Counter(piece for word in words for piece in pieces_of(word, languages))
        kept = [piece for piece, n in counts.most_common() if n >= piece_count or piece[0] == "="]
        return cls(tuple(words), tuple(sorted(kept[:max_pieces])), tuple(languages))

    def joined_by(self, other: Vocabulary) -> Vocabulary:
        """Return this vocabulary with what only `other` has as its other words and pieces."""
        others = sorted(set(other.words) - set(self.words))
        other_pieces = sorted(set(other.pieces) - set(self.pieces))
        return replace(self, others=tuple(others), other_pieces=tuple(other_pieces))

    def look_up(self, word: str) -> WordRows:
        """Return where a word's vectors stand; any word has an answer."""
        pieces = pieces_of(word, self.languages)
        known = [self._piece_rows[piece] for piece in pieces if piece in self._piece_rows]
        row = self._word_rows.get(word, -1)
        if 0 <= row < len(self.words):
            return WordRows(row, known, 1.0)
        n_learned = sum(piece < len(self.pieces) for piece in known)
        return WordRows(row, known, n_learned / len(pieces))
