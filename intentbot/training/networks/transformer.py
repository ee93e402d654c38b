"""The small transformer in Keras, as it learns.

References
----------
Vaswani et al. (2017), Attention Is All You Need, arXiv:1706.03762. Raffel et al. (2020), arXiv:1910.10683, for biases
by distance. Bachlechner et al. (2020), ReZero is All You Need, arXiv:2003.04887, for layers that begin as nothing.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from intentbot.networks.transformer import DISTANCES, REACH, WINDOW, Transformer
from intentbot.settings import TrainingSettings

N_HEADS = 4

HIDDEN_DROPOUT = 0.1
"""Share of what attention and the feed-forward layer add that is hidden at each step, as in Vaswani et al."""

_FAR = 1e9
"""Taken from what padding would be attended to."""


class KerasTransformer(keras.layers.Layer):  # type: ignore[misc]
    """Attention, a feed-forward layer and units with a ReLU, beside units that see one word at a time.

    What attention and the feed-forward layer add begins as nothing, so that words are learned before their context.
    """

    def __init__(self, settings: TrainingSettings) -> None:
        super().__init__()
        size = settings.embedding_size
        self.head_size = size // N_HEADS
        together = N_HEADS * self.head_size
        self.near = self.add_weight(name="near", shape=(N_HEADS, 2 * REACH + 1), initializer="zeros")
        self.hide = keras.layers.Dropout(HIDDEN_DROPOUT)
        self.attention = _dense(size, 3 * together)
        self.joined = _dense(together, size, start="zeros")
        self.wide = _dense(size, 2 * size, activation="relu")
        self.narrow = _dense(2 * size, size, start="zeros")
        self.last = _dense(size, settings.filters, activation="relu")
        self.word = _dense(size, settings.filters, activation="relu")
        self.n_units = 2 * settings.filters

    def call(self, vectors: Any, mask: Any, training: bool = False) -> Any:
        """Return the units at each word, of shape (B, T, 2U), for vectors of shape (B, T, D)."""
        n_messages, length, size = tf.unstack(tf.shape(vectors))
        window = tf.minimum(length, WINDOW)
        missing = [[0, 0], [0, -length % window], [0, 0]]
        words = tf.reshape(tf.pad(vectors, missing), (-1, window, size))
        in_windows = tf.reshape(tf.pad(mask, missing), (-1, window))
        words += self.hide(self.joined(self._attend(words, in_windows)), training=training)
        words += self.hide(self.narrow(self.wide(words)), training=training)
        found = tf.reshape(self.last(words), (n_messages, -1, self.last.units))[:, :length]
        return tf.concat([found, self.word(vectors)], axis=2)

    def to_numpy(self) -> Transformer:
        """Return the layers as they serve."""
        kernels: dict[str, np.ndarray] = {}
        for name in ("attention", "joined", "wide", "narrow", "last", "word"):
            layer = getattr(self, name)
            kernels |= {name: np.asarray(layer.kernel).copy(), f"{name}_bias": np.asarray(layer.bias).copy()}
        # Queries are divided beforehand.
        for name in ("attention", "attention_bias"):
            kernels[name][..., : N_HEADS * self.head_size] /= np.float32(self.head_size**0.5)
        return Transformer(near=np.asarray(self.near), **kernels)

    def _attend(self, words: Any, mask: Any) -> Any:
        length = tf.shape(words)[1]
        given = tf.reshape(self.attention(words), (-1, length, 3, N_HEADS, self.head_size))
        queries, keys, values = tf.unstack(tf.transpose(given, (2, 0, 3, 1, 4)))
        scores = tf.matmul(queries, keys, transpose_b=True) / self.head_size**0.5
        scores += tf.gather(self.near, tf.constant(DISTANCES)[:length, :length], axis=1)
        shares = tf.nn.softmax(scores - (1.0 - mask[:, None, None]) * _FAR)
        return tf.reshape(tf.transpose(tf.matmul(shares, values), (0, 2, 1, 3)), (-1, length, N_HEADS * self.head_size))


def _dense(n_inputs: int, n_units: int, *, start: str = "glorot_uniform", activation: str | None = None) -> Any:
    layer = keras.layers.Dense(n_units, activation=activation, kernel_initializer=start)
    layer.build((None, None, n_inputs))
    return layer
