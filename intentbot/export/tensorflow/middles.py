"""The middles of the networks in TensorFlow: what `intentbot.networks` computes, for padded messages together.

Shapes: B messages, T tokens, U distinct tokens, D embedding, N products of a word.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from intentbot.networks.cnn import Convolutions
from intentbot.networks.lstm import Lstm
from intentbot.networks.network import Middle
from intentbot.networks.transformer import DISTANCES, WINDOW, Transformer

FAR = -1e9
"""Stands where there is no word, so that no maximum lies there."""


def variable(values: np.ndarray) -> Any:
    """Return numbers of a model as a variable, which is stored beside a graph and not in it: graphs end at 2 GB."""
    return tf.Variable(values, trainable=False)


def middle_of(middle: Middle) -> TensorConvolutions | TensorLstm | TensorTransformer:
    """Return the same middle in TensorFlow."""
    if isinstance(middle, Convolutions):
        return TensorConvolutions(middle)
    if isinstance(middle, Lstm):
        return TensorLstm(middle)
    if isinstance(middle, Transformer):
        return TensorTransformer(middle)
    raise TypeError(f"{type(middle).__name__} is no middle that TensorFlow knows")


def pooled(found: Any, mask: Any) -> tuple[Any, Any]:
    """Return the maximum and the sum over the words of what was found at each, (B, T, units), as (B, units) each."""
    highest = tf.reduce_max(tf.where(mask > 0, found, FAR), axis=1)
    return highest, tf.reduce_sum(found * mask, axis=1)


class TensorConvolutions(tf.Module):  # type: ignore[misc]
    """`intentbot.networks.cnn.Convolutions` in TensorFlow."""

    def __init__(self, middle: Convolutions) -> None:
        super().__init__(name="convolutions")
        self.columns = variable(middle.columns)
        # Only what a word gives to its own place has a bias.
        self.bias = variable(np.pad(middle.bias, (0, len(middle.bias))))
        self.n_filters = len(middle.bias) // 3

    def products(self, vectors: Any) -> Any:
        """Return what distinct words give to themselves and their neighbours, (U, 6F), from vectors of (U, D)."""
        return vectors @ self.columns + self.bias

    def pool(self, products: Any, mask: Any) -> tuple[Any, Any]:
        """Return maximum and sum over the words, (B, 3F) each, from products of (B, T, 6F), 0 where there is none."""
        f = self.n_filters
        own, before, after = tf.split(products, [3 * f, 2 * f, f], axis=2)
        before = tf.pad(before[:, 1:], [[0, 0], [0, 1], [f, 0]])
        after = tf.pad(after[:, :-1], [[0, 0], [1, 0], [2 * f, 0]])
        return pooled(tf.nn.relu(own + before + after), mask)


class TensorLstm(tf.Module):  # type: ignore[misc]
    """`intentbot.networks.lstm.Lstm` in TensorFlow."""

    def __init__(self, middle: Lstm) -> None:
        super().__init__(name="lstm")
        self.columns, self.bias = variable(middle.columns), variable(middle.bias)
        self.recurrent = variable(middle.recurrent)
        self.n_units = middle.recurrent.shape[1]
        self.gain = variable(middle.gain.reshape(2, 1, self.n_units))

    def products(self, vectors: Any) -> Any:
        """Return what distinct words give to all gates, and their own features, (U, 10H), from vectors of (U, D)."""
        products = vectors @ self.columns + self.bias
        gates, features = tf.split(products, [8 * self.n_units, 2 * self.n_units], axis=1)
        return tf.concat([gates, tf.nn.relu(features)], axis=1)

    def pool(self, products: Any, mask: Any) -> tuple[Any, Any]:
        """Return maximum and sum over the words, (B, 4H) each, from products of (B, T, 10H), 0 where there is none."""
        h = self.n_units
        forwards, backwards, words = tf.split(products, [4 * h, 4 * h, 2 * h], axis=2)
        # The last word comes first for the direction that reads backwards; padding before it leaves the memory empty.
        given = tf.transpose(tf.stack([forwards, tf.reverse(backwards, [1])]), [2, 0, 1, 3])
        present = tf.transpose(tf.stack([mask, tf.reverse(mask, [1])]), [2, 0, 1, 3])
        highest, total = self._read(given, present)
        word_highest, word_total = pooled(words, mask)
        return tf.concat([highest, word_highest], axis=1), tf.concat([total, word_total], axis=1)

    def _read(self, given: Any, present: Any) -> tuple[Any, Any]:
        """Return maximum and sum over the places of both directions' states, (B, 2H) each.

        They are kept up to date while reading: a list of all states is what fewer runtimes can hold.

        Parameters
        ----------
        given : tensor of shape (T, 2, B, 4H)
            What the words give to the gates of each direction, in its order.
        present : tensor of shape (T, 2, B, 1)
            1 where there is a word.
        """
        h = self.n_units

        def step(place: Any, state: Any, memory: Any, highest: Any, total: Any) -> tuple[Any, ...]:
            is_there = tf.gather(present, place)
            gates = tf.tanh(tf.gather(given, place) + state @ self.recurrent)
            shares, candidate = gates[..., : 3 * h] * 0.5 + 0.5, gates[..., 3 * h :]
            into, forget, out = tf.split(shares, 3, axis=2)
            memory = (memory * forget + into * candidate) * is_there
            state = tf.tanh(memory) * out
            found = state * self.gain
            highest = tf.maximum(highest, tf.where(is_there > 0, found, FAR))
            return place + 1, state, memory, highest, total + found

        length, n_messages = tf.shape(given)[0], tf.shape(given)[2]
        nothing = tf.zeros(tf.stack([2, n_messages, h]))
        nothing = tf.ensure_shape(nothing, [2, given.shape[2], h])
        start = (tf.constant(0), nothing, nothing, nothing + FAR, nothing)
        *_, highest, total = tf.while_loop(lambda place, *_: place < length, step, start)
        side_by_side = [tf.reshape(tf.transpose(found, [1, 0, 2]), [-1, 2 * h]) for found in (highest, total)]
        return side_by_side[0], side_by_side[1]


class TensorTransformer(tf.Module):  # type: ignore[misc]
    """`intentbot.networks.transformer.Transformer` in TensorFlow."""

    def __init__(self, middle: Transformer) -> None:
        super().__init__(name="transformer")
        self.attention, self.attention_bias = variable(middle.attention), variable(middle.attention_bias)
        # Written out for each pair of places: (A, WINDOW, WINDOW).
        self.near = variable(middle.near[:, DISTANCES])
        self.joined, self.joined_bias = variable(middle.joined), variable(middle.joined_bias)
        self.wide, self.wide_bias = variable(middle.wide), variable(middle.wide_bias)
        self.narrow, self.narrow_bias = variable(middle.narrow), variable(middle.narrow_bias)
        self.last, self.last_bias = variable(middle.last), variable(middle.last_bias)
        self.word, self.word_bias = variable(middle.word), variable(middle.word_bias)
        self.size, self.n_units = middle.last.shape
        self.n_heads, self.n_joined = len(middle.near), len(middle.joined)

    def products(self, vectors: Any) -> Any:
        """Return distinct words' vectors, queries, keys and values, and own units, (U, D + 3K + U)."""
        given = vectors @ self.attention + self.attention_bias
        return tf.concat([vectors, given, tf.nn.relu(vectors @ self.word + self.word_bias)], axis=1)

    def pool(self, products: Any, mask: Any) -> tuple[Any, Any]:
        """Return maximum and sum over the words, (B, 2U) each, from products of (B, T, D + 3K + U).

        Each stretch of `WINDOW` words is read by itself; where no message is that long, all words are one stretch.
        """
        words, own = tf.split(products, [self.size + 3 * self.n_joined, self.n_units], axis=2)
        n_messages, length = tf.shape(words)[0], tf.shape(words)[1]
        window = tf.maximum(tf.minimum(length, WINDOW), 1)
        n_windows = (length + window - 1) // window
        missing = [[0, 0], [0, n_windows * window - length], [0, 0]]
        shape = tf.stack([n_messages * n_windows, window])
        words = tf.reshape(tf.pad(words, missing), tf.concat([shape, [self.size + 3 * self.n_joined]], axis=0))
        present = tf.reshape(tf.pad(mask, missing), tf.concat([shape, [1]], axis=0))
        read = self._read(words, present, window)
        read = tf.reshape(read, tf.stack([n_messages, n_windows * window, self.n_units]))[:, :length]
        return pooled(tf.concat([read, own], axis=2), mask)

    def _read(self, products: Any, present: Any, window: Any) -> Any:
        """Return the units at each word of stretches, of shape (stretches, window, U)."""
        words, given = tf.split(products, [self.size, 3 * self.n_joined], axis=2)
        words = words + self._attend(given, present, window)
        words = words + tf.nn.relu(words @ self.wide + self.wide_bias) @ self.narrow + self.narrow_bias
        return tf.nn.relu(words @ self.last + self.last_bias)

    def _attend(self, given: Any, present: Any, window: Any) -> Any:
        size = self.n_joined // self.n_heads
        heads = [
            tf.transpose(tf.reshape(part, tf.stack([-1, window, self.n_heads, size])), [0, 2, 1, 3])
            for part in tf.split(given, 3, axis=2)
        ]
        queries, keys, values = heads
        shares = tf.matmul(queries, keys, transpose_b=True) + self.near[:, :window, :window]
        # Of shape (stretches, 1, 1, window): no word attends to padding.
        is_there = tf.transpose(present, [0, 2, 1])[:, None]
        shares = tf.nn.softmax(tf.where(is_there > 0, shares, FAR))
        mixed = tf.reshape(tf.transpose(shares @ values, [0, 2, 1, 3]), tf.stack([-1, window, self.n_joined]))
        return mixed @ self.joined + self.joined_bias
