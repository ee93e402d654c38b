"""The convolutional network as it serves: NumPy alone, most of it computed once a word.

Convolution is linear in each word's vector, so a word's products with every kernel column are computed
once and kept (`word_products`). A message is then a few shifted additions, two poolings and one small
matrix product (`logits`).

Shapes: T tokens, D embedding, F filters of each width, C labels.

References
----------
Kim (2014), Convolutional Neural Networks for Sentence Classification, arXiv:1408.5882.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

WIDTHS = (1, 2, 3)
"""How many neighbouring words a filter sees: customers write short messages."""


@dataclass(frozen=True, slots=True, eq=False)
class CnnWeights:
    """The weights of the network, laid out as they serve.

    Attributes
    ----------
    words : ndarray of shape (V, D), float16
        A row for each word of the vocabulary.
    pieces : ndarray of shape (S, D), float16
        A row for each piece of the vocabulary.
    columns : ndarray of shape (D, 6F), float32
        The kernels' slices side by side: first what a word gives to its own place (widths 1, 2, 3), then to the place
        before it (widths 2, 3), then to the place after it (width 3).
    bias : ndarray of shape (3F,), float32
        Of the widths 1, 2 and 3.
    head : ndarray of shape (C, 6F), float32
        From the max of the widths 1, 2 and 3, then from their means.
    head_bias : ndarray of shape (C,), float32
    """

    words: np.ndarray
    pieces: np.ndarray
    columns: np.ndarray
    bias: np.ndarray
    head: np.ndarray
    head_bias: np.ndarray
    _zeros: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_zeros", np.zeros_like(self.bias))

    @classmethod
    def of_layers(
        cls,
        *,
        words: np.ndarray,
        pieces: np.ndarray,
        kernels: Sequence[np.ndarray],
        biases: Sequence[np.ndarray],
        dense: np.ndarray,
        dense_bias: np.ndarray,
    ) -> CnnWeights:
        """Return the weights of trained layers.

        Parameters
        ----------
        words, pieces : ndarray of shape (V, D) and (S, D)
        kernels : sequence of three ndarrays of shape (width, D, F)
            Of convolutions of the widths 1, 2 and 3 with "same" padding.
        biases : sequence of three ndarrays of shape (F,)
        dense : ndarray of shape (6F, C)
            From max and mean of each width, in the order max 1, mean 1, max 2, mean 2, max 3, mean 3.
        dense_bias : ndarray of shape (C,)
        """
        one, two, three = kernels
        slices = [one[0], two[0], three[1], two[1], three[2], three[0]]
        blocks = np.split(dense, 6)
        return cls(
            words=words.astype(np.float16),
            pieces=pieces.astype(np.float16),
            columns=np.ascontiguousarray(np.concatenate(slices, axis=1)),
            bias=np.concatenate(biases),
            head=np.ascontiguousarray(np.concatenate(blocks[0::2] + blocks[1::2]).T),
            head_bias=dense_bias,
        )

    @property
    def n_filters(self) -> int:
        """Filters of each width, F."""
        return len(self.bias) // 3

    def word_vector(self, word_row: int, piece_rows: list[int]) -> np.ndarray:
        """Return a word's vector, of shape (D,): its own row (-1: none) and its pieces over the root of their count."""
        vector = np.zeros(self.words.shape[1], dtype=np.float32)
        if piece_rows:
            vector += self.pieces[piece_rows].astype(np.float32).sum(axis=0) / np.float32(np.sqrt(len(piece_rows)))
        if word_row >= 0:
            vector += self.words[word_row]
        return vector

    def word_products(self, vector: np.ndarray) -> np.ndarray:
        """Return what a word of this vector gives to itself and its neighbours, of shape (6F,), float32."""
        products: np.ndarray = vector @ self.columns
        products[: 3 * self.n_filters] += self.bias
        return products

    def pool(self, products: np.ndarray) -> np.ndarray:
        """Return the features of a message: max of each filter, then mean (sum over the root of T).

        Parameters
        ----------
        products : ndarray of shape (T, 6F), float32
            The rows of `word_products` in the order of the words. T may not be 0.

        Returns
        -------
        ndarray of shape (6F,), float32
        """
        f = self.n_filters
        # Copied: NumPy adds arrays that do not share memory in half the time.
        places = products[:, : 3 * f].copy()
        places[:-1, f:] += products[1:, 3 * f : 5 * f]
        places[1:, 2 * f :] += products[:-1, 5 * f :]
        # A row of zeros, not the number: only two arrays are compared with vector instructions.
        np.maximum(places, self._zeros, out=places)
        features = np.empty(6 * f, dtype=np.float32)
        np.maximum.reduce(places, axis=0, out=features[: 3 * f])
        mean = features[3 * f :]
        np.add.reduce(places, axis=0, out=mean)
        mean *= np.float32(len(products) ** -0.5)
        return features

    def logits(self, features: np.ndarray) -> np.ndarray:
        """Return the logits of every label from the features of `pool`: shape (C,), float32."""
        result: np.ndarray = self.head @ features
        result += self.head_bias
        return result
