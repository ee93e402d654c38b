"""What an encoder learns from sentences without labels: to agree with a teacher, or to guess what was hidden."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import keras
import numpy as np
import tensorflow as tf

SIMILARITY_WEIGHT = 10.0
"""What the batch's similarities count beside the vectors themselves: both losses are of one size then."""

SENTENCE_SIZE = 256
"""Numbers in a sentence's vector where no teacher sets them."""

GUESSED_WORDS = 8_000
"""The frequent words that are guessed where they were hidden."""

TEMPERATURE = 0.1
"""Of the contrast between sentences (Gao, Yao, Chen 2021, SimCSE, arXiv:2104.08821)."""


class Objective(Protocol):
    """What is learned: `n_outputs` is the size of a sentence's vector, `variables` are learned beside the network."""

    n_outputs: int
    variables: list[Any]

    def batch(self, ids: np.ndarray, rows: np.ndarray, generator: np.random.Generator) -> tuple[np.ndarray, ...]:
        """Return what `loss` needs of a batch: its padded ids of shape (B, T), and its sentences' numbers."""

    def loss(self, network: Any, *batch: Any) -> Any:
        """Return the loss of a batch, a scalar."""

    def signature(self) -> list[Any]:
        """Return the shapes and types of `batch`."""


class Distillation:
    """The sentence's vector is to be the teacher's, and as like the others of the batch as the teacher finds it.

    Parameters
    ----------
    vectors : ndarray of shape (N, M), float16
        The teacher's, of length 1.

    References
    ----------
    Hinton, Vinyals, Dean (2015), arXiv:1503.02531; Tung and Mori (2019), Similarity-Preserving Knowledge Distillation,
    arXiv:1907.09682.
    """

    def __init__(self, vectors: np.ndarray) -> None:
        self._vectors, self.n_outputs = vectors, int(vectors.shape[1])
        self.variables: list[Any] = []

    def batch(self, ids: np.ndarray, rows: np.ndarray, generator: np.random.Generator) -> tuple[np.ndarray, ...]:
        """Return the ids and the teacher's vectors."""
        return ids, self._vectors[rows].astype(np.float32)

    def loss(self, network: Any, ids: Any, wanted: Any) -> Any:
        """Return one less the cosine, and the squared difference of the similarities."""
        found = tf.math.l2_normalize(network(ids, training=True), axis=1)
        apart = 1 - tf.reduce_sum(found * wanted, axis=1)
        similarities = tf.matmul(found, found, transpose_b=True) - tf.matmul(wanted, wanted, transpose_b=True)
        return tf.reduce_mean(apart) + SIMILARITY_WEIGHT * tf.reduce_mean(tf.square(similarities))

    def signature(self) -> list[Any]:
        """Return the shapes and types of `batch`."""
        return [tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None, self.n_outputs], tf.float32)]

    def agreement(self, outputs: np.ndarray, rows: np.ndarray) -> float:
        """Return the mean cosine of the network's outputs with the teacher's vectors."""
        found = outputs / np.linalg.norm(outputs, axis=1, keepdims=True).clip(1e-9)
        return float((found * self._vectors[rows]).sum(axis=1).mean())


class MaskedWords:
    """A hidden word is to be guessed from the rest; a sentence with one word hidden is nearer itself than the others.

    Parameters
    ----------
    frequent : sequence of int
        The ids of the words that are guessed, the most frequent first.
    n_ids : int
        How many ids there are, padding included.

    References
    ----------
    Devlin et al. (2019), BERT, arXiv:1810.04805; Gao, Yao, Chen (2021), SimCSE, arXiv:2104.08821.
    """

    n_outputs = SENTENCE_SIZE

    def __init__(self, frequent: Sequence[int], n_ids: int) -> None:
        chosen = list(frequent)[:GUESSED_WORDS]
        self._numbers = np.full(n_ids, -1, dtype=np.int32)
        self._numbers[chosen] = np.arange(len(chosen))
        start = keras.initializers.RandomNormal(stddev=0.05)((len(chosen), self.n_outputs))
        self._words = tf.Variable(start, name="guessed_words")
        self.variables: list[Any] = [self._words]

    def batch(self, ids: np.ndarray, rows: np.ndarray, generator: np.random.Generator) -> tuple[np.ndarray, ...]:
        """Return two views of the sentences, each with one word hidden, and the word hidden in the first."""
        lengths = (ids > 0).sum(axis=1)
        views, places = [], np.arange(len(ids))
        hidden = np.zeros(len(ids), dtype=np.int64)
        for _ in range(2):
            view = ids.copy()
            hidden = (generator.random(len(ids)) * lengths).astype(np.int64)
            # A single word is not hidden: nothing would be left to see.
            view[places[lengths > 1], hidden[lengths > 1]] = 0
            views.append(view)
        guessed = np.where(lengths > 1, self._numbers[ids[places, hidden]], -1)
        return views[1], views[0], guessed.astype(np.int32)

    def loss(self, network: Any, ids: Any, others: Any, guessed: Any) -> Any:
        """Return the surprise at the hidden words, and that at which sentence is which."""
        found = network(ids, training=True)
        known = tf.cast(guessed >= 0, tf.float32)
        logits = tf.matmul(found, self._words, transpose_b=True)
        surprise = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.maximum(guessed, 0), logits)
        first = tf.math.l2_normalize(found, axis=1)
        second = tf.math.l2_normalize(network(others, training=True), axis=1)
        same = tf.matmul(first, second, transpose_b=True) / TEMPERATURE
        contrast = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.range(tf.shape(same)[0]), same)
        masked = tf.reduce_sum(surprise * known) / tf.maximum(tf.reduce_sum(known), 1.0)
        return masked + tf.reduce_mean(contrast)

    def signature(self) -> list[Any]:
        """Return the shapes and types of `batch`."""
        ids = tf.TensorSpec([None, None], tf.int32)
        return [ids, ids, tf.TensorSpec([None], tf.int32)]
