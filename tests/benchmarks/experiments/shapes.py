"""Networks of another shape: fronts, convolutions, pooling."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from intentbot.networks.cnn import WIDTHS
from intentbot.settings import TrainingSettings
from intentbot.training.networks.cnn import KerasConvolutions
from intentbot.training.networks.network import KerasNetwork
from tests.benchmarks.experiments.trials import Trial

FAR = 1e9
"""Taken from what is found at padding, so that no maximum lies there."""


class Shape(KerasNetwork):
    """The package's network in parts that a subclass may replace."""

    per_unit = 2
    """Features that pooling makes of what one filter finds."""

    n_others = 0
    """Features that come from elsewhere."""

    def __init__(self, trial: Trial) -> None:
        vocabulary, settings = trial.rows.vocabulary, trial.settings
        sizes = len(vocabulary.words), len(vocabulary.pieces), len(trial.labels)
        super().__init__(trial.rows.table, *sizes, settings=settings)
        self.prepare(trial)
        n_features = self.per_unit * self.middle.n_units + self.n_others
        if self.head.kernel.shape[0] != n_features:
            self.head = keras.layers.Dense(len(trial.labels))
            self.head.build((None, n_features))

    def prepare(self, trial: Trial) -> None:
        """Make what the shape needs besides."""

    def call(self, ids: Any, training: bool = False) -> Any:
        """Return the logits of ids of shape (B, T)."""
        return self.head(self.features(ids, training=training))

    def features(self, ids: Any, training: bool = False, vectors: Any = None) -> Any:
        """Return what the head reads of ids; `vectors`, of shape (B, T, D), take the place of the words' own."""
        return self.hide_feature(self.pooled(ids, training=training, vectors=vectors), training=training)

    def pooled(self, ids: Any, training: bool = False, vectors: Any = None) -> Any:
        """Return the features with none of them hidden."""
        vectors = self.front(ids, training=training) if vectors is None else vectors
        mask = tf.cast(ids > 0, tf.float32)[:, :, None]
        vectors = self.hide_vector(self.dressed(ids, vectors) * mask, training=training)
        return tf.concat(self.pool(self.middle(vectors, mask, training=training), mask, ids), axis=1)

    def dressed(self, ids: Any, vectors: Any) -> Any:
        """Return the word vectors as the convolutions see them."""
        return vectors

    def pool(self, found: Any, mask: Any, ids: Any) -> list[Any]:
        """Return features of shape (B, U) each from what was found at each word, of shape (B, T, U)."""
        root = tf.sqrt(tf.maximum(tf.reduce_sum(mask, axis=1), 1.0))
        return [tf.reduce_max(found - (1.0 - mask) * FAR, axis=1), tf.reduce_sum(found * mask, axis=1) / root]


def _word_idf(trial: Trial) -> np.ndarray:
    """Return the inverse document frequency of each word id over its mean; a word not learned counts as the rarest."""
    counts = np.zeros(len(trial.rows.table.word_rows))
    for row in trial.learned:
        counts[np.unique(trial.rows.ids[row])] += 1
    idf = np.log((1 + trial.n_learned) / (1 + counts)) + 1
    used = np.concatenate([trial.rows.ids[row] for row in trial.learned])
    return (idf / idf[used].mean()).astype(np.float32)


class RareWordsFirst(Shape):
    """Word vectors are multiplied by the word's inverse document frequency, whose mean is 1."""

    def prepare(self, trial: Trial) -> None:
        self._idf = tf.constant(_word_idf(trial))

    def dressed(self, ids: Any, vectors: Any) -> Any:
        return vectors * tf.gather(self._idf, ids)[:, :, None]


