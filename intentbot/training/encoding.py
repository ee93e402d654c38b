"""Training sentences as numbers: word ids, and for each word the rows of its vector and its pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from intentbot.files.word_vectors import WordVectorFile
from intentbot.training.courtesies import NO_COURTESIES, Courtesies
from intentbot.vocabulary import Vocabulary, WordRows, pieces_of


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """A file of word vectors, and its most frequent words, which the model will keep.

    Attributes
    ----------
    file : WordVectorFile
    common : frozenset of str
    """

    file: WordVectorFile
    common: frozenset[str]

    @classmethod
    def of(cls, file: WordVectorFile, n_words: int) -> Meanings:
        """Return the meanings of a file of which `n_words` words are kept."""
        return cls(file, frozenset(file.words[:n_words]))


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """For each word id, where its vectors stand.

    Attributes
    ----------
    word_rows : ndarray of shape (N,), int32
        The word's own row, -1 for none. Word id 0 is padding.
    piece_rows : ndarray of shape (P,), int32
        The rows of all words' pieces one after the other, -1 for none.
    starts : ndarray of shape (N + 1,), int32
        Word i's pieces stand from ``starts[i]`` to ``starts[i + 1]``.
    unknown_pieces : ndarray of shape (N,), int32
        How many pieces of each word the vocabulary does not have.
    meanings : ndarray of shape (N, M), float32
        The vectors of a file of word vectors, zeros for words that it does not have; M is 0 without a file.
    is_common : ndarray of shape (N,), bool
        Which words will have that meaning even where no sentence has them.
    familiar_words, familiar_pieces : ndarray of shape (N,) and (P,), bool
        Which of the words and pieces stand in the sentences that are learned from.
    encoded_words, encoded_pieces : ndarray of shape (N,) and (P,), bool
        Which of them an encoder knows, so that they mean something even where no sentence has them.
    """

    word_rows: np.ndarray
    piece_rows: np.ndarray
    starts: np.ndarray
    unknown_pieces: np.ndarray
    meanings: np.ndarray
    is_common: np.ndarray
    familiar_words: np.ndarray
    familiar_pieces: np.ndarray
    encoded_words: np.ndarray
    encoded_pieces: np.ndarray

    @classmethod
    def of(
        cls,
        vocabulary: Vocabulary,
        words: Sequence[str],
        *,
        meanings: Meanings | None = None,
        encoded: Vocabulary | None = None,
    ) -> WordTable:
        """Return the table of `words`, whose ids count from 1; `encoded` is the vocabulary of an encoder."""
        found = [WordRows(-1, [], 0.0), *(vocabulary.look_up(word) for word in words)]
        n_pieces = [0, *(len(pieces_of(word, vocabulary.languages)) for word in words)]
        word_rows = np.array([rows.word for rows in found], dtype=np.int32)
        piece_rows = np.array([piece for rows in found for piece in rows.pieces], dtype=np.int32)
        if encoded is None:
            # The rows of other words are made only when the model is written.
            word_rows[word_rows >= len(vocabulary.words)] = -1
        known_words, known_pieces = (set(encoded.words), set(encoded.pieces)) if encoded else (set(), set())
        pieces = (*vocabulary.pieces, *vocabulary.other_pieces)
        is_encoded = np.array([piece in known_pieces for piece in pieces], dtype=np.bool_)
        return cls(
            word_rows,
            piece_rows,
            np.cumsum([0, *(len(rows.pieces) for rows in found)], dtype=np.int32),
            np.array([n - len(rows.pieces) for n, rows in zip(n_pieces, found, strict=True)], dtype=np.int32),
            np.zeros((len(found), 0), np.float32) if meanings is None else meanings.file.look_up(["", *words]),
            np.array([meanings is not None and word in meanings.common for word in ("", *words)]),
            (word_rows >= 0) & (word_rows < len(vocabulary.words)),
            piece_rows < len(vocabulary.pieces),
            np.array([word in known_words for word in ("", *words)]),
            is_encoded[piece_rows],
        )

    @property
    def familiarity(self) -> np.ndarray:
        """How much of each word is familiar: 1 where itself is, else the share of its pieces; shape (N,)."""
        n_pieces = np.diff(self.starts)
        owners = np.repeat(np.arange(len(n_pieces)), n_pieces)
        known = np.bincount(owners[self.familiar_pieces], minlength=len(n_pieces))
        share = known / np.maximum(n_pieces + self.unknown_pieces, 1)
        return np.where(self.familiar_words, 1.0, share)

    def seen_in(self, rows: Iterable[np.ndarray]) -> WordTable:
        """Return the table with everything hidden that neither `rows` (arrays of word ids) nor an encoder have."""
        ids = np.unique(np.concatenate([*rows, np.zeros(1, np.int32)]))
        words = np.isin(self.word_rows, self.word_rows[ids])
        owners = np.repeat(np.arange(len(self.word_rows)), np.diff(self.starts))
        pieces = np.isin(self.piece_rows, self.piece_rows[np.isin(owners, ids)])
        return WordTable(
            np.where(words | self.encoded_words, self.word_rows, -1).astype(np.int32),
            np.where(pieces | self.encoded_pieces, self.piece_rows, -1).astype(np.int32),
            self.starts,
            self.unknown_pieces,
            self.meanings * (words & (self.word_rows >= 0) | self.is_common)[:, None],
            self.is_common,
            self.familiar_words & words,
            self.familiar_pieces & pieces,
            self.encoded_words,
            self.encoded_pieces,
        )


@dataclass(frozen=True, slots=True, eq=False)
class EncodedRows:
    """Labelled sentences, ready to learn from.

    Attributes
    ----------
    tokens : tuple of tuple of str
    ids : tuple of ndarray of int32
        The word ids of each sentence, from 1.
    targets : ndarray of shape (N,), int64
        Label numbers.
    words : tuple of str
        Word of id i + 1.
    table : WordTable
    vocabulary : Vocabulary
    courtesies : Courtesies of ndarrays of int32
        What may stand around any of them, as word ids.
    """

    tokens: tuple[tuple[str, ...], ...]
    ids: tuple[np.ndarray, ...]
    targets: np.ndarray
    words: tuple[str, ...]
    table: WordTable
    vocabulary: Vocabulary
    courtesies: Courtesies[np.ndarray]

    @classmethod
    def of(
        cls,
        tokens: Sequence[Sequence[str]],
        targets: np.ndarray,
        vocabulary: Vocabulary,
        *,
        meanings: Meanings | None = None,
        encoded: Vocabulary | None = None,
        courtesies: Courtesies[Sequence[str]] = NO_COURTESIES,
    ) -> EncodedRows:
        """Return tokenised sentences encoded with a vocabulary."""
        words = tuple(sorted({token for sentence in (*tokens, *courtesies.all) for token in sentence}))
        number = {word: i + 1 for i, word in enumerate(words)}

        def ids(sentence: Sequence[str]) -> np.ndarray:
            return np.array([number[token] for token in sentence], dtype=np.int32)

        table = WordTable.of(vocabulary, words, meanings=meanings, encoded=encoded)
        encoded_rows = tuple(ids(sentence) for sentence in tokens)
        return cls(tuple(map(tuple, tokens)), encoded_rows, targets, words, table, vocabulary, courtesies.mapped(ids))

    def __len__(self) -> int:
        return len(self.ids)
