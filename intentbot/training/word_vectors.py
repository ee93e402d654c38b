"""The beginning of every network in Keras, as it learns: words to vectors.

Word vectors are made once for each different word of a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from intentbot.networks.front import Front
from intentbot.settings import TrainingSettings
from intentbot.training.encoding import WordTable

NEW_PIECE = 0.2
"""What is left of a new piece's first random vector where others have learned: it should not drown them."""


class WordVectors(keras.layers.Layer):  # type: ignore[misc]
    """Word ids to vectors: a word's own row plus its pieces' rows over the root of their count.

    With a file of word vectors, what a matrix that is learned makes of the word's vector there is added.
    """

    def __init__(self, table: WordTable, n_words: int, n_pieces: int, settings: TrainingSettings) -> None:
        super().__init__()
        size, start = settings.embedding_size, keras.initializers.RandomNormal(stddev=0.05)
        self.words = self.add_weight(name="words", shape=(n_words, size), initializer=start)
        self.pieces = self.add_weight(name="pieces", shape=(n_pieces, size), initializer=start)
        self.piece_dropout, self.word_dropout = settings.subword_dropout, settings.word_dropout
        self._word_rows = tf.Variable(table.word_rows, trainable=False, dtype=tf.int32)
        self._piece_rows = tf.Variable(table.piece_rows, trainable=False, dtype=tf.int32)
        self._starts = tf.constant(table.starts, dtype=tf.int32)
        n_numbers = table.meanings.shape[1]
        self.has_meanings = n_numbers > 0
        if self.has_meanings:
            self.projection = self.add_weight(name="projection", shape=(n_numbers, size), initializer=start)
            self._meanings = tf.Variable(table.meanings, trainable=False, dtype=tf.float32)

    def hide(self, table: WordTable) -> None:
        """Take the rows of `table`, in which -1 hides a word or piece from this run."""
        self._word_rows.assign(table.word_rows)
        self._piece_rows.assign(table.piece_rows)
        if self.has_meanings:
            self._meanings.assign(table.meanings)

    def call(self, ids: Any, training: bool = False) -> Any:
        """Return the vectors of ids of shape (B, T), 0 for padding, as (B, T, D)."""
        different, places = tf.unique(tf.reshape(ids, [-1]))
        count = tf.shape(different)[0]
        starts = tf.gather(self._starts, different)
        lengths = tf.gather(self._starts, different + 1) - starts
        owner = tf.repeat(tf.range(count), lengths)
        within = tf.range(tf.size(owner)) - tf.repeat(tf.cumsum(lengths, exclusive=True), lengths)
        rows = tf.gather(self._piece_rows, tf.gather(starts, owner) + within)
        known = rows >= 0
        if training and self.piece_dropout:
            known &= tf.random.uniform(tf.shape(rows)) >= self.piece_dropout
        rows, owner = tf.boolean_mask(rows, known), tf.boolean_mask(owner, known)
        vectors = tf.sparse.segment_sqrt_n(self.pieces, rows, owner, num_segments=count)
        word_rows = tf.gather(self._word_rows, different)
        own = tf.cast(word_rows >= 0, tf.float32)
        if training and self.word_dropout:
            own *= tf.cast(tf.random.uniform(tf.shape(own)) >= self.word_dropout, tf.float32)
        vectors += tf.gather(self.words, tf.maximum(word_rows, 0)) * own[:, None]
        if self.has_meanings:
            meanings = tf.gather(self._meanings, different)
            if training and self.word_dropout:
                # Apart from its own row: a new word has a meaning and no row, a typo neither.
                meanings *= tf.cast(tf.random.uniform([count, 1]) >= self.word_dropout, tf.float32)
            vectors += meanings @ self.projection
        return tf.gather(vectors, tf.reshape(places, tf.shape(ids)))

    def start_from(self, front: Front, word_rows: np.ndarray, piece_rows: np.ndarray) -> None:
        """Take the vectors that have learned: row i of `front` becomes row `word_rows[i]` or `piece_rows[i]` here.

        A word that they do not have begins with what its pieces say.
        """
        words, pieces = np.zeros(self.words.shape, np.float32), np.asarray(self.pieces) * NEW_PIECE
        words[word_rows], pieces[piece_rows] = front.words, front.pieces
        self.words.assign(words)
        self.pieces.assign(pieces)

    def to_numpy(self) -> Front:
        """Return the vectors as they serve, rounded to 16 bits; so are those of this layer from now on."""
        if self.has_meanings:
            self._fold()
        rounded = [np.asarray(table).astype(np.float16) for table in (self.words, self.pieces)]
        for table, values in zip((self.words, self.pieces), rounded, strict=True):
            table.assign(values.astype(np.float32))
        return Front(*rounded)

    def project(self, vectors: np.ndarray) -> np.ndarray:
        """Return the rows of words that only a file of word vectors has: shape (N, D), float16."""
        result: np.ndarray = (vectors @ np.asarray(self.projection)).astype(np.float16)
        return result

    def _fold(self) -> None:
        """Put what the meaning of each word adds into its own row, as it serves."""
        words, meanings = np.asarray(self.words).copy(), np.asarray(self._meanings)
        rows = np.asarray(self._word_rows)
        words[rows[rows >= 0]] += meanings[rows >= 0] @ np.asarray(self.projection)
        self.words.assign(words)
        self._meanings.assign(np.zeros_like(meanings))


def pad(rows: Sequence[np.ndarray]) -> np.ndarray:
    """Return rows of word ids as one array of shape (B, T), int32, padded with 0."""
    padded = np.zeros((len(rows), max(1, *(len(row) for row in rows)) if rows else 1), dtype=np.int32)
    for place, row in enumerate(rows):
        padded[place, : len(row)] = row
    return padded