class RareWordsMean(RareWordsFirst):
    """The mean, not the vectors, weighs words by inverse document frequency."""

    def dressed(self, ids: Any, vectors: Any) -> Any:
        return vectors

    def pool(self, found: Any, mask: Any, ids: Any) -> list[Any]:
        weights = tf.gather(self._idf, ids)[:, :, None] * mask
        root = tf.sqrt(tf.maximum(tf.reduce_sum(weights**2, axis=1), 1.0))
        return [super().pool(found, mask, ids)[0], tf.reduce_sum(found * weights, axis=1) / root]


class EvenVectors(Shape):
    """Word vectors are brought to one length (RMS norm)."""

    def dressed(self, ids: Any, vectors: Any) -> Any:
        return vectors * 0.1 * tf.math.rsqrt(tf.reduce_mean(vectors**2, axis=2, keepdims=True) + 1e-4)


class TwoHighest(Shape):
    """The second highest place besides."""

    per_unit = 3

    def pool(self, found: Any, mask: Any, ids: Any) -> list[Any]:
        padded = tf.pad(found * mask, [[0, 0], [0, 1], [0, 0]])
        second = tf.math.top_k(tf.transpose(padded, [0, 2, 1]), k=2).values[:, :, 1]
        return [*super().pool(found, mask, ids), second]


class SoftMaximum(Shape):
    """Log-sum-exp in the place of the maximum."""

    def pool(self, found: Any, mask: Any, ids: Any) -> list[Any]:
        sharp = 5.0
        highest = tf.reduce_logsumexp(sharp * found - FAR * (1.0 - mask), axis=1) / sharp
        return [highest, super().pool(found, mask, ids)[1]]


class Attention(Shape):
    """A mean weighed by learned attention besides."""

    per_unit = 3

    def prepare(self, trial: Trial) -> None:
        self.query = keras.layers.Dense(1)
        self.query.build((None, None, self.middle.n_units))

    def pool(self, found: Any, mask: Any, ids: Any) -> list[Any]:
        weights = tf.nn.softmax(self.query(found) - FAR * (1.0 - mask), axis=1)
        return [*super().pool(found, mask, ids), 2.0 * tf.reduce_sum(found * weights, axis=1)]


class GatedConvolutions(KerasConvolutions):
    """Each filter times a gate of its own (Dauphin et al. 2017, arXiv:1612.08083)."""

    def __init__(self, settings: TrainingSettings) -> None:
        super().__init__(settings)
        self.gates = [
            keras.layers.Conv1D(settings.filters, width, padding="same", bias_initializer="ones") for width in WIDTHS
        ]
        for gate in self.gates:
            gate.build((None, None, settings.embedding_size))

    def call(self, vectors: Any, mask: Any, training: bool = False) -> Any:
        gates = tf.sigmoid(tf.concat([gate(vectors) for gate in self.gates], axis=2))
        return super().call(vectors, mask, training) * gates


class Gated(Shape):
    """Gated convolutions."""

    def prepare(self, trial: Trial) -> None:
        self.middle = GatedConvolutions(trial.settings)


class Dilated(Shape):
    """Besides, filters over two words with one between them."""

    def prepare(self, trial: Trial) -> None:
        size = trial.settings.filters
        skipping = keras.layers.Conv1D(size, 2, padding="same", activation="relu", dilation_rate=2)
        skipping.build((None, None, trial.settings.embedding_size))
        self.middle.layers = [*self.middle.layers, skipping]
        self.middle.n_units += size


class Wide(Shape):
    """Besides, a path from the words' vectors straight to the labels: their sum over the root of their number."""

    def prepare(self, trial: Trial) -> None:
        self.n_others = trial.settings.embedding_size

    def features(self, ids: Any, training: bool = False, vectors: Any = None) -> Any:
        vectors = self.front(ids, training=training) if vectors is None else vectors
        mask = tf.cast(ids > 0, tf.float32)[:, :, None]
        root = tf.sqrt(tf.maximum(tf.reduce_sum(mask, axis=1), 1.0))
        total = tf.reduce_sum(self.hide_vector(vectors * mask, training=training), axis=1) / root
        return tf.concat([super().features(ids, training, vectors), total], axis=1)
