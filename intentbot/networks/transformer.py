"""The small transformer as it serves: words attend to one another, with NumPy alone.

It is one layer of attention and one feed-forward layer, each added to what it read. A word's place is no part of its
vector; attention knows instead how far apart two words are, by a bias for each distance. Nothing is normalised: that
makes every word equally loud, and cost ten points with five sentences an intent. So all that comes before attention
depends on the word alone: its query, key and value are computed once a word and kept (`word_products`), beside features
of each word itself, as a convolution of width 1 gives them.

Attention compares every word with every other. In a message longer than `WINDOW` words each stretch of so many is
read by itself, and what is found in all of them is pooled: the cost grows with the length, not with its square.

Shapes: T tokens, D embedding, A heads of together K numbers, E hidden units of the feed-forward layer, U units.

References
----------
Vaswani et al. (2017), Attention Is All You Need, arXiv:1706.03762. Raffel et al. (2020), arXiv:1910.10683, for biases
by distance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intentbot.networks.pooling import pool, shares

WINDOW = 64
"""Words that attend to one another: four times the length of a long customer message."""

REACH = 8
"""Distances, in words, that attention tells apart; all longer ones are one."""

DISTANCES = np.clip(np.arange(WINDOW) - np.arange(WINDOW)[:, None], -REACH, REACH) + REACH
"""Of each word (row) to each (column), as a place among the 2 * REACH + 1 biases; of shape (WINDOW, WINDOW)."""


@dataclass(frozen=True, slots=True, eq=False)
class Transformer:
    """Attention, a feed-forward layer and units with a ReLU; beside these, units that see one word alone.

    Attributes
    ----------
    attention, attention_bias : ndarray of shape (D, 3K) and (3K,), float32
        To query, key and value, in each the heads side by side; queries are divided by the root of a head's size.
    near : ndarray of shape (A, 2 * REACH + 1), float32
        What each head adds for each distance.
    joined, joined_bias : ndarray of shape (K, D) and (D,), float32
        From the heads' values side by side.
    wide, wide_bias : ndarray of shape (D, E) and (E,), float32
        Into the feed-forward layer, with a ReLU.
    narrow, narrow_bias : ndarray of shape (E, D) and (D,), float32
        Out of it.
    last, last_bias : ndarray of shape (D, U) and (U,), float32
        To the units.
    word, word_bias : ndarray of shape (D, U) and (U,), float32
        To those that see one word alone.
    """

    attention: np.ndarray
    attention_bias: np.ndarray
    near: np.ndarray
    joined: np.ndarray
    joined_bias: np.ndarray
    wide: np.ndarray
    wide_bias: np.ndarray
    narrow: np.ndarray
    narrow_bias: np.ndarray
    last: np.ndarray
    last_bias: np.ndarray
    word: np.ndarray
    word_bias: np.ndarray

    @property
    def n_products(self) -> int:
        """Kept of each word, D + 3K + U."""
        return len(self.last) + len(self.attention_bias) + len(self.word_bias)

    def word_products(self, vector: np.ndarray) -> np.ndarray:
        """Return a word's vector, its query, key and value, and the units that see it alone, one after the other."""
        given = vector @ self.attention + self.attention_bias
        return np.concatenate([vector, given, np.maximum(vector @ self.word + self.word_bias, 0)])

    def pool(self, products: np.ndarray) -> np.ndarray:
        """Return the features of a message: max of each unit, then mean (sum over the root of T).

        Parameters
        ----------
        products : ndarray of shape (T, D + 3K + U), float32
            The rows of `word_products` in the order of the words. T may not be 0.

        Returns
        -------
        ndarray of shape (4U,), float32
        """
        return pool(self._find(products))

    def shares(self, products: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return what the units at each word give to each logit; see `Middle.shares`."""
        return shares(self._find(products), weights)

    def _find(self, products: np.ndarray) -> np.ndarray:
        """Return the units at each word, and those that see it alone, of shape (T, 2U)."""
        length, n_units = len(products), len(self.word_bias)
        words = products[:, :-n_units]
        read = [self._read(words[start : start + WINDOW]) for start in range(0, length, WINDOW)]
        return np.concatenate([np.concatenate(read), products[:, -n_units:]], axis=1)

    def _read(self, products: np.ndarray) -> np.ndarray:
        """Return the units at each of at most `WINDOW` words, of shape (T, U)."""
        size = len(self.last)
        words = products[:, :size] + self._attend(products[:, size:])
        hidden = words @ self.wide + self.wide_bias
        words += np.maximum(hidden, 0, out=hidden) @ self.narrow + self.narrow_bias
        found: np.ndarray = words @ self.last + self.last_bias
        np.maximum(found, 0, out=found)
        return found

    def _attend(self, given: np.ndarray) -> np.ndarray:
        n_heads, length = len(self.near), len(given)
        queries, keys, values = given.reshape(length, 3, n_heads, -1).transpose(1, 2, 0, 3)
        shares = queries @ keys.transpose(0, 2, 1)
        shares += self.near[:, DISTANCES[:length, :length]]
        shares -= shares.max(axis=2, keepdims=True)
        np.exp(shares, out=shares)
        shares /= shares.sum(axis=2, keepdims=True)
        mixed = (shares @ values).transpose(1, 0, 2).reshape(length, -1)
        result: np.ndarray = mixed @ self.joined + self.joined_bias
        return result
