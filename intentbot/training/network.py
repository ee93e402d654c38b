"""The convolutional network in Keras, as it learns.

The same sums as `networks.cnn`, which serves it: a test and every export hold the two together.
Word vectors are made once for each different word of a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from intentbot.networks.cnn import WIDTHS, CnnWeights
from intentbot.settings import TrainingSettings
from intentbot.training.encoding import WordTable


class WordVectors(keras.layers.Layer):  # type: ignore[misc]
    """Word ids to vectors: a word's own row plus its pieces' rows over the root of their count."""

    def __init__(self, table: WordTable, n_words: int, n_pieces: int, settings: TrainingSettings) -> None:
        super().__init__()
        size, start = settings.embedding_size, keras.initializers.RandomNormal(stddev=0.05)
        self.words = self.add_weight(name="words", shape=(n_words, size), initializer=start)
        self.pieces = self.add_weight(name="pieces", shape=(n_pieces, size), initializer=start)
        self.piece_dropout, self.word_dropout = settings.subword_dropout, settings.word_dropout
        self._word_rows = tf.Variable(table.word_rows, trainable=False, dtype=tf.int32)
        self._piece_rows = tf.Variable(table.piece_rows, trainable=False, dtype=tf.int32)
        self._starts = tf.constant(table.starts, dtype=tf.int32)

    def hide(self, table: WordTable) -> None:
        """Take the rows of `table`, in which -1 hides a word or piece from this run."""
        self._word_rows.assign(table.word_rows)
        self._piece_rows.assign(table.piece_rows)

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
        found = tf.math.unsorted_segment_sum(tf.ones_like(rows, tf.float32), owner, count)[:, None]
        vectors = tf.math.unsorted_segment_sum(tf.gather(self.pieces, rows), owner, count)
        vectors /= tf.sqrt(tf.maximum(found, 1.0))
        word_rows = tf.gather(self._word_rows, different)
        own = tf.cast(word_rows >= 0, tf.float32)
        if training and self.word_dropout:
            own *= tf.cast(tf.random.uniform(tf.shape(own)) >= self.word_dropout, tf.float32)
        vectors += tf.gather(self.words, tf.maximum(word_rows, 0)) * own[:, None]
        return tf.gather(vectors, tf.reshape(places, tf.shape(ids)))


class CnnNetwork(keras.Model):  # type: ignore[misc]
    """Word vectors, convolutions of widths 1 to 3, max and mean pooling, and a linear layer to the labels.

    References
    ----------
    Kim (2014), Convolutional Neural Networks for Sentence Classification, arXiv:1408.5882.
    """

    def __init__(
        self, table: WordTable, n_words: int, n_pieces: int, n_labels: int, *, settings: TrainingSettings
    ) -> None:
        super().__init__()
        self.front = WordVectors(table, n_words, n_pieces, settings)
        self.hide_vector = keras.layers.Dropout(settings.embedding_dropout)
        self.convolutions = [
            keras.layers.Conv1D(settings.filters, width, padding="same", activation="relu") for width in WIDTHS
        ]
        self.hide_feature = keras.layers.Dropout(settings.dropout)
        self.head = keras.layers.Dense(n_labels)
        for convolution in self.convolutions:
            convolution.build((None, None, settings.embedding_size))
        self.head.build((None, 2 * len(WIDTHS) * settings.filters))

    def call(self, ids: Any, training: bool = False) -> Any:
        """Return the logits of ids of shape (B, T), 0 for padding, as (B, C)."""
        mask = tf.cast(ids > 0, tf.float32)[:, :, None]
        root = tf.sqrt(tf.maximum(tf.reduce_sum(mask, axis=1), 1.0))
        vectors = self.hide_vector(self.front(ids, training=training) * mask, training=training)
        features = []
        for convolution in self.convolutions:
            found = convolution(vectors) * mask
            features += [tf.reduce_max(found, axis=1), tf.reduce_sum(found, axis=1) / root]
        return self.head(self.hide_feature(tf.concat(features, axis=1), training=training))

    def to_numpy(self) -> CnnWeights:
        """Return the weights as they serve; those of words and pieces are rounded to 16 bits in both from now on."""
        for table in (self.front.words, self.front.pieces):
            table.assign(np.asarray(table).astype(np.float16).astype(np.float32))
        return CnnWeights.of_layers(
            words=np.asarray(self.front.words),
            pieces=np.asarray(self.front.pieces),
            kernels=[np.asarray(convolution.kernel) for convolution in self.convolutions],
            biases=[np.asarray(convolution.bias) for convolution in self.convolutions],
            dense=np.asarray(self.head.kernel),
            dense_bias=np.asarray(self.head.bias),
        )


class FusedAdamW(keras.optimizers.AdamW):  # type: ignore[misc]
    """AdamW whose update is TensorFlow's one fused kernel: the same arithmetic in a third of the time on a CPU.

    References
    ----------
    Kingma and Ba (2015), arXiv:1412.6980; Loshchilov and Hutter (2019), arXiv:1711.05101.
    """

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Update one variable in place."""
        step = tf.cast(self.iterations + 1, tf.float32)
        index = self._get_variable_index(variable)
        tf.raw_ops.ResourceApplyAdam(
            var=(variable if isinstance(variable, tf.Variable) else variable.value).handle,
            m=self._momentums[index].value.handle,
            v=self._velocities[index].value.handle,
            beta1_power=tf.pow(tf.constant(self.beta_1, tf.float32), step),
            beta2_power=tf.pow(tf.constant(self.beta_2, tf.float32), step),
            lr=tf.cast(learning_rate, tf.float32),
            beta1=self.beta_1,
            beta2=self.beta_2,
            epsilon=self.epsilon,
            grad=tf.convert_to_tensor(gradient),
        )


def pad(rows: Sequence[np.ndarray]) -> np.ndarray:
    """Return rows of word ids as one array of shape (B, T), int32, padded with 0."""
    padded = np.zeros((len(rows), max(1, *(len(row) for row in rows)) if rows else 1), dtype=np.int32)
    for place, row in enumerate(rows):
        padded[place, : len(row)] = row
    return padded
